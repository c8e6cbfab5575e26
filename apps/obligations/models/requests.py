"""A unit asks through the portal for more time, or to have a paper back (Đề nghị gia hạn, mở lại)."""

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.core.models import TimeStamped
from apps.obligations.enums import RequestKind, RequestState
from apps.obligations.models.obligation import Obligation
from apps.periods.enums import YearState


class TimeRequestQuerySet(models.QuerySet):
    def waiting(self):
        """Those that somebody has to answer, and can: the unit owes (or sent) what it did when it asked, in a year that
        is not closed. More time is asked for what is owed, to have back for what was sent.
        """
        owed = Q(kind=RequestKind.EXTENSION, obligation__fulfilled_at=None)
        sent = Q(kind=RequestKind.REOPENING, obligation__fulfilled_at__isnull=False)
        excused = Q(obligation__waived_at__isnull=False) | Q(obligation__closed_unsent_at__isnull=False)
        asked = self.filter(owed | sent, state=RequestState.WAITING)
        return asked.exclude(excused).exclude(obligation__duty__year__state=YearState.CLOSED)

    def with_standing(self):
        """``standing``: the state as people read it; what nobody has to answer any more has lapsed."""
        waits = Q(pk__in=TimeRequest.objects.waiting().order_by().values("pk"))
        lapsed = When(Q(state=RequestState.WAITING) & ~waits, then=Value(RequestState.LAPSED.value))
        return self.annotate(standing=Case(lapsed, default=F("state")))

    def for_list(self):
        return self.select_related("obligation__duty__year__organiser", "obligation__unit")


@tracked()
class TimeRequest(TimeStamped):
    """Until when the unit asks, and why. ``asked_by``: name and post at that moment, as an extension prints them.

    Whoever may extend answers, of papers that the office alone gives back the office: Gia hạn and Mở lại grant it, a
    refusal has its ``answer``.
    """

    Kind, State = RequestKind, RequestState

    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="time_requests")
    kind = models.CharField(_("đề nghị"), max_length=10, choices=RequestKind)
    until = models.DateTimeField(_("đến"))
    reason = models.TextField(_("lý do"))
    asked_by = models.CharField(_("người đề nghị"), max_length=200)
    state = models.CharField(_("trạng thái"), max_length=10, choices=RequestState, default=RequestState.WAITING)
    answer = models.TextField(_("trả lời"), blank=True)
    answered_by = models.CharField(_("người trả lời"), max_length=200, blank=True)
    answered_at = models.DateTimeField(_("trả lời lúc"), null=True)

    objects = TimeRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("đề nghị gia hạn, mở lại")
        verbose_name_plural = _("đề nghị gia hạn, mở lại")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["obligation"],
                condition=Q(state=RequestState.WAITING),
                name="obligations_timerequest_one_waiting",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, state=RequestState.WAITING)
                | (Q(answered_at__isnull=False) & ~Q(state=RequestState.WAITING)),
                name="obligations_timerequest_answered_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=RequestState.REFUSED, answer=""), name="obligations_timerequest_refusal_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.obligation} – {self.get_kind_display()}"

    def get_standing_display(self):
        """The state in words, of rows ``with_standing``."""
        return RequestState(self.standing).label
