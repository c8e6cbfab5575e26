"""Clusters whose sheets are final, with points given line by line."""

import random
from collections.abc import Mapping
from decimal import Decimal

from apps.clusters.models import ClusterYear
from apps.clusters.tests.factories import ClusterYearFactory, MemberFactory
from apps.core.actor import system_actor
from apps.ranking.models import RankingRun
from apps.scoring.domain import sheets
from apps.scoring.domain.versions import lock_version
from apps.scoring.enums import SheetState, Stage
from apps.scoring.models import CriteriaSet, ScoreLine, ScoreSheet, SheetVersion
from apps.scoring.tests.factories import NOW, CriteriaSetFactory, CriterionFactory, GroupFactory

NOUGHT = Decimal(0)


def points(base=0, bonus=0, penalty=0, **fields) -> dict:
    """Fields of one stored line."""
    base, bonus, penalty = (Decimal(str(value)) for value in (base, bonus, penalty))
    line = {"base": base, "bonus": bonus, "penalty": penalty, "points": base + bonus - penalty}
    return line | {"complete": True, "agreed": True} | fields


def cluster(criteria_set: CriteriaSet, units: int, *, line: str = "") -> ClusterYear:
    """A ClusterYear with open sheets for so many units."""
    cluster_year = ClusterYearFactory(year=criteria_set.year)
    MemberFactory.create_batch(units, cluster_year=cluster_year, line=line)
    sheets.open_sheets(cluster_year_id=cluster_year.pk, criteria_set_id=criteria_set.pk, actor=system_actor(), now=NOW)
    return cluster_year


def finalise(sheet: ScoreSheet, given: Mapping[str, dict]) -> SheetVersion:
    """Lock the self version and make a final one with the given lines (criterion code → ``points(…)``)."""
    codes = dict(sheet.criteria_set.criteria.values_list("code", "pk"))
    own = sheet.versions.filter(stage=Stage.SELF, locked_at=None).first()
    if own is not None:
        lock_version(own, system_actor(), NOW)
    number = sheet.versions.filter(stage=Stage.FINAL).count() + 1
    final = SheetVersion.objects.create(sheet=sheet, stage=Stage.FINAL, number=number)
    ScoreLine.objects.bulk_create(
        ScoreLine(sheet_version=final, criterion_id=codes[code], **fields) for code, fields in given.items()
    )
    lock_version(final, system_actor(), NOW)
    ScoreSheet.objects.filter(pk=sheet.pk).update(state=SheetState.FINAL, submitted_at=NOW)
    return final


def close_unsent(sheet: ScoreSheet) -> None:
    ScoreSheet.objects.filter(pk=sheet.pk).update(state=SheetState.NOT_SUBMITTED)


def final_cluster(criteria_set: CriteriaSet, given: list[Mapping[str, dict]], **options) -> ClusterYear:
    """A ClusterYear of final sheets, one per mapping, in protocol order."""
    cluster_year = cluster(criteria_set, len(given), **options)
    for sheet, lines in zip(cluster_year.score_sheets.in_protocol_order(), given, strict=True):
        finalise(sheet, lines)
    return cluster_year


def crooked_set() -> CriteriaSet:
    """Three levels, caps and floors on groups, leaves at the top, lines that may be left out, deductions."""
    found = CriteriaSetFactory()
    position = iter(range(1, 100))

    def row(factory, code, parent=None, **options):
        return factory(criteria_set=found, code=code, number=code, parent=parent, position=next(position), **options)

    first = row(GroupFactory, "A", cap=Decimal("9.5"))
    deep = row(GroupFactory, "A.1", first, cap=Decimal(4), floor=Decimal(1))
    row(CriterionFactory, "A.1.1", deep, max_points=Decimal(3))
    row(CriterionFactory, "A.1.2", deep, max_points=Decimal(3), not_applicable="exclude")
    row(CriterionFactory, "A.2", first, max_points=Decimal(5))
    second = row(GroupFactory, "B", not_applicable="exclude")
    row(CriterionFactory, "B.1", second, max_points=Decimal(2))
    row(CriterionFactory, "B.2", second, max_points=Decimal(4))
    row(CriterionFactory, "B.3", second, method="bonus", max_points=Decimal(2))
    row(CriterionFactory, "C", max_points=Decimal(1))
    last = row(GroupFactory, "D", cap=Decimal(2))
    row(CriterionFactory, "D.1", last, method="penalty", max_points=Decimal(3))
    row(CriterionFactory, "D.2", last, method="penalty", max_points=Decimal(3))
    row(CriterionFactory, "E", method="bonus", max_points=Decimal(10), not_applicable="exclude")
    return found


def random_lines(criteria_set: CriteriaSet, seed: int, *, left_out: bool = False) -> dict[str, dict]:
    """Points to three decimals for most leaves, now and then on a group instead."""
    dice = random.Random(seed)  # noqa: S311 -- reproducible figures, no secrets
    lines = {}
    for row in criteria_set.criteria.all():
        if not row.is_leaf and (row.parent_id is None or dice.random() > 0.15):
            continue
        if dice.random() < 0.1:
            continue
        maximum = int((row.max_points or 3) * 1000)
        if row.method == "penalty":
            lines[row.code] = points(penalty=Decimal(dice.randint(0, maximum)) / 1000)
        elif row.method == "bonus" and not (left_out and dice.random() < 0.5):
            lines[row.code] = points(bonus=Decimal(dice.randint(0, maximum)) / 1000)
        elif row.method == "bonus" or (left_out and row.is_leaf and dice.random() < 0.2):
            lines[row.code] = points(not_applicable="not_arising")
        else:
            bonus = Decimal(dice.choice([0, 0, dice.randint(0, 1500)])) / 1000
            lines[row.code] = points(Decimal(dice.randint(0, maximum)) / 1000, bonus)
    return lines


def run_of(cluster_year: ClusterYear, **fields) -> RankingRun:
    """A result without entries, published unless ``fields`` say otherwise."""
    told = {"state": "published", "run_hash": "0" * 64, "computed_at": NOW, "published_at": NOW}
    criteria_set = CriteriaSetFactory(year=cluster_year.year)
    return RankingRun.objects.create(cluster_year=cluster_year, criteria_set=criteria_set, **told | fields)
