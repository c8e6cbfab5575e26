"""From the certified ballot of Cụm số 1 2020, and from a sheet of 35 collectives and 32 persons, to council, decision,
registry, certificate and its verified code, and to the wave of a cancelling, by clicks.

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

from apps.awards.council_enums import CouncilKind, ItemResult
from apps.awards.domain.councils import CouncilPlan, found_council
from apps.awards.models import AgendaItem, AwardDecision, AwardProposal
from apps.awards.tests.council_world import POSITIONS, add_members, vote
from apps.awards.tests.test_scenarios import AT, FLAGS, UNITS, scan, voted
from apps.ballots.models import Ballot
from apps.clusters.tests.factories import HeadTermFactory
from apps.conferences.domain import minutes
from apps.conferences.minutes_content import what_is_signed
from apps.documents.domain.signed_copies import PaperCopy
from apps.documents.models import IssuedFile
from apps.jobs.models import Job
from apps.jobs.tests.workers import empty_redis
from apps.periods.models import EmulationYear
from apps.registry.models import Award, Reliance
from apps.reports.tasks import render_report
from apps.units.enums import Role, UnitKind
from apps.units.models import Unit
from apps.units.tests.factories import PersonFactory, PostingFactory, RoleAssignmentFactory, UnitFactory
from emulation_portal.tests.council_desk import (
    TODAY,
    Desk,
    concluded,
    counted,
    issued,
    planned,
    sent_and_verified,
    slips_made,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
THEN = datetime(2020, 12, 21, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
SINCE = date(2019, 1, 1)
ABSENT = 7  # of the council: gives the opinion in writing
CONCERNED = 3  # serves in a nominated unit
COLLECTIVES, PERSONS = 35, 32
OUTSIDE = "Ngoài ngành\tPhối hợp thực hiện Thông tư liên tịch 05/2015/TTLT-BTP-BCA-BYT"


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


def test_from_the_certified_ballot_and_from_a_sheet_of_67_to_decisions_registry_and_a_verified_certificate(
    page, live_server, client, settings, tmp_path, time_machine
):
    settings.MEDIA_ROOT = tmp_path
    empty_redis()
    time_machine.move_to(THEN)
    meeting, council, members, people = signed_meeting()
    desk = Desk(page, live_server, client)
    flags_are_decided(desk, meeting, council, people)
    batch_is_decided(desk, council, members, people)
    code = certificate_is_verified(desk, people["office"])
    wave_is_let_go(desk, people["office"], code)


def flags_are_decided(desk: Desk, meeting, council, people) -> None:
    """The first session: everybody is there, nobody is concerned, so there is one ballot."""
    desk.as_(people["head"]).go(reverse("conferences:conference-detail", args=[meeting.pk])).link("Lập tờ trình")
    desk.press("Lập tờ trình")
    proposal = AwardProposal.objects.get()
    assert {each.name for each in proposal.nominees.all()} == {UNITS[n] for n in FLAGS}
    sent_and_verified(desk, proposal, people)
    session = planned(desk, council, people["office"], "Xét Cờ thi đua năm 2020")
    (ballot,) = slips_made(desk, session, people["office"])
    vote(session, ballot, dict.fromkeys(session.items.values_list("nominee_id", flat=True), 9))  # by clicks: below
    results = set(AgendaItem.objects.filter(session=session).values_list("result", "votes", "votes_base"))
    assert results == {(ItemResult.RECOMMENDED, 9, 9)}
    concluded(desk, session)
    desk.link("Soạn quyết định", exact=True).sees("trình cấp trên")  # the government's flag is not decided here
    decision = issued(desk, session, "2456/QĐ-BTP")
    assert set(Award.objects.values_list("recipient_name", flat=True)) == {UNITS[n] for n in FLAGS}
    assert {line.nominee.name for line in decision.lines.all()} == {UNITS[n] for n in FLAGS}
    desk.looks_well()
    desk.link("Xem trong Sổ khen thưởng").sees(UNITS[6])


def batch_is_decided(desk: Desk, council, members, people) -> None:
    """The second session: one member is concerned by one of 67, one who is absent votes in writing."""
    proposal = pasted(desk, people["head"])
    sent_and_verified(desk, proposal, people)
    office = people["office"]
    session = planned(desk, council, office, "Sơ kết 5 năm Thông tư liên tịch 05/2015", writes=ABSENT)
    concerned = members[CONCERNED]
    desk.as_(concerned.person.user).go(session.get_absolute_url()).link_of("Phòng Thử 1", "Khai báo có liên quan")
    desk.fill(reason="Công tác tại phòng được đề nghị").submit()
    desk.sees(f"{concerned.label}: Công tác tại phòng được đề nghị")
    desk.looks_well()
    ballots = slips_made(desk, session, office)
    assert sorted((ballot.voters.count(), ballot.agenda_items.count()) for ballot in ballots) == [(8, 1), (9, 66)]
    apart, together = sorted(ballots, key=lambda ballot: ballot.voters.count())
    slips_are_listed(desk, apart, concerned, members[ABSENT])
    counted(desk, apart, [members[8], members[0]], office)  # the secretary puts the letter into the box
    vote(session, together, dict.fromkeys(together.agenda_items.values_list("nominee_id", flat=True), 9))
    desk.go(session.get_absolute_url()).sees(
        "Có mặt 8/9", "8/9 cần ít nhất", "không bỏ phiếu vì có liên quan: 1", "9/9 cần"
    )
    concluded(desk, session)
    desk.looks_well()
    issued(desk, session, "453/QĐ-BTP")
    desk.sees(f"{COLLECTIVES} tập thể, {PERSONS} cá nhân.")
    for number, word, last in (
        (COLLECTIVES, "collective", "Trạm Y tế Thử 34"),
        (PERSONS, "individual", "Lê Văn Ngoài 31"),
    ):
        desk.go(AwardDecision.objects.get(session=session).get_absolute_url()).link("Xem trong Sổ khen thưởng")
        desk.link(str(number), exact=True).sees(f"{number} dòng", last)
        assert f"subject={word}" in desk.page.url
    rows = Award.objects.filter(grant__document__symbol="453/QĐ-BTP")
    assert (rows.count(), rows.exclude(person=None).count()) == (COLLECTIVES + PERSONS, 3)


def pasted(desk: Desk, officer) -> AwardProposal:
    """A sheet with one person too few writes nothing; the whole one is taken."""
    desk.as_(officer).go(reverse("awards:proposal-list")).link("Lập hồ sơ")
    desk.choose(type="movement", year=str(EmulationYear.objects.get().pk))
    desk.fill(occasion="Sơ kết 5 năm thực hiện Thông tư liên tịch 05/2015/TTLT-BTP-BCA-BYT", period_from="2016")
    desk.fill(declared_collectives=str(COLLECTIVES), declared_individuals=str(PERSONS)).submit()
    proposal = AwardProposal.objects.latest("pk")
    cells = sheet_of(proposal.unit)
    desk.go(reverse("awards:nominee-list", args=[proposal.pk])).link("Dán từ Excel")
    desk.fill(cells=cells.rpartition("\n")[0]).submit().sees("thiếu 1 cá nhân so với tờ trình (32)")
    assert not proposal.nominees.exists()
    desk.fill(cells=cells).submit().sees(f"{COLLECTIVES + PERSONS} dòng")
    return proposal


def sheet_of(unit) -> str:
    """Three own collectives and three own people; the others work with the unit from outside."""
    divisions = [UnitFactory(parent=unit, kind=UnitKind.DIVISION, name=f"Phòng Thử {n}").name for n in range(1, 4)]
    unit.refresh_from_db()
    people = [PostingFactory(unit=unit, person=PersonFactory()).person.full_name for _n in range(3)]
    head = "Tên tập thể, họ và tên\tDanh hiệu, hình thức\tĐối tượng\tTư cách\tLý do"
    rows = [f"{name}\tBKB\tTập thể\t\t" for name in divisions]
    rows += [f"Trạm Y tế Thử {n}\tBKB\tTập thể\t{OUTSIDE}" for n in range(len(rows), COLLECTIVES)]
    rows += [f"{name}\tBKB\tCá nhân\t\t" for name in people]
    rows += [f"Lê Văn Ngoài {n}\tBKB\tCá nhân\t{OUTSIDE}" for n in range(len(people), PERSONS)]
    return "\n".join([head, *rows])


def slips_are_listed(desk: Desk, ballot: Ballot, concerned, absent) -> None:
    """Who is concerned stands in no list of that ballot and finds nothing to vote on; who is absent sends a letter."""
    desk.as_(concerned.person.user).go(ballot.get_absolute_url()).link("Danh sách cử tri")
    assert concerned.label not in desk.text
    assert desk.page.locator("main").get_by_role("link", name="Bỏ phiếu", exact=True).count() == 0
    desk.sees(f"{absent.label} Vắng mặt, gửi phiếu kín")


def certificate_is_verified(desk: Desk, office) -> str:
    decision = AwardDecision.objects.get(document__symbol="2456/QĐ-BTP")
    desk.as_(office).go(decision.get_absolute_url()).link("Giấy khen, bằng khen").submit()
    work()
    issued = IssuedFile.objects.latest("pk")
    with issued.file.open("rb") as content:
        pages = [found.extract_text() for found in PdfReader(BytesIO(content.read())).pages]
    assert len(pages) == len(FLAGS)
    code = re.search(r"/verify/([A-Z0-9-]+)", pages[0].replace("\n", "")).group(1)
    desk.page.context.clear_cookies()  # anybody with the paper in hand
    desk.go(f"/verify/{code}").sees("2456/QĐ-BTP")
    desk.looks_well()
    return code


def wave_is_let_go(desk: Desk, office, code: str) -> None:
    """The decision of the flags is cancelled; what rests on it is found and cancelled too; the paper says so."""
    decision = AwardDecision.objects.get(document__symbol="2456/QĐ-BTP")
    later = Award.objects.filter(grant__document__symbol="453/QĐ-BTP").earliest("pk")
    Reliance.objects.create(award=later, basis=Award.objects.filter(grant=decision.grant).earliest("pk"))
    desk.as_(office).go(decision.get_absolute_url()).link("Hủy bỏ", exact=True)
    desk.sees("1 khen thưởng sau này sẽ cần xem lại.").choose(reason_code="c")
    cancelled(desk, "30/QĐ-BTP").sees(f"Đã hủy bỏ trong danh sách: {len(FLAGS)}", "1 khen thưởng cần xem lại")
    desk.looks_well()
    desk.link("Xem lại").sees(later.recipient_name, "30/QĐ-BTP")
    desk.looks_well()
    desk.link_of(later.recipient_name, "Hủy bỏ")
    desk.page.locator("main [name=reason_code][value=c]").check()
    cancelled(desk, "31/QĐ-BTP").go(reverse("registry:review-list")).sees("Không có khen thưởng nào cần xem lại")
    desk.page.context.clear_cookies()
    assert "hủy bỏ" in desk.go(f"/verify/{code}").text.lower()


def cancelled(desk: Desk, symbol: str) -> Desk:
    return desk.fill(symbol=symbol, issued_on=TODAY, reason="Thẩm định trái quy định").submit()
