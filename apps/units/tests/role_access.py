"""Who may open which page of roles, delegations and accounts; ``access`` takes these rows along."""

from apps.accounts.domain.slips import issue_slips
from apps.core.actor import system_actor
from apps.units.models import Delegation, RoleAssignment
from emulation_portal.tests.matrix import Row
from emulation_portal.tests.matrix_world import NOW, Subject


def officer_role(subject: Subject) -> list:
    """The assignment of the sheet's own officer."""
    return [RoleAssignment.objects.get(user=subject.people["officer"], unit=subject.sheet.unit).pk]


def unit(subject: Subject) -> list:
    return [subject.sheet.unit_id]


def delegation(subject: Subject) -> list:
    """The officer is away, the leader stands in."""
    assignment = RoleAssignment.objects.get(user=subject.people["officer"], unit=subject.sheet.unit)
    today = NOW.date()
    found, _created = Delegation.objects.get_or_create(
        assignment=assignment, user=subject.people["leader"], starts_on=today, ends_on=today, reason="Nghỉ phép"
    )
    return [found.pk]


def batch(subject: Subject) -> list:
    """A slip for the officer, made by the unit's leader."""
    return [
        issue_slips(
            title="Thử",
            unit_id=subject.sheet.unit_id,
            rows=[(subject.people["officer"].pk, "")],
            valid_days=3,
            actor=system_actor(),
            now=NOW,
        ).pk
    ]


def officer(subject: Subject) -> list:
    return [subject.people["officer"].pk]


ROWS = [
    Row("units:role-list", "401 200 200 200 200 200 200 200 200"),
    Row("units:role-list", "401 200 200 200 200 200 200 200 200", query="?format=xlsx"),
    Row("units:role-end-many", "401 403 403 403 200 403 200 403 403"),
    Row("units:role-detail", "401 404 404 200 200 404 200 200 200", arguments=officer_role),
    Row("units:role-change", "401 404 404 403 200 404 200 403 403", arguments=officer_role),
    Row("units:role-end", "401 404 404 403 200 404 200 403 403", arguments=officer_role),
    Row("units:role-delegate", "401 404 404 200 200 404 200 403 403", arguments=officer_role),
    Row("units:delegation-end", "401 404 404 200 200 404 200 403 403", arguments=delegation),
    Row("units:unit-roles", "401 200 200 200 200 200 200 200 200", arguments=unit),
    Row("units:slip-list", "401 403 403 403 200 403 200 403 200"),
    Row("units:slip-batch", "401 404 404 404 200 404 200 404 200", arguments=batch),
    Row("units:slip-print", "401 404 404 404 200 404 200 404 200", arguments=batch, method="post"),
    Row("units:account-reset", "401 404 404 403 200 404 200 403 200", arguments=officer),
    Row("units:unit-accounts", "401 403 403 403 200 403 200 403 200", arguments=unit),
    Row("units:role-give", "401 403 403 403 200 403 200 403 403", arguments=unit),
]
