"""Opening and closing of years."""

from datetime import date, datetime

from django.db import connection
from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.dates import FIRST_YEAR, LAST_YEAR
from apps.core.errors import DomainError
from apps.periods.enums import YearState
from apps.periods.models import EmulationYear
from apps.periods.workflow import YEAR_FLOW


class YearClosed(DomainError):
    """The year is closed; nothing in it changes without reopening it with a reason."""

    default_message = _("Năm thi đua này đã khóa sổ.")


class NoSuchYear(DomainError):
    """A number that is no year of a calendar."""


@operation()
def ensure_year(*, organiser_id: int, year: int, actor: Actor, now: datetime) -> EmulationYear:
    """The organiser's year, created open (1 January to 31 December) when it is not there yet. Raises NoSuchYear."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NoSuchYear(_("Năm %(year)s không hợp lệ.") % {"year": year})
    found, created = EmulationYear.objects.get_or_create(
        organiser_id=organiser_id,
        year=year,
        defaults={"starts_on": date(year, 1, 1), "ends_on": date(year, 12, 31), "state": YearState.OPEN},
    )
    if created:
        record("periods.year.open", actor=actor, target=found, at=now, after=found.state)
    return found


@operation()
def advance(*, year_id: int, action: str, actor: Actor, now: datetime, reason: str = "") -> EmulationYear:
    """Take one step of YEAR_FLOW. Raises TransitionNotAllowed."""
    year = EmulationYear.objects.select_for_update(no_key=True).get(pk=year_id)
    before = year.state
    year.state = YEAR_FLOW.target(action, before)
    year.save(update_fields=["state", "updated_at"])
    record(f"periods.year.{action}", actor=actor, target=year, at=now, before=before, after=year.state, reason=reason)
    return year


def require_writable(year: EmulationYear) -> None:
    """Raises YearClosed. Called inside of the transaction that writes something of the year.

    The row is read again and held FOR SHARE: writers do not wait for each other, closing the year waits for them,
    and whoever comes while it is being closed waits and is then refused. Django's ORM has no word for this lock.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT state FROM periods_emulationyear WHERE id = %s FOR SHARE", [year.pk])
        (state,) = cursor.fetchone()
    if state == YearState.CLOSED:
        raise YearClosed
