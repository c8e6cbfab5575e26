"""Standing in for an absent holder of a role, for some days only."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.core.models import TimeStamped
from apps.units.models.role import RoleAssignment


class DelegationQuerySet(models.QuerySet):
    def valid_on(self, on: date):
        """In its own days and in those of the assignment that it stands in for."""
        return self.filter(
            Q(assignment__ends_on=None) | Q(assignment__ends_on__gte=on),
            starts_on__lte=on,
            ends_on__gte=on,
            assignment__starts_on__lte=on,
        )

    def visible_to(self, actor):
        """Where the assignment is seen; and both persons see their own."""
        seen = RoleAssignment.objects.visible_to(actor)
        return self.filter(Q(assignment__in=seen) | Q(user_id=actor.user_id))

    def for_list(self):
        return self.select_related("user", "assignment__user", "assignment__unit")


@tracked()
class Delegation(TimeStamped):
    """A user acts in another's role from one day to another, both included (Ủy quyền trong thời gian vắng mặt).

    It hangs on the assignment: it ends with it, and what was received so cannot be handed on.
    """

    assignment = models.ForeignKey(
        RoleAssignment, on_delete=models.PROTECT, related_name="delegations", verbose_name=_("vai trò được ủy quyền")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="delegations", verbose_name=_("người làm thay")
    )
    starts_on = models.DateField(_("từ ngày"))
    ends_on = models.DateField(_("đến ngày"))
    reason = models.CharField(_("lý do"), max_length=500)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = _("ủy quyền")
        verbose_name_plural = _("ủy quyền")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")), name="units_delegation_valid_period"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – thay {self.assignment}"

    @property
    def unit_id(self) -> int:
        """The unit in which it lets act: the trail reads it."""
        return self.assignment.unit_id
