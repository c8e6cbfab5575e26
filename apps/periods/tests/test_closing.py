"""Khóa sổ: what blocks, what warns, writing into a closed year, reopening with a reason."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from apps.audit.models import Entry
from apps.awards.models import AwardProposal
from apps.clusters.domain.clusters import copy_year
from apps.clusters.tests.factories import ClusterYearFactory, MemberFactory
from apps.conferences.models import Conference
from apps.core.actor import system_actor
from apps.core.errors import StaleVersion
from apps.dashboard.tests.world import build
from apps.obligations.tests.factories import ObligationFactory
from apps.periodic_reports.models import PeriodicReport, ReportTemplate
from apps.periods import closing
from apps.periods.domain import years
from apps.periods.tests.factories import EmulationYearFactory
from apps.pledges.models import Pledge
from apps.registrations.models import TitleRegistration
from apps.units.enums import Role
from apps.units.tests.factories import RoleAssignmentFactory

NOW = datetime(2026, 11, 12, 9, tzinfo=UTC)
SYSTEM = system_actor()
pytestmark = pytest.mark.django_db


def step(year, action, **options):
    return years.advance(year_id=year.pk, action=action, actor=SYSTEM, now=NOW, **options)


def texts(year) -> str:
    return " ".join(str(each.text) for _label, rows in closing.findings(year) for each in rows)


def test_unfinished_score_sheets_block_closing():
    world = build(2)
    year = world.cluster_year.year
    step(year, "start_closing")
    with pytest.raises(years.YearNotReady, match="còn 2 bảng chấm điểm chưa chốt"):
        step(year, "close", acknowledged=True)
    assert "chưa công bố kết quả xếp hạng" in texts(year)
    year.refresh_from_db()
    assert year.state == "closing"


def test_stage_that_the_organiser_leaves_out_blocks_nothing():
    world = build(2)
    year = world.cluster_year.year
    year.stages_off = ["scoring"]
    year.save()
    assert "bảng chấm điểm" not in texts(year)
    assert "xếp hạng" not in texts(year)


def test_warnings_have_to_be_read():
    owed = ObligationFactory()
    year = owed.duty.year
    step(year, "start_closing")
    assert "còn 1 đơn vị chưa gửi" in texts(year)
    with pytest.raises(years.YearNotReady, match="xác nhận các cảnh báo"):
        step(year, "close")
    assert step(year, "close", acknowledged=True).state == "closed"


def test_each_app_of_the_cycle_tells_what_it_would_leave_undone():
    member = MemberFactory()
    cluster_year, year, unit = member.cluster_year, member.cluster_year.year, member.unit
    named = {"unit": unit, "unit_name": unit.name}
    sent = {"state": "submitted", "submitted_at": NOW}
    TitleRegistration.objects.create(cluster_year=cluster_year, order=1, **named, **sent)
    pledge = Pledge.objects.create(cluster_year=cluster_year)
    days = {"starts_on": NOW.date(), "ends_on": NOW.date(), "due_on": NOW.date()}
    template = ReportTemplate.objects.create(year=year, code="nam", label="Báo cáo năm", kind="year", **days)
    PeriodicReport.objects.create(template=template, state="returned", **named)
    Conference.objects.create(
        cluster_year=cluster_year, organiser=unit, title="Hội nghị tổng kết", held_on=NOW.date(), saved_at=NOW
    )
    about = {"type": "merit", "occasion": "Tổng kết năm", "addressed_to": "Bộ", "period_from": 2020, "period_to": 2020}
    AwardProposal.objects.create(year=year, **about, **named, **sent)
    found = {str(label): rows for label, rows in closing.findings(year)}
    del found["Cụm thi đua"]  # nobody heads it
    assert not any(each.blocks for rows in found.values() for each in rows)
    assert {label: [str(each.text) for each in rows] for label, rows in found.items()} == {
        "Đăng ký thi đua": [
            f"{cluster_year.name}: còn 1 đăng ký đã gửi, chưa có trong bảng tổng hợp.",
        ],
        "Giao ước thi đua": [f"{pledge}: chưa ký đủ (Dự thảo)."],
        "Báo cáo định kỳ": ["Báo cáo năm: còn 1 báo cáo đã gửi hoặc trả lại, chưa được tiếp nhận."],
        "Hội nghị": ["Hội nghị tổng kết: chưa kết thúc (Đang chuẩn bị)."],
        "Khen thưởng": ["Còn 1 hồ sơ đề nghị khen thưởng chưa quyết định."],
    }


def test_writing_into_a_closed_year_is_refused(client):
    cluster_year = ClusterYearFactory(year__state="closing")
    other = EmulationYearFactory(organiser=cluster_year.year.organiser, year=2021)
    step(cluster_year.year, "close", acknowledged=True)
    client.force_login(RoleAssignmentFactory(unit=cluster_year.year.organiser, role=Role.STANDING_OFFICE).user)
    data = {"starts_on": "01/01/2020", "ends_on": "30/12/2020", "stages": ["scoring"], "version": 1}
    refused = client.post(reverse("periods:year-settings", args=[cluster_year.year_id]), data)
    assert (refused.status_code, "đã khóa sổ" in refused.content.decode()) == (422, True)
    EmulationYearFactory._meta.model.objects.filter(pk=other.pk).update(state="closed")
    with pytest.raises(years.YearClosed):
        copy_year(cluster_year_id=cluster_year.pk, year=2021, actor=SYSTEM, now=NOW)


def test_reopening_needs_its_reason_and_leaves_a_line(client):
    year = EmulationYearFactory(state="closed")
    with pytest.raises(years.ReasonMissing):
        step(year, "reopen", reason="  ")
    client.force_login(RoleAssignmentFactory(unit=year.organiser, role=Role.STANDING_OFFICE).user)
    url = reverse("periods:year-reopen", args=[year.pk])
    assert client.post(url, {"reason": "ngắn"}).status_code == 422
    client.post(url, {"reason": "Bổ sung quyết định khen thưởng ban hành chậm"})
    year.refresh_from_db()
    assert year.state == "closing"
    assert Entry.objects.get(action="periods.year.reopen").reason.startswith("Bổ sung quyết định")


def test_pages_walk_a_year_from_preparing_to_closed(client):
    year = EmulationYearFactory(state="preparing")
    client.force_login(RoleAssignmentFactory(unit=year.organiser, role=Role.STANDING_OFFICE).user)
    for route, state in (("open", "open"), ("start-closing", "closing"), ("close", "closed")):
        url = reverse(f"periods:year-{route}", args=[year.pk])
        assert url in client.get(year.get_absolute_url()).content.decode()
        assert client.get(url).status_code == 200
        assert client.post(url).status_code == 302
        year.refresh_from_db()
        assert year.state == state


def test_step_out_of_turn_is_told(client):
    year = EmulationYearFactory(state="preparing")
    client.force_login(RoleAssignmentFactory(unit=year.organiser, role=Role.STANDING_OFFICE).user)
    assert client.post(reverse("periods:year-close", args=[year.pk])).status_code == 422


def test_second_writer_of_the_settings_is_told():
    year = EmulationYearFactory()
    data = {"starts_on": date(2020, 1, 1), "ends_on": date(2020, 12, 31), "actor": SYSTEM, "now": NOW}
    years.arrange_year(year_id=year.pk, stages_off=["pledge"], version=1, **data)
    with pytest.raises(StaleVersion):
        years.arrange_year(year_id=year.pk, stages_off=["award"], version=1, **data)
    year.refresh_from_db()
    assert year.stages_off == ["pledge"]


@pytest.mark.parametrize(
    ("starts_on", "ends_on"), [("2020-12-31", "2020-01-01"), ("2018-10-01", "2020-09-30"), ("2020-01-01", "2022-01-01")]
)
def test_days_that_are_none_of_the_year_are_refused(starts_on, ends_on):
    with pytest.raises(years.WrongDays):
        years.require_days(2020, date.fromisoformat(starts_on), date.fromisoformat(ends_on))


def test_detail_shows_what_blocks_to_the_office_only(client):
    world = build(2)
    url = world.cluster_year.year.get_absolute_url()
    for user, seen in ((world.standing_office, True), (world.auditor, True), (world.officers[1], False)):
        client.force_login(user)
        assert ("chưa chốt" in client.get(url).content.decode()) is seen
