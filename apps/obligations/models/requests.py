"""A unit asks through the portal for more time, or to have a paper back (Đề nghị gia hạn, mở lại)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.core.models import TimeStamped
from apps.obligations.enums import RequestKind, RequestState
from apps.obligations.models.obligation import Obligation


class TimeRequestQuerySet(models.QuerySet):
    def waiting(self):
        """Those that somebody has to answer. A request for time ends by itself when the paper is sent or excused."""
        still = Q(kind=RequestKind.REOPENING) | Q(obligation__fulfilled_at=None)
        return self.filter(still, state=RequestState.WAITING, obligation__waived_at=None)

    def for_list(self):
        return self.select_related("obligation__duty__year__organiser", "obligation__unit")


@tracked()
class TimeRequest(TimeStamped):
    """Until when the unit asks, and why. ``asked_by``: name and post at that moment, as an extension prints them.

    Whoever may extend answers: Gia hạn and Mở lại grant it, a refusal has its ``answer``.
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
