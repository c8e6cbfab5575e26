"""Giao việc: the organiser's duties of the year, and a unit's own call to its divisions with an internal date."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.text import slugify
from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.dates import format_date, local
from apps.core.errors import DomainError
from apps.core.kept import kept_language
from apps.core.text import fold
from apps.core.versions import require_version
from apps.documents.domain.citing import file_document
from apps.documents.models import Document
from apps.notifications.domain.sending import notify
from apps.obligations import audience as audiences
from apps.obligations.domain.duties import ask, fulfil, unfulfil
from apps.obligations.enums import MADE_ELSEWHERE, ONCE_A_YEAR
from apps.obligations.models import Duty, Obligation
from apps.periods.domain.years import require_writable
from apps.periods.models import EmulationYear
from apps.units.enums import Role
from apps.units.models import Unit
from apps.units.queries import ids_of_people


class NobodyAsked(DomainError):
    """The chosen kinds and clusters hold no unit."""

    default_message = _("Không có đơn vị nào trong lựa chọn này. Chọn loại đơn vị hoặc Cụm khác.")


class AskedAlready(DomainError):
    """A paper that an app keeps is asked for once in a year; another duty of it nobody could fulfil."""

    default_message = _("Việc này đã được giao trong năm. Mở việc đó để sửa hạn, thêm đơn vị.")


class MadeElsewhere(DomainError):
    """Reports, movements: their own pages ask for them."""

    default_message = _("Việc này được giao ở trang của mẫu báo cáo hoặc của phong trào.")


class DateOfLatecomersMissing(DomainError):
    """Units that join after the due date would be overdue at once."""

    default_message = _("Hạn nộp đã qua: đặt hạn cho các đơn vị được thêm.")


class NotBelow(DomainError):
    """A unit calls its own divisions only."""

    default_message = _("Chỉ giao cho phòng, ban, đơn vị trực thuộc của mình.")


class OwnDateTooLate(DomainError):
    """The divisions must have done before the unit itself must."""

    default_message = _("Hạn nội bộ phải trước hoặc vào hạn nộp của đơn vị.")


def free_code(year_id: int, kind: str, label: str) -> str:
    """The kind itself for the first duty of it in the year, else with the folded label behind a colon.

    Raises AskedAlready, MadeElsewhere.
    """
    if kind in MADE_ELSEWHERE:
        raise MadeElsewhere(field="kind")
    taken = set(Duty.objects.filter(year_id=year_id, code__startswith=kind).values_list("code", flat=True))
    if kind not in taken:
        return kind
    if kind in ONCE_A_YEAR:
        raise AskedAlready(field="kind")
    stem = f"{kind}:{slugify(fold(label))[:50] or 'khac'}"
    return next(code for code in (stem, *(f"{stem}-{n}" for n in range(2, 1000))) if code not in taken)


@operation()
def set_duty(  # noqa: PLR0913 -- the columns of a duty
    *,
    year_id: int,
    kind: str,
    label: str,
    due_on: date,
    audience: Iterable[str],
    actor: Actor,
    now: datetime,
    duty_id: int | None = None,
    opens_on: date | None = None,
    internal_due_on: date | None = None,
    closes_at: datetime | None = None,
    basis_symbol: str = "",
    basis_issued_on: date | None = None,
    expected_version: int | None = None,
    until: date | None = None,
) -> Duty:
    """Make or change a duty of the organiser; the audience is resolved now, units that came since are added.

    The guidance letter is found in, or filed into, the organiser's register by symbol and date.
    ``until``: the date of units that are added after the due date. The caller has asked ``policies.can_ask``.
    Raises NobodyAsked, InternalAfterDue, DateOfLatecomersMissing, AskedAlready, StaleVersion, YearClosed.
    """
    year = EmulationYear.objects.select_related("organiser").get(pk=year_id)
    require_writable(year)
    duty = Duty.objects.select_for_update(no_key=True).get(pk=duty_id, year=year) if duty_id else None
    if duty is not None and expected_version is not None:
        require_version(duty, expected_version)
    unit_ids = audiences.resolve(year, audience, duty)
    if not unit_ids:
        raise NobodyAsked(field="audience")
    if duty is not None and due_on < local(now).date() and until is None:
        known = set(duty.obligations.filter(unit_id__in=unit_ids).values_list("unit_id", flat=True))
        if set(unit_ids) - known:
            raise DateOfLatecomersMissing(field="until")
    code = duty.code if duty else free_code(year_id, kind, label)
    return ask(
        year_id=year_id,
        code=code,
        label=label,
        due_on=due_on,
        unit_ids=unit_ids,
        opens_on=opens_on,
        internal_due_on=internal_due_on,
        closes_at=closes_at,
        basis=basis_symbol,
        document=_letter(year, basis_symbol, basis_issued_on, actor, now),
        audience=audience,
        until=until,
        actor=actor,
        now=now,
    )


def _letter(year: EmulationYear, symbol: str, issued_on: date | None, actor: Actor, now: datetime) -> Document | None:
    if not symbol or issued_on is None:
        return None
    return file_document(
        symbol=symbol,
        issued_on=issued_on,
        issuer_name=year.organiser.name,
        owner_code=year.organiser.code,
        owner_name=year.organiser.name,
        actor=actor,
        now=now,
    )


@operation()
def set_own_call(
    *,
    obligation_id: int,
    internal_due_on: date,
    unit_ids: Iterable[int],
    actor: Actor,
    now: datetime,
    label: str = "",
) -> Obligation:
    """Hạn nội bộ of a unit, and the call to its divisions (none: the date alone). Never lateness towards others.

    Divisions called before and not named now owe it no more, unless they have sent; those called now are told, all who
    have not sent when the day is another one.

    The caller has asked ``policies.can_call``. Raises OwnDateTooLate, NotBelow, YearClosed.
    """
    found = Obligation.objects.select_for_update(of=("self",), no_key=True).select_related("duty__year", "unit")
    obligation = found.get(pk=obligation_id)
    require_writable(obligation.duty.year)
    if internal_due_on > obligation.last_day:
        raise OwnDateTooLate(field="internal_due_on")
    before = obligation.internal_due_on
    obligation.internal_due_on = internal_due_on
    obligation.save(update_fields=["internal_due_on", "updated_at"])
    record(
        "obligations.obligation.set_internal_date",
        actor=actor,
        target=obligation,
        at=now,
        before=before.isoformat() if before else "",
        after=internal_due_on.isoformat(),
    )
    wanted = set(unit_ids)
    called = Obligation.objects.filter(duty__year_id=obligation.duty.year_id, duty__code=own_code(obligation))
    before_now = set(called.filter(waived_at=None).values_list("unit_id", flat=True))
    if wanted:
        if wanted - set(divisions_of(obligation.unit, now).values_list("pk", flat=True)):
            raise NotBelow(field="unit_ids")
        call = ask(
            year_id=obligation.duty.year_id,
            code=own_code(obligation),
            label=label or obligation.duty.label,
            due_on=internal_due_on,
            unit_ids=wanted,
            basis=obligation.duty.basis,
            asked_by_id=obligation.unit_id,
            parent_id=obligation.duty_id,
            actor=actor,
            now=now,
        )
        # Of a day that stays nobody hears again; of another one, who has not sent.
        knows = called.exclude(fulfilled_at=None).values_list("unit_id", flat=True)
        known = set(knows) if before != internal_due_on else before_now
        _tell(call, wanted - known, obligation.unit, actor, now)
    _call_only(obligation, wanted, now)
    return obligation


def _tell(call: Duty, unit_ids: set[int], unit: Unit, actor: Actor, now: datetime) -> None:
    with kept_language():
        words = now_in_words("%(unit)s giao: %(duty)s, hạn %(day)s.")
        body = words % {"unit": unit.name, "duty": call.label, "day": format_date(call.due_on)}
    people = ids_of_people(unit_ids, [Role.OFFICER, Role.LEADER], local(now).date())
    notify("obligations.internal_date", to=people, about=call, body=body, path="/", actor=actor, now=now)


def _call_only(obligation: Obligation, wanted: set[int], now: datetime) -> None:
    called = Obligation.objects.filter(duty__year_id=obligation.duty.year_id, duty__code=own_code(obligation))
    called.filter(first_fulfilled_at=None, waived_at=None).exclude(unit_id__in=wanted).update(waived_at=now)
    called.filter(unit_id__in=wanted).exclude(waived_at=None).update(waived_at=None)


def own_code(obligation: Obligation) -> str:
    return f"own:{obligation.unit_id}:{obligation.duty_id}"


def divisions_of(unit: Unit, now: datetime):
    """Units directly below at work today."""
    below = Unit.objects.filter(path__startswith=unit.path, depth=unit.depth + 1)
    return below.valid_on(local(now).date()).order_by("protocol_order", "sort_key")


@operation()
def take_in(*, obligation_id: int, received: bool, actor: Actor, now: datetime) -> Obligation:
    """Đã nhận (or not yet) what a division owed its unit; repeating changes nothing. Raises YearClosed."""
    obligation = Obligation.objects.select_related("duty__year", "unit").get(pk=obligation_id)
    require_writable(obligation.duty.year)
    key = {
        "year_id": obligation.duty.year_id,
        "code": obligation.duty.code,
        "unit_id": obligation.unit_id,
    }
    if received and obligation.fulfilled_at is None:
        fulfil(**key, at=now)
        record("obligations.obligation.take_in", actor=actor, target=obligation, at=now)
    elif not received and obligation.fulfilled_at is not None:
        unfulfil(**key)
        record("obligations.obligation.give_back", actor=actor, target=obligation, at=now)
    obligation.refresh_from_db()
    return obligation
