"""Roles over time: who may act where, and until when."""

from datetime import date

from django.apps import apps
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Func, Q, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.core.actor import Actor
from apps.core.models import Versioned
from apps.units.enums import Role
from apps.units.models.people_scope import reach_of
from apps.units.models.unit import Unit


class Days(Func):
    """The days of a row as a range, both ends included; without an end it never ends."""

    function = "DATERANGE"
    output_field = DateRangeField()

    def __init__(self, starts_on: str = "starts_on", ends_on: str = "ends_on"):
        super().__init__(starts_on, ends_on, Value("[]"))

    def deconstruct(self):
        return ("apps.units.models.role.Days", [], {})


class RoleAssignmentQuerySet(models.QuerySet):
    def valid_on(self, on: date):
        return self.filter(starts_on__lte=on).filter(Q(ends_on=None) | Q(ends_on__gte=on))

    def overlapping(self, starts_on: date, ends_on: date | None):
        """Those that share a day with the period."""
        found = self.filter(Q(ends_on=None) | Q(ends_on__gte=starts_on))
        return found if ends_on is None else found.filter(starts_on__lte=ends_on)

    def visible_to(self, actor: Actor):
        """One's own, those one stands in for, and those in one's unit; standing offices and auditors: all below their
        unit, at the ministry all; technical staff: all.
        """
        reach = reach_of(actor, Role.STANDING_OFFICE, Role.AUDITOR)
        if reach.everybody or (actor.is_staff and actor.user_id):
            return self
        seen = Q(user_id=actor.user_id) | Q(unit_id__in=actor.unit_ids(Role.OFFICER, Role.LEADER))
        standing_in = apps.get_model("units.Delegation").objects.filter(user_id=actor.user_id)
        seen |= Q(pk__in=standing_in.values("assignment"))
        return self.filter(seen | reach.condition("unit__path"))

    def for_list(self):
        return self.select_related("user", "unit")


@tracked()
class RoleAssignment(Versioned):
    """A user holds a role in a unit from a date until a date, the last day included (Phân công vai trò)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="roles", verbose_name=_("người được giao")
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="roles", verbose_name=_("đơn vị"))
    role = models.CharField(_("vai trò"), max_length=20, choices=Role)
    starts_on = models.DateField(_("từ ngày"))
    ends_on = models.DateField(_("đến ngày"), null=True, blank=True)
    basis = models.CharField(_("căn cứ"), max_length=300, blank=True)
    saved_by_label = models.CharField(_("người sửa"), max_length=300, blank=True)
    saved_at = models.DateTimeField(_("sửa lúc"), null=True)

    objects = RoleAssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("phân công vai trò")
        verbose_name_plural = _("phân công vai trò")
        constraints = [
            models.UniqueConstraint(fields=["user", "unit", "role", "starts_on"], name="units_role_once"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")), name="units_role_valid_period"
            ),
            ExclusionConstraint(
                name="units_role_no_overlap",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("unit", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (Days(), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.get_role_display()} – {self.unit}"

    def get_absolute_url(self) -> str:
        return reverse("units:role-detail", args=[self.pk])
