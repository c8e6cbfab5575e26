"""The history of a ballot shows counts to nobody who does not read them on its pages."""

import pytest
import time_machine
from django.urls import reverse

from apps.accounts.grants import actor_for
from apps.audit.models import Entry
from apps.ballots.domain import boards, certifying, closing, voiding
from apps.ballots.domain.attending import put_in_box
from apps.conferences.tests.ballot_meeting import Meeting
from apps.conferences.tests.world import NOW, SYSTEM
from apps.core.actor import Actor
from apps.dashboard.history_policies import counts_as_on_its_page
from apps.units.enums import Role

pytestmark = pytest.mark.django_db
MORE = {"actor": SYSTEM, "now": NOW}
VOTES = "Số phiếu trên giấy"


@pytest.fixture
def meeting(settings, tmp_path):
    from django.test import Client

    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(NOW, tick=False):
        yield Meeting(Client)


@pytest.mark.parametrize(("end", "leader_reads"), [("closed", False), ("voided", False), ("certified", True)])
def test_counts_of_the_board_are_read_as_on_the_pages_of_the_ballot(meeting, end, leader_reads):
    ballot = meeting.with_team(mode="paper")
    meeting.tellers[0].post(meeting.url("ballot-open"))
    one = {"ballot_id": ballot.pk, **MORE}
    put_in_box(voter_ids=list(ballot.voters.values_list("pk", flat=True)), **one)
    closing.close_ballot(codes={}, **one)
    board = boards.Board(18, 18, 0, 0, {1: 10, 2: 6, 3: 2})
    boards.write_board(question_id=meeting.question().pk, board=board, version=0, **MORE)
    if end != "closed":
        voiding.void_ballot(reason="Sai danh sách", **one) if end == "voided" else certifying.certify(**one)
    history = reverse("dashboard:history", args=["ballots", "ballot", ballot.pk])
    assert (VOTES in meeting.leaders[3].get(history).content.decode()) is leader_reads
    assert (VOTES in meeting.tellers[0].get(history).content.decode()) is (end != "voided")
    told = Entry.objects.get(action="ballots.board.write")
    assert set(told.after) == {"handed_out", "taken_in", "spoiled", "blank"}
    auditor = meeting.browser(meeting.conference.organiser, Role.AUDITOR)
    line = auditor.get(reverse("dashboard:trail-detail", args=[told.pk]))
    assert line.status_code == 200
    assert (VOTES in line.content.decode()) is leader_reads
    ballot.refresh_from_db()
    actors = (Actor(0, "", grants=()), actor_for(auditor.user, NOW.date()))
    found = [counts_as_on_its_page(actor, ballot) == {} for actor in actors]
    assert found == [leader_reads, leader_reads]
