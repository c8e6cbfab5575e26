from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from apps.audit.models import Entry
from apps.clusters.models import Member
from apps.clusters.tests.factories import ClusterYearFactory, MemberFactory
from apps.core.components import StatusWord
from apps.dashboard.queries.board import board_of, duty_rows
from apps.dashboard.tests.world import NOW, SYSTEM, build
from apps.notifications.models import Notice
from apps.obligations.domain.duties import ask
from apps.obligations.models import Extension, Obligation
from apps.scoring.domain.finalising import finish_step
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


def board(client, world, user=None, query=""):
    """The page of one duty of the board: the self-score."""
    client.force_login(user or world.head)
    return client.get(reverse("dashboard:board-duty", args=[world.cluster_year.pk, "score_sheet"]) + query)


def matrix(client, world, user=None, query=""):
    client.force_login(user or world.head)
    return client.get(reverse("dashboard:board-detail", args=[world.cluster_year.pk]) + query)


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
    assert [action.label for action in rows[0].actions] == ["Gia hạn", "Đóng: không nộp"]
    assert [action.label for action in rows[1].actions] == ["Mở lại cho đơn vị sửa"]
    rows = board(client, world).context["rows"]
    assert [[action.label for action in row.actions] for row in rows] == [["Gia hạn"], [], ["Gia hạn"]]


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
    assert "Trang này dành cho Trưởng, Phó Trưởng Cụm và Thường trực Hội đồng." in response.content.decode()


def test_list_shows_the_organisers_clusters_with_what_is_missing(client):
    world = build()
    world.send(0)
    empty = ClusterYearFactory(year=world.cluster_year.year)
    build()  # another organiser's
    client.force_login(world.standing_office)
    response = client.get(reverse("dashboard:board-list"))
    assert [(c.cluster_year, c.cluster_year.missing) for c in response.context["clusters"]] == [
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


def test_reminder_names_only_late_units_with_telephone(client):
    world = build()
    world.send(1)
    extended = world.obligation(2)
    Obligation.objects.filter(pk=extended.pk).update(extended_to=NOW + timedelta(days=3))
    client.force_login(world.head)
    response = client.get(reverse("dashboard:board-reminder", args=[world.cluster_year.pk]))
    text = response.context["text"]
    assert text == "\n".join(
        [
            f"Kính gửi: {world.units[0].name}.",
            "",
            f"Đến 16:20 ngày 12/11/2020, {world.cluster_year.name} năm 2020 đã nhận:",
            "- Tự chấm điểm: 1/3 đơn vị. Hạn nộp: 10/11/2020. Căn cứ: Công văn 5034/BTP-TCCB.",
            "",
            "Còn thiếu:",
            f"1. {world.units[0].name}: Tự chấm điểm (quá hạn 2 ngày)",
            "",
            "Đề nghị các đơn vị gửi tại http://testserver/.",
            f"Cần hỗ trợ, liên hệ: {world.standing_office.label}, 024 0000 0000.",
        ]
    )
    assert [(row.member.unit_name, people) for row, _missing, people in response.context["recipients"]] == [
        (world.units[0].name, [world.officers[0]])
    ]
    everyone = client.get(reverse("dashboard:board-reminder", args=[world.cluster_year.pk]) + "?all=1")
    assert [row.member.unit_name for row, _missing, _people in everyone.context["recipients"]] == [
        world.units[0].name,
        world.units[2].name,
    ]


def test_reminder_without_late_units_says_so(client):
    world = build(1)
    world.send(0)
    client.force_login(world.head)
    response = client.get(reverse("dashboard:board-reminder", args=[world.cluster_year.pk]))
    assert response.context["text"] == ""
    assert "Mọi đơn vị đã gửi." in response.content.decode()


def extension(world, index=0) -> str:
    return reverse("dashboard:board-extend", args=[world.cluster_year.pk, world.units[index].pk, "score_sheet"])


TYPED = {
    "until_on": "20/11/2020",
    "until_time": "17:00",
    "asked_by": "Ông Lê Văn Mẫu",
    "asked_how": "telephone",
    "reason": "Chờ số liệu quyết toán",
}


def test_extension_from_the_board_moves_the_date_of_one_unit(client):
    world = build()
    client.force_login(world.head)
    response = client.post(extension(world), TYPED)
    place = [world.cluster_year.pk, world.units[0].pk]
    assert response.headers["Location"] == reverse("dashboard:board-unit", args=place)
    until = datetime(2020, 11, 20, 10, 0, tzinfo=UTC)
    assert [world.obligation(index).extended_to for index in range(3)] == [until, None, None]
    assert "Đã gia hạn" in board(client, world).content.decode()


def test_extension_to_a_day_off_is_told(client):
    world = build()
    client.force_login(world.head)
    response = client.post(extension(world), TYPED | {"until_on": "22/11/2020"}, follow=True)
    assert "22/11/2020 là ngày nghỉ (Chủ nhật)" in response.content.decode()


def test_extension_sent_twice_is_done_once(client):
    world = build()
    client.force_login(world.head)
    token = client.get(extension(world)).context["form_token"]
    first = client.post(extension(world), TYPED | {"form_token": token})
    second = client.post(extension(world), TYPED | {"form_token": token})
    assert (first.status_code, second.status_code) == (302, 302)
    assert Extension.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"until_on": "10/11/2020"}, "Thời hạn mới phải ở sau lúc này."),
        ({"until_on": "31/02/2021"}, "Tháng 2 năm 2021 không có ngày 31."),
        ({"reason": "ngắn"}, "ngắn"),
        ({"asked_how": ""}, ""),
    ],
)
def test_extension_bad_input_keeps_what_was_typed_and_writes_nothing(client, changes, message):
    world = build()
    client.force_login(world.head)
    response = client.post(extension(world), TYPED | changes)
    page = response.content.decode()
    assert response.status_code == 422
    assert message in page
    assert "Ông Lê Văn Mẫu" in page
    assert not Extension.objects.exists()


def test_extension_of_a_sent_sheet_is_refused_with_the_way_out(client):
    world = build()
    world.send(0)
    client.force_login(world.head)
    response = client.post(extension(world), TYPED)
    assert response.status_code == 422
    assert "Mở lại cho đơn vị sửa" in response.content.decode()


def test_extension_for_a_unit_outside_the_cluster_is_not_found(client):
    world = build()
    other = build()
    client.force_login(world.head)
    url = reverse("dashboard:board-extend", args=[world.cluster_year.pk, other.units[0].pk, "score_sheet"])
    assert client.get(url).status_code == 404
    Member.objects.filter(cluster_year=world.cluster_year, unit=world.units[2]).delete()
    assert client.get(extension(world, 2)).status_code == 404


@pytest.mark.parametrize(
    ("name", "most"), [("board-detail", 16), ("board-duty", 17), ("board-reminder", 17), ("board-list", 17)]
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


def ask_everybody(world, code, *, due_on, label=""):
    return ask(
        year_id=world.cluster_year.year_id,
        code=code,
        label=label or code,
        due_on=due_on,
        unit_ids=[unit.pk for unit in world.units],
        actor=SYSTEM,
        now=NOW,
    )


def remind(client, world, user=None, query=""):
    client.force_login(user or world.standing_office)
    return client.post(reverse("dashboard:board-reminder", args=[world.cluster_year.pk]) + query, follow=True)


def reminded() -> dict[int, str]:
    return dict(Notice.objects.filter(kind="obligations.reminder").values_list("recipient_id", "body"))


def test_reminder_is_sent_to_officers_of_late_units_each_about_the_own_unit(client):
    world = build()
    world.send(1)
    Obligation.objects.filter(pk=world.obligation(2).pk).update(extended_to=NOW + timedelta(days=3))
    assert "Đã gửi nhắc tới 1 cán bộ của 1 đơn vị." in remind(client, world).content.decode()
    assert reminded() == {
        world.officers[0].pk: (
            f"{world.units[0].name} chưa gửi: Tự chấm điểm năm 2020.\n"
            "Hạn nộp: 10/11/2020 (quá hạn 2 ngày).\n"
            "Căn cứ: Công văn 5034/BTP-TCCB.\n"
            f"Cần hỗ trợ, liên hệ: {world.standing_office.label}, 024 0000 0000."
        )
    }
    entry = Entry.objects.get(action="obligations.duty.remind")
    assert entry.after == {"units": [world.units[0].code], "people": 1, "late_only": True}


def test_reminder_goes_to_everybody_who_owes_when_asked_so_and_once_a_day(client):
    world = build()
    world.send(1)
    remind(client, world, query="?all=1")
    assert set(reminded()) == {world.officers[0].pk, world.officers[2].pk}
    again = remind(client, world, query="?all=1")
    assert (again.status_code, Notice.objects.filter(kind="obligations.reminder").count()) == (422, 2)
    assert "đã được nhắc hôm nay" in again.content.decode()


def test_reminder_asks_who_is_late_when_it_is_sent(client):
    world = build()
    client.force_login(world.standing_office)
    assert len(client.get(reverse("dashboard:board-reminder", args=[world.cluster_year.pk])).context["recipients"]) == 3
    world.send(0)
    remind(client, world)
    assert set(reminded()) == {world.officers[1].pk, world.officers[2].pk}
