"""Obligations: one unit owes one duty."""

from datetime import date, datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.core.models import TimeStamped
from apps.obligations.enums import RequestKind, is_given_back
from apps.obligations.models.duty import Duty, last_moment
from apps.obligations.models.lateness import days_late, is_overdue
from apps.units.models import organised_for


class ObligationQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Duties of the actor's own units, and those that its standing office asks for. Heads read their board."""
        if actor.is_system:
            return self
        asked = organised_for(actor, "duty__year__organiser")
        own = actor.unit_ids("officer", "leader")
        return self.filter(asked | Q(unit_id__in=own) | Q(duty__asked_by_id__in=own))

    def open(self):
        return self.filter(fulfilled_at=None, waived_at=None, closed_unsent_at=None)

    def still_asked(self):
        """Of units that were asked and not asked no more: those that sent or were excused with a reason, too."""
        return self.exclude(waived_at__isnull=False, waived_reason="")

    def opened(self, today: date):
        """Of duties that are open by now: nobody is urged before the first day."""
        return self.filter(Q(duty__opens_on=None) | Q(duty__opens_on__lte=today))

    def overdue(self, now: datetime):
        """Never sent, and the date has passed."""
        return self.filter(is_overdue(now))

    def with_lateness(self, now: datetime):
        """``late_days`` as ``days_late(now)`` counts them, for lists that sort and add up in the database."""
        return self.annotate(late_days=days_late(now))

    def for_list(self):
        return self.select_related("duty__year", "duty__asked_by", "unit")


@tracked()
class Obligation(TimeStamped):
    """One unit owes one duty (Việc phải làm của đơn vị).

    ``internal_due_on`` is the day that the unit itself set (Hạn nội bộ), ``head_due_on`` that of the head of its
    cluster: they sort and remind, they are never lateness.
    ``first_fulfilled_at``: the first sending, on record for good; lateness counts to it. ``fulfilled_at``: since when
    the paper is in the hands of whoever asked; empty as long as its unit has it, once more or still.
    ``due_at_first``: the last moment in time as it stood at the first sending (or Không nộp). Lateness that happened
    counts from it; dates changed later and later extensions do not touch it.
    """

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="obligations", verbose_name=_("nhiệm vụ"))
    unit = models.ForeignKey(
        "units.Unit", on_delete=models.PROTECT, related_name="obligations", verbose_name=_("đơn vị")
    )
    internal_due_on = models.DateField(_("hạn nội bộ của đơn vị"), null=True, blank=True)
    head_due_on = models.DateField(_("hạn nội bộ của Cụm"), null=True, blank=True)
    extended_to = models.DateTimeField(_("gia hạn đến"), null=True, blank=True)
    first_fulfilled_at = models.DateTimeField(_("gửi lần đầu"), null=True)
    fulfilled_at = models.DateTimeField(_("đã gửi"), null=True)
    waived_at = models.DateTimeField(_("được miễn"), null=True)
    closed_unsent_at = models.DateTimeField(_("đóng: không nộp"), null=True)
    due_at_first = models.DateTimeField(_("thời hạn khi gửi lần đầu"), null=True)
    waived_reason = models.TextField(_("lý do miễn"), blank=True)
    subject_path = models.CharField(_("đường dẫn"), max_length=300, blank=True)

    objects = ObligationQuerySet.as_manager()

    class Meta:
        verbose_name = _("việc phải làm")
        verbose_name_plural = _("việc phải làm")
        ordering = ["duty__due_on", "pk"]
        indexes = [
            # Every total asks who owes it no more: few among all, found without reading the others.
            models.Index(fields=["duty", "unit"], condition=Q(waived_at__isnull=False), name="obligations_waived"),
        ]
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
    def may_be_asked(self) -> RequestKind | None:
        """What its unit may ask for: more time for what it owes, to have back what it sent; None: neither."""
        if self.duty.asked_by_id is not None or self.waived_at or self.closed_unsent_at:
            return None
        if self.fulfilled_at is None:
            return RequestKind.EXTENSION
        return RequestKind.REOPENING if is_given_back(self.duty.code) else None

    @property
    def is_with_unit_again(self) -> bool:
        """It was sent, then sent back, reopened or taken up to be corrected: owed again, and late no more."""
        ended = self.fulfilled_at or self.waived_at or self.closed_unsent_at
        return self.first_fulfilled_at is not None and not ended

    @property
    def internal_day(self) -> date | None:
        """Hạn nội bộ: the earlier of the unit's own day and that of its head, else the one that came with the duty;
        never after the last day, which may have moved since.
        """
        days = [day for day in (self.internal_due_on, self.head_due_on) if day]
        return self._in_time(min(days, default=self.duty.internal_due_on))

    @property
    def head_day(self) -> date | None:
        """Hạn nội bộ as the head set it, else as it came with the duty: what the head reads of its members."""
        return self._in_time(self.head_due_on or self.duty.internal_due_on)

    def _in_time(self, day: date | None) -> date | None:
        return min(day, self.last_day) if day else None

    @property
    def sorting_day(self) -> date:
        """What is still to be sent comes by hạn nội bộ where there is one."""
        return self.internal_day or self.last_day

    @property
    def last_day(self) -> date:
        """The day whose end (or, after an extension, whose set hour) is the last moment in time."""
        if self.extended_to is None:
            return self.duty.due_on
        return max(self.duty.due_on, timezone.localtime(self.extended_to).date())

    @property
    def due_at(self) -> datetime:
        """The last moment in time as the dates stand now: the set hour of an extension or 24:00 of the due date less
        one tick, whichever is later.
        """
        common = last_moment(self.duty.due_on)
        return max(self.extended_to, common) if self.extended_to else common

    def has_come_due(self, now: datetime) -> bool:
        """Whether a count of lateness counts it: sent, closed unsent, or the date has passed."""
        return bool(self.first_fulfilled_at or self.closed_unsent_at) or self.due_at < now

    def days_late(self, now: datetime) -> int:
        """Days late of the first sending; of the closing or ``now`` while nothing was ever sent; 0 when in time.

        Counted in calendar days after the last day; what misses the hour of an extension is one day late at least.
        """
        happened = self.first_fulfilled_at or self.closed_unsent_at
        reached, due_at = happened or now, (happened and self.due_at_first) or self.due_at
        if self.waived_at or reached <= due_at:
            return 0
        return max(1, (timezone.localtime(reached).date() - timezone.localtime(due_at).date()).days)

    def days_left(self, today: date) -> int:
        """Days until the last day; negative when it has passed."""
        return (self.last_day - today).days

    def days_to_go(self, now: datetime) -> int | None:
        """What pages say of a paper that never came: days to its date, negative from the moment that it is late.

        None where nothing is owed: it came once (what went back is not overdue again), is waived or closed unsent.
        After the hour of an extension it is one day over, as ``days_late`` counts, not due "today".
        """
        if self.first_fulfilled_at or self.waived_at or self.closed_unsent_at:
            return None
        late = self.days_late(now)
        return -late if late else self.days_left(timezone.localtime(now).date())
