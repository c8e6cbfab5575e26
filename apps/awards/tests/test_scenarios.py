"""S000-6, S002-9, S003-10 with the articles' own figures; the people in the lists are invented."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from apps.accounts.tests.factories import UserFactory
from apps.awards import policies
from apps.awards.domain import nominees, taking_over
from apps.awards.domain.nominees import input_of
from apps.awards.domain.sending_checks import NotReady
from apps.awards.meeting_exports import unit_minutes_data
from apps.awards.meeting_queries import meetings_to_propose
from apps.awards.models import AwardProposal
from apps.awards.queries import asked, has_minutes
from apps.awards.tests.world import MORE, add, award, build, person_line, submit, unit_line
from apps.awards.views.receiving import lines_of
from apps.ballots.domain import casting, certifying, closing, telling
from apps.catalog.reference import load_catalogue
from apps.clusters.tests.factories import ClusterYearFactory, HeadTermFactory, MemberFactory
from apps.conferences.domain import attending, minutes, running, voting
from apps.conferences.domain.planning import Plan, hold_closing
from apps.conferences.domain.voting import Vote, party_of
from apps.conferences.minutes_content import what_is_signed
from apps.conferences.queries import ballots_to_propose
from apps.core.actor import Actor, Grant, system_actor
from apps.documents.domain.signed_copies import PaperCopy
from apps.registry.models import Award
from apps.results.tests.factories import IndicatorFactory, ResultEntryFactory, TargetFactory
from apps.units.enums import Role
from apps.units.tests.factories import RoleAssignmentFactory, UnitFactory
from emulation_portal.tests.matrix_world import scan

pytestmark = pytest.mark.django_db


def test_s000_6_three_batches_of_the_minister_are_asked_and_nothing_is_granted():
    """3 persons, 1 collective in three batches with three occasions; the medal batch has no fixed number yet."""
    world = build(2022)
    batches = {
        "Chương trình phổ biến, giáo dục pháp luật 2017 - 2021": [person_line(world.person())],
        "25 năm trợ giúp pháp lý": [unit_line(world.unit), person_line(world.person())],
        "6 năm thi hành Luật Hộ tịch": [person_line(world.person())],
    }
    year = AwardProposal.objects.filter(year__organiser=world.year.organiser, year__year=2022)
    for occasion, lines in batches.items():
        assert asked(year).proposals == AwardProposal.objects.count()
        numbers = {"declared_collectives": len(lines) - 1, "declared_individuals": 1}
        proposal = world.opened(occasion=occasion, type="movement", **numbers)
        add(proposal, *lines)
        submit(proposal)
    medals = world.opened(occasion="Kỷ niệm chương Vì sự nghiệp Tư pháp", type="service")
    add(medals, *(person_line(world.person(), "KNC_VSNTP") for _n in range(2)))
    medals.refresh_from_db()
    assert (medals.is_open_ended, medals.state) == (True, "draft")
    told = asked(year)
    assert (told.individuals, told.collectives, told.proposals) == (3, 1, 3)
    assert list(year.asked().order_by("pk").values_list("occasion", flat=True)) == list(batches)
    submit(medals)  # whenever the list is whole, though the letter states no number
    assert (asked(year).individuals, asked(year).proposals) == (5, 4)
    assert Award.objects.count() == 0


def test_s002_9_a_missed_target_asks_for_a_written_reason(client):
    world = build()
    indicator = IndicatorFactory(label="Thi hành án xong về tiền", measure="rate")
    TargetFactory(unit=world.unit, year=2025, indicator=indicator, value=Decimal("51.9"))
    ResultEntryFactory(unit=world.unit, year=2025, indicator=indicator, numerator=Decimal(50), denominator=Decimal(100))
    proposal = world.opened()
    (nominee,) = add(proposal, unit_line(world.unit, "CTDB"))
    (missed,) = nominee.missed_targets
    assert (missed["indicator"], missed["year"]) == ("Thi hành án xong về tiền", 2025)
    assert missed["target"].startswith("51,9")
    with pytest.raises(NotReady, match="ghi lý do đề nghị"):
        submit(proposal)
    reason = "Án kinh tế lớn phát sinh tháng 9."
    nominees.change_nominee(nominee_id=nominee.pk, line=input_of(nominee), version=1, missed_reason=reason, **MORE)
    submit(proposal)
    sending = proposal.submissions.get()
    kept = sending.nominees.get()
    assert (kept.missed_reason, kept.missed_targets) == (reason, [missed])
    client.force_login(world.office)
    page = client.get(sending.get_absolute_url()).content.decode()  # all that its receiver reads while it is returned
    told = f"Thi hành án xong về tiền (2025): giao {missed['target']}, đạt {missed['result']}"
    wanted = ['tag--alert">Chỉ tiêu không đạt', told, reason]
    assert [words for words in wanted if words not in page] == []
    # Whoever verifies sees it, whatever the conditions.
    for outcome, targets, looked in ((0, [missed], True), (0, [], False), (None, [], True), (2, [], True)):
        proposal.nominees.update(outcome=outcome, missed_targets=targets)
        assert lines_of(proposal).get().worth_a_look is looked
        assert lines_of(proposal).filter(worth_a_look=True).exists() is looked
    assert not add_other(world).missed_targets


def add_other(world):
    """An award that does not look at targets."""
    (other,) = add(world.opened(), unit_line(world.unit, "BKB"))
    return other


# --- The ballot of Cụm số 1, 18/12/2020 -----------------------------------------------------------------------

THEN = datetime(2020, 12, 18, 14, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
SYSTEM = system_actor()
AT = {"actor": SYSTEM, "now": THEN}
UNITS = (
    "Văn phòng Bộ",
    "Vụ Pháp luật hình sự - hành chính",
    "Vụ Pháp luật dân sự - kinh tế",
    "Vụ Tổ chức cán bộ",
    "Vụ Các vấn đề chung về xây dựng pháp luật",
    "Cục Kế hoạch - Tài chính",
    "Vụ Pháp luật quốc tế",
    "Cục Công tác phía Nam",
    "Vụ Hợp tác quốc tế",
    "Thanh tra Bộ",
    "Cục Công nghệ thông tin",
    "Vụ Thi đua - Khen thưởng",
    "Văn phòng Đảng - Đoàn thể",
)
FLAGS = (5, 6, 2, 11)
GOVERNMENT = (5, 2)


def voted():
    """13 units, four sector flags, two government flags among them: certified, the minutes not yet signed."""
    load_catalogue()
    cluster_year = ClusterYearFactory(year__year=2020)
    units = [UnitFactory(name=name) for name in UNITS]
    for order, unit in enumerate(units, start=1):
        MemberFactory(cluster_year=cluster_year, unit=unit, order=order)
    plan = Plan("Hội nghị tổng kết Cụm số 1 năm 2020", date(2020, 12, 18), "Bộ Tư pháp", chair_name="Lê Văn Thử")
    found = hold_closing(cluster_year_id=cluster_year.pk, plan=plan, **AT)
    everybody = set(found.attendees.values_list("pk", flat=True))
    attending.tick(conference_id=found.pk, present=everybody, seen=set(), **AT)
    found = running.open_conference(conference_id=found.pk, **AT)
    standing = tuple(units[n].pk for n in (*FLAGS, 1, 3))
    votes = [
        Vote("Cờ thi đua ngành Tư pháp", 4, standing),
        Vote("Cờ thi đua của Chính phủ", 2, tuple(units[n].pk for n in FLAGS)),
    ]
    ballot = voting.prepare_ballot(conference_id=found.pk, title="Bình xét", votes=votes, mode="screen", **AT)
    tellers = []
    for unit in (units[7], units[9]):
        user = UserFactory()
        RoleAssignmentFactory(user=user, unit=unit, role=Role.LEADER, starts_on=date(2019, 1, 1))
        tellers.append(Actor(user_id=user.pk, label=user.label, grants=(Grant(Role.LEADER, unit.pk, unit.path),)))
    pairs = [(teller.user_id, unit.pk) for teller, unit in zip(tellers, (units[7], units[9]), strict=True)]
    voting.approve_tellers(conference_id=found.pk, ballot_id=ballot.pk, tellers=pairs, **AT)
    codes = {each.pk: telling.take_key(teller_id=each.pk, **AT) for each in ballot.tellers.order_by("order")}
    ballot = voting.open_ballot(conference_id=found.pk, ballot_id=ballot.pk, actor=tellers[0], now=THEN)
    flags, government = ballot.questions.order_by("order")
    for voter in ballot.voters.order_by("order"):
        marks = {
            question.pk: [question.options.get(party=party_of(units[n].pk)).number for n in chosen]
            for question, chosen in ((flags, FLAGS), (government, GOVERNMENT))
        }
        casting.cast(voter_id=voter.pk, marks=marks, actor=tellers[0], now=THEN)
    closing.close_ballot(ballot_id=ballot.pk, codes=codes, actor=tellers[1], now=THEN + timedelta(minutes=5))
    certifying.certify(ballot_id=ballot.pk, actor=tellers[0], now=THEN + timedelta(minutes=6))
    return found, ballot, units, {flags.pk: award("CTDB").pk, government.pk: award("CTDCP").pk}


def test_s003_10_the_letter_is_made_of_the_ballot_with_votes_and_minutes_and_nothing_is_retyped(client):
    found, ballot, units, awards = voted()
    call = {"conference_id": found.pk, "unit_id": units[0].pk, "awards": awards, **AT}
    with pytest.raises(taking_over.MinutesNotSigned):
        taking_over.from_meeting(**call)
    minutes.write_minutes(conference_id=found.pk, opinions="", conclusion="Nhất trí.", version=0, **AT)
    copy = PaperCopy(scan(), "12/BB-C1", date(2020, 12, 18), "Lê Văn Thử", "Trưởng Cụm")
    minutes.sign_minutes(conference_id=found.pk, copy=copy, seen=what_is_signed(found), **AT)
    grant = Grant("cluster_head", units[0].pk, units[0].path, found.cluster_year_id)
    waits = [meetings_to_propose(Actor(1, "", each)) for each in ((grant,), ())]
    assert waits == [[found], []]
    assert ballots_to_propose([ballot.pk]) == {ballot.pk}
    proposal = taking_over.from_meeting(**call)
    assert ballots_to_propose([ballot.pk]) == set()
    HeadTermFactory(cluster_year=found.cluster_year, unit=units[0], starts_on=date(2020, 1, 1))
    client.force_login(RoleAssignmentFactory(unit=units[0], role=Role.OFFICER, starts_on=date(2019, 1, 1)).user)
    typed = {"unit": units[0].pk} | {f"award_{question}": each for question, each in awards.items()}
    page = client.post(reverse("awards:proposal-from-meeting", args=[found.pk]), typed, follow=True).content.decode()
    assert "Các đơn vị trúng cử đã có trong hồ sơ này, không lập thêm hồ sơ." in page
    assert "4 tập thể, 0 cá nhân (6 đề nghị)" in page  # the numbers below it are of six lines
    assert meetings_to_propose(Actor(1, "", (grant,))) == []
    rows = list(proposal.nominees.select_related("award").in_order())
    assert [(each.name, each.award.code) for each in rows] == [
        *((UNITS[n], "CTDB") for n in sorted(FLAGS, key=lambda n: rows_place(rows, UNITS[n]))),
        *((UNITS[n], "CTDCP") for n in sorted(GOVERNMENT, key=lambda n: rows_place(rows, UNITS[n]))),
    ]
    assert {(each.votes_for, each.votes_base) for each in rows} == {(13, 13)}
    assert asked_counts(proposal) == {"collectives": 4, "individuals": 0}
    paper = proposal.papers.select_related("document").get()
    assert (paper.document.symbol, paper.document.issued_on) == ("12/BB-C1", date(2020, 12, 18))
    assert paper.document.files.count() == 1
    assert proposal.ballot_id == ballot.pk
    assert "18/12/2020" in proposal.grounds
    told = unit_minutes_data(AwardProposal.objects.for_list().get(pk=proposal.pk))  # what the conference's minutes say
    assert (told.is_extract, told.number, told.present, told.invited) == (True, "12/BB-C1", 13, 13)
    assert (told.sitting.title, told.conclusion, len(told.proposal.lines)) == (found.title, "Nhất trí.", 6)
    head = Actor(1, "Trưởng Cụm", (Grant("cluster_head", units[0].pk, units[0].path, proposal.cluster_year_id),))
    assert policies.can_edit(head, proposal)
    assert taking_over.from_meeting(**call) == proposal  # nothing is proposed twice
    office = Actor(2, "Thường trực", (Grant("standing_office", found.organiser_id, found.organiser.path),))
    may = [bool(policies.can_begin_from_conference(each, found)) for each in (head, office)]
    seen = [AwardProposal.objects.visible_to(each).exists() for each in (head, office)]
    assert may == seen == [True, False]
    assert not policies.can_edit(replace(head, grants=()), proposal)
    # 13 of 13 voted for this unit with this award, and for no other.
    call = {"nominee_id": rows[0].pk, "version": rows[0].version, **AT}
    with pytest.raises(nominees.CountedInBallot):
        nominees.change_nominee(line=replace(input_of(rows[0]), award_id=award("BKB").pk), **call)
    assert has_minutes(proposal)
    minutes.reopen_minutes(conference_id=found.pk, reason="Sai số liệu", **AT)
    assert not has_minutes(proposal)  # of a draft there is no extract


def rows_place(rows, name) -> int:
    return [each.name for each in rows].index(name)


def asked_counts(proposal):
    from apps.awards.queries import recipients

    return recipients(proposal.nominees.all())
