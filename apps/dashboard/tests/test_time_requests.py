"""Yêu cầu mở lại, gia hạn: the unit asks on its duty, whoever may extend answers, the unit is told."""

from dataclasses import replace
from datetime import timedelta
from itertools import chain, repeat

import pytest
import time_machine
from django.urls import reverse

from apps.audit.models import Entry
from apps.core.dates import local
from apps.core.together import together
from apps.dashboard.papers import reopening
from apps.dashboard.papers.kinds import kinds
from apps.dashboard.tests.world import NOW, build
from apps.notifications.models import Notice
from apps.obligations.domain.duties import fulfil, unfulfil
from apps.obligations.enums import GIVEN_BACK, GIVEN_BACK_PREFIXES, OFFICE_GIVES_BACK
from apps.obligations.models import Extension, Reopening, TimeRequest
from apps.scoring.enums import SheetState
from apps.scoring.models import ScoreSheet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
REASON = "Chờ số liệu quyết toán của hai phòng"
LINE = "Yêu cầu mở lại, gia hạn"


@pytest.fixture
def at_now():
    with time_machine.travel(NOW, tick=False):
        yield


def asked(client, world, index=1, days=5, **changes):
    """The unit's officer asks from the line of its duty."""
    client.force_login(world.officers[index])
    day = local(NOW + timedelta(days=days)).date()
    page = reverse("dashboard:request-make", args=[world.obligation(index).pk])
    return client.post(page, {"until_on": f"{day:%d/%m/%Y}", "until_time": "17:00", "reason": REASON, **changes})


def answer(client, user, step, **typed):
    client.force_login(user)
    return client.post(reverse(f"dashboard:request-{step}", args=[TimeRequest.objects.latest("pk").pk]), typed)


def titles(client, user) -> list[str]:
    client.force_login(user)
    return [str(task.title) for task in client.get("/").context["tasks"]]


def told(user) -> list[str]:
    return list(Notice.objects.filter(recipient=user).values_list("kind_id", flat=True))


def test_a_unit_asks_for_more_time_is_refused_with_a_reason_asks_again_and_gets_it(client):
    world = build()
    assert asked(client, world, days=-1).status_code == 422
    assert asked(client, world).status_code == 302
    again = asked(client, world)
    assert (again.status_code, "đang chờ trả lời" in again.content.decode()) == (422, True)
    assert "Đã đề nghị, đang chờ trả lời." in client.get("/").content.decode()
    assert told(world.head) == ["obligations.time_asked"]
    assert (LINE in titles(client, world.head), LINE in titles(client, world.standing_office)) == (True, True)
    board = client.get(reverse("dashboard:board-unit", args=[world.cluster_year.pk, world.units[1].pk]))
    assert "Trả lời đề nghị" in board.content.decode()

    assert answer(client, world.head, "refuse", reason="Đã gia hạn hai lần trong năm.").status_code == 302
    assert told(world.officers[1]) == ["obligations.time_refused"]
    client.force_login(world.officers[1])
    assert [each.body for each in client.get("/").context["unit_year"].changes] == ["Đã gia hạn hai lần trong năm."]
    assert LINE not in titles(client, world.head)
    assert answer(client, world.head, "refuse", reason="Lần thứ hai cũng vậy.").status_code == 422

    asked(client, world)
    day = local(NOW + timedelta(days=3)).date()
    until = {"until_on": f"{day:%d/%m/%Y}", "until_time": "17:00"}
    asked_again = answer(client, world.head, "grant", **until)
    assert "15/11/2020 là ngày nghỉ (Chủ nhật)" in asked_again.content.decode()
    until["told_days"] = asked_again.context["told_days"]
    assert answer(client, world.head, "grant", **until).status_code == 302
    request, extension = TimeRequest.objects.latest("pk"), Extension.objects.get()
    assert (request.state, request.answered_by) == ("granted", world.head.label)
    assert (extension.until, extension.asked_by, extension.asked_how, extension.reason) == (
        world.obligation(1).extended_to,
        world.officers[1].label,
        "portal",
        REASON,
    )
    actions = Entry.objects.filter(action__startswith="obligations.").order_by("pk").values_list("action", flat=True)
    assert [action.rpartition(".")[2] for action in actions][-4:] == ["make", "refuse", "make", "extend"]


def test_what_was_sent_comes_back_when_the_office_grants_it(client):
    """Of the head's own unit nobody there answers; a request for time ends when the paper is sent."""
    world = build()
    assert asked(client, world, index=0).status_code == 302
    assert told(world.head) == []
    assert told(world.standing_office) == ["obligations.time_asked"]
    assert (LINE in titles(client, world.head), LINE in titles(client, world.standing_office)) == (False, True)
    day = local(NOW + timedelta(days=5)).date()
    until = {"until_on": f"{day:%d/%m/%Y}", "until_time": "17:00"}
    assert answer(client, world.head, "grant", **until).status_code == 403
    world.send(0)
    assert LINE not in titles(client, world.standing_office)
    assert answer(client, world.standing_office, "grant", **until).status_code == 422

    assert asked(client, world, index=0).status_code == 302
    assert list(TimeRequest.objects.order_by("pk").values_list("kind", "state")) == [
        ("extension", "lapsed"),
        ("reopening", "waiting"),
    ]
    assert answer(client, world.standing_office, "grant", **until).status_code == 302
    assert Reopening.objects.get().asked_how == "portal"
    assert ScoreSheet.objects.get(unit=world.units[0]).state == SheetState.SELF_SCORING
    assert world.obligation(0).fulfilled_at is None


def test_what_the_office_alone_gives_back_no_head_is_told_of_nor_grants(client):
    """A member's score sheet: notice, home, board, list and page all ask the same rule."""
    world = build()
    world.send(1)
    client.force_login(world.officers[1])
    duty = client.get(world.obligation(1).duty.get_absolute_url()).content.decode()
    assert ("Đề nghị mở lại" in duty, "Đề nghị gia hạn" in duty) == (True, False)
    assert asked(client, world).status_code == 302
    duty = client.get(world.obligation(1).duty.get_absolute_url()).content.decode()
    assert ("Đã đề nghị, đang chờ trả lời." in duty, "Đề nghị mở lại" in duty) == (True, False)
    assert ["obligations.time_asked" in told(user) for user in (world.head, world.standing_office)] == [False, True]
    assert (LINE in titles(client, world.head), LINE in titles(client, world.standing_office)) == (False, True)
    board = reverse("dashboard:board-unit", args=[world.cluster_year.pk, world.units[1].pk])
    for user, may in ((world.head, False), (world.standing_office, True), (world.auditor, False)):
        client.force_login(user)
        shown = client.get(reverse("dashboard:request-list")).context["page_obj"]
        assert [each.may_answer for each in shown] == [may]
        assert ("Trả lời đề nghị" in client.get(board).content.decode()) == may
    day = local(NOW + timedelta(days=5)).date()
    until = {"until_on": f"{day:%d/%m/%Y}", "until_time": "17:00"}
    assert answer(client, world.head, "grant", **until).status_code == 403
    assert answer(client, world.head, "refuse", reason="Không cần sửa bảng.").status_code == 403
    # The paper comes back another way, then is sent anew: the old request is of the past.
    unfulfil(year_id=world.cluster_year.year_id, code="score_sheet", unit_id=world.units[1].pk)
    assert not TimeRequest.objects.waiting()
    fulfil(year_id=world.cluster_year.year_id, code="score_sheet", unit_id=world.units[1].pk, at=NOW)
    assert (TimeRequest.objects.get().state, TimeRequest.objects.waiting().count()) == ("lapsed", 0)


def test_kinds_that_come_back_are_those_that_a_unit_may_ask_for():
    found = {kind.code for kind in kinds() if kind.reopen is not None}
    assert found == {str(code) for code in GIVEN_BACK} | set(GIVEN_BACK_PREFIXES)
    assert OFFICE_GIVES_BACK < GIVEN_BACK


def test_a_paper_that_is_no_more_has_its_request_refused_not_the_page_broken(client, monkeypatch):
    world = build()
    world.send(1)
    asked(client, world)
    real = reopening.kind_of("score_sheet")
    found = chain([real.papers], repeat(lambda _asked: together()))
    monkeypatch.setattr(reopening, "kind_of", lambda _code: replace(real, papers=next(found)))
    day = local(NOW + timedelta(days=5)).date()
    until = {"until_on": f"{day:%d/%m/%Y}", "until_time": "17:00"}
    assert answer(client, world.standing_office, "grant", **until).status_code == 422


def test_the_list_is_scoped_and_asks_the_same_whatever_its_length(client, django_assert_max_num_queries):
    world = build(5)
    counts = []
    for index in (1, 2, 3):
        asked(client, world, index=index)
        client.force_login(world.head)
        with django_assert_max_num_queries(12) as found:
            page = client.get(reverse("dashboard:request-list"), {"state": "waiting"})
        counts.append(len(found))
        assert len(page.context["page_obj"]) == index
    assert len(set(counts)) == 1
    client.force_login(world.officers[2])
    own = client.get(reverse("dashboard:request-list")).context["page_obj"]
    assert [(each.obligation.unit_id, each.may_answer) for each in own] == [(world.units[2].pk, False)]
    client.force_login(world.officers[4])
    assert not client.get(reverse("dashboard:request-list")).context["page_obj"]
