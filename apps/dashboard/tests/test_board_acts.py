"""What is done from the board: reminding who owes, extending the date of one unit."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from apps.audit.models import Entry
from apps.clusters.models import Member
from apps.dashboard.tests.boards import board
from apps.dashboard.tests.world import NOW, build
from apps.notifications.models import Notice
from apps.obligations.models import Extension, Obligation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


@pytest.fixture
def at_now():
    with time_machine.travel(NOW, tick=False):
        yield


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


def test_extension_to_a_day_off_is_told_before_and_after_it_is_taken(client):
    world = build()
    client.force_login(world.head)
    sunday = TYPED | {"until_on": "22/11/2020"}
    response = client.post(extension(world), sunday)
    assert (response.status_code, Extension.objects.count()) == (422, 0)
    assert "22/11/2020 là ngày nghỉ (Chủ nhật)" in response.content.decode()
    told = {"told_days": response.context["told_days"]}
    response = client.post(extension(world), TYPED | {"until_on": "21/11/2020"} | told)
    assert "21/11/2020 là ngày nghỉ (Thứ Bảy)" in response.content.decode(), "another day is told anew"
    response = client.post(extension(world), sunday | told, follow=True)
    assert (response.status_code, Extension.objects.count()) == (200, 1)
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
    sent = remind(client, world, query="?all=1").content.decode()
    assert set(reminded()) == {world.officers[0].pk, world.officers[2].pk}
    assert "Gửi nhắc tới" not in sent  # no button that is refused
    assert "đã được nhắc hôm nay" in sent
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
