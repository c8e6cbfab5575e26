"""What may stand in a list: subject, once, in the unit on the day or with a reason; wrong lines write nothing."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.audit.models import Entry
from apps.awards.domain import nominees
from apps.awards.domain.assessing import FOUND, assess_again
from apps.awards.domain.nominees import NomineeInput, NomineesRefused, NotInUnit, StandsTwice, UnitGone, WrongVotes
from apps.awards.models import AwardDecision, DecisionLine, Nominee
from apps.awards.tests.world import MORE, NOW, SYSTEM, add, award, build, person_line, unit_line
from apps.core.errors import StaleVersion
from apps.registry.domain.recipients import ReasonMissing, WrongSubject
from apps.units.tests.factories import PersonFactory, UnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return build()


def cases(world):
    """Line → (fault, words of the message)."""
    here, gone = world.person(), UnitFactory(name="Vụ Đã giải thể", valid_to=date(2025, 2, 28))
    stranger, seconded = PersonFactory(full_name="Lê Văn Lạ"), world.person(kind="seconded")
    return {
        "wrong subject": (person_line(here, "CTDB"), WrongSubject, "không dành cho cá nhân (Điều 26"),
        "not here": (person_line(stranger), NotInUnit, "không công tác tại Cục Công nghệ thông tin ngày 12/03/2026"),
        "seconded": (person_line(seconded), NotInUnit, "đơn vị cử đi xét"),
        "no reason": (person_line(stranger, standing="former"), ReasonMissing, "ghi lý do"),
        "dissolved": (unit_line(gone, "BKB"), UnitGone, "Thông tư 15/2025/TT-BNV"),
        "strange unit": (unit_line(UnitFactory(), "BKB"), NotInUnit, "không thuộc Cục Công nghệ thông tin"),
        "votes": (person_line(here, votes_for=8, votes_base=7), WrongVotes, "nhiều hơn"),
        "unknown name": (NomineeInput(award("BKB").pk, "individual", "Trần Thị Không"), NotInUnit, "ghi lý do"),
    }


def test_a_wrong_line_is_told_with_article_or_reason_and_nothing_is_written(world):
    proposal, good = world.opened(), person_line(world.person())
    before = Entry.objects.count()
    for name, (line, fault, words) in cases(world).items():
        with pytest.raises(NomineesRefused) as refused:
            add(proposal, good, line)
        error = refused.value.errors[1]
        assert (type(error), words in str(error.message)) == (fault, True), (name, str(error.message))
    assert not Nominee.objects.exists()
    assert Entry.objects.count() == before


def test_the_same_person_stands_once_with_an_award(world):
    proposal, person = world.opened(), world.person()
    with pytest.raises(NomineesRefused) as refused:
        add(proposal, person_line(person), person_line(person))
    assert type(refused.value.errors[1]) is StandsTwice
    add(proposal, person_line(person), person_line(person, "CSTDCS"))
    with pytest.raises(NomineesRefused, match="đã có trong danh sách"):
        add(proposal, person_line(person))
    assert proposal.nominees.count() == 2


def test_former_seconded_transferred_and_outside_recipients_stand_with_their_reason(world):
    proposal = world.opened()
    former, seconded = PersonFactory(), world.person(kind="seconded")
    made = add(
        proposal,
        person_line(world.person(post="Cục trưởng")),
        person_line(former, standing="former", standing_reason="Nghỉ hưu từ 01/01/2026"),
        person_line(seconded, standing="seconded", standing_reason="Vụ cử đi xác nhận tại văn bản 12/TCCB"),
        NomineeInput(
            award("BKB").pk, "collective", "Hội Luật gia minh họa", standing="outside", standing_reason="Phối hợp"
        ),
    )
    assert [each.standing for each in made] == ["official", "former", "seconded", "outside"]
    official = made[0]
    assert (official.post, official.unit_name, official.unit_id) == ("Cục trưởng", world.unit.name, world.unit.pk)
    assert made[3].recipient_key
    assert made[3].outcome == 1  # nobody knows: no file of ours


def test_who_saves_second_is_told(world):
    proposal = world.opened()
    (nominee,) = add(proposal, person_line(world.person()))
    line = nominees.input_of(nominee)
    changed = nominees.change_nominee(
        nominee_id=nominee.pk, line=replace(line, post="Phó Cục trưởng"), version=1, **MORE
    )
    assert (changed.post, changed.version) == ("Phó Cục trưởng", 2)
    with pytest.raises(StaleVersion):
        nominees.change_nominee(nominee_id=nominee.pk, line=line, version=1, **MORE)
    with pytest.raises(StaleVersion):
        nominees.remove_nominee(nominee_id=nominee.pk, version=1, **MORE)
    nominees.remove_nominee(nominee_id=nominee.pk, version=2, **MORE)
    assert not proposal.nominees.exists()


@pytest.mark.parametrize(
    ("changed", "votes", "reason"),
    [
        ({"post": "Phó Cục trưởng"}, (12, 13), "Vì sao"),
        ({"name": "Lê Van La"}, (12, 13), "Vì sao"),
        ({"award": "CSTDCS"}, (None, None), ""),
        ({"name": "Trần Thị Khác"}, (None, None), ""),
    ],
)
def test_votes_and_reason_were_about_that_recipient_and_award(world, changed, votes, reason):
    proposal = world.opened()
    outsider = {"name": "Lê Văn Lạ", "standing": "outside", "standing_reason": "Phối hợp"}
    line = NomineeInput(award("BKB").pk, "individual", votes_for=12, votes_base=13, **outsider)
    (nominee,) = add(proposal, line)
    Nominee.objects.update(missed_reason="Vì sao")
    given = {"award_id": award(changed.pop("award")).pk} if "award" in changed else changed
    call = {"line": replace(line, **given), "version": 1, "missed_reason": "Vì sao"}
    after = nominees.change_nominee(nominee_id=nominee.pk, **call, **MORE)
    assert (after.votes_for, after.votes_base, after.missed_reason) == (*votes, reason)


def test_what_stood_before_a_council_or_in_a_decision_stays_that_recipient(world):
    proposal = world.opened()
    (nominee,) = add(proposal, unit_line(world.unit))
    head = {"organiser": world.year.organiser, "year": world.year, "abstract": "Tặng", "authority_name": "Bộ trưởng"}
    revoked = AwardDecision.objects.create(**head)
    DecisionLine.objects.create(decision=revoked, nominee=nominee, position=1, is_live=False)
    call = {"nominee_id": nominee.pk, "version": 1, **MORE}
    with pytest.raises(nominees.BeforeCouncil):
        nominees.change_nominee(line=unit_line(world.collective()), **call)
    with pytest.raises(nominees.BeforeCouncil):
        nominees.remove_nominee(**call)
    mended = nominees.change_nominee(line=replace(nominees.input_of(nominee), achievement="Hoàn thành."), **call)
    assert mended.achievement == "Hoàn thành."


def test_a_long_paste_costs_no_query_a_line_and_a_check_writes_only_what_it_found_anew(world):
    def outsiders(number: int) -> list[NomineeInput]:
        given = {"standing": "outside", "standing_reason": "Phối hợp"}
        return [NomineeInput(award("BKB").pk, "individual", f"Trần Thị Thử {n}", **given) for n in range(number)]

    costs = []
    for number in (1, 30):
        proposal = world.opened(type="movement")
        lines = [*outsiders(number), person_line(world.person()), person_line(world.person())]
        with CaptureQueriesContext(connection) as captured:
            add(proposal, *lines)
        costs.append(len(captured))
    assert costs[0] == costs[1]
    known, alone = proposal.nominees.filter(person__isnull=False).order_by("position")
    assert alone.findings  # what was found of an outsider is nothing
    proposal.nominees.filter(pk=known.pk).update(outcome_reason="Của lần trước")
    later = NOW + timedelta(hours=1)
    with CaptureQueriesContext(connection) as captured:
        assess_again(proposal_id=proposal.pk, actor=SYSTEM, now=later)
    (written,) = (query["sql"] for query in captured if 'SET "outcome" = ' in query["sql"])
    assert written.count("WHEN ") == len(FOUND)  # of 32 lines the one that differs
    assert set(proposal.nominees.values_list("checked_at", flat=True)) == {later}
    known.refresh_from_db()
    assert known.outcome_reason != "Của lần trước"
