"""Letters: whom they may be about, what they do not tell, confirmations of one letter are those of no other."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from apps.accounts.grants import actor_for
from apps.catalog.domain.eligibility import Outcome
from apps.catalog.models import AwardType
from apps.catalog.reference import load_catalogue
from apps.core.actor import system_actor
from apps.core.errors import NotAllowed
from apps.registry import letter_reading
from apps.registry.domain.letters import make_letter, recheck
from apps.registry.models import EligibilityLetter, ReviewHold
from apps.registry.tests.factories import PersonFactory, PostingFactory
from apps.units.enums import Role, UnitKind
from apps.units.models import Discipline, QualityRating
from apps.units.tests.factories import RoleAssignmentFactory, UnitFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)
SYSTEM = system_actor()


@pytest.fixture
def ministry(db):
    load_catalogue()
    return UnitFactory(kind=UnitKind.MINISTRY, name="Bộ Tư pháp", code="BTP")


@pytest.fixture
def unit(ministry):
    return UnitFactory(parent=ministry, kind=UnitKind.MINISTRY_UNIT)


def letter(code="LDTT", *, actor=SYSTEM, **changes) -> EligibilityLetter:
    return make_letter(
        award_id=AwardType.objects.get(code=code).pk,
        year=2025,
        received_on=date(2026, 3, 2),
        actor=actor,
        now=NOW,
        **changes,
    )


def officer_of(unit):
    return RoleAssignmentFactory(role=Role.OFFICER, unit=unit).user


def findings(made: EligibilityLetter) -> dict[str, dict]:
    def walk(parts):
        for part in parts:
            if "group" in part:
                yield from walk(part["parts"])
            else:
                yield part

    return {part["code"]: part for part in walk(made.findings[0]["parts"])}


def test_confirmations_of_one_letter_do_not_reach_another(unit):
    person = PostingFactory(unit=unit).person
    without = letter(person_id=person.pk)
    confirmed = letter(person_id=person.pk, declared=["declared:spirit"])
    recheck(letter_ids=[without.pk, confirmed.pk], actor=SYSTEM, now=NOW)
    without.refresh_from_db()
    confirmed.refresh_from_db()
    assert findings(without)["LDTT-SPIRIT"]["outcome"] == 1
    assert findings(confirmed)["LDTT-SPIRIT"]["outcome"] == 0


def test_what_is_unknown_may_be_confirmed_and_what_is_known_wins(unit):
    person = PostingFactory(unit=unit).person
    asked = dict(letter_reading.asked_facts(letter(person_id=person.pk)))
    assert {"declared:spirit", "annual_rating", "same_achievement_rewarded"} <= set(asked)
    assert not {"unit_kind", "old_unit_remark_missing"} & set(asked)
    confirmed = letter(person_id=person.pk, declared=["annual_rating"])
    assert findings(confirmed)["LDTT-RATING"]["outcome"] == 0
    assert "annual_rating" in dict(letter_reading.asked_facts(confirmed)), "what is confirmed may be taken back"
    QualityRating.objects.create(person=person, year=2025, level="done")
    recheck(letter_ids=[confirmed.pk], actor=SYSTEM, now=NOW)
    confirmed.refresh_from_db()
    assert findings(confirmed)["LDTT-RATING"]["outcome"] == 3
    # A file that only says why it knows nothing leaves it to people all the same.
    newcomer = {"person_id": PostingFactory(unit=unit, starts_on=date(2025, 2, 1)).person.pk}
    told = [
        findings(letter(**newcomer, declared=facts))["LDTT-OLD-UNIT"] for facts in ([], ["old_unit_remark_missing"])
    ]
    assert [each["outcome"] for each in told] == [1, 0]
    assert told[1]["detail"] == f"Tập thể bình xét, xác nhận; {told[0]['detail']}"


def test_a_letter_about_people_and_units_out_of_reach_is_refused(ministry, unit):
    elsewhere = UnitFactory(parent=ministry)
    stranger = PostingFactory(unit=elsewhere).person
    actor = actor_for(officer_of(unit), NOW.date())
    with pytest.raises(NotAllowed):
        letter(actor=actor, person_id=stranger.pk)
    with pytest.raises(NotAllowed):
        letter("TTLDXS", actor=actor, unit_id=elsewhere.pk)
    assert letter("TTLDXS", actor=actor, unit_id=unit.pk)
    assert letter(actor=actor, person_id=PostingFactory(unit=unit).person.pk)


def test_reviews_and_discipline_are_told_to_those_who_may_see_them(client, ministry, unit):
    person = PostingFactory(unit=unit).person
    PostingFactory(person=person, unit=(host := UnitFactory(parent=ministry)), kind="seconded")
    ReviewHold.objects.create(unit=unit, person=person, kind="complaint", started_on=date(2026, 1, 5))
    Discipline.objects.create(person=person, form="reprimand", starts_on=date(2025, 6, 1))
    made = letter(person_id=person.pk)
    shown = {}
    office = RoleAssignmentFactory(role=Role.STANDING_OFFICE, unit=ministry).user
    for name, user in (("own", officer_of(unit)), ("host", officer_of(host)), ("office", office)):
        hidden = letter_reading.hidden_facts(made, actor_for(user, NOW.date()))
        parts = letter_reading.lines(made.findings[0]["parts"], hidden)
        shown[name] = " ".join(line.found for line in parts)
    complaint, reprimand = "khiếu nại, tố cáo từ 05/01/2026", "Khiển trách 01/06/2025"
    assert (complaint in shown["own"], reprimand in shown["own"]) == (False, True)
    assert (complaint in shown["host"], reprimand in shown["host"]) == (False, False)
    assert (complaint in shown["office"], reprimand in shown["office"]) == (True, True)
    paper = letter_reading.lines(made.findings[0]["parts"], letter_reading.CONFIDENTIAL)
    assert not {complaint, reprimand} & {line.found for line in paper}
    client.force_login(officer_of(host))
    page = client.get(reverse("registry:letter-detail", args=[made.pk])).content.decode()
    assert reprimand not in page
    assert complaint not in page


def test_a_person_may_be_confirmed_outside_of_every_unit(unit):
    assert letter("KNC_VSNTP", person_id=PersonFactory().pk).outcome in {1, 2, 3}


def test_yes_and_no_say_what_they_are_about():
    part = {"fact": "unit_dissolved", "actual": False, "detail": ""}
    assert letter_reading.found(part) == "đơn vị đã giải thể: không"  # beside “Đơn vị còn hoạt động”


def test_what_another_way_has_met_already_is_not_called_failed():
    def part(code: str, outcome: Outcome) -> dict:
        return {
            "label": code, "outcome": outcome, "fact": "held_any", "actual": 0, "detail": "", "provision": "",
            "cure": "Chờ năm sau", "confidence": "verified",
        }  # fmt: skip

    ways = [part("một", Outcome.MET), part("hai", Outcome.BLOCKED)]
    group = {"group": "Một trong hai", "mode": "any", "outcome": Outcome.MET, "parts": ways}
    group_line, first, second = letter_reading.lines([group], frozenset())
    assert (group_line.word, first.word) == ("Đạt", "Đạt")
    assert (second.word, second.tone, second.cure) == ("Không cần: đã đạt theo điều kiện khác", "muted", "")
    *_others, still = letter_reading.lines([{**group, "mode": "all", "outcome": Outcome.BLOCKED}], frozenset())
    assert (still.word, still.cure) == ("Không đạt", "Chờ năm sau")
