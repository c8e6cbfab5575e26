"""What each criterion does to the place of a unit: its points against the unit next above and the best of the run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Max

from apps.ranking.models import RankingEntry
from apps.scoring.domain.tables import CriteriaTable
from apps.scoring.models import Criterion, ScoreLine

NOUGHT = Decimal(0)


@dataclass(frozen=True)
class Effect:
    """One part or one line. ``above`` and ``best`` are None where there is no such unit or it may not be shown."""

    row: Criterion
    own: Decimal
    above: Decimal | None
    best: Decimal | None

    @property
    def against_above(self) -> Decimal | None:
        return None if self.above is None else self.own - self.above

    @property
    def against_best(self) -> Decimal | None:
        return None if self.best is None else self.own - self.best


def part_effects(
    entry: RankingEntry, above: RankingEntry | None, entries: Sequence[RankingEntry], table: CriteriaTable
) -> list[Effect]:
    """By part, from what every table of the result shows: open to all who see the result."""
    own, other = _parts(entry), _parts(above) if above else None
    best: dict[str, Decimal] = {}
    for each in entries:
        for code, value in _parts(each).items():
            best[code] = max(best.get(code, value), value)
    return [
        Effect(table.rows[code], value, None if other is None else other.get(code, NOUGHT), best.get(code))
        for code, value in own.items()
        if code in table.rows
    ]


def line_effects(
    entry: RankingEntry, above: RankingEntry | None, entries: Sequence[RankingEntry], table: CriteriaTable
) -> list[Effect]:
    """By scored line, those first that cost most against the unit above, else against the best; two queries.

    Lines where nobody reached other points are left out.
    """
    versions = [each.sheet_version_id for each in entries]
    best = dict(
        ScoreLine.objects.filter(sheet_version__in=versions)
        .order_by()
        .values_list("criterion_id")
        .annotate(best=Max("points"))
    )
    ids = [entry.sheet_version_id, *([above.sheet_version_id] if above else [])]
    points: dict[int, dict[int, Decimal]] = {pk: {} for pk in ids}
    lines = ScoreLine.objects.filter(sheet_version__in=ids).order_by()
    for version_id, criterion_id, value in lines.values_list("sheet_version_id", "criterion_id", "points"):
        points[version_id][criterion_id] = value or NOUGHT
    other = points[above.sheet_version_id] if above else None
    found = [
        _effect(row, points[entry.sheet_version_id].get(row.pk, NOUGHT), other, best)
        for row in table.rows.values()
        if row.pk in best
    ]
    found = [each for each in found if each.against_above or each.against_best]
    return sorted(found, key=lambda each: (_against(each), each.row.position))


def _effect(row: Criterion, own: Decimal, other: Mapping[int, Decimal] | None, best: Mapping[int, Decimal]) -> Effect:
    return Effect(row, own, None if other is None else other.get(row.pk, NOUGHT), best[row.pk])


def _against(each: Effect) -> Decimal:
    return each.against_best or NOUGHT if each.against_above is None else each.against_above


def _parts(entry: RankingEntry) -> dict[str, Decimal]:
    return {part["code"]: Decimal(part["points"]) for part in entry.parts}
