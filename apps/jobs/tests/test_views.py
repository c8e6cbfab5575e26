import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from apps.accounts.tests.factories import UserFactory
from apps.audit.models import Entry
from apps.jobs.enums import JobState
from apps.jobs.tests.factories import JobFactory

pytestmark = pytest.mark.django_db
ENDED = {"finished_at": timezone.now(), "started_at": timezone.now()}


@pytest.fixture
def user(client):
    user = UserFactory()
    client.force_login(user)
    return user


@pytest.mark.parametrize("name", ["job-detail", "job-progress"])
def test_somebody_elses_job_is_not_found(client, user, name):
    assert client.get(reverse(f"jobs:{name}", args=[JobFactory().pk])).status_code == 404


def test_somebody_elses_job_cannot_be_cancelled(client, user):
    job = JobFactory()
    assert client.post(reverse("jobs:job-cancel", args=[job.pk])).status_code == 404
    job.refresh_from_db()
    assert job.state == "queued"


def test_live_fragment_asks_again_and_ended_one_does_not(client, user):
    job = JobFactory(requested_by=user, state=JobState.RUNNING, done_items=2, total_items=5, step="Cộng điểm")
    url = reverse("jobs:job-progress", args=[job.pk])
    live = client.get(url).content.decode()
    assert f'hx-get="{url}"' in live
    assert "2/5" in live
    assert "Cộng điểm" in live
    type(job).objects.update(state=JobState.DONE, result_url="/rankings/", **ENDED)
    ended = client.get(url).content.decode()
    assert "hx-get" not in ended
    assert 'href="/rankings/"' in ended


def test_page_loads_itself_again_without_javascript_only_while_it_runs(client, user):
    job = JobFactory(requested_by=user)
    url = reverse("jobs:job-detail", args=[job.pk])
    assert '<noscript><meta http-equiv="refresh"' in client.get(url).content.decode()
    type(job).objects.update(state=JobState.FAILED, error="Thiếu bảng điểm", **ENDED)
    page = client.get(url).content.decode()
    assert "http-equiv" not in page
    assert "Thiếu bảng điểm" in page


def test_cancel_sent_twice_stops_once(client, user):
    job = JobFactory(requested_by=user)
    url = reverse("jobs:job-cancel", args=[job.pk])
    for _ in range(2):
        assert client.post(url).url == job.get_absolute_url()
    job.refresh_from_db()
    assert (job.state, job.attempt) == ("cancelled", 1)
    entry = Entry.objects.get(action="jobs.job.cancel")
    assert (entry.actor_id, entry.target_key, entry.target_label) == (str(user.pk), f"jobs.job:{job.pk}", job.label)
    assert (entry.before, entry.after) == ({"state": "queued"}, {"state": "cancelled"})


def test_cancel_of_a_done_job_says_so(client, user):
    job = JobFactory(requested_by=user, state=JobState.DONE, **ENDED)
    page = client.post(reverse("jobs:job-cancel", args=[job.pk]), follow=True)
    assert "Việc này đã kết thúc" in page.content.decode()


def test_list_query_count_does_not_grow(client, user):
    JobFactory()
    counts = []
    for added, shown in ((1, 1), (2, 3)):
        JobFactory.create_batch(added, requested_by=user)
        with CaptureQueriesContext(connection) as queries:
            assert len(client.get(reverse("jobs:job-list")).context["object_list"]) == shown
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_empty_list_names_the_next_step(client, user):
    assert reverse("reports:catalogue") in client.get(reverse("jobs:job-list")).content.decode()
