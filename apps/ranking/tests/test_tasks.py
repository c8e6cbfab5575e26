"""The job around the computing, and the command."""

import json
from datetime import datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from apps.core.actor import system_actor
from apps.jobs import queue
from apps.jobs.models import Job
from apps.ranking import tasks
from apps.ranking.domain.requesting import request_ranking
from apps.ranking.models import RankingRun
from apps.ranking.tests.factories import cluster, final_cluster, points
from apps.scoring.tests.factories import criteria_set_of_leaves

pytestmark = pytest.mark.django_db(transaction=True)
ACTOR = system_actor()


def simple(*bases, line=""):
    return final_cluster(criteria_set_of_leaves(1), [{"A.1": points(base)} for base in bases], line=line)


def ask(cluster_year, now: datetime | None = None):
    return request_ranking(cluster_year_id=cluster_year.pk, actor=ACTOR, now=now or timezone.now()).job


def test_job_ends_together_with_its_run():
    job = ask(simple(1, 2))
    tasks.compute_ranking.run(job_id=job.pk)
    job.refresh_from_db()
    run = RankingRun.objects.get()
    assert (job.state, job.done_items, job.total_items) == ("done", 3, 3)
    assert (job.result, job.result_url) == ({"run_ids": [run.pk]}, run.get_absolute_url())
    assert (run.state, run.entries.count()) == ("computed", 2)


def test_job_run_twice_changes_nothing():
    job = ask(simple(1, 2))
    for _ in range(2):
        tasks.compute_ranking.run(job_id=job.pk)
    assert [run.entries.count() for run in RankingRun.objects.all()] == [2]


def test_cancelled_before_its_turn_leaves_the_run_waiting_and_can_be_asked_again():
    cluster_year = simple(1, 2)
    job = ask(cluster_year)
    queue.cancel(job_id=job.pk, actor=ACTOR, now=timezone.now())
    tasks.compute_ranking.run(job_id=job.pk)
    assert RankingRun.objects.get().state == "queued"
    again = ask(cluster_year)
    tasks.compute_ranking.run(job_id=again.pk)
    assert (again.pk, RankingRun.objects.get().state) == (job.pk, "computed")


@pytest.mark.parametrize(("days", "kept"), [(0, False), (30, True)])
def test_case_loaded_from_the_past_is_dated_as_it_was_asked_for(days, kept):
    asked_at = timezone.now() - timedelta(days=days)
    tasks.compute_ranking.run(job_id=ask(simple(1), asked_at).pk)
    assert (RankingRun.objects.get().computed_at == asked_at) is kept


def command(capsys, **options) -> tuple[list, str]:
    call_command("compute_ranking", json=True, **options)
    printed = capsys.readouterr()
    return json.loads(printed.out), printed.err


def test_command_prints_the_result_alone_and_again_says_unchanged(capsys):
    cluster_year = simple("1.25", 2)
    chosen = {"cluster": cluster_year.cluster.code, "year": 2020}
    codes = [member.unit.code for member in cluster_year.members.order_by("order")]
    expected = [
        {"unit": codes[1], "points": 2.0, "rank": 1, "class": None},
        {"unit": codes[0], "points": 1.25, "rank": 2, "class": None},
    ]
    assert command(capsys, **chosen) == (expected, "")
    rows, said = command(capsys, **chosen)
    assert rows == expected
    assert "Không thay đổi" in said
    assert (RankingRun.objects.count(), Job.objects.count()) == (1, 1)


def test_command_ranks_every_line_apart(capsys):
    cluster_year = simple(1, 2, line="justice")
    chosen = {"cluster": cluster_year.cluster.code, "year": 2020}
    first = cluster_year.members.order_by("order").first()
    type(first).objects.filter(pk=first.pk).update(line="enforcement")
    ranks = {(row["line"], row["rank"]) for row in command(capsys, **chosen)[0]}
    assert ranks == {("justice", 1), ("enforcement", 1)}
    assert [row["rank"] for row in command(capsys, line="justice", **chosen)[0]] == [1]


@pytest.mark.parametrize("wrong", [{"cluster": "KHONG-CO"}, {"year": 1999}, {"line": "enforcement"}])
def test_command_refuses_what_is_not_there(wrong):
    cluster_year = simple(1)
    with pytest.raises(CommandError):
        call_command("compute_ranking", **{"cluster": cluster_year.cluster.code, "year": 2020} | wrong)


def test_command_names_the_missing_units():
    cluster_year = cluster(criteria_set_of_leaves(1), 1)
    with pytest.raises(CommandError, match=r"Đã chốt 0/1 đơn vị\. Còn thiếu: Vụ Thử nghiệm"):
        call_command("compute_ranking", cluster=cluster_year.cluster.code, year=2020)
