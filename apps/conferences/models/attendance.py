"""Who is invited and who is there."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.clusters.enums import Line
from apps.conferences.enums import Answer, DelegateKind
from apps.conferences.models.conference import Conference
from apps.units.models import Unit


class AttendeeQuerySet(models.QuerySet):
    def present(self):
        return self.exclude(present_at=None)


@tracked(exclude=["code_hash"])
class Attendee(models.Model):
    """One invited unit with its delegate (Đơn vị dự họp), in protocol order, both lines.

    ``person`` leads the delegation and votes; the others are Delegates. ``allotted``: most delegates of the unit at a
    congress, 0 = no limit. ``code_hash``: SHA-256 of the code with which the delegate ticks the own presence from a
    phone.
    """

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="attendees")
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="attended_conferences", verbose_name=_("đơn vị")
    )
    unit_name = models.CharField(_("tên đơn vị"), max_length=300)
    line = models.CharField(_("khối"), max_length=20, choices=Line, blank=True)
    order = models.PositiveIntegerField(_("thứ tự"))
    answer = models.CharField(_("trả lời"), max_length=12, choices=Answer, default=Answer.NONE)
    delegates = models.PositiveIntegerField(_("số đại biểu"), default=1)
    person = models.CharField(_("đại biểu"), max_length=200, blank=True)
    post = models.CharField(_("chức vụ"), max_length=300, blank=True)
    allotted = models.PositiveIntegerField(_("số đại biểu được phân bổ"), default=0)
    version = models.PositiveIntegerField(_("phiên bản"), default=0)  # of the answer
    saved_by_label = models.CharField(_("người trả lời"), max_length=300, blank=True)
    saved_at = models.DateTimeField(_("trả lời lúc"), null=True, blank=True)
    invited_at = models.DateTimeField(_("mời lúc"), null=True, blank=True)
    present_at = models.DateTimeField(_("có mặt lúc"), null=True, blank=True)
    present_by_label = models.CharField(_("người điểm danh"), max_length=300, blank=True)
    code_hash = models.CharField(max_length=64, blank=True, editable=False)

    objects = AttendeeQuerySet.as_manager()

    class Meta:
        verbose_name = _("đơn vị dự họp")
        verbose_name_plural = _("đơn vị dự họp")
        ordering = ["conference", "order"]
        constraints = [
            models.UniqueConstraint(fields=["conference", "unit"], name="conferences_attendee_once"),
            models.UniqueConstraint(
                fields=["code_hash"], condition=~Q(code_hash=""), name="conferences_attendee_code_once"
            ),
        ]

    def __str__(self) -> str:
        return self.unit_name

    @property
    def party(self) -> str:
        """How ballots name this unit."""
        return f"unit:{self.unit_id}"

    @property
    def is_present(self) -> bool:
        return self.present_at is not None


@tracked()
class Delegate(models.Model):
    """One named delegate of a unit (Đại biểu), beside or instead of the head of its delegation."""

    attendee = models.ForeignKey(Attendee, on_delete=models.CASCADE, related_name="named")
    order = models.PositiveIntegerField(_("thứ tự"))
    name = models.CharField(_("họ tên"), max_length=200)
    post = models.CharField(_("chức vụ"), max_length=300, blank=True)
    kind = models.CharField(_("thành phần"), max_length=12, choices=DelegateKind, default=DelegateKind.ELECTED)

    class Meta:
        verbose_name = _("đại biểu")
        verbose_name_plural = _("đại biểu")
        ordering = ["attendee", "order"]
        constraints = [models.UniqueConstraint(fields=["attendee", "order"], name="conferences_delegate_order")]

    def __str__(self) -> str:
        return self.name


@tracked()
class Guest(models.Model):
    """Somebody invited who does not vote (Khách mời), as printed."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="guests")
    order = models.PositiveIntegerField(_("thứ tự"))
    name = models.CharField(_("họ tên"), max_length=200)
    post = models.CharField(_("chức vụ, cơ quan"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("khách mời")
        verbose_name_plural = _("khách mời")
        ordering = ["conference", "order"]

    def __str__(self) -> str:
        return self.name
