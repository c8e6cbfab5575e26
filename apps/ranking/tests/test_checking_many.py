"""Integrity of many sheets and runs: all of them in a few statements, what is odd line by line."""

from decimal import Decimal

import pytest

from apps.core.actor import system_actor
from apps.ranking.domain import computing
from apps.ranking.domain.checking import _Tables, run_faults, sheet_faults
from apps.ranking.domain.ranking_again import differing_runs
from apps.ranking.domain.requesting import request_ranking
from apps.ranking.models import RankingEntry, RankingRun
from apps.ranking.tests.factories import crooked_set, final_cluster, finalise, points, random_lines
from apps.scoring.domain.hash_checking import suspects
from apps.scoring.models import ScoreLine, SheetVersion
from apps.scoring.tests.factories import NOW, criteria_set_of_leaves

pytestmark = pytest.mark.django_db
ACTOR = system_actor()


def ranked(cluster_year) -> RankingRun:
    asked = request_ranking(cluster_year_id=cluster_year.pk, actor=ACTOR, now=NOW)
    return computing.compute(run_ids=[asked.run.pk], actor=ACTOR, now=NOW)[0]


def differing() -> set[int]:
    return differing_runs(list(RankingRun.objects.with_result()), _Tables())


@pytest.mark.parametrize("left_out", [False, True])
def test_text_in_sql_is_the_canonical_text_of_crooked_sheets(left_out):
    """Caps, floors, points on groups, lines left out: only totals that a cap cut are looked at again."""
    found = crooked_set()
    cluster_year = final_cluster(found, [random_lines(found, seed, left_out=left_out) for seed in range(12)])
    finals = SheetVersion.objects.filter(sheet__cluster_year=cluster_year, stage="final")
    cut = {
        version.pk
        for version in finals
        if version.total != sum((line.points or Decimal(0) for line in version.lines.all()), Decimal(0))
    }
    assert set(suspects()) & set(finals.values_list("pk", flat=True)) == cut
    assert list(sheet_faults()) == []


def test_two_results_with_the_same_sheet_are_both_sound():
    cluster_year = final_cluster(criteria_set_of_leaves(2), [{"A.1": points(1)}, {"A.1": points(2)}])
    first = ranked(cluster_year)
    finalise(cluster_year.score_sheets.in_protocol_order().first(), {"A.1": points("1.5")})
    second = ranked(cluster_year)
    assert (first.pk != second.pk, differing(), list(run_faults())) == (True, set(), [])


@pytest.mark.parametrize("field", ["total", "rank", "percent"])
def test_changed_number_of_an_entry_is_found(field):
    run = ranked(final_cluster(criteria_set_of_leaves(2), [{"A.1": points(1)}, {"A.1": points(2)}]))
    RankingEntry.objects.filter(run=run, rank=2).update(**{field: 3})
    assert differing() == {run.pk}
    assert list(run_faults())


def test_two_lines_that_changed_places_are_found():
    cluster_year = final_cluster(criteria_set_of_leaves(2), [{"A.1": points(1), "A.2": points(2)}])
    version = SheetVersion.objects.get(sheet__cluster_year=cluster_year, stage="final")
    ScoreLine.objects.filter(sheet_version=version, criterion__code="A.1").update(base=2, points=2)
    ScoreLine.objects.filter(sheet_version=version, criterion__code="A.2").update(base=1, points=1)
    assert suspects() == [version.pk]
    assert [fault.split(": ")[1] for fault in sheet_faults()] == ["các dòng điểm đã bị thay đổi sau khi khóa."]
