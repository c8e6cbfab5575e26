"""Questions about units that screens and other apps ask."""

from datetime import date

from django.db.models import F, Value
from django.db.models.fields import BigIntegerField

from apps.units.models import RoleAssignment


def role_grants(user_id: int, on: date):
    """Columns of accounts.grants from RoleAssignment."""
    return (
        RoleAssignment.objects.filter(user_id=user_id)
        .valid_on(on)
        .order_by()
        .values_list(
            "role",
            "unit_id",
            F("unit__path"),
            Value(None, output_field=BigIntegerField()),
            "starts_on",
            "ends_on",
        )
    )


def people_in_charge(role: str, unit_id: int, on: date):
    """Users holding ``role`` in the unit on the date, with names and telephone numbers, in order of their start."""
    return [
        assignment.user
        for assignment in RoleAssignment.objects.filter(role=role, unit_id=unit_id)
        .valid_on(on)
        .select_related("user")
        .order_by("starts_on", "pk")
    ]
