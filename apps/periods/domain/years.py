"""Opening, arranging and closing of years."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import connection
from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.dates import FIRST_YEAR, LAST_YEAR
from apps.core.errors import DomainError
from apps.core.text import clean
from apps.core.versions import require_version
from apps.periods import closing
from apps.periods.enums import PublicPart, Stage, YearState
from apps.periods.models import EmulationYear
from apps.periods.workflow import YEAR_FLOW


class YearClosed(DomainError):
    """The year is closed; nothing in it changes without reopening it with a reason."""

    default_message = _("Năm thi đua này đã khóa sổ.")


class NoSuchYear(DomainError):
    """A number that is no year of a calendar."""


class WrongDays(DomainError):
    """The last day does not lie after the first one, or the days have nothing to do with the year."""


class YearNotReady(DomainError):
    """Something of the year is not finished; ``findings`` say what."""


class ReasonMissing(DomainError):
    """Reopening a closed year needs its reason."""

    default_message = _("Nhập lý do mở lại năm thi đua.")


def require_year(year: int) -> None:
    """Raises NoSuchYear."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NoSuchYear(_("Năm %(year)s không hợp lệ.") % {"year": year}, field="year")


@operation()
def ensure_year(*, organiser_id: int, year: int, actor: Actor, now: datetime) -> EmulationYear:
    """The organiser's year, created open (1 January to 31 December) when it is not there yet. Raises NoSuchYear."""
    require_year(year)
    found, created = EmulationYear.objects.get_or_create(
        organiser_id=organiser_id,
        year=year,
        defaults={"starts_on": date(year, 1, 1), "ends_on": date(year, 12, 31), "state": YearState.OPEN},
    )
    if created:
        record("periods.year.open", actor=actor, target=found, at=now, after=found.state)
    return found


@operation()
def advance(
    *, year_id: int, action: str, actor: Actor, now: datetime, reason: str = "", acknowledged: bool = False
) -> EmulationYear:
    """Take one step of YEAR_FLOW. Closing asks every registered check: what blocks refuses, warnings have to be
    ``acknowledged``. The caller has asked ``can_manage``.

    Raises TransitionNotAllowed, YearNotReady, ReasonMissing.
    """
    year = EmulationYear.objects.select_for_update(no_key=True).get(pk=year_id)
    before, reason = year.state, clean(reason)
    year.state = YEAR_FLOW.target(action, before)
    if action == "reopen" and not reason:
        raise ReasonMissing(field="reason")
    if action == "close":
        _require_ready(year, acknowledged=acknowledged)
    year.save(update_fields=["state", "updated_at"])
    record(f"periods.year.{action}", actor=actor, target=year, at=now, before=before, after=year.state, reason=reason)
    return year


@operation()
def arrange_year(
    *,
    year_id: int,
    starts_on: date,
    ends_on: date,
    stages_off: Iterable[str],
    version: int,
    actor: Actor,
    now: datetime,
) -> EmulationYear:
    """Dates of the year and the stages that the organiser leaves out. The caller has asked ``can_manage``.

    Repeating changes nothing. Raises YearClosed, StaleVersion, WrongDays.
    """
    require_days(EmulationYear.objects.values_list("year", flat=True).get(pk=year_id), starts_on, ends_on)
    year = EmulationYear.objects.select_for_update(no_key=True).get(pk=year_id)
    require_version(year, version)
    require_writable(year)
    before = _settings(year)
    year.starts_on, year.ends_on, year.stages_off = starts_on, ends_on, ordered_stages(stages_off)
    after = _settings(year)
    if before != after:
        year.version += 1
        year.saved_by_label, year.saved_at = actor.label, now
        year.save()
        record("periods.year.arrange", actor=actor, target=year, at=now, before=before, after=after)
    return year


@operation()
def choose_public(
    *, year_id: int, public_parts: Iterable[str], version: int, actor: Actor, now: datetime
) -> EmulationYear:
    """What of the year anybody may read without sign-in. The caller has asked ``can_publish``.

    Also of a closed year: nothing of its papers changes. Repeating changes nothing. Raises StaleVersion.
    """
    year = EmulationYear.objects.select_for_update(no_key=True).get(pk=year_id)
    require_version(year, version)
    wanted = set(public_parts)
    before, after = year.public_parts, [part for part in PublicPart.values if part in wanted]
    if before != after:
        year.public_parts = after
        year.version += 1
        year.saved_by_label, year.saved_at = actor.label, now
        year.save()
        record("periods.year.publish", actor=actor, target=year, at=now, before=before, after=after)
    return year


def ordered_stages(stages: Iterable[str]) -> list[str]:
    """In the order of the cycle, each once."""
    wanted = set(stages)
    return [stage for stage in Stage.values if stage in wanted]


def require_days(year: int, starts_on: date, ends_on: date) -> None:
    """Raises WrongDays: a year runs at most from 1 January of the year before to 31 December of the year after."""
    if ends_on <= starts_on:
        raise WrongDays(_("Ngày kết thúc phải sau ngày bắt đầu."), field="ends_on")
    if starts_on.year not in {year - 1, year} or ends_on.year not in {year, year + 1}:
        message = _("Ngày của năm thi đua %(year)s không phù hợp với năm đó. Kiểm tra lại ngày đã nhập.")
        raise WrongDays(message % {"year": year}, field="starts_on")


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


def _require_ready(year: EmulationYear, *, acknowledged: bool) -> None:
    found = [each for _label, rows in closing.findings(year) for each in rows]
    if blocking := [each for each in found if each.blocks]:
        texts = " ".join(str(each.text) for each in blocking)
        raise YearNotReady(_("Chưa khóa sổ được: %(what)s") % {"what": texts})
    if found and not acknowledged:
        raise YearNotReady(_("Đọc và xác nhận các cảnh báo trước khi khóa sổ."), field="acknowledged")


def _settings(year: EmulationYear) -> dict:
    return {
        "starts_on": year.starts_on.isoformat(),
        "ends_on": year.ends_on.isoformat(),
        "stages_off": list(year.stages_off),
    }
