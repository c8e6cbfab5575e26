"""What people do on the pages of movements, from launch to review."""

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook

from apps.clusters.enums import HeadRole
from apps.clusters.tests.factories import ClusterYearFactory, HeadTermFactory, MemberFactory
from apps.movements.domain import milestones, movements
from apps.movements.domain.movements import MovementData
from apps.movements.enums import Level, MovementState, ReviewKind, ReviewState
from apps.movements.exports import movement_report
from apps.movements.models import ActivityEntry, Movement, MovementReview, Participation
from apps.movements.tests.factories import (
    CONTENTS,
    THEME,
    TITLE,
    MovementFactory,
    ParticipationFactory,
    at,
    launched,
    sector,
)
from apps.movements.tests.model_factories import RoleModelFactory
from apps.obligations.models import Obligation
from apps.results.models import Indicator
from apps.results.tests.factories import IndicatorFactory, ResultEntryFactory
from apps.units.enums import Role, UnitKind
from apps.units.tests.factories import RoleAssignmentFactory, UnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def found():
    return sector()


@pytest.fixture
def office(found, client):
    client.force_login(found.ministry.roles.get().user)
    return client


def test_s004_1_the_ministry_makes_it_from_the_decision_and_launches_after_the_preview(office, found):
    with time_machine.travel(datetime(2022, 9, 13, 3, tzinfo=UTC), tick=False):
        form = {
            "organiser": found.ministry.pk,
            "level": "ministry",
            "title": TITLE,
            "short_name": "Nghị quyết Đại hội XIII",
            "themed": "on",
            "starts_on": "13/9/2022",
            "ends_on": "31-12-2025",
            "decision_symbol": "1860/QĐ-BTP",
            "decision_issued_on": "13/9/2022",
            "bases": "10-Ctr/BCS ngày 21/6/2021 của Ban cán sự đảng Bộ Tư pháp\n1116/QĐ-BTP ngày 07/7/2021",
        }
        made = office.post(reverse("movements:movement-create"), form)
        movement = Movement.objects.get()
        assert made.headers["Location"] == reverse("movements:movement-contents", args=[movement.pk])
        office.post(made.headers["Location"], {"contents": CONTENTS, "checklist": "Có kế hoạch\nCó sơ kết"})
        url = reverse("movements:movement-audience", args=[movement.pk])
        answer = office.post(url, {"kinds": ["ministry_unit", "justice_department"]}, follow=True)
        assert "Danh sách hôm nay: 4 đơn vị." in answer.content.decode()
        listed = office.get(reverse("movements:movement-preview", args=[movement.pk]), {"format": "xlsx"})
        assert load_workbook(BytesIO(listed.content)).active.max_row >= 5
        office.post(reverse("movements:movement-launch", args=[movement.pk]), {"seen": 4})
        page = office.get(movement.get_absolute_url()).content.decode()
    movement.refresh_from_db()
    assert (movement.state, movement.participations.count()) == (MovementState.LAUNCHED, 4)
    assert [basis.document.symbol for basis in movement.bases.all()] == ["10-Ctr/BCS", "1116/QĐ-BTP"]
    assert TITLE in page
    assert (movement.contents.count(), movement.checklist.count()) == (9, 2)


def test_s001_10_the_exported_theme_is_whole_and_in_quotes(office, found):
    data = MovementData(Level.MINISTRY, "Phong trào năm 2023", date(2023, 1, 1), date(2023, 12, 31), theme=THEME)
    movements.create_movement(organiser_id=found.ministry.pk, data=data, actor=found.office, now=at(2023, 1, 5))
    book = load_workbook(BytesIO(office.get(reverse("movements:movement-list"), {"format": "xlsx"}).content))
    cells = [cell for row in book.active.iter_rows(values_only=True) for cell in row if cell]
    assert f"“{THEME}”" in cells


def test_one_page_confirms_all_live_movements_of_the_unit(client, found):
    with time_machine.travel(datetime(2022, 10, 3, 3, tzinfo=UTC), tick=False):
        movement = launched(found)
        unit = found.units[0]
        row = Participation.objects.get(movement=movement, unit=unit)
        client.force_login(found.officers[unit.pk])
        url = client.get(reverse("movements:confirmation-own")).headers["Location"]
        page = client.get(url).content.decode()
        assert "1 phong trào chưa cập nhật chương trình năm." in page
        typed = {
            "on": "01/10/2022",
            "paper_symbol": "05/KH-VPB",
            "paper_issued_on": "1/10/2022",
            "paper_for": ["planned"],
            f"launched_{row.pk}": "on",
            f"planned_{row.pk}": "on",
            f"included_{row.pk}": "yes",
            f"text_{row.pk}": "Mục 3",
        }
        unanswered = client.post(url, typed | {f"included_{row.pk}": ""})
        assert (unanswered.status_code, list(unanswered.context["form"].errors)) == (422, [f"included_{row.pk}"])
        assert client.post(url, typed).status_code == 302
    row.refresh_from_db()
    assert (row.launched_on, row.planned_on) == (date(2022, 10, 1), date(2022, 10, 1))
    assert (row.launched_document, row.plan_document.symbol) == (None, "05/KH-VPB")
    assert row.confirmations.get().text == "Mục 3"


def test_second_officer_of_a_plan_is_told_and_loses_nothing(client, found):
    with time_machine.travel(datetime(2022, 10, 3, 3, tzinfo=UTC), tick=False):
        movement = launched(found)
        unit = found.units[0]
        row = Participation.objects.get(movement=movement, unit=unit)
        content = movement.contents.first()
        client.force_login(found.officers[unit.pk])
        url = reverse("movements:plan-edit", args=[row.pk])
        client.post(url, {"version": row.version, f"plan_{content.pk}": "Người thứ nhất"})
        second = client.post(url, {"version": row.version, f"plan_{content.pk}": "Người thứ hai"})
        page = second.content.decode()
        assert second.status_code == 422
        assert ("đã sửa lúc" in page, "Người thứ nhất" in page, "Người thứ hai" in page) == (True, True, True)
        row.refresh_from_db()
        again = client.post(url, {"version": row.version, f"plan_{content.pk}": "Người thứ hai"})
    assert again.status_code == 302
    assert row.marks.get().plan == "Người thứ hai"


def test_s004_6_report_begins_with_what_was_entered_and_the_head_sees_who_is_missing(client, found):
    now = at(2023, 11, 1)
    movement = launched(found)
    cluster = ClusterYearFactory(year=found.ministry.emulation_years.get(year=2023))
    member, stranger = found.units[0], found.units[1]
    MemberFactory(cluster_year=cluster, unit=member)
    head = UnitFactory()
    HeadTermFactory(cluster_year=cluster, unit=head, role=HeadRole.HEAD, starts_on=date(2023, 1, 1))
    heading = RoleAssignmentFactory(unit=head, role=Role.OFFICER).user
    row = Participation.objects.get(movement=movement, unit=member)
    for year, text in ((2022, "Hội nghị quán triệt"), (2023, "Thi tìm hiểu"), (2024, "Sau này")):
        ActivityEntry.objects.create(participation=row, on=date(year, 5, 12), text=text)
    milestone = milestones.add_milestone(
        movement_id=movement.pk,
        kind=ReviewKind.FIRST,
        year=2023,
        due_on=date(2023, 12, 31),
        actor=found.office,
        now=now,
    )
    review = MovementReview.objects.get(milestone=milestone, participation=row)
    assert review.results == "- 12/5/2022: Hội nghị quán triệt\n- 12/5/2023: Thi tìm hiểu"
    with time_machine.travel(at(2023, 12, 20), tick=False):
        client.force_login(heading)
        page = client.get(reverse("movements:milestone-detail", args=[milestone.pk])).content.decode()
        assert "Đã gửi 0/1 đơn vị." in page
        assert (member.name in page, stranger.name in page) == (True, False)
        milestone_url = reverse("movements:milestone-detail", args=[milestone.pk])
        for state, words in (("not_started", ["Chưa làm"]), ("draft", [])):  # filled in beforehand is not begun
            listed = client.get(milestone_url, {"state": state}).context["rows"]
            assert [str(word.label) for _row, word, _opens in listed] == words
        client.force_login(found.officers[member.pk])
        sent = client.post(reverse("movements:review-send", args=[review.pk]), {"version": review.version}, follow=True)
        assert f"PT-2023-{review.pk:06d}" in sent.content.decode()
        client.force_login(found.ministry.roles.get().user)
        page = client.get(milestone_url).content.decode()
        assert "Đã gửi 1/8 đơn vị." in page
        exported = client.get(milestone_url, {"format": "csv"}).content.decode()
        assert (exported.count("Chưa làm"), "Đang soạn" in exported) == (7, False)
        [told] = [each for each in movement_report(movement, 2023).milestones if each.sent]
        assert sorted({unit.state_label for unit in told.units}) == ["Chưa làm", "Đã gửi"]
        assert stranger.name in page
        duty = Obligation.objects.get(unit=stranger, duty__code=milestone.duty_code).duty
        assert reverse("obligations:duty-reminder", args=[duty.pk]) in page
    review.refresh_from_db()
    assert review.state == ReviewState.SUBMITTED


def test_s004_8_review_draws_the_line_of_the_figures_and_says_better_or_worse(client, found):
    movement = launched(found)
    unit = found.of_kind(UnitKind.ENFORCEMENT_PROVINCE)[0]
    indicator = Indicator.objects.filter(code="THADS-VIEC").first() or IndicatorFactory(code="THADS-VIEC")
    for year, done in ((2022, 80), (2023, 84), (2024, 83), (2025, 86)):
        ResultEntryFactory(unit=unit, year=year, indicator=indicator, numerator=done, denominator=100)
    row = Participation.objects.get(movement=movement, unit=unit)
    client.force_login(found.officers[unit.pk])
    with time_machine.travel(at(2025, 11, 3), tick=False):
        page = client.get(row.get_absolute_url()).content.decode()
        whole = client.get(movement.get_absolute_url()).content.decode()
    assert f"(3) · {indicator.label} · tốt hơn" in page
    assert f"Chỉ tiêu: {indicator.label}" in whole
    assert page.count("tốt hơn") >= 3
    assert "kém hơn" in page


def test_the_page_of_a_movement_adds_up_what_came_of_it_and_shows_its_role_models(office, found):
    movement = launched(found)
    for unit, families in zip(found.units[:2], (5, 7), strict=True):
        row = Participation.objects.get(movement=movement, unit=unit)
        entry = ActivityEntry.objects.create(participation=row, on=date(2022, 10, families), text="Trao quà")
        entry.figures.create(label="Hộ nghèo được giúp đỡ", value=families, measure="hộ")
    indicator = Indicator.objects.filter(code="THADS-VIEC").first() or IndicatorFactory(code="THADS-VIEC")
    for unit, done, whole in zip(found.of_kind(UnitKind.ENFORCEMENT_PROVINCE), (80, 30), (100, 60), strict=True):
        ResultEntryFactory(unit=unit, year=2023, indicator=indicator, numerator=done, denominator=whole)
    model = RoleModelFactory(unit=found.units[0], movement=movement, name="Bà Trần Thị Thử")
    RoleModelFactory(unit=found.units[0])  # of no movement
    page = " ".join(office.get(movement.get_absolute_url()).content.decode().split())
    assert "2 hoạt động của 2 đơn vị, gần nhất ngày 07/10/2022." in page
    assert "Hộ nghèo được giúp đỡ: <b>12 hộ</b>" in page
    assert '2023: <b class="nowrap">68,75%</b>' in page  # 110 of 160
    assert f'<a href="{model.get_absolute_url()}">Bà Trần Thị Thử</a>' in page
    assert f'{reverse("movements:role-model-list")}?movement={movement.pk}">Danh sách 1 điển hình' in page


@pytest.mark.parametrize("count", [1, 3])
def test_lists_ask_the_same_number_of_queries(client, count, django_assert_max_num_queries):
    office = RoleAssignmentFactory(unit=UnitFactory(kind=UnitKind.MINISTRY), role=Role.STANDING_OFFICE)
    movement = MovementFactory(organiser=office.unit)
    MovementFactory.create_batch(count, organiser=office.unit)
    ParticipationFactory.create_batch(count, movement=movement)
    client.force_login(office.user)
    client.get(reverse("movements:movement-list"))
    with django_assert_max_num_queries(22):
        client.get(reverse("movements:movement-list"))
    with django_assert_max_num_queries(22):
        client.get(reverse("movements:movement-units", args=[movement.pk]))
