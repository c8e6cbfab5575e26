"""Kết quả dự kiến by the head, the decision by the authority, and what stands open in between."""

import pytest
from django.urls import reverse

from apps.accounts.audience import seers
from apps.core import tokens
from apps.notifications.models import Notice
from apps.ranking.domain import arranging
from apps.ranking.domain.publishing import StillOpen, announce, publish
from apps.ranking.models import RankingRun, RankingSettings
from apps.ranking.tests.factories import cluster, final_cluster, finalise, points
from apps.ranking.tests.test_computing import ACTOR, ranked
from apps.ranking.tests.test_views import signed_in
from apps.scoring.domain.returns import reopen_sheet
from apps.scoring.tests.factories import NOW, criteria_set_of_leaves
from apps.units.enums import Role
from apps.units.models import Unit
from apps.units.tests.factories import RoleAssignmentFactory, UnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def cluster_year():
    return final_cluster(criteria_set_of_leaves(1), [{"A.1": points(1)}, {"A.1": points("1.5", bonus=1)}])


def choose(cluster_year, **choices):
    standing = {name: getattr(RankingSettings(), name) for name in arranging.CHOICES}
    known = RankingSettings.objects.filter(cluster=cluster_year.cluster).first()
    version = known.version if known else 0
    return arranging.arrange(
        cluster_year_id=cluster_year.pk, version=version, actor=ACTOR, now=NOW, **(standing | choices)
    )


def test_members_see_the_provisional_result_once_announced_unless_the_cluster_keeps_it(client, cluster_year):
    run = ranked(cluster_year)
    signed_in(client, "member", cluster_year)
    statuses = [client.get(run.get_absolute_url()).status_code]
    announce(run_id=run.pk, actor=ACTOR, now=NOW)
    statuses.append(client.get(run.get_absolute_url()).status_code)
    choose(cluster_year, members_see_provisional=False)
    statuses.append(client.get(run.get_absolute_url()).status_code)
    publish(run_id=run.pk, actor=ACTOR, now=NOW)
    statuses.append(client.get(run.get_absolute_url()).status_code)
    assert statuses == [404, 200, 404, 200]
    assert set(Notice.objects.values_list("kind__code", flat=True)) == {"ranking.announced", "ranking.published"}


def test_head_announces_on_the_page_and_the_decision_stays_with_the_authority(client, cluster_year):
    run = ranked(cluster_year)
    signed_in(client, "head", cluster_year)
    page = client.get(run.get_absolute_url()).content.decode()
    assert reverse("ranking:run-announce", args=[run.pk]) in page
    assert reverse("ranking:run-publish", args=[run.pk]) not in page
    client.post(reverse("ranking:run-announce", args=[run.pk]), {"form_token": tokens.new_token()})
    run.refresh_from_db()
    assert (run.state, run.announced_at is not None) == ("computed", True)


@pytest.mark.parametrize("step", [announce, publish])
def test_nothing_goes_out_while_a_sheet_is_open(cluster_year, step):
    run = ranked(cluster_year)
    sheet = cluster_year.score_sheets.in_protocol_order()[0]
    reopen_sheet(sheet_id=sheet.pk, reason="Thiếu minh chứng", actor=ACTOR, now=NOW)
    with pytest.raises(StillOpen) as refused:
        step(run_id=run.pk, actor=ACTOR, now=NOW)
    assert str(refused.value) == f"Đã chốt 1/2 đơn vị. Còn thiếu: {sheet.unit_name}."
    run.refresh_from_db()
    assert (run.state, run.announced_at, run.published_at) == ("computed", None, None)


def test_page_names_the_open_sheets_and_closes_them_for_whoever_may(client):
    cluster_year = cluster(criteria_set_of_leaves(1), 2)
    first, second = cluster_year.score_sheets.in_protocol_order()
    finalise(first, {"A.1": points(1)})
    url = reverse("ranking:cluster-year", args=[cluster_year.pk])
    close = reverse("scoring:sheet-close-unsent", args=[second.pk])
    signed_in(client, "office", cluster_year)
    page = client.get(url).content.decode()
    assert close in page
    assert reverse("scoring:sheet-close-unsent", args=[first.pk]) not in page
    client.post(close, {"form_token": tokens.new_token(), "reason": "Không nộp, đã nhắc hai lần"})
    run = ranked(cluster_year)
    assert [entry.rank for entry in run.entries.order_by("order")] == [1, None]
    signed_in(client, "head", cluster_year)
    assert close not in client.get(url).content.decode()


def test_second_writer_of_the_settings_is_told(client, cluster_year):
    signed_in(client, "office", cluster_year)
    url = reverse("ranking:settings", args=[cluster_year.pk])
    choose(cluster_year, heads_see_fairness=True)
    answer = client.post(url, {"form_token": tokens.new_token(), "version": 0, "members_see_provisional": "on"})
    assert answer.status_code == 422
    assert RankingSettings.objects.get().heads_see_fairness
    again = {"form_token": tokens.new_token(), "version": 1, "members_see_provisional": "on"}
    assert client.post(url, again).status_code == 302
    assert not RankingSettings.objects.get().heads_see_fairness


def test_unit_is_excluded_on_the_page_with_its_paper_and_considered_again(client, cluster_year):
    signed_in(client, "office", cluster_year)
    unit = cluster_year.members.first().unit
    make = reverse("ranking:exclusion-make", args=[cluster_year.pk])
    told = {"unit": unit.pk, "reason": "Có vụ việc sai phạm", "symbol": "9/KL-TTr", "issued_on": "01/12/2020"}
    assert client.post(make, {"form_token": tokens.new_token(), **told, "issued_on": ""}).status_code == 422
    stranger = Unit.objects.exclude(memberships__cluster_year=cluster_year).first()
    assert client.post(make, {"form_token": tokens.new_token(), **told, "unit": stranger.pk}).status_code == 422
    listed = client.post(make, {"form_token": tokens.new_token(), **told}).url
    ranked(cluster_year)
    page = client.get(listed).content.decode()
    assert "9/KL-TTr" in page
    assert "Không làm Trưởng, Phó Trưởng năm sau" in page
    assert RankingRun.objects.get().entries.get(unit=unit).reason == "Có vụ việc sai phạm"
    lift = reverse("ranking:exclusion-lift", args=[cluster_year.exclusions.get().pk])
    client.post(lift, {"form_token": tokens.new_token(), "reason": "Kết luận lại"})
    assert "Kết luận lại" in client.get(listed).content.decode()


def test_s000_4_the_ministry_only_reads_what_a_department_published(client, cluster_year):
    """Kết quả of the sub-units: nothing before the decision; then the table, in the list too, and no way to act."""
    department = cluster_year.cluster.organiser
    ministry = UnitFactory()
    Unit.objects.move(department, ministry, pos="last-child")
    other = UnitFactory()
    users = [RoleAssignmentFactory(unit=unit, role=Role.STANDING_OFFICE).user for unit in (ministry, other)]
    run = ranked(cluster_year)

    def statuses(user):
        client.force_login(user)
        listed = run.get_absolute_url() in client.get(reverse("ranking:run-list")).content.decode()
        return client.get(run.get_absolute_url()).status_code, listed

    assert [statuses(user) for user in users] == [(404, False), (404, False)]
    publish(run_id=run.pk, actor=ACTOR, now=NOW)
    assert [statuses(user) for user in users] == [(200, True), (404, False)]
    run.refresh_from_db()
    assert [user in {each.user for each in seers(run, NOW.date())} for user in users] == [True, False]
    client.force_login(users[0])
    acts = [
        reverse(f"ranking:{name}", args=[cluster_year.pk]) for name in ("run-compute", "settings", "exclusion-make")
    ]
    assert {client.get(each).status_code for each in acts} <= {403, 404}
    assert client.post(reverse("ranking:run-publish", args=[run.pk])).status_code == 403
