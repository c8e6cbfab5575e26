"""Entering, correcting, confirming and removing results."""

from dataclasses import asdict, dataclass, field, fields
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.dates import FIRST_YEAR, LAST_YEAR, local
from apps.core.errors import DomainError
from apps.core.locking import hold
from apps.core.text import clean
from apps.core.verdict import require_allowed
from apps.core.versions import require_version
from apps.documents.domain.citing import cite, uncite
from apps.documents.domain.letting_go import let_go
from apps.documents.models import Document
from apps.periods.models import EmulationYear
from apps.results import policies
from apps.results.domain.confirming_tasks import settle_tasks
from apps.results.domain.figures_given import FigureWrong, Given, check_figure
from apps.results.domain.whole_years import require_over
from apps.results.domain.years import require_writable_for
from apps.results.enums import Period, Standing
from apps.results.models import Indicator, ResultEntry
from apps.units.models import Unit


class FigureKnown(DomainError):
    """The figure of this indicator, year and period is there already; ``entry`` is it."""

    def __init__(self, entry: ResultEntry):
        self.entry = entry
        super().__init__(
            _("Số liệu %(indicator)s của %(period)s năm %(year)s đã được nhập. Hãy sửa số liệu đã có.")
            % {"indicator": entry.indicator, "period": entry.get_period_display(), "year": entry.year},
            field="indicator",
        )


class NothingSaid(DomainError):
    """Neither a figure nor an achievement nor a rank."""

    default_message = _("Chọn chỉ số và nhập số liệu, hoặc ghi thành tích, hoặc ghi thứ hạng được công bố.")


class WrongYear(DomainError):
    """A year or day that no result can have."""


class NoEstimate(DomainError):
    """There is nothing to confirm."""

    default_message = _("Số liệu này đã là số thực hiện.")


class InUse(DomainError):
    """Other papers rest on the result."""

    default_message = _("Kết quả này đang được dùng ở nơi khác nên không xóa được. Hãy sửa thay vì xóa.")


@dataclass(frozen=True)
class Index:
    """A rank in an index that an outside body publishes (PAR INDEX …)."""

    name: str = ""
    issuer: str = ""
    year: int | None = None
    rank: int | None = None
    of: int | None = None
    link: str = ""


@dataclass(frozen=True)
class Result:
    """What is typed of one result."""

    happened_on: date
    indicator: Indicator | None = None
    given: Given = field(default_factory=Given)
    text: str = ""
    field_code: str = ""
    period: str = Period.YEAR
    standing: str = Standing.ACTUAL
    as_of: date | None = None
    document: Document | None = None
    index: Index = field(default_factory=Index)
    illustrative: bool = False


TOLD = ("value", "numerator", "denominator", "standing", "period", "text", "field_code", "happened_on", "as_of")


@operation()
def enter_result(*, unit_id: int, year: int, result: Result, actor: Actor, now: datetime) -> ResultEntry:
    """Enter one result of a unit.

    Raises NotAllowed, YearClosed, EstimateTooEarly, FigureWrong, FigureKnown, NothingSaid, WrongYear.
    """
    unit = Unit.objects.get(pk=unit_id)
    require_allowed(policies.can_enter(actor, unit))
    years = _check_year(unit, year, result, now)
    known = _known(unit, year, result)
    if known is not None:
        raise FigureKnown(known)
    entry = ResultEntry(unit=unit, year=year, illustrative=result.illustrative)
    _write(entry, result, actor=actor, now=now)
    try:
        with transaction.atomic():
            entry.save()
    except IntegrityError as error:  # a colleague was quicker
        if (known := _known(unit, year, result)) is None:
            raise
        raise FigureKnown(known) from error
    _cite(entry, None)
    record("results.result.enter", actor=actor, target=entry, at=now, after=_told(entry))
    settle_tasks(unit, year, years, actor=actor, now=now)
    return entry


@operation()
def correct_result(*, entry_id: int, version: int, result: Result, actor: Actor, now: datetime) -> ResultEntry:
    """Correct a result; ``version`` is the one that the person saw.

    An estimate that becomes a fact by it is confirmed: by the unit's own people, in person.

    Raises NotAllowed, StaleVersion, YearClosed, EstimateTooEarly, FigureWrong, FigureKnown, NothingSaid, WrongYear.
    """
    entry = _lock(entry_id)
    require_allowed(policies.can_correct(actor, entry))
    was_estimate = entry.is_estimate
    if was_estimate and result.standing == Standing.ACTUAL:
        require_allowed(policies.can_confirm(actor, entry))
    require_version(entry, version)
    years = _check_year(entry.unit, entry.year, result, now)
    known = _known(entry.unit, entry.year, result)
    if known is not None and known.pk != entry.pk:
        raise FigureKnown(known)
    before, cited = _told(entry), entry.document
    if was_estimate and result.standing == Standing.ACTUAL:
        _keep_estimate(entry)
    _write(entry, result, actor=actor, now=now)
    if entry.is_estimate:
        entry.confirmed_at, entry.confirmed_by_label = None, ""
    elif was_estimate:
        entry.confirmed_at, entry.confirmed_by_label = now, actor.label
    entry.version += 1
    entry.save()
    _cite(entry, cited)
    after = _told(entry)
    changed = [name for name in after if after[name] != before[name]]
    record(
        "results.result.correct",
        actor=actor,
        target=entry,
        at=now,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )
    settle_tasks(entry.unit, entry.year, years, actor=actor, now=now)
    return entry


@operation()
def confirm_estimate(
    *, entry_id: int, version: int, given: Given, as_of: date | None, actor: Actor, now: datetime
) -> ResultEntry:
    """The estimate is a fact now, with the figure as it turned out; the estimate stays beside it.

    Raises NotAllowed, StaleVersion, NoEstimate, EstimateTooEarly, FigureWrong, YearClosed.
    """
    entry = _lock(entry_id)
    require_allowed(policies.can_confirm(actor, entry))
    require_version(entry, version)
    if not entry.is_estimate:
        raise NoEstimate
    require_over(entry.unit, entry.year, entry.period, now)
    years = require_writable_for(entry.unit, entry.year)
    before = _told(entry)
    _keep_estimate(entry)
    checked = check_figure(entry.indicator, given)
    entry.value, entry.numerator, entry.denominator = checked.value, checked.numerator, checked.denominator
    entry.standing = Standing.ACTUAL
    entry.as_of = as_of or entry.as_of
    entry.confirmed_at, entry.confirmed_by_label = now, actor.label
    _saved(entry, actor, now)
    record("results.result.confirm", actor=actor, target=entry, at=now, before=before, after=_told(entry))
    settle_tasks(entry.unit, entry.year, years, actor=actor, now=now)
    return entry


@operation()
def remove_result(*, entry_id: int, reason: str, actor: Actor, now: datetime) -> None:
    """Take out a result that was entered by mistake; the trail keeps it. Raises NotAllowed, YearClosed, InUse."""
    entry = _lock(entry_id)
    require_allowed(policies.can_remove(actor, entry))
    years = require_writable_for(entry.unit, entry.year)
    record("results.result.remove", actor=actor, target=entry, at=now, before=_told(entry), reason=clean(reason))
    attachments = [each.attachment for each in entry.files.select_related("attachment")]
    _uncite(entry, entry.document)
    unit, year = entry.unit, entry.year
    try:
        with transaction.atomic():
            entry.delete()
    except ProtectedError as error:
        raise InUse from error
    let_go(attachments)
    settle_tasks(unit, year, years, actor=actor, now=now)


# --- Parts --------------------------------------------------------------------------------------------------


def _lock(entry_id: int) -> ResultEntry:
    rows = ResultEntry.objects.select_related("unit", "indicator", "document")
    return hold(rows, entry_id)


def _known(unit: Unit, year: int, result: Result) -> ResultEntry | None:
    if result.indicator is None:
        return None
    same = ResultEntry.objects.filter(unit=unit, year=year, indicator=result.indicator, period=result.period)
    return same.select_related("indicator").first()


def _check_year(unit: Unit, year: int, result: Result, now: datetime) -> list[EmulationYear]:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise WrongYear(_("Năm %(year)s không hợp lệ.") % {"year": year}, field="year")
    today = local(now).date()
    if result.happened_on > today:
        raise WrongYear(_("Ngày chưa tới. Số liệu dự kiến thì chọn “Ước”."), field="happened_on")
    if result.standing == Standing.ACTUAL and result.as_of and result.as_of > today:
        raise WrongYear(_("Số thực hiện không thể đến một ngày chưa tới. Chọn “Ước”."), field="as_of")
    if result.indicator is not None and result.standing == Standing.ACTUAL:
        require_over(unit, year, result.period, now)
    return require_writable_for(unit, year)


def _write(entry: ResultEntry, result: Result, *, actor: Actor, now: datetime) -> None:
    """Put what was typed into the row, cleaned and checked."""
    given = check_figure(result.indicator, result.given)
    text = clean(result.text, multiline=True)
    index = {f"index_{name}": value for name, value in asdict(result.index).items()}
    index = {name: clean(value) if isinstance(value, str) else value for name, value in index.items()}
    if result.indicator is None and not text and not index["index_name"]:
        raise NothingSaid(field="text")
    if index["index_rank"] and index["index_of"] and index["index_rank"] > index["index_of"]:
        raise FigureWrong(_("Thứ hạng lớn hơn tổng số."), field="index_rank")
    for name, value in index.items():
        setattr(entry, name, value)
    entry.indicator = result.indicator
    entry.value, entry.numerator, entry.denominator = given.value, given.numerator, given.denominator
    entry.text = text
    entry.field_code = result.field_code or (result.indicator.field_code if result.indicator else "")
    entry.period, entry.standing = result.period, result.standing
    entry.happened_on, entry.as_of = result.happened_on, result.as_of
    entry.document = result.document
    entry.saved_by_label, entry.saved_at = actor.label, now


def _keep_estimate(entry: ResultEntry) -> None:
    for name in (each.name for each in fields(Given)):
        setattr(entry, f"estimated_{name}", getattr(entry, name))


def _saved(entry: ResultEntry, actor: Actor, now: datetime) -> None:
    entry.version += 1
    entry.saved_by_label, entry.saved_at = actor.label, now
    entry.save()


def _key(entry: ResultEntry) -> str:
    return f"result:{entry.pk}"


def _cite(entry: ResultEntry, before: Document | None) -> None:
    if before is not None and before.pk != entry.document_id:
        _uncite(entry, before)
    if entry.document is not None:
        cite(entry.document, app="results", key=_key(entry), label=str(entry), path=entry.get_absolute_url())


def _uncite(entry: ResultEntry, document: Document | None) -> None:
    if document is not None:
        uncite(document, app="results", key=_key(entry))


def _told(entry: ResultEntry) -> dict:
    """The fields of a result as the trail keeps them."""
    return {name: _plain(getattr(entry, name)) for name in TOLD}


def _plain(value):
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value.isoformat() if isinstance(value, date) else value
