"""Facts of the registry and of people: edges of streaks, successions, members; constant queries."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.catalog import facts
from apps.catalog.facts import Subject, gather
from apps.registry.models import Initiative, InitiativeAuthor, ReviewHold
from apps.registry.tests.factories import (
    AwardFactory,
    AwardTypeFactory,
    DecisionFactory,
    GrantFactory,
    PersonFactory,
    PostingFactory,
)
from apps.units.models import Discipline, Posting, QualityRating, SuccessionPair, UnitSuccession
from apps.units.tests.factories import UnitFactory

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 1)


def title(person, code: str, *years: int, **more):
    for year in years:
        grant = GrantFactory(document=DecisionFactory(issued_on=date(year, 12, 20)))
        AwardFactory(grant=grant, award_type=AwardTypeFactory(code=code), person=person, year=year, **more)


def known(fact: str, subject: Subject):
    return gather([fact], [subject], ON)[subject].get(fact)


def value(fact: str, subject: Subject):
    found = known(fact, subject)
    return found.value if found else None


def of(person, year: int = 2025) -> Subject:
    return Subject("individual", person.pk, year)


def test_every_fact_of_this_app_is_in_the_list_of_facts():
    assert facts.is_registered("held_any:BKB")
    with pytest.raises(KeyError):
        facts.register("no_such_fact", lambda subjects, argument: {})


@pytest.mark.parametrize(
    ("years", "considered", "expected"),
    [
        ((2023, 2024, 2025), 2025, 3),
        ((2023, 2024, 2025), 2026, 3),
        ((2023, 2024, 2025), 2027, 0),
        ((2022, 2024, 2025), 2025, 2),
        ((2025,), 2024, 0),
        ((), 2025, 0),
    ],
)
def test_years_in_a_row_end_with_the_year_considered_or_the_one_before(years, considered, expected):
    person = PersonFactory()
    title(person, "CSTDCS", *years)
    assert value("held_consecutive_years:CSTDCS", of(person, considered)) == expected


def test_a_cancelled_award_breaks_the_row():
    person = PersonFactory()
    title(person, "CSTDCS", 2023, 2025)
    title(person, "CSTDCS", 2024, state="cancelled")
    assert value("held_consecutive_years:CSTDCS", of(person)) == 1


def test_awards_of_a_later_year_do_not_count_yet():
    person = PersonFactory()
    title(person, "BKB", 2025)
    assert value("held_any:BKB,CSTDB", of(person, 2024)) == 0
    assert value("held_any:BKB,CSTDB", of(person, 2025)) == 1


def test_a_collective_keeps_what_its_predecessors_won_where_the_decision_counts_it():
    first, second, successor = UnitFactory.create_batch(3)
    for unit, counts in ((first, True), (second, False)):
        row = UnitSuccession.objects.create(kind="merge", effective_on=date(2025, 7, 1), counts_achievements=counts)
        SuccessionPair.objects.create(succession=row, predecessor=unit, successor=successor)
        AwardFactory(subject="collective", unit=unit, person=None, award_type=AwardTypeFactory(code="CTDB"), year=2024)
    assert value("held_any:CTDB", Subject("collective", successor.pk, 2025)) == 1


@pytest.mark.parametrize(("level", "wanted", "expected"), [("unit", "ministry", 0), ("ministry", "unit", 1)])
def test_initiatives_of_at_least_a_level(level, wanted, expected):
    person = PersonFactory()
    work = Initiative.objects.create(
        unit=UnitFactory(), title="S", level=level, scope="unit", year=2025, document=DecisionFactory()
    )
    InitiativeAuthor.objects.create(initiative=work, person=person)
    assert value(f"initiatives_in_year:{wanted}", of(person)) == expected
    assert value(f"initiatives_in_period:{wanted},2", of(person, 2026)) == expected
    assert value(f"initiatives_in_period:{wanted},2", of(person, 2027)) == 0


def test_a_review_freezes_until_it_ends():
    person = PersonFactory()
    hold = ReviewHold.objects.create(unit=UnitFactory(), person=person, kind="complaint", started_on=date(2026, 1, 5))
    assert value("under_review", of(person)) is True
    hold.ended_on = date(2026, 2, 1)
    hold.save()
    assert value("under_review", of(person)) is False


def test_what_nobody_knows_is_not_answered():
    person = PersonFactory()
    assert known("annual_rating", of(person)) is None
    assert known("years_since:BKTTG", of(person)) is None
    assert known("months_worked_in_year", of(person)) is None
    assert known("old_unit_remark_missing", of(person)) is None


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "months"),
    [
        (date(2015, 1, 1), None, 12),
        (date(2025, 7, 1), None, 6),
        (date(2025, 7, 3), None, 5),
        (date(2015, 1, 1), date(2025, 6, 29), 5),
        (date(2015, 1, 1), date(2025, 6, 30), 6),
        (date(2026, 1, 1), None, 0),
    ],
)
def test_months_worked_in_the_year(starts_on, ends_on, months):
    person = PersonFactory()
    PostingFactory(person=person, starts_on=starts_on, ends_on=ends_on)
    assert value("months_worked_in_year", of(person)) == months


def test_share_of_members_with_a_title():
    unit = UnitFactory()
    people = [PostingFactory(unit=unit).person for _n in range(10)]
    for person in people[:7]:
        title(person, "LDTT", 2025)
    collective = Subject("collective", unit.pk, 2025)
    assert value("members_share:LDTT", collective) == 70
    assert value("members_holding:LDTT", collective) == 7
    assert known("members_completing_percent", collective) is None
    QualityRating.objects.bulk_create(QualityRating(person=person, year=2025, level="done") for person in people)
    assert value("members_completing_percent", collective) == 100


def test_discipline_in_the_year_and_before_it_was_served():
    person = PersonFactory()
    Discipline.objects.create(person=person, form="reprimand", starts_on=date(2024, 6, 1), cleared_on=date(2025, 6, 1))
    assert value("disciplined_in_year", of(person, 2024)) is True
    assert value("disciplined_in_year", of(person, 2025)) is False
    assert value("achievements_before_discipline_served", of(person, 2024)) == 1
    assert value("achievements_before_discipline_served", of(person, 2025)) == 0, "served within the year"


def test_many_nominees_cost_no_more_queries_than_one():
    people = [PostingFactory().person for _n in range(5)]
    for person in people:
        title(person, "CSTDCS", 2024, 2025)
    names = ["held_consecutive_years:CSTDCS", "annual_rating", "months_worked_in_year", "under_review"]
    counts = []
    for chosen in (people[:1], people):
        with CaptureQueriesContext(connection) as captured:
            gather(names, [of(person) for person in chosen], ON)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_rows_of_years_begin_with_the_first_full_year_after_discipline():
    person = PersonFactory()
    title(person, "CSTDCS", 2022, 2023, 2024, 2025)
    QualityRating.objects.bulk_create(
        QualityRating(person=person, year=year, level="excellent") for year in range(2022, 2026)
    )
    row = Discipline.objects.create(
        person=person, form="reprimand", starts_on=date(2022, 6, 1), cleared_on=date(2023, 6, 1)
    )
    assert value("held_consecutive_years:CSTDCS", of(person)) == 2
    assert value("excellent_consecutive_years", of(person)) == 2
    row.cleared_on = date(2023, 1, 1)
    row.save()
    assert value("held_consecutive_years:CSTDCS", of(person)) == 3
    row.cleared_on = None
    row.save()
    assert value("held_consecutive_years:CSTDCS", of(person)) == 0
    assert value("held_any:CSTDCS", of(person)) == 4


def test_titles_of_ministry_and_province_follow_one_another_and_count_once_a_year():
    person = PersonFactory()
    title(person, "CSTDB", 2019, 2022)
    title(person, "CSTDT", 2022, 2025)
    assert value("held_consecutive_times:CSTDB,CSTDT", of(person)) == 3
    assert value("held_consecutive_times:CSTDB", of(person)) == 2


@pytest.mark.parametrize(
    ("kind", "level", "scope", "ministry", "national"),
    [
        ("research", "unit", "ministry", 1, 0),
        ("initiative", "unit", "national", 1, 0),
        ("initiative", "ministry", "national", 1, 1),
        ("research", "province", "national", 1, 1),
        ("initiative", "unit", "unit", 0, 0),
    ],
)
def test_works_count_by_scope_and_initiatives_by_who_recognised(kind, level, scope, ministry, national):
    person = PersonFactory()
    work = Initiative.objects.create(
        unit=UnitFactory(), title="S", kind=kind, level=level, scope=scope, year=2025, document=DecisionFactory()
    )
    InitiativeAuthor.objects.create(initiative=work, person=person)
    assert value("works_in_period:ministry,3", of(person)) == ministry
    assert value("works_in_period:national,6", of(person)) == national
    recognised = kind == "initiative" and level != "unit"
    assert value("initiatives_in_period:ministry,5", of(person)) == recognised


def test_a_commemorative_medal_of_any_year_counts():
    person = PersonFactory()
    title(person, "KNC_VSNTP", 2026)
    assert value("held_any:KNC_VSNTP", of(person)) == 0
    assert value("held_ever:KNC_VSNTP", of(person)) == 1


@pytest.mark.parametrize(
    ("code", "type_", "year", "known_value"),
    [
        ("BKB", "merit", 2024, []),
        ("BKB", "sudden", 2024, None),
        ("BKB", "", 2024, None),
        ("BKB", "movement", 2026, []),
        ("LDTT", "", 2024, []),
    ],
)
def test_an_award_for_one_deed_or_of_no_known_type_leaves_the_basis_to_people(code, type_, year, known_value):
    person = PersonFactory()
    list_ = "title" if code == "LDTT" else "commendation"
    grant = GrantFactory(type=type_, document=DecisionFactory(issued_on=date(year, 12, 20)))
    AwardFactory(grant=grant, award_type=AwardTypeFactory(code=code, list=list_), person=person, year=year)
    found = known("merit_basis_excluded_types", of(person))
    assert (found.value, bool(found.detail)) == (known_value, known_value is None)


@pytest.mark.parametrize(
    ("moved_on", "there_since", "merged_on", "expected"),
    [
        (date(2024, 12, 1), date(2015, 1, 1), None, False),  # not in the year considered
        (date(2025, 5, 1), date(2024, 11, 2), None, False),  # five months and 29 days
        (date(2025, 5, 1), date(2024, 11, 1), None, None),  # six months: nobody knows whether the remark has come
        (None, date(2015, 1, 1), None, False),
        (None, date(2025, 2, 1), None, None),  # what was before is not known
        (None, None, None, None),  # nor since when this is
        (date(2025, 5, 1), None, None, None),
        (date(2024, 5, 1), None, None, False),
        (date(2025, 7, 1), date(2015, 1, 1), date(2025, 7, 1), False),  # the unit changed, not the person
        (date(2025, 5, 1), date(2015, 1, 1), date(2025, 7, 1), None),  # gone to that unit before the merger
    ],
)
def test_the_old_unit_is_asked_from_six_months_on(moved_on, there_since, merged_on, expected):
    person = PersonFactory()
    old = PostingFactory(person=person, starts_on=there_since)
    if moved_on:
        Posting.objects.filter(pk=old.pk).update(ends_on=date.fromordinal(moved_on.toordinal() - 1))
        new = PostingFactory(person=person, starts_on=moved_on)
    if merged_on:
        row = UnitSuccession.objects.create(kind="merge", effective_on=merged_on)
        SuccessionPair.objects.create(succession=row, predecessor=old.unit, successor=new.unit)
    found = known("old_unit_remark_missing", of(person))
    assert (found.value, bool(found.detail)) == (expected, expected is None)


def test_members_completing_is_unknown_until_all_are_rated_or_one_failed():
    unit = UnitFactory()
    first, second, third = (PostingFactory(unit=unit).person for _n in range(3))
    collective = Subject("collective", unit.pk, 2025)
    QualityRating.objects.create(person=first, year=2025, level="done")
    assert known("members_completing_percent", collective) is None
    QualityRating.objects.create(person=second, year=2025, level="not_done")
    assert value("members_completing_percent", collective) < 100
    QualityRating.objects.create(person=third, year=2025, level="good")
    assert round(value("members_completing_percent", collective)) == 67


def test_the_kind_of_unit_is_that_of_the_latest_posting_and_is_named():
    person = PersonFactory()
    PostingFactory(person=person, unit=UnitFactory(kind="ministry_unit", name="Vụ Thử"), starts_on=date(2020, 1, 1))
    PostingFactory(person=person, unit=UnitFactory(kind="justice_department"), starts_on=None, ends_on=date(2019, 1, 1))
    found = known("unit_kind", of(person))
    assert found.value == "ministry_unit"
    assert found.detail.startswith("Vụ Thử (")


def test_members_of_units_in_one_another_are_counted_for_each():
    above = UnitFactory()
    below = UnitFactory(parent=above)
    for person in (PostingFactory(unit=above).person, PostingFactory(unit=below).person):
        title(person, "LDTT", 2025)
    pair = [Subject("collective", unit.pk, 2025) for unit in (above, below)]
    found = gather(["members_holding:LDTT"], pair, ON)
    assert [found[each]["members_holding:LDTT"].value for each in pair] == [2, 1]
