"""Papers of a meeting: letters to all who are invited, the minutes, and the counts with the receipts apart."""

import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime

import docx
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from apps.accounts.grants import actor_for
from apps.ballots.domain import boards, casting, certifying, closing, telling
from apps.ballots.domain.attending import put_in_box
from apps.ballots.domain.boards import Board
from apps.ballots.enums import Mode
from apps.ballots.exports import tally_data
from apps.ballots.models import Receipt
from apps.ballots.tests.test_scenarios import two_ties
from apps.clusters.tests.factories import HeadTermFactory
from apps.conferences.domain import announcing, attending, minutes, planning, running, voting
from apps.conferences.domain.inviting import send_invitations
from apps.conferences.domain.planning import Plan
from apps.conferences.domain.voting import Vote, party_of
from apps.conferences.exports import invitations_data
from apps.conferences.minutes_content import MinutesData, content_now, minutes_data, what_is_signed
from apps.conferences.models import Conference
from apps.conferences.tests.test_meeting import works_for
from apps.conferences.tests.world import NOW, SYSTEM, build
from apps.core.actor import Grant
from apps.core.pdf import Verification
from apps.core.plain import plain, restored, text_of
from apps.documents.domain.attachments import store
from apps.documents.domain.signed_copies import PaperCopy
from apps.reports import registry
from apps.reports.registry import NothingToReport, Printing
from apps.reports.renderers import invitation, tally
from emulation_portal.tests.matrix_world import PDF

pytestmark = pytest.mark.django_db
PRINTING = Printing(
    Verification("THU-0001", "https://example.test/verify/THU-0001"), datetime(2019, 12, 12, tzinfo=UTC)
)
MORE = {"actor": SYSTEM, "now": NOW}
GUESTS = (("Phan Chí Hiếu", "Thứ trưởng Bộ Tư pháp"),)


@pytest.fixture
def world():
    found = build()
    plan = Plan(
        "Hội nghị tổng kết năm 2019",
        date(2019, 12, 11),
        "Đồng Nai",
        chair_name="Đặng Hoàng Oanh",
        secretary_name="Trần Thị Thử",
        guests=GUESTS,
    )
    found.meeting = found.held(plan=plan)
    return found


def open_meeting(world, absent=0):
    there = world.meeting.attendees.order_by("order").values_list("pk", flat=True)
    there = set(there[: len(there) - absent])
    attending.tick(conference_id=world.meeting.pk, present=there, seen=set(), **MORE)
    running.open_conference(conference_id=world.meeting.pk, **MORE)


def opened(world, mode, title="Bình xét"):
    """All but the first three units stand for four flags; the first two count."""
    vote = Vote("Cờ thi đua ngành Tư pháp", 4, tuple(unit.pk for unit in world.units[3:]))
    call = {"conference_id": world.meeting.pk}
    ballot = voting.prepare_ballot(title=title, votes=[vote], mode=mode, **call, **MORE)
    team = [works_for(unit) for unit in world.units[:2]]
    pairs = [(actor.user_id, unit.pk) for actor, unit in zip(team, world.units, strict=False)]
    voting.approve_tellers(ballot_id=ballot.pk, tellers=pairs, **call, **MORE)
    codes = {}
    if mode != Mode.PAPER:
        codes = {each.pk: telling.take_key(teller_id=each.pk, actor=SYSTEM, now=NOW) for each in ballot.tellers.all()}
    return voting.open_ballot(ballot_id=ballot.pk, actor=team[0], now=NOW, **call), team, codes


def number_of(question, unit) -> int:
    return question.options.get(party=party_of(unit.pk)).number


def certified_on_paper(world):
    ballot, team, _codes = opened(world, Mode.PAPER)
    question, there = ballot.questions.get(), list(ballot.voters.filter(present=True))
    put_in_box(ballot_id=ballot.pk, voter_ids=[voter.pk for voter in there], actor=team[0], now=NOW)
    closing.close_ballot(ballot_id=ballot.pk, codes={}, actor=team[0], now=NOW)
    votes = dict.fromkeys(question.options.values_list("number", flat=True), 0)
    votes |= {number_of(question, unit): 15 for unit in world.units[5:8]}
    votes |= {number_of(question, world.units[8]): 9, number_of(question, world.units[9]): 6}
    board = Board(len(there) + 1, len(there), 1, 0, votes)
    boards.write_board(question_id=question.pk, board=board, version=0, actor=team[0], now=NOW)
    return certifying.certify(ballot_id=ballot.pk, actor=team[0], now=NOW)


def certified_on_screen(world):
    ballot, team, codes = opened(world, Mode.SCREEN, "Bình xét trên màn hình")
    question = ballot.questions.get()
    marks = {question.pk: [number_of(question, unit) for unit in world.units[5:9]]}
    for voter in ballot.voters.filter(present=True):
        casting.cast(voter_id=voter.pk, marks=marks, actor=SYSTEM, now=NOW)
    closing.close_ballot(ballot_id=ballot.pk, codes=codes, actor=team[0], now=NOW)
    return certifying.certify(ballot_id=ballot.pk, actor=team[0], now=NOW)


def rendered(name, params, format_=registry.DOCX, actor=SYSTEM) -> bytes:
    report = registry.find(name)
    subject = report.find(params, actor)
    return report.renderers[format_](report.build(subject), PRINTING)


def words_of(content: bytes) -> str:
    word = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in word.paragraphs] + cells)


def test_the_file_of_all_letters_closes_to_who_prepares_no_longer_and_the_own_letter_stays(world):
    unit, report = world.units[4], registry.find("invitation")
    member = works_for(unit)
    grant = Grant("cluster_head", unit.pk, unit.path, cluster_year_id=world.closing.pk)
    preparing = replace(member, grants=(*member.grants, grant))
    chosen = {"conference": world.meeting.pk}
    send_invitations(conference_id=world.meeting.pk, **MORE)
    all_letters, own = report.find(chosen, preparing), report.find(chosen, member)
    assert (len(all_letters.ids), len(own.ids)) == (len(world.units), 1)
    for ids, actor, sees in (
        (all_letters.ids, preparing, True),
        (all_letters.ids, member, False),
        (own.ids, member, True),
        (own.ids, works_for(world.units[5]), False),
    ):
        assert (report.seen(ids, actor) == set(ids)) is sees, (len(ids), actor.label)
    asked = {"conference": world.meeting.pk, "attendee": all_letters.ids[0]}  # of another unit: the own one is answered
    assert report.find(asked, member).ids == own.ids


def test_every_unit_and_guest_gets_a_letter_and_a_unit_prints_its_own(world):
    text = words_of(rendered("invitation", {"conference": world.meeting.pk}))
    invited = [*(unit.name for unit in world.units), "Phan Chí Hiếu, Thứ trưởng Bộ Tư pháp"]
    assert [name for name in invited if f"trân trọng kính mời: {name}" not in text] == []
    assert "Thời gian: Sáng ngày 11/12/2019." in text
    member = works_for(world.units[4])
    send_invitations(conference_id=world.meeting.pk, **MORE)
    own = words_of(rendered("invitation", {"conference": world.meeting.pk}, actor=member))
    assert own.count("trân trọng kính mời") == 1
    assert world.units[4].name in own
    stranger = actor_for(works_user(), timezone.localdate())
    with pytest.raises(NothingToReport):
        rendered("invitation", {"conference": world.meeting.pk}, actor=stranger)


def works_user():
    from apps.units.tests.factories import RoleAssignmentFactory

    return RoleAssignmentFactory().user


def test_tally_of_paper_slips_prints_board_percentages_base_and_tellers(world):
    open_meeting(world, absent=2)
    ballot = certified_on_paper(world)
    text = words_of(rendered("tally", {"ballot": ballot.pk}))
    rows = [[cell.text for cell in row.cells] for table in tables(ballot) for row in table.rows]
    assert ["Phiếu giấy", "17", "16", "15", "1", "0"] in rows
    assert ["1", world.units[5].name, "15", "83,33%", "Được bầu"] in rows  # of 18 members, not of 16 present
    assert ["4", world.units[8].name, "9", "50,00%", "Được bầu"] in rows
    assert "tỷ lệ tính trên tổng số thành viên (18)" in text
    assert "Được bầu cho đơn vị mình." in text
    assert "được chọn 4/4" in text
    assert all(teller.label in text for teller in ballot.tellers.all())
    assert "Mã biên nhận" not in text


def test_no_count_is_printed_before_its_minutes_are_made(world):
    open_meeting(world)
    ballot, team, _codes = opened(world, Mode.PAPER)
    there = ballot.voters.filter(present=True).values_list("pk", flat=True)
    put_in_box(ballot_id=ballot.pk, voter_ids=list(there), actor=team[0], now=NOW)
    closing.close_ballot(ballot_id=ballot.pk, codes={}, actor=team[0], now=NOW)
    report = registry.find("tally")
    for chosen in ({"ballot": ballot.pk}, {"conference": world.meeting.pk}):
        with pytest.raises(NothingToReport):
            report.find(chosen, SYSTEM)
    assert not report.seen([ballot.pk], SYSTEM)


def tables(ballot):
    return docx.Document(io.BytesIO(rendered("tally", {"ballot": ballot.pk}))).tables


def test_receipts_stand_in_an_annex_of_their_own_and_on_a_sheet_of_their_own(world):
    open_meeting(world)
    certified_on_paper(world)
    ballot = certified_on_screen(world)
    word = docx.Document(io.BytesIO(rendered("tally", {"ballot": ballot.pk})))
    codes = set(Receipt.objects.values_list("code", flat=True))
    assert len(codes) == 18
    holding = [
        number
        for number, table in enumerate(word.tables)
        if codes & {cell.text for row in table.rows for cell in row.cells}
    ]
    assert holding == [len(word.tables) - 1]
    book = openpyxl.load_workbook(io.BytesIO(rendered("tally", {"conference": world.meeting.pk}, registry.XLSX)))
    assert book.sheetnames == ["Kết quả", "Bảng kiểm phiếu", "Mã biên nhận"]
    assert all("Mã tra cứu: THU-0001" in {cell.value for cell in sheet["A"]} for sheet in book)
    assert codes <= {row[1].value for row in book["Mã biên nhận"].iter_rows()}
    assert not codes & {cell.value for row in book["Kết quả"].iter_rows() for cell in row}


def test_minutes_tell_who_was_there_what_was_voted_and_what_was_said(world):
    with pytest.raises(NothingToReport):
        rendered("conference_minutes", {"conference": world.meeting.pk})
    open_meeting(world, absent=2)
    certified_on_paper(world)
    said = {"opinions": "Nhất trí báo cáo.", "conclusion": "Giao Trưởng Khu vực hoàn thiện."}
    minutes.write_minutes(conference_id=world.meeting.pk, version=0, **said, **MORE)
    text = words_of(rendered("conference_minutes", {"conference": world.meeting.pk}))
    assert "Có mặt 16/18 đơn vị" in text
    assert f"Vắng mặt: {world.units[16].name}; {world.units[17].name}." in text
    assert f"{world.units[5].name} (15 phiếu)" in text
    assert "phát ra 17, thu vào 16, hợp lệ 15, không hợp lệ 1" in text
    assert all(words in text for words in said.values())


def test_a_draft_of_the_minutes_is_read_by_those_who_prepare_the_meeting_alone(world, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    open_meeting(world)
    HeadTermFactory(cluster_year=world.signing, unit=world.units[1], person_name="Trần Văn Thử", starts_on=NOW)
    chosen = {"conference": world.meeting.pk}
    member, report = works_for(world.units[4]), registry.find("conference_minutes")
    with pytest.raises(NothingToReport):
        rendered("conference_minutes", chosen, actor=member)
    assert report.seen([world.meeting.pk], member) == set()  # nor the file that the office made
    assert "Trần Văn Thử" not in words_of(rendered("conference_minutes", chosen))  # not announced
    minutes.write_minutes(conference_id=world.meeting.pk, version=0, opinions="", conclusion="Có.", **MORE)
    scan = store(SimpleUploadedFile("bb.pdf", PDF), **MORE)
    copy = PaperCopy(scan, "12/BB", NOW.date(), "Đặng Hoàng Oanh", "Chủ trì")
    minutes.sign_minutes(conference_id=world.meeting.pk, copy=copy, seen=what_is_signed(world.meeting), **MORE)
    assert report.seen([world.meeting.pk], member) == {world.meeting.pk}
    assert "Có." in words_of(rendered("conference_minutes", chosen, actor=member))
    # What was signed stands, whatever changes in the records.
    signed = minutes_data(world.meeting)
    assert signed.number == "12/BB"
    everybody = set(world.meeting.attendees.values_list("pk", flat=True))
    attending.tick(conference_id=world.meeting.pk, present=set(), seen=everybody, **MORE)
    announcing.announce_heads(conference_id=world.meeting.pk, **MORE)
    Conference.objects.update(place="Long An", chair_name="Khác")
    conference = Conference.objects.for_list().get()
    assert minutes_data(conference) == signed
    assert "Có mặt 18/18 đơn vị" in words_of(rendered("conference_minutes", chosen))
    minutes.reopen_minutes(conference_id=world.meeting.pk, reason="Sai số liệu", **MORE)
    again = minutes_data(conference)
    assert (again.present, again.sitting.place) == (0, "Long An")
    assert [each.person for each in again.heads] == ["Trần Văn Thử"]


def test_what_the_minutes_say_is_the_same_after_it_was_kept(world):
    open_meeting(world, absent=2)
    certified_on_paper(world)
    now = content_now(world.meeting)
    assert restored(MinutesData, json.loads(text_of(plain(now)))) == now


def test_a_units_own_letter_is_there_once_it_was_sent_and_names_the_day_to_answer_by(world):
    plan = Plan("Hội nghị tổng kết năm 2019", date(2019, 12, 11), answer_by=date(2019, 12, 6))
    planning.change_plan(conference_id=world.meeting.pk, plan=plan, version=1, **MORE)
    actor, chosen = works_for(world.units[3]), {"conference": world.meeting.pk}
    find = registry.find("invitation").find
    with pytest.raises(NothingToReport):
        find(chosen, actor)
    send_invitations(conference_id=world.meeting.pk, **MORE)
    world.meeting.refresh_from_db()
    [letter] = invitations_data(world.meeting, find(chosen, actor).objects)
    assert "trước hết ngày 06/12/2019" in " ".join(invitation.compose([letter], PRINTING)[0].paragraphs)


def test_each_tie_is_told_in_a_sentence_of_its_own():
    [data] = tally_data([two_ties().ballot])
    assert (
        "Ngang phiếu ở vị trí cuối giữa Vụ Pháp luật hình sự - hành chính; Vụ Pháp luật dân sự - kinh tế;"
        " Vụ Tổ chức cán bộ, còn 2 vị trí. Ngang phiếu ở vị trí cuối giữa Vụ Các vấn đề chung về xây dựng pháp luật;"
        " Cục Kế hoạch – Tài chính, còn 1 vị trí."
    ) in tally.conclusion(data.questions[0])
