"""Many decisions at once: the same rows, trail and row history as one by one, in a fixed number of statements."""

from datetime import UTC, date, datetime

import pytest
from django.apps import apps

from apps.audit.models import Entry
from apps.catalog.models import AwardType
from apps.catalog.reference import load_catalogue
from apps.core.actor import system_actor
from apps.documents.models import Document, Use
from apps.registry.domain.entering_lists import DecisionList, enter_lists
from apps.registry.domain.granting import CountsDiffer, GrantKnown, add_awards, enter_grant
from apps.registry.domain.recipients import Recipient, RecipientTwice
from apps.registry.models import Award, GrantDocument
from apps.registry.tests.factories import DecisionFactory, GrantFactory, PersonFactory
from apps.units.tests.factories import UnitFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 26, 2, tzinfo=UTC)
SYSTEM = system_actor()
MINISTER = "Bộ trưởng Bộ Tư pháp"
DERIVED = (
    "search_text",
    "recipient_key",
    "recipient_name",
    "unit_name",
    "granted_on",
    "year",
    "state",
    "saved_by_label",
)


@pytest.fixture(autouse=True)
def catalogue(db):
    load_catalogue()


@pytest.fixture
def keeper():
    return UnitFactory(name="Bộ Tư pháp")


def of(person, **changed) -> Recipient:
    award = AwardType.objects.get(code="LDTT")
    values = {"award": award, "subject": "individual", "name": person.full_name, "person_id": person.pk, "year": 2025}
    return Recipient(**values | {"unit_name": "Vụ  Pháp luật"} | changed)


def decision(number: int, *recipients: Recipient, **changed) -> DecisionList:
    values = {"symbol": f"{number}/QĐ-BTP", "issued_on": date(2025, 12, 20), "authority": MINISTER, "level": "ministry"}
    return DecisionList(**values | {"recipients": recipients} | changed)


def enter(keeper, *decisions) -> list[GrantDocument]:
    return enter_lists(decisions=decisions, keeper=keeper, actor=SYSTEM, now=NOW)


def test_rows_are_those_of_one_by_one(keeper):
    person = PersonFactory()
    [grant] = enter(keeper, decision(1, of(person), declared_individuals=1))
    single = enter_grant(
        document=DecisionFactory(symbol="2/QĐ-BTP", issued_on=date(2025, 12, 20)),
        authority_name=MINISTER,
        authority_level="ministry",
        keeper_id=keeper.pk,
        actor=SYSTEM,
        now=NOW,
    )
    [award] = add_awards(grant_id=single.pk, recipients=[of(person)], actor=SYSTEM, now=NOW)
    listed = grant.awards.get()
    assert [getattr(listed, name) for name in DERIVED] == [getattr(award, name) for name in DERIVED]
    assert (grant.document.symbol, grant.document.owner_code, grant.document.kind) == (
        "1/QĐ-BTP",
        keeper.code,
        "decision",
    )
    assert Use.objects.get(app="registry", key=f"grant:{grant.pk}").document == grant.document


def test_trail_and_row_history_carry_one_operation(keeper):
    enter(keeper, *(decision(number, of(PersonFactory())) for number in range(3)))
    operations = set(Entry.objects.filter(action="registry.grant.enter").values_list("operation_id", flat=True))
    assert len(operations) == 1
    history = apps.get_model("registry.AwardEvent").objects
    assert set(history.values_list("pgh_context_id", flat=True)) == operations
    assert history.count() == Award.objects.count() == 3


def test_paper_that_is_filed_already_is_taken(keeper):
    filed = DecisionFactory(symbol="7/QĐ-BTP", issuer_name=MINISTER, owner_code=keeper.code)
    [grant] = enter(keeper, decision(7, of(PersonFactory())))
    assert grant.document == filed
    assert Document.objects.count() == 1
    assert not Entry.objects.filter(action="documents.document.file").exists()


def test_decision_that_is_in_the_registry_is_refused_and_nothing_is_written(keeper):
    GrantFactory(document=DecisionFactory(symbol="7/QĐ-BTP", issuer_name=MINISTER, owner_code=keeper.code))
    with pytest.raises(GrantKnown):
        enter(keeper, decision(8, of(PersonFactory())), decision(7, of(PersonFactory())))
    assert (GrantDocument.objects.count(), Award.objects.count()) == (1, 0)


def test_wrong_number_and_same_person_twice_are_refused(keeper):
    person = PersonFactory()
    with pytest.raises(CountsDiffer, match="thiếu 1 cá nhân"):
        enter(keeper, decision(1, of(person), declared_individuals=2))
    with pytest.raises(RecipientTwice):
        enter(keeper, decision(1, of(person), of(person)))
    assert not GrantDocument.objects.exists()


def test_many_decisions_cost_no_more_statements_than_few(keeper, django_assert_max_num_queries):
    decisions = [decision(number, of(PersonFactory())) for number in range(24)]
    with django_assert_max_num_queries(40) as few:
        enter(keeper, *decisions[:2])
    with django_assert_max_num_queries(len(few)):
        enter(keeper, *decisions[2:])
