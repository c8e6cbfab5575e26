"""Minutes, what the ballot puts forward, handover: what follows the meeting."""

from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.ballots.domain import attending as voters
from apps.ballots.domain import boards, certifying, closing, voiding
from apps.ballots.enums import Mode
from apps.catalog.models import AwardType
from apps.clusters.enums import HeadRole
from apps.clusters.tests.factories import HeadTermFactory
from apps.conferences.domain import attending, minutes, running, voting
from apps.conferences.domain.hall_signing import NotInTheHall, Signer, sign_in_hall
from apps.conferences.domain.voting import Vote, party_of
from apps.conferences.minutes_content import what_is_signed
from apps.conferences.models import ConferenceMinutes, Handover
from apps.conferences.queries import award_named, certified_nominations, names_of_awards
from apps.conferences.tests.test_meeting import works_for
from apps.conferences.tests.test_mode import as_office, everybody_is_there, result_of
from apps.conferences.tests.test_pages import person_of
from apps.conferences.tests.world import NOW, SYSTEM, build
from apps.documents.domain.attachments import store
from apps.documents.domain.signed_copies import PaperCopy
from apps.notifications.models import Notice
from apps.pledges.domain.opening import open_for_signing
from apps.pledges.domain.texts import create_pledge, save_draft
from apps.pledges.models import Signature
from emulation_portal.tests.matrix_world import PDF

pytestmark = pytest.mark.django_db
MORE = {"actor": SYSTEM, "now": NOW}
FLAG, STATE_FLAG = "Cờ thi đua ngành Tư pháp", "Cờ thi đua của Chính phủ"


@pytest.fixture(autouse=True)
def _now(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def world():
    return build()


@pytest.fixture
def meeting(world):
    found = world.held()
    everybody_is_there(found)
    return running.open_conference(conference_id=found.pk, **MORE)


def voted(world, meeting, vote: Vote, votes: dict[int, int]):
    """A paper ballot of all 18 to its minutes; ``votes`` by the place of the unit in the world."""
    ballot = voting.prepare_ballot(conference_id=meeting.pk, title=vote.text, votes=[vote], mode=Mode.PAPER, **MORE)
    tellers = [works_for(unit) for unit in world.units[:2]]
    pairs = [(each.user_id, unit.pk) for each, unit in zip(tellers, world.units, strict=False)]
    voting.approve_tellers(conference_id=meeting.pk, ballot_id=ballot.pk, tellers=pairs, **MORE)
    call = {"actor": tellers[0], "now": NOW}
    voting.open_ballot(conference_id=meeting.pk, ballot_id=ballot.pk, **call)
    voters.put_in_box(ballot_id=ballot.pk, voter_ids=ballot.voters.values_list("pk", flat=True), **call)
    closing.close_ballot(ballot_id=ballot.pk, codes={}, **call)
    question = ballot.questions.get()
    by_party = {party_of(world.units[place].pk): number for place, number in votes.items()}
    numbers = {option.number: by_party.get(option.party, 0) for option in question.options.all()}
    boards.write_board(question_id=question.pk, board=boards.Board(18, 18, 0, 0, numbers), version=0, **call)
    certifying.certify(ballot_id=ballot.pk, **call)
    return question


def award(code: str, name: str, order: int) -> AwardType:
    return AwardType.objects.create(
        code=code,
        name=name,
        list="title",
        level="ministry",
        subject="collective",
        order=order,
        valid_from=date(2004, 7, 1),
    )


def test_s003_10_four_flags_and_two_of_them_come_beside_points_that_rank_otherwise(client, world, meeting):
    """As the article: four units for the sector flag, two of them for the Government's; points rank, votes nominate."""
    award("T-CTDB", FLAG, 2)
    award("T-CTDCP", STATE_FLAG, 1)
    result_of(world)
    standing = tuple(unit.pk for unit in world.units[3:])
    first = voted(world, meeting, Vote(FLAG, 4, standing), {5: 18, 6: 17, 7: 16, 8: 12, 3: 4})
    voted(world, meeting, Vote(f"{STATE_FLAG} trong số được {FLAG}", 2, among=first.pk), {6: 15, 7: 14, 5: 3})
    with CaptureQueriesContext(connection) as asked:
        flag, state_flag = certified_nominations(meeting)
    assert sum(AwardType._meta.db_table in each["sql"] for each in asked) == 1
    won = [world.units[place].pk for place in (5, 6, 7, 8)]
    assert [each.unit_id for each in flag.nominated] == won
    assert [each.unit_id for each in state_flag.nominated] == [won[1], won[2]]
    assert (flag.award.code, flag.voters, flag.is_pending) == ("T-CTDB", 18, False)
    assert {each.unit_id for each in state_flag.nominees} == set(won)
    assert [(each.votes, each.entry.rank) for each in flag.nominated] == [(18, 6), (17, 7), (16, 8), (12, 9)]
    # The unit with most points among those that stood was not put forward: both are shown, neither is changed.
    unlucky = next(each for each in flag.nominees if each.unit_id == world.units[3].pk)
    assert (unlucky.entry.rank, unlucky.is_nominated) == (4, False)
    as_office(client, meeting)
    page = client.get(reverse("conferences:nominations", args=[meeting.pk])).content.decode()
    assert page.count("Được suy tôn") == 6
    client.force_login(person_of(world.units[4]))  # a member sees the votes; points not announced stay hidden
    page = client.get(reverse("conferences:nominations", args=[meeting.pk])).content.decode()
    assert (page.count("Được suy tôn"), ">96" in page) == (6, False)
    make = reverse("awards:proposal-from-meeting", args=[meeting.pk])
    assert make not in page
    HeadTermFactory(cluster_year=meeting.cluster_year, unit=world.units[4], starts_on=date(2019, 1, 1))
    assert make in client.get(reverse("conferences:nominations", args=[meeting.pk])).content.decode()


def test_the_award_is_the_longest_name_in_the_question():
    award("T-CTDB", FLAG, 2)
    award("T-CT", "Cờ thi đua", 3)
    names = names_of_awards()
    assert award_named("Bình xét cờ thi đua ngành tư pháp năm 2020", names).code == "T-CTDB"
    assert award_named("Suy tôn đơn vị dẫn đầu", names) is None


def test_minutes_are_typed_printed_signed_on_paper_and_answered_with_a_receipt(client, world, meeting):
    as_office(client, meeting)
    edit = reverse("conferences:minutes-edit", args=[meeting.pk])
    typed = {"opinions": "Nhất trí.", "conclusion": "Thông qua.", "ended_at": "11:30", "version": 0}
    assert client.post(edit, typed).url == reverse("conferences:minutes-detail", args=[meeting.pk])
    late = client.post(edit, {**typed, "conclusion": "Khác"})
    assert (late.status_code, late.context["form"]["version"].value()) == (422, 1)
    assert "Thông qua." in late.content.decode()
    page = client.get(reverse("conferences:minutes-detail", args=[meeting.pk])).content.decode()
    assert "Chưa chuẩn bị cuộc bỏ phiếu nào." in page
    assert "18/18 đơn vị" in page
    client.force_login(person_of(world.units[3]))
    assert client.get(reverse("conferences:minutes-detail", args=[meeting.pk])).status_code == 403
    assert "Thông qua." not in client.get(reverse("conferences:mode", args=[meeting.pk, "minutes"])).content.decode()
    as_office(client, meeting)
    upload = reverse("conferences:minutes-upload", args=[meeting.pk])
    paper = {
        "number": "12/BB-HN",
        "signed_on": "02/12/2019",
        "signer_name": "Đặng Hoàng Oanh",
        "signer_post": "Thứ trưởng",
        "seen": "0",
    }
    assert client.post(upload, {**paper, "file": SimpleUploadedFile("bb.pdf", PDF)}).status_code == 422  # not as read
    seen = client.get(reverse("conferences:minutes-detail", args=[meeting.pk])).context["seen"]
    one = meeting.attendees.order_by("order").first()
    attending.tick(conference_id=meeting.pk, present=set(), seen={one.pk}, **MORE)  # after the paper was printed
    late = client.post(upload, {**paper, "seen": seen, "file": SimpleUploadedFile("bb.pdf", PDF)})
    assert "Văn bản đã được sửa sau khi bạn mở trang này." in late.content.decode()
    attending.tick(conference_id=meeting.pk, present={one.pk}, seen=set(), **MORE)
    answer = client.post(upload, {**paper, "seen": seen, "file": SimpleUploadedFile("bb.pdf", PDF)})
    receipt = client.get(answer.url).content.decode()
    made = ConferenceMinutes.objects.get()
    assert made.receipt_number.startswith("XN-BB-2019-")
    assert made.receipt_number in receipt
    client.force_login(person_of(world.units[3]))
    assert client.get(made.get_absolute_url()).status_code == 200
    file = client.get(reverse("conferences:minutes-file", args=[meeting.pk]))
    assert b"".join(file.streaming_content) == PDF
    as_office(client, meeting)
    client.post(reverse("conferences:minutes-reopen", args=[meeting.pk]), {"reason": "Sai số phiếu"})
    made.refresh_from_db()
    assert (made.state, made.signed_copy) == ("draft", None)


def test_minutes_are_not_signed_while_a_ballot_is_under_way(world, meeting):
    units = tuple(unit.pk for unit in world.units[3:])
    voting.prepare_ballot(conference_id=meeting.pk, title="Bình xét", votes=[Vote(FLAG, 4, units)], **MORE)
    minutes.write_minutes(conference_id=meeting.pk, opinions="", conclusion="Thông qua.", version=0, **MORE)
    with pytest.raises(running.StillVoting):
        minutes.sign_minutes(conference_id=meeting.pk, copy=None, seen="", **MORE)


def test_nothing_is_voted_on_after_the_minutes_are_signed_until_they_are_reopened(world, meeting):
    call = {"conference_id": meeting.pk, "title": "Bình xét thêm", "votes": [], **MORE}
    dropped = voting.prepare_ballot(**call)
    voiding.void_ballot(ballot_id=dropped.pk, reason="Nhầm", **MORE)
    minutes.write_minutes(conference_id=meeting.pk, opinions="", conclusion="Thông qua.", version=0, **MORE)
    scan = store(SimpleUploadedFile("bb.pdf", PDF), **MORE)
    copy = PaperCopy(scan, "12/BB", date(2019, 12, 2), "Lê Văn Thử", "Chủ trì")
    minutes.sign_minutes(conference_id=meeting.pk, copy=copy, seen=what_is_signed(meeting), **MORE)
    with pytest.raises(voting.MinutesSigned):
        voting.prepare_ballot(**call)
    with pytest.raises(voting.MinutesSigned):
        voiding.vote_again(ballot_id=dropped.pk, **MORE)
    minutes.reopen_minutes(conference_id=meeting.pk, reason="Bỏ phiếu thêm", **MORE)
    assert voting.prepare_ballot(**call)


def test_handover_is_written_by_the_old_head_and_signed_by_both_who_are_told(client, world, meeting):
    old_unit, new_unit = world.units[0], world.units[1]
    HeadTermFactory(cluster_year=world.closing, unit=old_unit, role=HeadRole.HEAD, starts_on=date(2019, 1, 1))
    HeadTermFactory(cluster_year=world.signing, unit=new_unit, role=HeadRole.HEAD, starts_on=date(2019, 12, 1))
    old, new = person_of(old_unit), person_of(new_unit)
    page = reverse("conferences:handover-detail", args=[world.closing.pk])
    client.force_login(person_of(world.units[5]))
    assert client.get(page).status_code == 403
    client.force_login(old)
    assert "Chưa bế mạc: Hội nghị tổng kết năm 2019" in client.get(page).content.decode()
    give, take = (reverse(f"conferences:handover-{side}", args=[world.closing.pk]) for side in ("give", "take"))
    assert client.get(give).status_code == 403  # nothing written yet
    edit = reverse("conferences:handover-edit", args=[world.closing.pk])
    with CaptureQueriesContext(connection) as asked:
        client.post(edit, {"remarks": "Một đơn vị nộp bù", "version": 0})
    locks = [each["sql"] for each in asked if "FOR NO KEY UPDATE" in each["sql"]]
    assert 'FROM "clusters_clusteryear"' in locks[0]  # two first saves: there is no handover yet to wait for
    late = client.post(edit, {"remarks": "Khác", "version": 0})
    assert (late.status_code, late.context["form"]["version"].value()) == (422, 1)
    client.force_login(new)
    assert client.post(take, {"version": 1}).status_code == 403  # the giving side signs first
    client.force_login(old)
    client.post(give, {"version": 1})
    running.conclude(conference_id=meeting.pk, **MORE)  # what was open when it was signed is what was handed over
    assert Notice.objects.filter(recipient=new, kind__code="conferences.handover").count() == 1
    client.force_login(new)
    read = client.get(page).content.decode()
    assert "Một đơn vị nộp bù" in read
    assert "Chưa bế mạc: Hội nghị tổng kết năm 2019" in read
    assert reverse("clusters:plan-copy", args=[world.signing.pk]) in read
    assert client.post(edit, {"remarks": "x", "version": 1}).status_code == 403
    assert client.post(take, {"version": 0}).status_code == 422  # another version than the one read
    client.post(take, {"version": 1})
    assert Handover.objects.get().is_done
    assert Notice.objects.filter(recipient=old, kind__code="conferences.handover").count() == 1


def test_the_pledge_is_signed_in_the_hall_on_one_sheet_by_those_who_are_there(client, world, meeting):
    made = create_pledge(cluster_year_id=world.signing.pk, line="", **MORE)
    save_draft(pledge_id=made.pk, title="Giao ước", text="Thi đua.", commitments=[], version=made.version, **MORE)
    pledge = open_for_signing(pledge_id=made.pk, due_on=date(2019, 12, 20), **MORE)
    there = meeting.attendees.order_by("order")
    absent = there.last()
    attending.tick(conference_id=meeting.pk, present=set(), seen={absent.pk}, **MORE)
    as_office(client, meeting)
    url = reverse("conferences:hall-signing", args=[meeting.pk, pledge.pk])
    assert url in client.get(reverse("conferences:mode", args=[meeting.pk, "pledge"])).content.decode()
    form = client.get(url).context["form"]
    assert absent.unit_id not in form.unit_ids
    data = {"number": "01/GU", "signed_on": "02/12/2019", "seen": form.initial["seen"]}
    for unit_id in form.unit_ids:
        data |= {f"signs_{unit_id}": "on", f"name_{unit_id}": "Lê Văn Thử", f"post_{unit_id}": "Giám đốc"}
    assert client.post(url, data).status_code == 422  # no scan
    nameless = {**data, f"name_{form.unit_ids[0]}": "", "file": SimpleUploadedFile("gu.pdf", PDF)}
    assert client.post(url, nameless).status_code == 422
    done = client.post(url, {**data, "file": SimpleUploadedFile("gu.pdf", PDF)})
    assert done.url.endswith("/mode/pledge/")
    signatures = Signature.objects.in_force().filter(version__pledge=pledge)
    assert (signatures.count(), set(signatures.values_list("is_proxy", flat=True))) == (17, {True})
    page = client.get(done.url).content.decode()
    assert page.count("✓ Lê Văn Thử, Giám đốc") == 17
    assert "Giao ước năm sau chưa ký xong." in page
    other = [Signer(absent.unit_id, "Lê Văn Thử", "")]
    with pytest.raises(NotInTheHall):
        sign_in_hall(
            conference_id=meeting.pk,
            pledge_id=pledge.pk,
            signers=other,
            copy=PaperCopy(None, "", None, "", ""),
            seen="",
            **MORE,
        )
