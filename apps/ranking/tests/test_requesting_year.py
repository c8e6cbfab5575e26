"""All clusters of a year in one job."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from apps.core.actor import system_actor
from apps.jobs.models import Job
from apps.ranking.domain.computing import compute
from apps.ranking.domain.facts import Circumstances
from apps.ranking.domain.requesting_year import request_year
from apps.ranking.enums import RunState
from apps.ranking.models import RankingRun
from apps.ranking.queries import standings
from apps.ranking.tests.factories import cluster, final_cluster, finalise, points
from apps.ranking.views.years import asked_text
from apps.results.tests.factories import IndicatorFactory, TargetFactory
from apps.scoring.enums import SheetState
from apps.scoring.models import ScoreSheet
from apps.scoring.tests.factories import NOW, criteria_set_of_leaves
from apps.units.enums import Role
from apps.units.tests.factories import RoleAssignmentFactory

pytestmark = pytest.mark.django_db
ACTOR = system_actor()


def year_of(*clusters_):
    """A year whose clusters have these totals on one leaf; an empty list is a cluster with one open sheet."""
    found = criteria_set_of_leaves(1)
    made = [
        final_cluster(found, [{"A.1": points(value)} for value in totals]) if totals else cluster(found, 1)
        for totals in clusters_
    ]
    return found.year, made


def asked_for(year):
    return request_year(year_id=year.pk, actor=ACTOR, now=NOW)


def places(cluster_year) -> list:
    run = RankingRun.objects.in_force().get(cluster_year=cluster_year)
    return [entry.rank for entry in run.entries.order_by("order", "pk")]


def test_ready_clusters_are_one_job_and_the_others_are_left_out():
    year, (first, second, _open) = year_of([1, 2], [3, 1, 3], [])
    asked = asked_for(year)
    assert (len(asked.runs), asked.unchanged, len(asked.not_ready), Job.objects.count()) == (2, 0, 1, 1)
    assert asked_text(asked) == "Đang tính 2 khối. 1 khối chưa chốt đủ bảng điểm, chưa tính."
    compute(run_ids=asked.job.params["run_ids"], actor=ACTOR, now=NOW)
    assert (places(first), places(second)) == ([2, 1], [1, 3, 1])


def test_asking_again_is_the_same_job_and_afterwards_only_what_changed():
    year, (first, second) = year_of([1, 2], [3, 1])
    asked = asked_for(year)
    assert asked_for(year).job == asked.job
    compute(run_ids=asked.job.params["run_ids"], actor=ACTOR, now=NOW)
    again = asked_for(year)
    assert (again.job, again.unchanged) == (None, 2)
    finalise(second.score_sheets.in_protocol_order().first(), {"A.1": points(0)})
    changed = asked_for(year)
    assert ([run.cluster_year_id for run in changed.runs], changed.unchanged) == ([second.pk], 1)
    compute(run_ids=[run.pk for run in changed.runs], actor=ACTOR, now=NOW)
    assert (places(first), places(second)) == ([2, 1], [2, 1])


def test_sheet_reopened_while_the_year_waits_holds_up_only_its_own_cluster():
    year, (first, second) = year_of([1, 2], [3, 1])
    asked = asked_for(year)
    sheet = second.score_sheets.first()
    ScoreSheet.objects.filter(pk=sheet.pk).update(state=SheetState.SELF_SCORING)
    compute(run_ids=asked.job.params["run_ids"], actor=ACTOR, now=NOW)
    assert places(first) == [2, 1]
    assert [run.cluster_year_id for run in RankingRun.objects.all()] == [first.pk]


@pytest.mark.parametrize("clusters", [1, 3])
def test_number_of_queries_does_not_depend_on_the_clusters(clusters, django_assert_max_num_queries):
    year, _made = year_of(*([[1, 2]] * clusters))
    with django_assert_max_num_queries(29):
        asked = asked_for(year)
    with django_assert_max_num_queries(25):
        compute(run_ids=asked.job.params["run_ids"], actor=ACTOR, now=NOW)
    assert RankingRun.objects.filter(state=RunState.COMPUTED).count() == clusters


@pytest.mark.parametrize("clusters", [1, 3])
def test_facts_are_gathered_for_the_whole_year_at_once(clusters, django_assert_num_queries):
    year, made = year_of(*([[1, 2]] * clusters))
    indicator = IndicatorFactory()
    for cluster_year in made:
        for sheet in cluster_year.score_sheets.all():
            TargetFactory(unit=sheet.unit, indicator=indicator, year=year.year)
    missed = {"fact": "targets", "effect": "unranked", "label": "x", "of": ["indicator:*", "A.1"], "missed": 1}
    rule = {"classes": [], "disqualifiers": [missed, {"fact": "discipline", "effect": "unranked", "label": "y"}]}
    found = list(standings((cluster_year.pk, "") for cluster_year in made).values())
    with django_assert_num_queries(7):
        circumstances = Circumstances(found)
        facts = [circumstances.complete(rule, each)["facts"] for each in found]
    assert [len(each) for each in facts] == [2] * clusters


def test_standing_office_asks_for_the_year_from_the_list(client):
    year, _made = year_of([1, 2])
    office = RoleAssignmentFactory(unit=year.organiser, role=Role.STANDING_OFFICE)
    client.force_login(office.user)
    address = reverse("ranking:year-compute", args=[year.pk])
    assert address in client.get(reverse("ranking:run-list")).content.decode()
    response = client.post(address, {})
    assert response["Location"] == reverse("jobs:job-detail", args=[Job.objects.get().pk])


@pytest.mark.django_db(transaction=True)
def test_command_without_cluster_ranks_the_whole_year(capsys):
    year, (first, _second) = year_of([1, 2], [])
    call_command("compute_ranking", year=year.year, json=True)
    printed = capsys.readouterr()
    rows = json.loads(printed.out)
    assert [(row["cluster"], row["points"], row["rank"]) for row in rows] == [
        (first.cluster.code, 2.0, 1),
        (first.cluster.code, 1.0, 2),
    ]
    assert "Còn thiếu" in printed.err
    with pytest.raises(CommandError, match="Không có năm thi đua 1999"):
        call_command("compute_ranking", year=1999)
