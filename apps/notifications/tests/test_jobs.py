from datetime import timedelta

import pytest

from apps.jobs.enums import JobState
from apps.jobs.models import Job
from apps.jobs.running import running
from apps.jobs.tests.factories import JobFactory
from apps.notifications.domain.jobs import tell_end
from apps.notifications.models import Notice
from apps.notifications.tests.factories import NOW

pytestmark = pytest.mark.django_db(transaction=True)


def told() -> list[tuple]:
    return list(Notice.objects.order_by("pk").values_list("kind_id", "recipient_id", "path"))


def test_failure_is_told_to_whoever_asked_and_a_quick_success_is_not():
    job, quick = JobFactory(), JobFactory()
    with pytest.raises(ZeroDivisionError), running(job.pk):
        _ = 1 / 0
    with running(quick.pk):
        pass
    assert told() == [("jobs.failed", job.requested_by_id, job.get_absolute_url())]
    assert "ZeroDivisionError" in Notice.objects.get().body


def test_a_long_success_is_told_once_and_of_the_systems_own_jobs_nobody_hears():
    job = JobFactory()
    Job.objects.filter(pk=job.pk).update(created_at=NOW, finished_at=NOW + timedelta(minutes=5), state=JobState.DONE)
    job.refresh_from_db()
    assert (tell_end(job), tell_end(job)) == (1, 0)
    assert tell_end(JobFactory(requested_by=None, state=JobState.FAILED, finished_at=NOW)) == 0
    assert told() == [("jobs.done", job.requested_by_id, job.get_absolute_url())]
