"""What a new year takes over of duties: dates moved by a year to a working day, the guidance letter of the new year."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from apps.core.actor import Actor
from apps.core.dates import format_date, local
from apps.documents.domain.citing import file_document
from apps.documents.enums import DocumentKind
from apps.obligations import audience
from apps.obligations.domain.duties import ask
from apps.obligations.enums import DutyKind
from apps.obligations.models import Duty, Obligation
from apps.periods import opening
from apps.periods.domain.working_days import working_days
from apps.periods.opening import Change, Field, Row, moved
from apps.units.models import SuccessionPair, Unit

LETTER = "letter"
# Owed by whoever leads a cluster: the heads of the new year are another unit's business.
OF_HEADS = frozenset({DutyKind.PLAN, DutyKind.CONSOLIDATION})
# Movements ask for it themselves in every year in which they run.
ASKED_BY_ITSELF = frozenset({DutyKind.MOVEMENT_LAUNCH})
# Part of the opening → codes of a year's duties that it brings into the new year in its own way.
_brought_by: dict[str, Callable[..., set[str]]] = {}


def leave_out(part: str, codes_of: Callable[..., set[str]]) -> None:
    """``codes_of(year)``: duties that come with something else of that part (a report with its template)."""
    _brought_by[part] = codes_of


def register() -> None:
    opening.register(
        "duties",
        lazy("Việc phải làm, thời hạn"),
        preview,
        carry_over,
        order=30,
        help_text=lazy("Hạn được chuyển sang cùng ngày của năm mới; rơi vào ngày nghỉ thì sang ngày làm việc kế tiếp."),
        weight=lambda year: Obligation.objects.filter(duty__year=year).count(),
    )


def preview(from_year, to_year, actor: Actor) -> list[Row]:
    """One row for each duty with its new dates; the guidance letter is one row for all."""
    duties = _duties(from_year)
    if not duties:
        return []
    there = set(Duty.objects.filter(year=to_year).values_list("code", flat=True)) if to_year.pk else set()
    days = working_days(to_year.starts_on, to_year.ends_on)
    counts = _counts(duties)
    rows = []
    for duty in duties:
        last = " · ".join([_("Hạn nộp %(day)s") % {"day": format_date(duty.due_on)}, _units(counts.get(duty.pk, 0))])
        if duty.code in there:
            note = _("Đã có trong năm mới, giữ nguyên.")
            rows.append(Row(duty.code, duty.label, last, "", Change.DONE, note, selectable=False))
            continue
        rows.append(dated_row(duty, last, from_year, to_year, days))
    if any(row.fields for row in rows):
        rows.insert(0, _letter_row(from_year, duties))
    return rows


def dated_row(asked, last: str, from_year, to_year, days) -> Row:
    """What is ``asked`` (a duty, a report template) on the same days of the new year, moved to working days.

    ``last``: what the last year said. The internal date never falls behind the official one.
    """
    same_day = moved(asked.due_on, from_year, to_year)
    due_on, note = days.on_or_after(same_day), ""
    if due_on != same_day:
        why = {"day": format_date(same_day), "why": days.why_off(same_day)}
        note = _("%(day)s là ngày nghỉ (%(why)s): chuyển sang ngày làm việc kế tiếp.") % why
    internal = asked.internal_due_on
    fields = (
        Field("due_on", _("Hạn nộp"), due_on, required=True),
        Field(
            "internal_due_on",
            _("Hạn nội bộ"),
            internal and min(days.on_or_before(moved(internal, from_year, to_year)), due_on),
        ),
    )
    change = Change.CHANGED if due_on != same_day else Change.SAME
    return Row(asked.code, asked.label, last, format_date(due_on), change, note, fields=fields)


def _letter_row(from_year, duties) -> Row:
    last = "; ".join(dict.fromkeys(filter(None, (duty.basis for duty in duties))))
    fields = (
        Field("symbol", _("Số, ký hiệu công văn"), kind="text", help_text=_("Để trống nếu chưa ban hành.")),
        Field("issued_on", _("Ngày ban hành")),
    )
    return Row(LETTER, _("Công văn hướng dẫn của năm mới"), last, change=Change.NEW, selectable=False, fields=fields)


def carry_over(from_year, to_year, chosen: Mapping, *, actor: Actor, now: datetime) -> int:
    """Ask for the chosen duties in the new year. One that is there already stays as it is."""
    there = set(Duty.objects.filter(year=to_year).values_list("code", flat=True))
    duties = [duty for duty in _duties(from_year) if duty.code in chosen and duty.code not in there]
    if not duties:
        return 0
    letter = _letter(to_year, chosen.get(LETTER, {}), actor, now)
    basis = "" if letter else str(chosen.get(LETTER, {}).get("symbol") or "")
    units = _units_owing([duty for duty in duties if not _audience(duty)], to_year)
    for duty in duties:
        dates, asked_of = chosen[duty.code], _audience(duty)
        unit_ids = audience.resolve(to_year, asked_of) if asked_of else units.get(duty.pk, ())
        ask(
            year_id=to_year.pk,
            code=duty.code,
            label=duty.label.replace(str(from_year.year), str(to_year.year)),
            due_on=dates["due_on"],
            internal_due_on=dates.get("internal_due_on"),
            opens_on=duty.opens_on and moved(duty.opens_on, from_year, to_year),
            closes_at=_moved_moment(duty.closes_at, from_year, to_year),
            basis=basis,
            document=letter,
            audience=asked_of,
            unit_ids=sorted(unit_ids),
            actor=actor,
            now=now,
        )
    return len(duties)


def _audience(duty: Duty) -> list[str]:
    """Of whom it is asked in the new year; empty: of who owed it and still exists. Heads named later owe it then."""
    return duty.audience or ([audience.HEADS] if duty.kind in OF_HEADS else [])


def _letter(to_year, facts: Mapping, actor: Actor, now: datetime):
    """The guidance letter, filed with the organiser once its number and day are known."""
    if not facts.get("symbol") or not facts.get("issued_on"):
        return None
    organiser = to_year.organiser
    return file_document(
        symbol=facts["symbol"],
        issued_on=facts["issued_on"],
        issuer_name=organiser.name,
        owner_code=organiser.code,
        owner_name=organiser.name,
        kind=DocumentKind.LETTER,
        abstract=f"Hướng dẫn công tác thi đua, khen thưởng năm {to_year.year}",
        actor=actor,
        now=now,
    )


def _duties(year) -> list[Duty]:
    """Without those about one row of the last year ("movement_review:5") and those that come by themselves or with
    another part.
    """
    elsewhere = set().union(*(codes_of(year) for codes_of in _brought_by.values()))
    duties = Duty.objects.of_organiser().filter(year=year).exclude(code__in=elsewhere).order_by("due_on", "code")
    return [duty for duty in duties if duty.kind not in ASKED_BY_ITSELF and not duty.code.partition(":")[2].isdecimal()]


def _counts(duties) -> dict[int, int]:
    found: dict[int, int] = {}
    for duty_id in Obligation.objects.filter(duty__in=duties).values_list("duty_id", flat=True):
        found[duty_id] = found.get(duty_id, 0) + 1
    return found


def _units_owing(duties, to_year) -> dict[int, list[int]]:
    """Duty → who owes it in the new year: the units that still exist, and who went on for those that do not."""
    rows = list(Obligation.objects.filter(duty__in=duties).values_list("duty_id", "unit_id").order_by("pk"))
    ended = set(
        Unit.objects.filter(pk__in={unit_id for _duty, unit_id in rows}, valid_to__lt=to_year.starts_on).values_list(
            "pk", flat=True
        )
    )
    pairs = SuccessionPair.objects.filter(predecessor__in=ended, successor__isnull=False)
    alive = pairs.exclude(successor__valid_to__lt=to_year.starts_on)
    heirs: dict[int, list[int]] = {}
    for unit_id, heir_id in alive.values_list("predecessor_id", "successor_id"):
        heirs.setdefault(unit_id, []).append(heir_id)
    found: dict[int, list[int]] = {}
    for duty_id, unit_id in rows:
        found.setdefault(duty_id, []).extend(heirs.get(unit_id, []) if unit_id in ended else [unit_id])
    return {duty_id: list(dict.fromkeys(ids)) for duty_id, ids in found.items()}


def _moved_moment(at: datetime | None, from_year, to_year) -> datetime | None:
    if at is None:
        return None
    here = local(at)
    return datetime.combine(moved(here.date(), from_year, to_year), here.timetz())


def _units(count: int) -> str:
    return ngettext("%(n)d đơn vị", "%(n)d đơn vị", count) % {"n": count}
