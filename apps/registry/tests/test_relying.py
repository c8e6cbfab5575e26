"""What a new award relied on is read from the conditions of its day, so that a cancellation flags it."""

from datetime import date

import pytest
from django.urls import reverse

from apps.catalog.models import AwardType
from apps.catalog.reference import load_catalogue
from apps.registry.domain.granting import add_awards
from apps.registry.domain.recipients import Recipient, YearMissing
from apps.registry.models import Award, Reliance
from apps.registry.tests.factories import (
    NOW,
    SYSTEM,
    AwardFactory,
    DecisionFactory,
    GrantFactory,
    PersonFactory,
    cancel,
    restore,
)
from apps.units.enums import Role, UnitKind
from apps.units.tests.factories import RoleAssignmentFactory, UnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def catalogue(db):
    load_catalogue()


def give(person, code: str, year: int | None, day: date | None = None) -> Award:
    grant = GrantFactory(document=DecisionFactory(issued_on=day or date(year, 12, 20)))
    recipient = Recipient(
        award=AwardType.objects.get(code=code),
        subject="individual",
        name=person.full_name,
        person_id=person.pk,
        year=year,
    )
    return add_awards(grant_id=grant.pk, recipients=[recipient], actor=SYSTEM, now=NOW)[0]


def bases_of(award) -> set[int]:
    return set(Reliance.objects.filter(award=award).values_list("basis_id", flat=True))


def flagged() -> set[int]:
    return set(Reliance.objects.exclude(flagged_at=None).values_list("award_id", flat=True))


def test_a_chain_through_the_public_functions_is_flagged(client):
    person = PersonFactory()
    workers = [give(person, "LDTT", year) for year in (2024, 2025)]
    fighters = [give(person, "CSTDCS", year) for year in (2024, 2025)]
    letter_of_merit = give(person, "BKB", 2025, date(2026, 3, 10))
    other = give(PersonFactory(), "BKB", 2025, date(2026, 3, 10))
    assert bases_of(fighters[0]) == {workers[0].pk}
    assert bases_of(letter_of_merit) == {each.pk for each in fighters}
    assert bases_of(other) == set()
    cancel(workers[0])
    assert flagged() == {fighters[0].pk, letter_of_merit.pk}
    ministry = UnitFactory(kind=UnitKind.MINISTRY)
    client.force_login(RoleAssignmentFactory(role=Role.STANDING_OFFICE, unit=ministry).user)
    page = client.get(reverse("registry:award-list"), {"review": "open"})
    assert {award.pk for award in page.context["page_obj"]} == {fighters[0].pk, letter_of_merit.pk}


def test_a_flag_stays_while_another_cancelled_award_stands_behind():
    first, second, third, last = AwardFactory.create_batch(4)
    Reliance.objects.create(award=third, basis=first)
    Reliance.objects.create(award=third, basis=second)
    Reliance.objects.create(award=last, basis=third)
    cancel(first)
    cancel(second)
    restore(first)
    waiting = set(Reliance.objects.exclude(flagged_at=None).values_list("award_id", "basis_id"))
    assert waiting == {(third.pk, second.pk), (last.pk, third.pk)}
    restore(second)
    assert flagged() == set()


def test_a_title_needs_its_year():
    with pytest.raises(YearMissing):
        give(PersonFactory(), "LDTT", None, date(2025, 12, 20))


def test_many_recipients_cost_no_more_queries_than_one(django_assert_max_num_queries):
    award = AwardType.objects.get(code="CSTDCS")
    costs = []
    for count in (1, 6):
        grant = GrantFactory()
        people = PersonFactory.create_batch(count)
        recipients = [
            Recipient(award=award, subject="individual", name=each.full_name, person_id=each.pk, year=2025)
            for each in people
        ]
        AwardFactory.create_batch(count, grant=grant, award_type=award)
        with django_assert_max_num_queries(40) as captured:
            add_awards(grant_id=grant.pk, recipients=recipients, actor=SYSTEM, now=NOW)
        costs.append(len(captured))
    assert costs[0] == costs[1]
