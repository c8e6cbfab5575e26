"""Who hears of a ballot, and what waits on the home: tellers, voters, units that were invited."""

import pytest
import time_machine
from django.urls import reverse

from apps.ballots.domain import certifying, closing, keys, voiding
from apps.ballots.domain.attending import choose_way, put_in_box
from apps.ballots.domain.boards import Board, write_board
from apps.ballots.enums import Told
from apps.conferences.domain import attending, inviting, running
from apps.conferences.domain.ballot_notices import Step, tell_of_ballot
from apps.conferences.domain.voting import Vote, party_of, prepare_ballot
from apps.conferences.tests.ballot_meeting import Meeting
from apps.conferences.tests.test_pages import person_of
from apps.conferences.tests.world import NOW, SYSTEM, build
from apps.notifications.models import Notice
from apps.units.enums import Role

pytestmark = pytest.mark.django_db
MORE = {"actor": SYSTEM, "now": NOW}


@pytest.fixture(autouse=True)
def _now(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setitem(keys.COST, "n", 2**4)
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def meeting():
    from django.test import Client

    return Meeting(Client)


def told(kind: str) -> set:
    return set(Notice.objects.filter(kind=f"conferences.{kind}").values_list("recipient", flat=True))


def test_tellers_hear_that_they_count_and_leaders_when_a_vote_on_screen_opens(meeting):
    team, leaders = ({browser.user.pk for browser in group} for group in (meeting.tellers, meeting.leaders))
    meeting.with_team(mode="screen")
    assert told("teller_named") == team
    assert "nhận mã mở phiếu" in Notice.objects.filter(kind="conferences.teller_named").first().body
    absent = meeting.world.units[3]
    meeting.conference.attendees.filter(unit=absent).update(present_at=None)
    choose_way(voter_id=meeting.voter(3).pk, way="writing", **MORE)
    assert told("vote_in_writing") == {meeting.leaders[3].user.pk}
    choose_way(voter_id=meeting.voter(3).pk, way="writing", **MORE)
    assert Notice.objects.filter(kind="conferences.vote_in_writing").count() == 1
    for teller in meeting.tellers:
        teller.post(meeting.url("teller-key"))
    meeting.conference.attendees.filter(unit=meeting.world.units[2]).update(present_at=None)  # neither here nor asked
    meeting.tellers[0].post(meeting.url("ballot-open"))
    assert told("ballot_opened") == leaders - {meeting.leaders[2].user.pk}
    act = reverse("ballots:vote", args=[meeting.ballot.pk, meeting.voter(3).pk])
    step = reverse("conferences:mode", args=[meeting.conference.pk, "ballot"])
    assert act in meeting.leaders[3].get(step).content.decode()
    meeting.ballot.voters.filter(party=meeting.voter(0).party).update(has_voted=True, way="screen")
    tell_of_ballot(Told.CLOSED, Step(meeting.ballot, meeting.conference, **MORE))
    assert told("ballot_closed") == {meeting.leaders[0].user.pk}
    assert Notice.objects.filter(kind="conferences.ballot_opened").first().path == meeting.url("vote-start")
    voiding.void_ballot(ballot_id=meeting.ballot.pk, reason="Mất mã", **MORE)
    assert told("ballot_voided") == leaders | team
    again = voiding.vote_again(ballot_id=meeting.ballot.pk, **MORE)
    asked = Notice.objects.filter(kind="conferences.vote_in_writing").order_by("pk")
    paths = [reverse("ballots:ballot-detail", args=[pk]) for pk in (meeting.ballot.pk, again.pk)]
    assert list(asked.values_list("path", flat=True)) == paths


def test_everybody_who_votes_hears_the_result_once_it_is_certified_and_nothing_of_single_votes(meeting):
    ballot = meeting.with_team(mode="paper")
    meeting.tellers[0].post(meeting.url("ballot-open"))
    assert told("ballot_opened") == set()
    before = Notice.objects.count()
    ids = list(ballot.voters.values_list("pk", flat=True))
    put_in_box(ballot_id=ballot.pk, voter_ids=ids, **MORE)
    closing.close_ballot(ballot_id=ballot.pk, codes={}, **MORE)
    board = Board(18, 18, 0, 0, {1: 10, 2: 6, 3: 2})
    write_board(question_id=meeting.question().pk, board=board, version=0, **MORE)
    assert Notice.objects.count() == before
    certifying.certify(ballot_id=ballot.pk, **MORE)
    assert told("ballot_certified") == {browser.user.pk for browser in (*meeting.leaders, *meeting.tellers)}


def test_a_team_named_before_the_meeting_hears_when_it_opens():
    world = build()
    found = world.held()
    teller = person_of(world.units[5])
    vote = Vote("Cờ thi đua", 1, (world.units[0].pk,))
    ballot = prepare_ballot(conference_id=found.pk, title="Bình xét", votes=[vote], **MORE)
    ballot.tellers.create(user=teller, order=1, party=party_of(world.units[5].pk), label="Người thử")
    running.open_conference(conference_id=found.pk, **MORE)
    assert told("ballot_soon") == {teller.pk}


def test_an_invitation_waits_on_the_home_of_officer_and_leader_until_it_is_answered(client):
    world = build()
    found = world.held()
    attendee = found.attendees.get(unit=world.units[0])
    people = [person_of(world.units[0], role) for role in (Role.OFFICER, Role.LEADER)]
    page = reverse("conferences:attendee-answer", args=[found.pk, attendee.pk])

    def shown() -> list[bool]:
        found = []
        for user in people:
            client.force_login(user)
            found.append(page in client.get("/").content.decode())
        return found

    assert shown() == [False, False]
    inviting.send_invitations(conference_id=found.pk, **MORE)
    assert shown() == [True, True]
    attending.answer(attendee_id=attendee.pk, answer="coming", version=0, **MORE)
    assert shown() == [False, False]
