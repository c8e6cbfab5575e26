"""Two people at the same moment (must show 3 of scoring): one ranking, one job."""

import pytest

from apps.core.actor import system_actor
from apps.jobs.models import Job
from apps.ranking.domain.requesting import request_ranking
from apps.ranking.models import RankingRun
from apps.ranking.tests.factories import final_cluster, points
from apps.scoring.tests.factories import NOW, criteria_set_of_leaves
from apps.scoring.tests.test_review_races import meet

pytestmark = pytest.mark.django_db(transaction=True)


def test_ranking_asked_for_twice_at_once_is_one_run_and_one_job():
    cluster_year = final_cluster(criteria_set_of_leaves(1), [{"A.1": points(value)} for value in (2, 1)])

    def ask():
        return request_ranking(cluster_year_id=cluster_year.pk, actor=system_actor(), now=NOW)

    asked = meet(ask, ask)
    assert {each.run.pk for each in asked} == {RankingRun.objects.get().pk}
    assert {each.job.pk for each in asked} == {Job.objects.get().pk}
