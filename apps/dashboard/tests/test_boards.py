"""What the board says of units and duties, and to whom."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from apps.clusters.models import HeadTerm, Member
from apps.clusters.tests.factories import ClusterYearFactory, HeadTermFactory, MemberFactory
from apps.core.components import StatusWord
from apps.core.presentation import used_filters
from apps.core.together import answered
from apps.dashboard.exports import board_sheet
from apps.dashboard.filters import BoardFilter
from apps.dashboard.queries.board import board_of, duty_rows
from apps.dashboard.queries.sector import missing_by_cluster
from apps.dashboard.tests.boards import ask_everybody, board, matrix
from apps.dashboard.tests.world import NOW, SYSTEM, build
from apps.obligations.domain.duties import ask
from apps.obligations.models import Obligation
from apps.periods.models import EmulationYear
from apps.scoring.domain.finalising import finish_step
from apps.scoring.domain.proxies import begin_proxy
from apps.scoring.domain.returns import reopen_sheet, return_sheet
from apps.scoring.domain.reviews import agree_lines, start_step
from apps.scoring.domain.submissions import submit_sheet
from apps.scoring.enums import SheetState
from apps.scoring.models import CriteriaSet, ScoreLine, ScoreSheet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


@pytest.fixture
def at_now():
    with time_machine.travel(NOW, tick=False):
        yield


def units(response) -> list[str]:
    return [shown.row.member.unit_name for shown in response.context["rows"]]


def test_totals_and_missing_units_in_protocol_order(client):
    world = build()
    world.send(1)
    response = board(client, world)
    total = response.context["board_duty"].total
    assert (total.sent, total.expected, total.overdue) == (1, 3, 2)
    page = " ".join(response.content.decode().split())
    assert f"Đã gửi 1/3 đơn vị. Còn thiếu: {world.units[0].name}; {world.units[2].name}." in page
    assert "2 đơn vị chậm" in page
    assert units(response) == [unit.name for unit in world.units]


def test_row_tells_word_days_late_and_holder(client):
    world = build()
    world.send(1, at=NOW - timedelta(days=1))  # one day after the due date
    line = board(client, world).context["rows"][1].line
    assert (line.word, line.days_late, line.days_left, line.holder) == (StatusWord.SENT, 1, None, "Trưởng Cụm")


def test_member_without_a_sheet_is_not_open(client):
    world = build()
    late_member = MemberFactory(cluster_year=world.cluster_year, order=30000)
    shown = board(client, world).context["rows"][-1]
    assert (shown.row.member, shown.line.word, shown.line.url, shown.actions) == (
        late_member,
        StatusWord.NOT_OPEN,
        "",
        (),
    )


def typed(sheet, points="1.5"):
    lines = ScoreLine.objects.filter(sheet_version__sheet=sheet, sheet_version__locked_at=None)
    lines.update(points=points, base=points, bonus=0, penalty=0, complete=True, points_given=points, saved_at=NOW)


def row_of(world, index):
    return duty_rows(board_of(world.cluster_year, SYSTEM, NOW), "score_sheet")[index]


def test_points_and_progress_follow_the_sheet_from_draft_to_final():
    world = build()
    sheet = world.sheet(1)
    assert (row_of(world, 1).points.done, row_of(world, 1).points.lines) == (0, 2)
    typed(sheet)
    found = row_of(world, 1).points
    assert (found.own, found.checked, found.done, found.lines, found.in_step) == (None, None, 2, 2, False)
    submit_sheet(sheet_id=sheet.pk, way="screen", actor=SYSTEM, now=NOW)
    assert (row_of(world, 1).points.own, row_of(world, 1).points.lines) == (3, 0)
    start_step(sheet_id=sheet.pk, actor=SYSTEM, now=NOW)
    found = row_of(world, 1).points
    assert (found.done, found.lines, found.in_step) == (0, 2, True)
    agree_lines(sheet_id=sheet.pk, actor=SYSTEM, now=NOW)
    assert row_of(world, 1).points.done == 2
    finish_step(sheet_id=sheet.pk, actor=SYSTEM, now=NOW)
    found = row_of(world, 1)
    assert (found.points.own, found.points.checked, found.line.word) == (3, 3, StatusWord.FINAL)
    reopen_sheet(sheet_id=sheet.pk, reason="Số liệu quyết toán sai", actor=SYSTEM, now=NOW)
    found = row_of(world, 1)
    assert (found.points.own, found.points.checked, found.line.is_missing) == (3, None, True)


def test_reopened_sheet_keeps_its_first_lateness():
    world = build()
    sheet = world.sheet(1)
    submit_sheet(sheet_id=sheet.pk, way="screen", actor=SYSTEM, now=NOW)
    return_sheet(sheet_id=sheet.pk, remark="Thiếu tài liệu", actor=SYSTEM, now=NOW)
    later = board_of(world.cluster_year, SYSTEM, NOW + timedelta(days=30)).rows[1].line("score_sheet")
    assert (later.word, later.days_late, later.days_left) == (StatusWord.RETURNED, 2, None)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [0, 1, 2]),
        ("?late=on", [0, 1]),
        ("?status=sent", [1, 2]),
        ("?status=sent&late=on", [1]),
        ("?status=final", []),
        ("?o=-order", [2, 1, 0]),
        ("?o=late", [2, 1, 0]),
        ("?o=-late", [0, 1, 2]),
        ("?o=nonsense", [0, 1, 2]),
        ("?status=nonsense", [0, 1, 2]),
    ],
)
def test_filters_and_order_stand_in_the_address(client, query, expected):
    world = build()
    world.send(1, at=NOW - timedelta(days=1))  # one day late; unit 0 owes since two days
    world.send(2, at=NOW - timedelta(days=5))
    assert units(board(client, world, query=query)) == [world.units[index].name for index in expected]


def test_illustrative_criteria_are_marked_on_the_board(client):
    world = build()
    assert "minh họa" not in board(client, world).content.decode()
    CriteriaSet.objects.update(illustrative=True)
    page = board(client, world).content.decode()
    assert "Bảng tiêu chí minh họa, không phải bảng chính thức của Bộ Tư pháp" in page


def test_empty_filter_result_says_how_to_go_on(client):
    world = build()
    assert "Bỏ bớt điều kiện lọc" in board(client, world, query="?status=final").content.decode()


def test_actions_follow_the_state(client):
    world = build()
    ScoreSheet.objects.filter(pk=world.sheet(1).pk).update(state=SheetState.FINAL, submitted_at=NOW)
    Obligation.objects.filter(unit=world.units[1]).update(first_fulfilled_at=NOW, fulfilled_at=NOW)
    rows = board(client, world, world.standing_office).context["rows"]
    assert [action.label for action in rows[0].actions] == ["Gia hạn", "Nhập thay", "Đóng: không nộp"]
    assert [action.label for action in rows[1].actions] == ["Mở lại cho đơn vị sửa"]
    begin_proxy(sheet_id=world.sheet(2).pk, received_on=NOW.date(), basis="128/BC-VP", actor=SYSTEM, now=NOW)
    rows = board(client, world).context["rows"]  # its own sheet a head's unit fills in itself
    labels = [[action.label for action in row.actions] for row in rows]
    assert labels == [["Gia hạn"], [], ["Gia hạn", "Nhập thay tiếp"]]
    assert [row.line.paper.tags for row in rows] == [(), (), ("Nhập thay",)]


def test_head_checks_the_sheets_of_others_only(client):
    world = build()
    world.send(0)
    world.send(1)
    rows = board(client, world).context["rows"]
    assert rows[0].line.url == world.sheet(0).get_absolute_url()
    assert rows[1].line.url == reverse("scoring:review", args=[world.sheet(1).pk])
    client.force_login(world.head)
    [to_check, _owing] = client.get("/").context["sections"]
    assert [(task.url, task.action_label) for task in to_check.tasks] == [
        (world.sheet(0).get_absolute_url(), ""),
        (reverse("scoring:review", args=[world.sheet(1).pk]), "Kiểm tra"),
    ]


def test_auditor_reads_the_board_without_actions(client):
    world = build()
    response = board(client, world, world.auditor)
    assert [shown.actions for shown in response.context["rows"]] == [(), (), ()]
    assert "Nhắc đơn vị" not in response.content.decode()


def test_head_of_another_cluster_does_not_find_the_board(client):
    world, other = build(), build()
    assert board(client, world, other.head).status_code == 404


def test_member_officer_is_refused_with_the_reason(client):
    world = build()
    response = board(client, world, world.officers[1])
    assert response.status_code == 403
    assert "Trang này dành cho Trưởng, Phó Trưởng Cụm, Khu vực và Thường trực Hội đồng." in response.content.decode()


def test_list_shows_the_organisers_clusters_with_what_is_missing(client):
    world = build()
    world.send(0)
    empty = ClusterYearFactory(year=world.cluster_year.year)
    build()  # another organiser's
    client.force_login(world.standing_office)
    response = client.get(reverse("dashboard:board-list"))
    assert [(c.cluster_year, c.missing) for c in response.context["clusters"]] == [
        (world.cluster_year, 2),
        (empty, 0),
    ]
    [(_duty, counted)] = response.context["clusters"][0].cells
    assert (counted.sent, counted.expected, counted.overdue) == (1, 3, 2)
    [line] = response.context["duties"]
    assert line.sentence == (
        f"Đã gửi 1/3 đơn vị. Chưa đủ số liệu, còn thiếu: {world.units[1].name}; {world.units[2].name}."
    )
    assert "Thiếu" in response.content.decode()


def test_list_filter_keeps_incomplete_clusters(client):
    world = build(1)
    client.force_login(world.standing_office)
    url = reverse("dashboard:board-list")
    assert len(client.get(url, {"incomplete": "on"}).context["clusters"]) == 1
    world.send(0)
    assert client.get(url, {"incomplete": "on"}).context["clusters"] == []


def test_a_step_left_out_of_the_year_is_counted_nowhere(client):
    world = build(2)
    EmulationYear.objects.filter(pk=world.cluster_year.year_id).update(stages_off=["scoring"])
    client.force_login(world.standing_office)
    page = client.get(reverse("dashboard:board-list"))
    assert (page.context["duties"], [row.missing for row in page.context["clusters"]]) == ([], [0])
    assert client.get(reverse("dashboard:board-list"), {"incomplete": "on"}).context["clusters"] == []
    assert answered(missing_by_cluster([world.cluster_year.pk], NOW)) == {}
    assert client.get(reverse("dashboard:lateness-list"), {"missing": "on"}).context["page_obj"].paginator.count == 0


def test_a_duty_of_the_head_opens_its_papers_and_tasks_stand_by_date(client):
    world = build(2)
    ask(
        year_id=world.cluster_year.year_id, code="plan", label="Kế hoạch của Cụm", due_on=date(2020, 2, 1),
        unit_ids=[world.units[0].pk], actor=SYSTEM, now=NOW, basis="Công văn 1",
    )  # fmt: skip
    client.force_login(world.standing_office)
    [(_row, board, cells)] = client.get(reverse("dashboard:board-list")).context["cluster_cells"]
    [plan] = [cell for cell in cells if cell.label == "Kế hoạch của Cụm"]
    assert plan.url != board
    listed = client.get(plan.url)
    assert [row.unit for row in listed.context["page_obj"]] == [world.units[0]]
    assert "Kế hoạch của Cụm" in dict(used_filters(listed.context["filter"])).values()
    listed = client.get(reverse("dashboard:lateness-list"), {"unit_id": world.units[0].pk, "year": 2020})
    assert dict(used_filters(listed.context["filter"]))["Đơn vị"] == world.units[0].name
    days = [task.due_on for task in client.get("/").context["tasks"]]
    assert days == sorted(days, key=lambda day: (day is None, day or date.max))
    HeadTerm.objects.update(ends_on=date(2020, 5, 31))  # the line of the plan outlasts a change of head
    HeadTermFactory(cluster_year=world.cluster_year, unit=world.units[1], starts_on=date(2020, 6, 1))
    client.force_login(world.officers[1])
    [task] = [task for task in client.get("/").context["tasks"] if task.title == "Ban hành kế hoạch"]
    assert (task.due_on, task.days_left) == (date(2020, 2, 1), -285)


@pytest.mark.parametrize(
    ("name", "most"), [("board-detail", 13), ("board-duty", 14), ("board-reminder", 16), ("board-list", 13)]
)
def test_query_count_does_not_grow(client, django_assert_max_num_queries, name, most):
    """Neither with the units nor, but for what its own kind asks, with the duties."""
    seen = set()
    for count in (3, 13):
        world = build(count)
        world.send(1)
        for number in range(count):
            ask_everybody(world, f"other:{number}", due_on=date(2020, 11, 1))
        client.force_login(world.head)
        arguments = {"board-list": [], "board-duty": [world.cluster_year.pk, "score_sheet"]}
        with django_assert_max_num_queries(most) as found:
            client.get(reverse(f"dashboard:{name}", args=arguments.get(name, [world.cluster_year.pk])))
        seen.add(len(found))
    assert len(seen) == 1


def test_the_workbook_of_a_board_names_its_filters(client):
    world = build(2)
    found = matrix(client, world).context["board"]
    asked = BoardFilter({"q": world.units[1].name}, queryset=Member.objects.none())
    assert any(world.units[1].name in note for note in board_sheet(found, (), NOW, asked).notes)
