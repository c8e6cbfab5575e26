import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.accounts.tests.factories import UserFactory
from apps.clusters.tests.factories import HeadTermFactory
from apps.core import tokens
from apps.jobs.models import Job
from apps.ranking.domain import publishing
from apps.ranking.models import RankingRun
from apps.ranking.tests.factories import close_unsent, cluster, final_cluster, finalise, points
from apps.ranking.tests.test_computing import ACTOR, ranked
from apps.scoring.models import CriteriaSet
from apps.scoring.tests.factories import NOW, criteria_set_of_leaves
from apps.units.enums import Role
from apps.units.tests.factories import RoleAssignmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def cluster_year():
    return final_cluster(criteria_set_of_leaves(1), [{"A.1": points(1)}, {"A.1": points("1.5", bonus=1)}])


def signed_in(client, kind, cluster_year):
    """A user of one of the roles, signed in."""
    user = UserFactory()
    if kind == "office":
        RoleAssignmentFactory(user=user, unit=cluster_year.cluster.organiser, role=Role.STANDING_OFFICE)
    elif kind == "head":
        unit = cluster_year.members.first().unit
        RoleAssignmentFactory(user=user, unit=unit)
        HeadTermFactory(cluster_year=cluster_year, unit=unit)
    elif kind == "member":
        RoleAssignmentFactory(user=user, unit=cluster_year.members.last().unit)
    elif kind == "auditor":
        RoleAssignmentFactory(user=user, unit=cluster_year.cluster.organiser, role=Role.AUDITOR)
    client.force_login(user)
    return user


# Status of GET for: standing office, head, auditor, member unit, outsider.
MATRIX = {
    "cluster": (200, 200, 200, 403, 404),
    "progress": (200, 200, 200, 403, 404),
    "compute": (200, 200, 403, 403, 404),
    "provisional": (200, 200, 200, 404, 404),
    "explain": (200, 200, 200, 404, 404),
    "publish": (200, 403, 403, 404, 404),
    "published": (200, 200, 200, 200, 404),
    "explain published": (200, 200, 200, 200, 404),
}


@pytest.mark.parametrize("page", MATRIX)
def test_who_sees_what(client, cluster_year, page):
    run = ranked(cluster_year)
    if "published" in page:
        publishing.publish(run_id=run.pk, actor=ACTOR, now=NOW)
    urls = {
        "cluster": reverse("ranking:cluster-year", args=[cluster_year.pk]),
        "progress": reverse("ranking:cluster-year-progress", args=[cluster_year.pk]),
        "compute": reverse("ranking:run-compute", args=[cluster_year.pk]),
        "provisional": run.get_absolute_url(),
        "explain": reverse("ranking:entry-explain", args=[run.pk, run.entries.first().pk]),
        "publish": reverse("ranking:run-publish", args=[run.pk]),
        "published": run.get_absolute_url(),
        "explain published": reverse("ranking:entry-explain", args=[run.pk, run.entries.first().pk]),
    }
    assert client.get(urls[page]).status_code == 302
    found = []
    for kind in ("office", "head", "auditor", "member", "outsider"):
        signed_in(client, kind, cluster_year)
        found.append(client.get(urls[page]).status_code)
    assert tuple(found) == MATRIX[page]


def test_single_lines_are_shown_only_to_those_who_see_the_sheet(client, cluster_year):
    run = publishing.publish(run_id=ranked(cluster_year).pk, actor=ACTOR, now=NOW)
    signed_in(client, "member", cluster_year)
    own, other = (run.entries.get(unit=member.unit) for member in reversed(cluster_year.members.order_by("order")))
    shown = [
        client.get(reverse("ranking:entry-explain", args=[run.pk, each.pk])).content.decode() for each in (own, other)
    ]
    assert ["Tiêu chí A.1" in page for page in shown] == [True, False]
    assert all("khớp với kết quả" in page for page in shown)


def queries_of(client, url) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_list_query_count_does_not_grow(client):
    user, counts = UserFactory(), []
    client.force_login(user)
    for added in (1, 2):
        for _ in range(added):
            each = final_cluster(criteria_set_of_leaves(1), [{"A.1": points(1)}])
            RoleAssignmentFactory(user=user, unit=each.cluster.organiser, role=Role.STANDING_OFFICE)
            ranked(each)
        counts.append(queries_of(client, reverse("ranking:run-list")))
    assert len(client.get(reverse("ranking:run-list")).context["object_list"]) == 3
    assert counts[0] == counts[1]


def test_result_query_count_does_not_grow_with_units(client):
    counts = []
    for units in (1, 3):
        cluster_year = final_cluster(criteria_set_of_leaves(1), [{"A.1": points(1)}] * units)
        run = ranked(cluster_year)
        signed_in(client, "office", cluster_year)
        counts.append(queries_of(client, run.get_absolute_url()))
    assert counts[0] == counts[1]


def test_list_filters_by_year_and_result(client, cluster_year):
    signed_in(client, "office", cluster_year)
    url = reverse("ranking:run-list")
    counts = [
        len(client.get(url, query).context["object_list"]) for query in ({"state": "none"}, {"state": "computed"})
    ]
    ranked(cluster_year)
    counts += [len(client.get(url, {"state": "computed", "year": year}).context["object_list"]) for year in (2020, "")]
    assert counts == [1, 0, 1, 1]


def test_double_click_on_compute_is_one_run_and_one_job(client, cluster_year):
    signed_in(client, "head", cluster_year)
    token = tokens.new_token()
    url = reverse("ranking:run-compute", args=[cluster_year.pk])
    answers = [client.post(url, {"form_token": token, "line": ""}) for _ in range(2)]
    assert [answer.url for answer in answers] == [reverse("ranking:cluster-year", args=[cluster_year.pk])] * 2
    assert (RankingRun.objects.count(), Job.objects.count()) == (1, 1)


def test_same_input_leads_straight_to_the_result(client, cluster_year):
    run = ranked(cluster_year)
    signed_in(client, "head", cluster_year)
    url = reverse("ranking:run-compute", args=[cluster_year.pk])
    answer = client.post(url, {"form_token": tokens.new_token()}, follow=True)
    assert answer.redirect_chain == [(run.get_absolute_url(), 302)]
    assert "Số liệu không đổi" in answer.content.decode()


def test_compute_without_final_sheets_says_what_is_missing(client):
    cluster_year = cluster(criteria_set_of_leaves(1), 2)
    signed_in(client, "head", cluster_year)
    page = client.get(reverse("ranking:cluster-year", args=[cluster_year.pk])).content.decode()
    assert "Đã chốt 0/2 đơn vị. Còn thiếu: " in page
    assert "Tính xếp hạng</button>" not in page
    answer = client.post(reverse("ranking:run-compute", args=[cluster_year.pk]), {"form_token": tokens.new_token()})
    assert answer.status_code == 422
    assert "Còn thiếu" in answer.content.decode()


def test_progress_polls_while_it_runs_and_survives_a_reload(client, cluster_year):
    user = signed_in(client, "head", cluster_year)
    client.post(reverse("ranking:run-compute", args=[cluster_year.pk]), {"form_token": tokens.new_token()})
    job = Job.objects.get()
    hub = reverse("ranking:cluster-year", args=[cluster_year.pk])
    progress = reverse("ranking:cluster-year-progress", args=[cluster_year.pk]) + "?line="
    for url in (hub, hub, progress):
        page = client.get(url).content.decode()
        assert f'hx-get="{progress}"' in page
        assert reverse("jobs:job-cancel", args=[job.pk]) in page
    assert job.requested_by == user
    signed_in(client, "office", cluster_year)  # sees the progress, but only the one who asked may stop it
    page = client.get(progress).content.decode()
    assert f'hx-get="{progress}"' in page
    assert "jobs/" not in page
    run = RankingRun.objects.get()
    Job.objects.update(state="failed", error="Hỏng", finished_at=NOW)
    assert "Hỏng" in client.get(progress).content.decode()
    ranked(cluster_year)
    ended = client.get(progress).content.decode()
    assert "hx-get" not in ended
    assert run.get_absolute_url() in ended


def test_publish_asks_for_a_reason_where_a_published_result_is_replaced(client, cluster_year):
    first = publishing.publish(run_id=ranked(cluster_year).pk, actor=ACTOR, now=NOW)
    finalise(cluster_year.score_sheets.first(), {"A.1": points(0)})
    second = ranked(cluster_year)
    signed_in(client, "office", cluster_year)
    url = reverse("ranking:run-publish", args=[second.pk])
    decision = {"symbol": "12/QĐ-BTP", "issued_on": "05/01/2021"}
    decision |= {"signer_name": "Trần Thử", "signer_post": "Thứ trưởng"}
    refused = client.post(url, {"form_token": tokens.new_token(), "reason": "", **decision})
    assert refused.status_code == 422
    assert "Nhập lý do thay thế" in refused.content.decode()
    unsigned = client.post(url, {"form_token": tokens.new_token(), "reason": "Sửa điểm."})
    assert unsigned.status_code == 422
    answer = client.post(url, {"form_token": tokens.new_token(), "reason": "Sửa điểm.", **decision})
    assert answer.url == second.get_absolute_url()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (second.decision.symbol, second.decision.signer_post) == ("12/QĐ-BTP", "Thứ trưởng")
    assert second.decision.uses.get().path == second.get_absolute_url()
    assert "12/QĐ-BTP" in client.get(second.get_absolute_url()).content.decode()
    assert (first.state, first.superseded_reason) == ("superseded", "Sửa điểm.")


def test_published_by_a_head_directly_is_refused(client, cluster_year):
    run = ranked(cluster_year)
    signed_in(client, "head", cluster_year)
    answer = client.post(reverse("ranking:run-publish", args=[run.pk]), {"form_token": tokens.new_token()})
    assert answer.status_code == 403
    run.refresh_from_db()
    assert run.state == "computed"


def test_illustrative_mark_and_outdated_note_are_shown(client, cluster_year):
    CriteriaSet.objects.update(illustrative=True)
    run = ranked(cluster_year)
    signed_in(client, "head", cluster_year)
    assert "Bảng tiêu chí minh họa" in client.get(run.get_absolute_url()).content.decode()
    finalise(cluster_year.score_sheets.first(), {"A.1": points(0)})
    page = client.get(run.get_absolute_url()).content.decode()
    assert "Đã cũ: số liệu nguồn đã sửa" in page
    signed_in(client, "office", cluster_year)
    assert reverse("ranking:run-publish", args=[run.pk]) not in client.get(run.get_absolute_url()).content.decode()


def test_unit_without_sheet_stands_last_with_its_reason(client):
    cluster_year = cluster(criteria_set_of_leaves(1), 2)
    first, second = cluster_year.score_sheets.in_protocol_order()
    close_unsent(first)
    finalise(second, {"A.1": points(2)})
    run = ranked(cluster_year)
    signed_in(client, "office", cluster_year)
    page = client.get(run.get_absolute_url())
    assert [row["entry"].rank for row in page.context["rows"]] == [1, None]
    assert "Không nộp, không xếp hạng" in page.content.decode()
    explained = client.get(reverse("ranking:entry-explain", args=[run.pk, run.entries.get(rank=None).pk]))
    assert "không có bảng điểm đã chốt" in explained.content.decode()
