"""What changes in a meeting after its ballot was prepared: quorum, day, units, delegates."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from apps.ballots.domain.opening import CannotOpen
from apps.ballots.domain.preparing import replace_voters
from apps.ballots.views.lists import missing_of
from apps.clusters.models import Member
from apps.conferences.ballot_host import ConferenceHost
from apps.conferences.domain import attending, planning, running, voting
from apps.conferences.tests.test_pages import person_of
from apps.conferences.tests.world import NOW, SYSTEM, build
from apps.units.tests.factories import UnitFactory

pytestmark = pytest.mark.django_db
MORE = {"actor": SYSTEM, "now": NOW}
PLAN = planning.Plan("Hội nghị tổng kết năm 2019", date(2019, 12, 11), "Đồng Nai")


def prepared(world, meeting):
    vote = voting.Vote("Cờ thi đua", 1, (world.units[0].pk,))
    return voting.prepare_ballot(conference_id=meeting.pk, title="Bình xét", votes=[vote], **MORE)


def change(meeting, plan) -> None:
    meeting.refresh_from_db()
    planning.change_plan(conference_id=meeting.pk, plan=plan, version=meeting.version, **MORE)


def test_a_ballot_opens_by_the_quorum_that_the_meeting_has_now():
    world = build()
    meeting = world.held()
    first = meeting.attendees.order_by("order").first()
    attending.tick(conference_id=meeting.pk, present={first.pk}, seen=set(), **MORE)
    running.open_conference(conference_id=meeting.pk, **MORE)
    ballot = prepared(world, meeting)
    team = [(person_of(world.units[place]).pk, world.units[place].pk) for place in (5, 6)]
    voting.approve_tellers(conference_id=meeting.pk, ballot_id=ballot.pk, tellers=team, **MORE)
    assert missing_of(ConferenceHost(), ballot, NOW) == []
    change(meeting, replace(PLAN, quorum_percent=Decimal("66.67")))
    assert missing_of(ConferenceHost(), ballot, NOW) == ["Chưa đủ điều kiện tiến hành: 1/18 có mặt."]
    with pytest.raises(CannotOpen):
        voting.open_ballot(conference_id=meeting.pk, ballot_id=ballot.pk, **MORE)
    change(meeting, replace(PLAN, quorum_percent=Decimal(5)))
    opened = voting.open_ballot(conference_id=meeting.pk, ballot_id=ballot.pk, **MORE)
    opened.refresh_from_db()
    assert (opened.state, opened.quorum_percent) == ("open", Decimal(5))


@pytest.mark.parametrize(("begun", "day", "there"), [(False, 12, False), (False, 11, True), (True, 12, True)])
def test_who_was_ticked_for_another_day_is_not_there(begun, day, there):
    world = build()
    meeting = world.held()
    first = meeting.attendees.order_by("order").first()
    attending.tick(conference_id=meeting.pk, present={first.pk}, seen=set(), **MORE)
    if begun:
        running.open_conference(conference_id=meeting.pk, **MORE)
    change(meeting, replace(PLAN, held_on=date(2019, 12, day)))
    first.refresh_from_db()
    assert (first.is_present, bool(first.present_by_label)) == (there, there)


def test_a_ballot_is_not_opened_by_a_list_of_voters_that_is_not_that_of_the_meeting():
    world = build()
    meeting = world.held()
    running.open_conference(conference_id=meeting.pk, **MORE)
    ballot, host = prepared(world, meeting), ConferenceHost()
    attendee = meeting.attendees.get(unit=world.units[4])
    newcomer = UnitFactory(name="Sở Tư pháp mới")

    def refusal() -> str:
        with pytest.raises(CannotOpen) as refused:
            voting.open_ballot(conference_id=meeting.pk, ballot_id=ballot.pk, **MORE)
        return str(refused.value.message)

    def replaced():
        Member.objects.filter(cluster_year=meeting.cluster_year, unit=attendee.unit).update(unit=newcomer)
        meeting.attendees.filter(pk=attendee.pk).update(unit=newcomer, unit_name=newcomer.name)

    assert host.list_difference(ballot) == ""
    for change_meeting, difference in (
        (
            lambda: attending.answer(attendee_id=attendee.pk, answer="coming", person="Lê Thử", version=0, **MORE),
            f"đã đổi đại biểu: {attendee.unit_name}",
        ),
        (replaced, f"chưa có {newcomer.name}; không còn {attendee.unit_name}"),
    ):
        change_meeting()
        told = f"Danh sách cử tri khác danh sách dự họp hiện nay ({difference}): cập nhật danh sách."
        assert host.list_difference(ballot) == refusal() == told
        replace_voters(ballot_id=ballot.pk, voters=host.electors(ballot), **MORE)
        assert host.list_difference(ballot) == ""
        assert "Danh sách cử tri" not in refusal()  # the team is missing still
