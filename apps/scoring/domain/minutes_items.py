"""The items of minutes of agreed points: read from the step's version, or as they were kept when it was signed."""

from dataclasses import asdict, dataclass
from decimal import Decimal

from apps.scoring.domain.steps import version_before
from apps.scoring.domain.tables import load_table
from apps.scoring.domain.versions import totals
from apps.scoring.enums import MinutesState, Stage
from apps.scoring.models import ScoreLine, SheetVersion, VerificationMinutes

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Item:
    """One line: number and label, standard points, what the unit claims, base, bonus, penalty and agreed points.

    ``reason``: why the agreed points differ from those claimed. Points as text with three decimals where stored.
    """

    part: str
    number: str
    label: str
    standard: Decimal | None
    claimed: Decimal
    base: Decimal
    bonus: Decimal
    penalty: Decimal
    agreed: Decimal
    reason: str
    line_id: int = 0

    @property
    def difference(self) -> Decimal:
        return self.agreed - self.claimed


@dataclass(frozen=True)
class Items:
    """All items with their sums. ``first``: total of the unit's first self-score, before it corrected itself."""

    rows: tuple[Item, ...]
    maximum: Decimal
    first: Decimal | None
    claimed: Decimal
    base: Decimal
    bonus: Decimal
    penalty: Decimal
    agreed: Decimal

    @property
    def difference(self) -> Decimal:
        return self.agreed - self.claimed


def read_items(minutes: VerificationMinutes) -> Items:
    """The step's points as they stand now."""
    version = minutes.sheet_version
    table = load_table(minutes.sheet.criteria_set_id)
    lines = _lines(version)
    handed_in = _lines(version_before(version))
    claimed_by = {line.criterion_id: line for line in handed_in}
    sums, claimed_sums = totals(lines, table), totals(handed_in, table)
    rows = []
    for line in lines:
        row = table.rows[line.criterion.code]
        part = table.rows[table.part_code(row.code)]
        source = claimed_by.get(line.criterion_id)
        words = [str(line.reason or ""), line.reason_text]
        rows.append(
            Item(
                part=f"{part.printed_number}. {part.label}",
                number=row.printed_number,
                label=row.label,
                standard=row.max_points,
                claimed=(source.points if source else None) or NOTHING,
                base=line.base or NOTHING,
                bonus=line.bonus or NOTHING,
                penalty=line.penalty or NOTHING,
                agreed=line.points or NOTHING,
                reason="; ".join(word for word in words if word),
                line_id=line.pk,
            )
        )
    return Items(
        rows=tuple(rows),
        maximum=sums.maximum,
        first=_first_total(minutes.sheet_id),
        claimed=claimed_sums.total,
        base=sums.base,
        bonus=sums.bonus,
        penalty=sums.penalty,
        agreed=sums.total,
    )


def items_of(minutes: VerificationMinutes) -> Items:
    """What the minutes print: kept ones once signed."""
    if minutes.state != MinutesState.SIGNED:
        return read_items(minutes)
    rows = tuple(Item(**{name: _value(name, value) for name, value in row.items()}) for row in minutes.items)
    return Items(rows=rows, **{name: _value(name, value) for name, value in minutes.totals.items()})


def as_stored(items: Items) -> tuple[list[dict], dict]:
    """Rows and sums as JSON values: points with three decimals, no ids."""
    rows = [{name: _text(value) for name, value in asdict(row).items() if name != "line_id"} for row in items.rows]
    sums = {name: _text(value) for name, value in asdict(items).items() if name != "rows"}
    return rows, sums


WORDS = frozenset({"part", "number", "label", "reason"})


def _value(name: str, value):
    return value if name in WORDS or value is None else Decimal(value)


def _text(value):
    return f"{value:.3f}" if isinstance(value, Decimal) else value


def _lines(version: SheetVersion | None) -> list[ScoreLine]:
    if version is None:
        return []
    rows = ScoreLine.objects.filter(sheet_version=version).select_related("criterion", "reason")
    return list(rows.order_by("criterion__position"))


def _first_total(sheet_id: int) -> Decimal | None:
    sent = SheetVersion.objects.filter(sheet_id=sheet_id, stage=Stage.SELF, receipt_number__isnull=False)
    return sent.order_by("pk").values_list("total", flat=True).first()
