"""From the certified ballot of Cụm số 1 2020 to decision, registry, certificate and its verified code, by clicks.

Each step by the role whose it is; the pages that nobody would see otherwise are looked at on a desk and on a phone.
"""

import re
import threading
from datetime import date, datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from django.db import connections
from django.urls import reverse
from pypdf import PdfReader

from apps.accounts.models import User
from apps.awards.council_enums import CouncilKind, ItemResult
from apps.awards.domain.councils import CouncilPlan, found_council
from apps.awards.models import AgendaItem, AwardDecision, AwardProposal, CouncilSession
from apps.awards.tests.council_world import POSITIONS, add_members
from apps.awards.tests.test_scenarios import AT, FLAGS, UNITS, scan, voted
from apps.ballots.models import Ballot
from apps.clusters.tests.factories import HeadTermFactory
from apps.conferences.domain import minutes
from apps.conferences.minutes_content import what_is_signed
from apps.documents.domain.signed_copies import PaperCopy
from apps.documents.models import IssuedFile
from apps.jobs.models import Job
from apps.jobs.tests.workers import empty_redis
from apps.registry.models import Award
from apps.reports.tasks import render_report
from apps.units.enums import Role, UnitKind
from apps.units.models import Unit
from apps.units.tests.factories import RoleAssignmentFactory
from emulation_portal.tests.browser import DESK, PHONE, axe_violations, overflow, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
THEN = datetime(2020, 12, 21, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
SINCE = date(2019, 1, 1)
ABSENT = 8  # of the council: gives the opinion in writing
CONCERNED = 3  # serves in a nominated unit


class Desk:
    """One window in which people sign in one after the other."""

    def __init__(self, page, live_server, client):
        self.page, self.live_server, self.client = page, live_server, client

    def as_(self, user: User) -> "Desk":
        sign_in(self.page, self.live_server, self.client, user)
        return self

    def go(self, path: str) -> "Desk":
        self.page.goto(self.live_server.url + path)
        return self

    def link(self, name: str, *, exact: bool = False) -> "Desk":
        self.page.locator("main").get_by_role("link", name=name, exact=exact).first.click()
        return self

    def press(self, name: str) -> "Desk":
        self.page.locator("main").get_by_role("button", name=name, exact=True).click()
        return self

    def fill(self, **typed: str) -> "Desk":
        for name, value in typed.items():
            self.page.locator(f"main [name={name}]").fill(value)
        return self

    def looks_well(self) -> None:
        self.page.wait_for_load_state("load")
        for size in (PHONE, DESK):
            self.page.set_viewport_size(size)
            assert overflow(self.page) <= 0, (self.page.url, size)
        assert axe_violations(self.page) == [], self.page.url

    @property
    def text(self) -> str:
        return self.page.locator("main").inner_text()


def signed_meeting():
    """The ballot of 18/12/2020 with the minutes of the meeting signed; its people and the ministry's council."""
    meeting, _ballot, units, _awards = voted()
    minutes.write_minutes(conference_id=meeting.pk, opinions="", conclusion="Nhất trí.", version=0, **AT)
    copy = PaperCopy(scan(), "12/BB-C1", date(2020, 12, 18), "Lê Văn Thử", "Trưởng Cụm")
    minutes.sign_minutes(conference_id=meeting.pk, copy=copy, seen=what_is_signed(meeting), **AT)
    Unit.objects.filter(pk=meeting.organiser_id).update(kind=UnitKind.MINISTRY, name="Bộ Tư pháp")
    HeadTermFactory(cluster_year=meeting.cluster_year, unit=units[0], starts_on=SINCE)
    people = {
        "head": RoleAssignmentFactory(unit=units[0], role=Role.OFFICER, starts_on=SINCE).user,
        "leader": RoleAssignmentFactory(unit=units[0], role=Role.LEADER, starts_on=SINCE).user,
        "office": RoleAssignmentFactory(unit=meeting.organiser, role=Role.STANDING_OFFICE, starts_on=SINCE).user,
    }
    plan = CouncilPlan("Hội đồng Thi đua - Khen thưởng ngành Tư pháp", SINCE, date(2023, 12, 31))
    council = found_council(organiser_id=meeting.organiser_id, kind=CouncilKind.EMULATION, plan=plan, **AT)
    return meeting, council, add_members(council, POSITIONS), people


def work() -> None:
    """Do the report that was asked for last as a worker would, from a thread with connections of its own."""

    def run():
        render_report.run(job_id=Job.objects.latest("pk").pk)
        connections.close_all()

    worker = threading.Thread(target=run)
    worker.start()
    worker.join()


def test_from_the_certified_ballot_to_a_certificate_whose_code_is_verified(
    page, live_server, client, settings, tmp_path, time_machine
):
    settings.MEDIA_ROOT = tmp_path
    empty_redis()
    time_machine.move_to(THEN)
    meeting, council, members, people = signed_meeting()
    desk = Desk(page, live_server, client)
    letter_is_sent(desk, meeting, people)
    session = council_votes(desk, council, members, people["office"])
    decision_is_issued(desk, session, people["office"])
    certificate_is_verified(desk, people["office"])


def letter_is_sent(desk: Desk, meeting, people) -> None:
    desk.as_(people["head"]).go(reverse("conferences:conference-detail", args=[meeting.pk])).link("Lập tờ trình")
    desk.press("Lập tờ trình")
    for name in (UNITS[n] for n in FLAGS):
        assert AwardProposal.objects.get().nominees.filter(name=name).exists()
    desk.link("Xem lại, ký, gửi").press("Trình lãnh đạo")
    proposal = AwardProposal.objects.get()
    desk.as_(people["leader"]).go(reverse("awards:proposal-check", args=[proposal.pk]))
    desk.looks_well()
    desk.press("Xác nhận và gửi")
    assert "XN-KT-2020-" in desk.text
    desk.as_(people["office"]).go(proposal.get_absolute_url()).link("Thẩm định")
    desk.page.locator("main form button[type=submit]").last.click()
    proposal.refresh_from_db()
    assert proposal.state == "verified"


def council_votes(desk: Desk, council, members, office) -> CouncilSession:
    """One member is concerned by a unit, so there are two ballots; one who is absent votes in writing."""
    desk.as_(office).go(council.get_absolute_url()).link("Lập phiên họp")
    desk.fill(title="Xét Cờ thi đua năm 2020", held_on="21/12/2020", place="Hà Nội")
    desk.page.locator("main form button[type=submit]").last.click()
    session = CouncilSession.objects.get()
    desk.go(session.get_absolute_url()).link("Đưa hồ sơ vào")
    desk.page.locator("main [name=proposals]").check()
    desk.page.locator("main form button[type=submit]").last.click()
    desk.go(session.get_absolute_url()).link("Điểm danh")
    for order, seat in enumerate(session.seats.order_by("order")):
        desk.page.locator(f"[name=seat-{seat.pk}]").select_option("writing" if order == ABSENT else "present")
    desk.page.locator("main form button[type=submit]").last.click()
    member = members[CONCERNED]
    item = session.items.get(nominee__name=UNITS[11], nominee__award__code="CTDB")
    desk.as_(member.person.user).go(reverse("awards:session-conflict", args=[session.pk, item.pk]))
    desk.fill(reason="Công tác tại đơn vị được đề nghị")
    desk.page.locator("main form button[type=submit]").last.click()
    desk.as_(office).go(session.get_absolute_url())
    desk.looks_well()
    desk.link("Khai mạc", exact=True).press("Khai mạc phiên họp")
    desk.link("Lập phiếu bầu").press("Lập phiếu bầu")
    ballots = list(Ballot.objects.filter(keeper=session.keeper).order_by("order"))
    assert [ballot.voters.count() for ballot in ballots] in ([9, 8], [8, 9])
    for ballot in ballots:
        counted(desk, ballot, members, office)
    for ballot in ballots:
        desk.as_(office).go(reverse("awards:session-results", args=[session.pk, ballot.pk]))
        desk.press("Ghi kết quả bỏ phiếu")
        assert "Đã ghi kết quả." in desk.page.content(), desk.text
    results = set(AgendaItem.objects.filter(session=session).values_list("result", "votes_base"))
    assert results == {(ItemResult.RECOMMENDED, 9)}, "of all members, who is concerned included"
    assert item.nominee.agenda_items.get().votes == 8
    desk.link("Soạn biên bản").fill(conclusion="Thống nhất kết quả bỏ phiếu.")
    desk.page.locator("main form button[type=submit]").last.click()
    desk.link("Kết thúc phiên họp").press("Kết thúc phiên họp")
    desk.looks_well()
    return session


def counted(desk: Desk, ballot: Ballot, members, office) -> None:
    """On paper: the team, the box, the count, the minutes of the count."""
    page = desk.page
    desk.as_(office).go(reverse("ballots:teller-name", args=[ballot.pk]))
    for name, member in zip(("first", "second"), members, strict=False):
        page.locator(f"main [name={name}]").select_option(str(member.person.user_id), force=True)
    desk.press("Ghi Tổ kiểm phiếu")
    desk.as_(members[0].person.user).go(reverse("ballots:ballot-open", args=[ballot.pk]))
    page.locator("main form button[type=submit]").last.click()
    desk.go(reverse("ballots:ballot-box", args=[ballot.pk]))
    for box in page.locator("main [name=voters]").all():
        box.check()
    page.locator("main form button[type=submit]").last.click()
    desk.go(reverse("ballots:ballot-close", args=[ballot.pk]))
    page.locator("main form button[type=submit]").last.click()
    slips = str(ballot.voters.count())
    for question in ballot.questions.order_by("order"):
        desk.go(reverse("ballots:ballot-board", args=[ballot.pk, question.pk]))
        numbers = {f"votes-{number}": slips for number in question.options.values_list("number", flat=True)}
        desk.fill(handed_out=slips, taken_in=slips, spoiled="0", blank="0", **numbers)
        page.locator("main form button[type=submit]").last.click()
    desk.go(reverse("ballots:ballot-certify", args=[ballot.pk]))
    page.locator("main form button[type=submit]").last.click()
    assert Ballot.objects.get(pk=ballot.pk).state == "certified", desk.text


def decision_is_issued(desk: Desk, session: CouncilSession, office) -> None:
    desk.as_(office).go(session.get_absolute_url()).link("Soạn quyết định", exact=True)
    assert "trình cấp trên" in desk.text, "the government's flag is not decided here"
    desk.press("Lập dự thảo")
    decision = AwardDecision.objects.get()
    assert {line.nominee.name for line in decision.lines.all()} == {UNITS[n] for n in FLAGS}
    desk.looks_well()
    desk.link("Ban hành", exact=True).fill(symbol="2456/QĐ-BTP", issued_on="21/12/2020")
    desk.press("Ban hành")
    assert set(Award.objects.values_list("recipient_name", flat=True)) == {UNITS[n] for n in FLAGS}
    desk.looks_well()
    desk.link("Xem trong Sổ khen thưởng")
    assert UNITS[6] in desk.text


def certificate_is_verified(desk: Desk, office) -> None:
    desk.go(AwardDecision.objects.get().get_absolute_url()).link("Giấy khen, bằng khen")
    desk.page.locator("main form button[type=submit]").last.click()
    work()
    issued = IssuedFile.objects.latest("pk")
    with issued.file.open("rb") as content:
        pages = [found.extract_text() for found in PdfReader(BytesIO(content.read())).pages]
    assert len(pages) == len(FLAGS)
    code = re.search(r"/verify/([A-Z0-9-]+)", pages[0].replace("\n", "")).group(1)
    desk.page.context.clear_cookies()  # anybody with the paper in hand
    desk.go(f"/verify/{code}")
    assert "2456/QĐ-BTP" in desk.text
    desk.looks_well()
