"""Hoãn, hủy and holding after all: who hears why, what stays readable, what nobody writes any more."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from apps.conferences.domain import (
    attending,
    calling_off,
    congresses,
    hall_signing,
    inviting,
    minutes,
    papers,
    planning,
    running,
    voting,
)
from apps.conferences.domain.calling_off import NewDay
from apps.conferences.domain.planning import Plan
from apps.conferences.handover_queries import open_tasks
from apps.conferences.tests.test_pages import person_of
from apps.conferences.tests.world import NOW, SYSTEM, build
from apps.core.errors import TransitionNotAllowed
from apps.notifications.models import Notice
from apps.pledges.models import Pledge
from apps.units.enums import Role
from apps.units.tests.factories import UnitFactory

pytestmark = pytest.mark.django_db
MORE = {"actor": SYSTEM, "now": NOW}


@pytest.fixture(autouse=True)
def _now(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(NOW, tick=False):
        yield


def told(kind: str) -> dict:
    """Who was told so, with the newest words."""
    return dict(Notice.objects.filter(kind=kind).order_by("pk").values_list("recipient__username", "body"))


def test_units_that_were_invited_hear_why_and_nothing_is_written_until_it_is_held_after_all(client):
    world = build()
    found = world.held()
    leader, call = person_of(world.units[3], Role.LEADER), {"conference_id": found.pk, **MORE}
    inviting.send_invitations(**call)
    attendee = found.attendees.get(unit=world.units[3])
    answer = {"attendee_id": attendee.pk, "answer": "coming", "person": "Lê Văn Thử", **MORE}
    attending.answer(version=0, **answer)
    vote = voting.Vote("Cờ thi đua", 1, (world.units[3].pk,))
    ballot = voting.prepare_ballot(title="Bình xét", votes=[vote], **call)
    ballot.tellers.create(user=leader, order=1, party=voting.party_of(world.units[3].pk), label="Người thử")
    client.force_login(leader)
    assert ballot.get_absolute_url() in client.get("/").content.decode()
    with pytest.raises(running.NothingSaid):
        calling_off.call_off(reason=" ", **call)
    pledge = Pledge.objects.create(cluster_year=world.signing)
    attending.tick(present={attendee.pk}, seen=set(), **call)
    calling_off.call_off(reason="Phòng, chống bão số 12.", **call)
    assert ballot.get_absolute_url() not in client.get("/").content.decode()
    assert "Phòng, chống bão số 12." in told("conferences.called_off")[leader.username]
    found.refresh_from_db()
    assert voting.lacking(found, ballot, NOW) == ["Hội nghị đã hoãn, hủy."]
    for refused in (
        lambda: running.open_conference(**call),
        lambda: inviting.send_invitations(**call),
        lambda: attending.answer(version=1, **answer),
        lambda: papers.add_paper(kind="report", title="Báo cáo", text="x", **call),
        lambda: voting.prepare_ballot(title="Bình xét", votes=[vote], **call),
        lambda: voting.approve_tellers(ballot_id=ballot.pk, tellers=[], **call),
        lambda: calling_off.call_off(reason="Lần nữa", **call),
        lambda: minutes.write_minutes(opinions="", conclusion="Nhất trí.", version=0, **call),
        lambda: minutes.sign_minutes(copy=None, seen="", **call),
        lambda: hall_signing.sign_in_hall(pledge_id=pledge.pk, signers=[], copy=None, seen="", **call),
    ):
        with pytest.raises(TransitionNotAllowed):
            refused()
    day = NewDay(date(2019, 12, 20), "afternoon", "Bình Dương")
    calling_off.plan_again(day=day, **call)
    assert "Chiều 20/12/2019, tại Bình Dương." in told("conferences.changed")[leader.username]
    attendee.refresh_from_db()
    assert (attendee.person, attendee.invited_at) == ("Lê Văn Thử", NOW)
    assert (attendee.answer, attendee.version, attendee.is_present) == ("none", 2, False)
    assert running.open_conference(**call).state == "in_session"
    with pytest.raises(TransitionNotAllowed):
        calling_off.call_off(reason="Đã họp rồi", **call)


def test_on_the_pages_the_office_says_why_and_a_unit_still_reads_the_papers(client):
    world = build()
    found = world.held()
    paper = papers.add_paper(conference_id=found.pk, kind="report", title="Báo cáo", text="Nội dung.", **MORE)
    papers.make_official(paper_id=paper.pk, remark="", version=paper.version, **MORE)
    inviting.send_invitations(conference_id=found.pk, **MORE)
    page, off = found.get_absolute_url(), reverse("conferences:call-off", args=[found.pk])
    client.force_login(person_of(found.organiser, Role.STANDING_OFFICE))
    assert off in client.get(page).content.decode()
    assert client.post(off, {"reason": "Bão số 12"}).url == page
    again = reverse("conferences:plan-again", args=[found.pk])
    assert again in client.get(page).content.decode()
    client.force_login(person_of(world.units[2]))
    shown = client.get(page).content.decode()
    assert "Bão số 12" in shown
    for gone in (off, again, "Trả lời giấy mời", "Chế độ hội nghị"):
        assert gone not in shown
    assert "Nội dung." in client.get(paper.get_absolute_url()).content.decode()
    client.force_login(person_of(found.organiser, Role.STANDING_OFFICE))
    assert client.post(again, {"held_on": "20/12/2019", "session": "morning"}).url == page
    change = planning.Plan("Hội nghị tổng kết", date(2019, 12, 21))
    planning.change_plan(conference_id=found.pk, plan=change, version=3, reason="Trùng lịch.", **MORE)
    assert any("Lý do: Trùng lịch." in body for body in told("conferences.changed").values())


def test_a_congress_called_off_binds_nobody_below_and_their_leaders_hear_it():
    above, below = UnitFactory(), UnitFactory()
    heard = {person_of(below, role).username for role in (Role.LEADER, Role.STANDING_OFFICE)}
    parent = planning.hold_congress(organiser_id=above.pk, plan=Plan("Đại hội ngành", date(2019, 12, 20)), **MORE)
    plan = Plan("Đại hội đơn vị", date(2019, 12, 15), days_before_parent=10)
    child = planning.hold_congress(organiser_id=below.pk, parent_id=parent.pk, plan=plan, **MORE)
    assert congresses.too_late(parent) == [child]
    calling_off.call_off(conference_id=parent.pk, reason="Chuyển sang năm sau", **MORE)
    assert heard <= set(told("conferences.called_off"))
    parent.refresh_from_db()
    assert congresses.too_late(parent) == []
    calling_off.plan_again(conference_id=parent.pk, day=NewDay(date(2020, 3, 2)), **MORE)
    assert heard <= set(told("conferences.changed"))


def test_the_team_of_a_prepared_ballot_and_presenters_of_other_units_hear_it():
    world = build()
    found = world.held()
    call = {"conference_id": found.pk, **MORE}
    teller, presenter = (person_of(world.units[place]) for place in (5, 6))
    vote = voting.Vote("Cờ thi đua", 1, (world.units[0].pk,))
    ballot = voting.prepare_ballot(title="Bình xét", votes=[vote], **call)
    ballot.tellers.create(user=teller, order=1, party=voting.party_of(world.units[5].pk), label="Người thử")
    paper = papers.add_paper(kind="other", title="Tham luận", text="x", **call)
    paper.presenters.create(user=presenter, label="Người thử")
    calling_off.call_off(reason="Bão số 12", **call)
    assert set(told("conferences.called_off")) == {teller.username, presenter.username}


def test_a_meeting_that_was_called_off_is_no_open_task_of_the_old_head():
    world = build()
    found = world.held()
    assert any(found.title in task.text for task in open_tasks(world.closing))
    calling_off.call_off(conference_id=found.pk, reason="Không tổ chức", **MORE)
    assert not any(found.title in task.text for task in open_tasks(world.closing))
