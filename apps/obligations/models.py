"""Who owes what by when (Việc phải làm). Lateness counts from the official due date and stays on record."""

from datetime import date, datetime, time

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.core.models import TimeStamped
from apps.units.models import organised_for


def last_moment(day: date) -> datetime:
    """The last moment of a day that is still in time: 24:00 local less one tick."""
    return timezone.make_aware(datetime.combine(day, time.max))


@tracked()
class Duty(TimeStamped):
    """One kind of paper asked for in one year, with its dates (Nhiệm vụ có thời hạn).

    ``due_on`` ends at 24:00 local time. ``internal_due_on`` only sorts and reminds. ``closes_at`` is optional.
    """

    year = models.ForeignKey(
        "periods.EmulationYear", on_delete=models.PROTECT, related_name="duties", verbose_name=_("năm thi đua")
    )
    code = models.CharField(_("mã"), max_length=40)
    label = models.CharField(_("tên việc"), max_length=200)
    due_on = models.DateField(_("hạn nộp"))
    internal_due_on = models.DateField(_("hạn nội bộ"), null=True, blank=True)
    closes_at = models.DateTimeField(_("khóa sổ"), null=True, blank=True)
    opens_on = models.DateField(_("mở từ ngày"), null=True, blank=True)
    basis = models.CharField(_("căn cứ"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("nhiệm vụ có thời hạn")
        verbose_name_plural = _("nhiệm vụ có thời hạn")
        ordering = ["due_on", "code"]
        constraints = [models.UniqueConstraint(fields=["year", "code"], name="obligations_duty_once_a_year")]

    def __str__(self) -> str:
        return self.label


class ObligationQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Duties of the actor's own units, and those that its standing office asks for. Heads read their board."""
        if actor.is_system:
            return self
        asked = organised_for(actor, "duty__year__organiser")
        return self.filter(asked | Q(unit_id__in=actor.unit_ids("officer", "leader")))

    def open(self):
        return self.filter(fulfilled_at=None, waived_at=None)


@tracked()
class Obligation(TimeStamped):
    """One unit owes one duty (Việc phải làm của đơn vị)."""

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="obligations", verbose_name=_("nhiệm vụ"))
    unit = models.ForeignKey(
        "units.Unit", on_delete=models.PROTECT, related_name="obligations", verbose_name=_("đơn vị")
    )
    extended_to = models.DateTimeField(_("gia hạn đến"), null=True, blank=True)
    first_fulfilled_at = models.DateTimeField(_("gửi lần đầu"), null=True)
    fulfilled_at = models.DateTimeField(_("đã gửi"), null=True)
    waived_at = models.DateTimeField(_("được miễn"), null=True)
    subject_path = models.CharField(_("đường dẫn"), max_length=300, blank=True)

    objects = ObligationQuerySet.as_manager()

    class Meta:
        verbose_name = _("việc phải làm")
        verbose_name_plural = _("việc phải làm")
        ordering = ["duty__due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["duty", "unit"], name="obligations_obligation_once"),
            models.CheckConstraint(
                condition=Q(fulfilled_at=None) | Q(first_fulfilled_at__isnull=False),
                name="obligations_obligation_first_time_kept",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.duty} – {self.unit}"

    @property
    def path(self) -> str:
        """Where the unit works on it: the paper once there is one, else the list of what is to be done."""
        return self.subject_path or "/"

    @property
    def last_day(self) -> date:
        """The day whose end (or, after an extension, whose set hour) is the last moment in time."""
        if self.extended_to is None:
            return self.duty.due_on
        return max(self.duty.due_on, timezone.localtime(self.extended_to).date())

    @property
    def due_at(self) -> datetime:
        """The last moment that is in time: the set hour of an extension, else 24:00 of the due date less one tick."""
        return self.extended_to or last_moment(self.duty.due_on)

    def days_late(self, now: datetime) -> int:
        """Days late of the first sending, or of ``now`` while nothing was ever sent; 0 when in time.

        Counted in calendar days after the last day; what misses the hour of an extension is one day late at least.
        """
        reached = self.first_fulfilled_at or now
        if self.waived_at or reached <= self.due_at:
            return 0
        return max(1, (timezone.localtime(reached).date() - self.last_day).days)

    def days_left(self, today: date) -> int:
        """Days until the last day; negative when it has passed."""
        return (self.last_day - today).days


@tracked()
class Extension(TimeStamped):
    """A due date moved for one unit, with who asked, how and why (Gia hạn)."""

    class Asked(models.TextChoices):
        TELEPHONE = "telephone", _("Điện thoại")
        LETTER = "letter", _("Văn bản")

    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="extensions")
    until = models.DateTimeField(_("đến"))
    asked_by = models.CharField(_("người đề nghị"), max_length=200)
    asked_how = models.CharField(_("hình thức"), max_length=10, choices=Asked)
    reason = models.TextField(_("lý do"))

    class Meta:
        verbose_name = _("gia hạn")
        verbose_name_plural = _("gia hạn")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.obligation} → {self.until:%d/%m/%Y %H:%M}"
