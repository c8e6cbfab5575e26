"""S000-3 and S001-2."""

import io
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from apps.clusters.domain import plans
from apps.clusters.enums import ItemKind
from apps.core.components import StatusWord
from apps.dashboard.papers.head_defaults import members_task
from apps.dashboard.papers.kinds import HeadYear
from apps.dashboard.papers.lines import Total
from apps.dashboard.tests.boards import ask_everybody, matrix
from apps.dashboard.tests.world import NOW, SYSTEM, build
from apps.obligations.domain.duties import ask, fulfil
from apps.obligations.models import Obligation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


@pytest.fixture
def at_now():
    with time_machine.travel(NOW, tick=False):
        yield


def words(response) -> str:
    return " ".join(response.content.decode().split())


def sector(client, world):
    client.force_login(world.standing_office)
    return client.get(reverse("dashboard:board-list"))


def test_s000_3_late_units_are_named_until_they_send_and_their_lateness_stays(client):
    world = build(5, sheets=False)
    registration = ask_everybody(world, "registration", due_on=date(2020, 11, 9), label="Gửi đăng ký thi đua")
    report = ask_everybody(world, "report:six_months", due_on=date(2020, 11, 11), label="Gửi báo cáo 6 tháng")
    year_id, late = world.cluster_year.year_id, world.units[3:]
    for unit in world.units[:3]:
        for duty in (registration, report):
            at = NOW - timedelta(days=4)
            fulfil(year_id=year_id, code=duty.code, unit_id=unit.pk, at=at, path="/")

    page = words(matrix(client, world))
    assert "2 đơn vị chậm" in page
    for unit in late:
        assert f"{unit.name}</a>: Gửi đăng ký thi đua (quá hạn 3 ngày); Gửi báo cáo 6 tháng (quá hạn 1 ngày)" in page
    blocked = f"Đã gửi 3/5 đơn vị. Chưa đủ số liệu, còn thiếu: {late[0].name}; {late[1].name}."
    totals = sector(client, world)
    assert [line.sentence for line in totals.context["duties"]] == [blocked, blocked]
    assert totals.content.decode().count("tính trong các cụm") == 2

    for unit in late:
        for duty in (registration, report):
            fulfil(year_id=year_id, code=duty.code, unit_id=unit.pk, at=NOW, path="/")

    page = words(matrix(client, world))
    assert "đơn vị chậm</b>" not in page
    assert "Chưa đủ số liệu" not in page
    assert [line.sentence for line in sector(client, world).context["duties"]] == ["Đã gửi 5/5 đơn vị."] * 2
    client.force_login(world.standing_office)
    rows = client.get(reverse("dashboard:lateness-unit-list")).context["page_obj"]
    assert {(row["unit__name"], row["due"], row["in_time"], row["percent"], row["days"]) for row in rows} == {
        *((unit.name, 2, 2, 100, 0) for unit in world.units[:3]),
        *((unit.name, 2, 0, 0, 4) for unit in late),
    }
    heads = client.get(reverse("dashboard:lateness-unit-list"), {"format": "csv"}).content.decode().splitlines()[0]
    assert '"Chậm","trong đó chưa gửi"' in heads


def test_s001_2_head_reads_plan_pledge_consolidation_and_reports_with_date_and_state(client):
    world = build(3, sheets=False)
    year_id, head = world.cluster_year.year_id, world.units[0]

    def asked(code, label, due_on, units):
        ids = [unit.pk for unit in units]
        ask(year_id=year_id, code=code, label=label, due_on=due_on, unit_ids=ids, actor=SYSTEM, now=NOW)

    asked("plan", "Kế hoạch hoạt động", date(2020, 11, 1), [head])
    asked("pledge", "Ký giao ước", date(2020, 11, 20), world.units)
    asked("consolidation", "Bảng tổng hợp đăng ký", date(2020, 11, 9), [head])
    asked("report:year", "Báo cáo năm", date(2020, 12, 1), world.units)
    before = {"cluster_year_id": world.cluster_year.pk, "actor": SYSTEM, "now": NOW - timedelta(days=20)}
    conference = plans.ItemFacts("Tổ chức hội nghị tổng kết", ItemKind.CONFERENCE, date(2020, 12, 20))
    plans.save_plan(title="Kế hoạch hoạt động năm 2020", intro="", items=[conference], version=0, **before)
    plans.issue_plan(paper=plans.PaperFacts("01/KH-CTĐ", date(2020, 10, 20)), **before)
    client.force_login(world.head)
    tasks = {task.title: task for task in client.get("/").context["tasks"]}
    without_duty = {"Kiểm tra điểm, xếp hạng", "Kiểm tra các đơn vị", "Tổ chức hội nghị, bàn giao"}
    shown = [
        (title, tasks[title].status, tasks[title].due_on, tasks[title].days_left)
        for title in tasks
        if title not in without_duty
    ]
    assert shown == [
        ("Ban hành kế hoạch", StatusWord.SENT, date(2020, 11, 1), None),
        ("Tổ chức ký giao ước", StatusWord.NOT_STARTED, date(2020, 11, 20), 8),
        ("Tổng hợp đăng ký, gửi Bộ", StatusWord.NOT_STARTED, date(2020, 11, 9), -3),
        ("Đôn đốc báo cáo, phong trào", StatusWord.NOT_STARTED, date(2020, 12, 1), 19),
    ]
    assert "Quá hạn 3 ngày" in words(client.get("/"))
    Obligation.objects.filter(duty__code="consolidation").update(closed_unsent_at=NOW)
    assert "Quá hạn 3 ngày" not in words(client.get("/"))


@pytest.mark.parametrize(
    ("names", "note"),
    [
        ("AB", "2 báo cáo, phong trào chậm: Báo cáo A; Báo cáo B."),
        ("ABCD", "4 báo cáo, phong trào chậm: Báo cáo A; Báo cáo B và 2 khác."),
    ],
)
def test_a_head_reads_the_first_names_of_late_reports_and_how_many_more(names, note):
    totals = {f"report:{name}": Total(3, 1, 1, (), f"Báo cáo {name}") for name in names}
    task = members_task("Đôn đốc", totals, HeadYear(SimpleNamespace(pk=5), SYSTEM, NOW, "Trưởng Cụm"))
    assert (task.note, task.url) == (note, reverse("dashboard:board-detail", args=[5]))


def test_lateness_in_the_database_is_that_of_the_model():
    world = build(4)
    due = date(2020, 11, 10)
    end = timezone.make_aware(timezone.datetime(2020, 11, 11))
    moments = [end - timedelta(microseconds=1), end, end + timedelta(days=1, hours=5)]
    Obligation.objects.filter(unit=world.units[2]).update(extended_to=end + timedelta(days=1, hours=4))
    for unit, at in zip(world.units, moments, strict=False):
        fulfil(year_id=world.cluster_year.year_id, code="score_sheet", unit_id=unit.pk, at=at)
    found = Obligation.objects.with_lateness(NOW).select_related("duty").order_by("pk")
    assert [each.late_days for each in found] == [each.days_late(NOW) for each in found] == [0, 1, 1, 2]
    assert [each.pk for each in Obligation.objects.overdue(NOW)] == [found[3].pk]
    assert due == found[0].duty.due_on


def test_board_as_a_workbook_says_what_the_page_says(client):
    world = build()
    world.send(1)
    response = matrix(client, world, query="?format=xlsx")
    names = {unit.name for unit in world.units} | {"Đơn vị"}
    table = [row for row in load_workbook(io.BytesIO(response.content)).active.values if row[1] in names]
    assert [row[3] for row in table] == [
        "Tự chấm điểm (10/11/2020)",
        "Chưa làm, Quá hạn 2 ngày",
        "Đã gửi, chậm 2 ngày",
        "Chưa làm, Quá hạn 2 ngày",
    ]


def test_lateness_of_others_is_read_by_office_auditor_and_head_only(client):
    world = build()

    def names(user):
        client.force_login(user)
        return {row["unit__name"] for row in client.get(reverse("dashboard:lateness-unit-list")).context["page_obj"]}

    everybody = {unit.name for unit in world.units}
    assert [names(user) for user in (world.standing_office, world.auditor, world.head)] == [everybody] * 3
    assert names(world.officers[1]) == {world.units[1].name}
