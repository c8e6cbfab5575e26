"""A meeting in real windows: the projector step by step, two phones that vote, a vote on screen and one on paper."""

from datetime import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.ballots.domain import attending as boxes
from apps.ballots.domain import boards, casting, certifying, closing, telling
from apps.ballots.domain.boards import Board
from apps.ballots.models import Ballot
from apps.conferences.domain import attending, minutes, running, voting
from apps.conferences.minutes_content import what_is_signed
from apps.conferences.tests.world import NOW, SYSTEM, build
from apps.core.actor import Actor
from apps.documents.domain.attachments import store
from apps.documents.domain.signed_copies import PaperCopy
from apps.documents.tests.factories import PDF
from apps.units.enums import Role
from apps.units.tests.factories import RoleAssignmentFactory
from emulation_portal.tests.browser import DESK, PHONE, axe_violations, overflow, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PROJECTOR = {"width": 1920, "height": 1080}


class Windows:
    """A window for each person, all of one browser; each page that is looked at is good."""

    def __init__(self, browser, live_server):
        self.browser, self.live_server, self.open = browser, live_server, []

    def of(self, unit, role, size):
        user = RoleAssignmentFactory(unit=unit, role=role, starts_on=NOW.date()).user
        page = self.browser.new_context(viewport=size, locale="vi-VN").new_page()
        sign_in(page, self.live_server, Client(), user)
        self.open.append(page)
        return page, Actor(user.pk, user.label)

    def go(self, page, name, *arguments):
        page.goto(self.live_server.url + reverse(name, args=arguments))
        self.good(page)

    @staticmethod
    def good(page):
        assert axe_violations(page) == [], page.url
        assert overflow(page) <= 0, page.url


@pytest.fixture
def windows(browser, live_server, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    found = Windows(browser, live_server)
    yield found
    for page in found.open:
        page.context.close()


def prepared(meeting, world, mode, title, team):
    asked = voting.Vote(title, 1, tuple(unit.pk for unit in world.units[2:5]), max_choices=2)
    call = {"conference_id": meeting.pk, "actor": SYSTEM, "now": timezone.now()}
    ballot = voting.prepare_ballot(title=title, votes=[asked], mode=mode, **call)
    pairs = [(actor.user_id, unit.pk) for actor, unit in zip(team, world.units, strict=False)]
    voting.approve_tellers(ballot_id=ballot.pk, tellers=pairs, **call)
    return ballot


def test_from_attendance_to_signed_minutes_on_screen_and_on_paper(windows):
    world = build()
    meeting = world.held()
    call = {"conference_id": meeting.pk, "actor": SYSTEM, "now": timezone.now()}
    projector, _office = windows.of(meeting.organiser, Role.STANDING_OFFICE, PROJECTOR)
    desk, teller = windows.of(world.units[0], Role.OFFICER, DESK)
    other = RoleAssignmentFactory(unit=world.units[1], role=Role.OFFICER, starts_on=NOW.date()).user
    team = [teller, Actor(other.pk, other.label)]
    phones = [windows.of(unit, Role.LEADER, PHONE)[0] for unit in world.units[2:4]]

    windows.go(projector, "conferences:mode", meeting.pk, "attendance")
    attending.tick(present=set(meeting.attendees.values_list("pk", flat=True)), seen=set(), **call)
    running.open_conference(**call)
    windows.go(projector, "conferences:mode", meeting.pk, "attendance")
    assert "18/18" in projector.locator(".mode__figure").inner_text().replace("\n", "")

    # On screen: two phones, one more voter, both codes in one form.
    ballot = prepared(meeting, world, "screen", "Cờ thi đua ngành Tư pháp", team)
    codes = {each.pk: telling.take_key(teller_id=each.pk, actor=SYSTEM, now=NOW) for each in ballot.tellers.all()}
    voting.open_ballot(ballot_id=ballot.pk, actor=teller, conference_id=meeting.pk, now=timezone.now())
    for phone in phones:
        windows.go(phone, "ballots:vote-start", ballot.pk)
        phone.locator("input[type=checkbox]").nth(1).check()
        phone.get_by_role("button", name="Xem lại trước khi bỏ phiếu").click()
        windows.good(phone)
        phone.get_by_role("button", name="Bỏ phiếu", exact=True).click()
        windows.good(phone)
    question, voter = ballot.questions.get(), ballot.voters.get(party=voting.party_of(world.units[5].pk))
    casting.cast(voter_id=voter.pk, marks={question.pk: [1]}, actor=SYSTEM, now=timezone.now())
    windows.go(projector, "conferences:mode", meeting.pk, "ballot")
    assert "3/18" in projector.locator(".mode__figure").inner_text().replace("\n", "")
    windows.go(desk, "ballots:ballot-close", ballot.pk)
    for pk, code in codes.items():
        desk.locator(f"[name=code-{pk}]").fill(code)
    desk.get_by_role("button", name="Đóng bỏ phiếu").click()
    windows.good(desk)
    assert Ballot.objects.get(pk=ballot.pk).state == "closed", desk.locator("main").inner_text()
    certifying.certify(ballot_id=ballot.pk, actor=teller, now=timezone.now())

    vote_on_paper(windows, desk, prepared(meeting, world, "paper", "Cờ thi đua của Chính phủ", team), teller, meeting)
    windows.go(projector, "conferences:mode", meeting.pk, "count")
    told = projector.locator("main").inner_text()
    assert "10/18" in told
    assert "2/18" in told

    minutes.write_minutes(opinions="", conclusion="Nhất trí.", version=0, ended_at=time(11, 30), **call)
    scan = store(SimpleUploadedFile("bb.pdf", PDF), actor=SYSTEM, now=timezone.now())
    copy = PaperCopy(scan, "02/BB", NOW.date(), signer_name="Đặng Hoàng Oanh", signer_post="Trưởng Khu vực")
    minutes.sign_minutes(copy=copy, seen=what_is_signed(meeting), **call)
    windows.go(projector, "conferences:mode", meeting.pk, "minutes")
    assert "Biên bản số 02/BB đã ký" in projector.locator("main").inner_text()


def vote_on_paper(windows, desk, paper, teller, meeting):
    """Slips in the box, the board read out, certified."""
    voting.open_ballot(ballot_id=paper.pk, actor=teller, conference_id=meeting.pk, now=timezone.now())
    windows.go(desk, "ballots:voter-list", paper.pk)
    ids = list(paper.voters.values_list("pk", flat=True))
    boxes.put_in_box(ballot_id=paper.pk, voter_ids=ids, actor=teller, now=timezone.now())
    closing.close_ballot(ballot_id=paper.pk, codes={}, actor=teller, now=timezone.now())
    asked = paper.questions.get()
    windows.go(desk, "ballots:ballot-board", paper.pk, asked.pk)
    board = Board(18, 18, 0, 0, {1: 10, 2: 6, 3: 2})
    boards.write_board(question_id=asked.pk, board=board, version=0, actor=teller, now=timezone.now())
    certifying.certify(ballot_id=paper.pk, actor=teller, now=timezone.now())
