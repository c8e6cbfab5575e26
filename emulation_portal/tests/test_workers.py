"""A worker killed in the middle of a ranking, and Redis emptied with one queued: nothing lost, nothing doubled."""

import psycopg
import pytest
from celery import current_app
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from apps.accounts.tests.factories import UserFactory
from apps.audit.models import Entry
from apps.core.actor import Actor
from apps.documents.models import IssuedFile
from apps.jobs import tasks as jobs
from apps.jobs.models import Job
from apps.jobs.tests.workers import empty_redis, kill, wait_until, worker
from apps.ranking.domain.requesting import request_ranking
from apps.ranking.models import RankingEntry, RankingRun
from apps.ranking.tests.factories import final_cluster, points
from apps.reports.domain.rendering import request_report
from apps.scoring.tests.factories import criteria_set_of_leaves

PLACE = {"host", "port", "user", "password", "dbname"}

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _quick(settings, tmp_path):
    empty_redis()
    settings.JOB_STALE_SECONDS, settings.JOB_RESEND_SECONDS = 1.5, 1
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def cluster_year():
    return final_cluster(criteria_set_of_leaves(3), [{"A.1": points(base)} for base in ("1.5", 2, "0.25")])


def ask(cluster_year):
    person = UserFactory()
    actor = Actor(user_id=person.pk, label=person.label, on=timezone.localdate())
    return request_ranking(cluster_year_id=cluster_year.pk, actor=actor, now=timezone.now()).job


def hold_and_ask(cluster_year, *, until):
    """Ask while another connection holds the cluster, so that the worker stands in the middle of its work."""
    with new_connection() as other, other.cursor() as cursor:
        other.autocommit = False
        cursor.execute("SELECT 1 FROM scoring_scoresheet WHERE cluster_year_id = %s FOR UPDATE", [cluster_year.pk])
        job = ask(cluster_year)
        until()
        other.rollback()
    return job


def new_connection():
    return psycopg.connect(**{key: value for key, value in connection.get_connection_params().items() if key in PLACE})


def ended(job) -> bool:
    """As the scheduler does every few seconds: sweep (here, where the tasks are known as in a worker), then look."""
    current_app.loader.import_default_modules()
    jobs.sweep.run()
    job.refresh_from_db()
    return not job.is_live


def waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone()[0] > 0


def result() -> tuple:
    """State of the only run, its ranks in protocol order, and how often it was computed."""
    run = RankingRun.objects.get()
    ranks = list(run.entries.order_by("order").values_list("rank", flat=True))
    return run.state, ranks, Entry.objects.filter(action="ranking.run.compute").count()


def test_worker_killed_in_the_middle_of_a_ranking_another_computes_it_once(cluster_year):
    with worker() as first:
        job = hold_and_ask(cluster_year, until=lambda: (wait_until(waits_for_a_lock), kill(first)))
    job.refresh_from_db()
    assert (job.state, job.attempt, RankingEntry.objects.count()) == ("running", 1, 0)
    with worker():
        wait_until(lambda: ended(job))
    assert (job.state, job.attempt) == ("done", 2)
    assert result() == ("computed", [2, 1, 3], 1)


def test_redis_emptied_with_a_ranking_queued_it_is_sent_again(cluster_year):
    job = ask(cluster_year)
    empty_redis()
    with worker():
        wait_until(lambda: ended(job))
    assert (job.state, job.attempt) == ("done", 1)
    assert result() == ("computed", [2, 1, 3], 1)


def test_worker_makes_a_report_and_the_command_waits_for_it(cluster_year, tmp_path, settings):
    settings.MEDIA_ROOT = settings.VAR_DIR / "media"  # the worker is another process: it knows the environment only
    call_command("compute_ranking", cluster=cluster_year.cluster.code, year=2020)
    with worker():
        job = request_report(
            name="ranking",
            format_="xlsx",
            params={"cluster_year": cluster_year.pk},
            actor=Actor(user_id=None, label="Hệ thống", is_system=True),
            now=timezone.now(),
        )
        wait_until(lambda: ended(job))
        assert job.state == "done"
        out = tmp_path / "out.xlsx"
        chosen = {"cluster": cluster_year.cluster.code, "year": 2020, "format": "xlsx"}
        call_command("render_report", "ranking", out=out, **chosen)
    files = list(IssuedFile.objects.all())
    assert len(files) == 2
    assert out.stat().st_size == files[0].size
    assert set(Job.objects.values_list("attempt", flat=True)) == {1}
    for issued in files:
        issued.file.delete(save=False)
