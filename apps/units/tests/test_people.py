"""Files of people: made, corrected, found; who may be a twin."""

from datetime import UTC, date, datetime

import pytest

from apps.accounts.tests.factories import UserFactory
from apps.audit.models import Entry
from apps.core.actor import Actor, Grant, system_actor
from apps.core.errors import StaleVersion
from apps.units.domain.people import (
    CodeTaken,
    NoSuchPerson,
    PersonData,
    PossibleTwin,
    create_person,
    tie_account,
    update_person,
)
from apps.units.domain.postings import PostingData
from apps.units.models import Person
from apps.units.person_policies import can_change_posting
from apps.units.person_queries import twins_of, units_meant
from apps.units.tests.factories import PersonFactory, PostingFactory, UnitFactory

NOW = datetime(2026, 11, 26, 2, tzinfo=UTC)
TODAY = date(2026, 11, 26)
SYSTEM = system_actor()
pytestmark = pytest.mark.django_db


def created(name="Trần Thị Thử", *, unit=None, is_somebody_else=False, **more):
    return create_person(
        data=PersonData(name, **more),
        posting=PostingData((unit or UnitFactory()).pk, post="Chuyên viên", starts_on=date(2020, 1, 1)),
        actor=SYSTEM,
        now=NOW,
        on=TODAY,
        is_somebody_else=is_somebody_else,
    )


def updated(person, **more):
    return update_person(
        person_id=person.pk,
        expected_version=more.pop("expected_version", person.version),
        data=PersonData(more.pop("full_name", person.full_name), **more),
        actor=SYSTEM,
        now=NOW,
        on=TODAY,
    )


def test_a_new_file_has_a_posting_and_one_line_in_the_trail():
    person = created("  Trần   Thị Thử ", honorific="Bà")
    assert (person.full_name, person.label) == ("Trần Thị Thử", "Bà Trần Thị Thử")
    assert person.postings.get().post == "Chuyên viên"
    assert list(Entry.objects.values_list("action", flat=True)) == ["units.person.create"]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"birth_date": date(2026, 11, 27)}, "birth_date"),
        ({"birth_date": date(2020, 1, 1)}, "birth_date"),
        ({"birth_date": date(1900, 1, 1)}, "birth_date"),
        ({"name": " \u200b "}, "full_name"),
    ],
)
def test_what_no_person_has_is_refused_beside_its_field(fields, field):
    with pytest.raises(NoSuchPerson) as error:
        created(**fields)
    assert error.value.field == field
    assert not Person.objects.exists()


def test_a_personal_code_belongs_to_one_file():
    created("Trần Thị Thử", code="A1")
    with pytest.raises(CodeTaken) as error:
        created("Lê Văn Mẫu", code="A1")
    assert error.value.field == "code"
    created("Lê Văn Mẫu")
    created("Vũ Thị Mẫu")  # no code twice is no clash


def test_found_by_present_and_former_name_without_diacritics():
    person = created("Nguyễn Thị Ánh", other_names=("Nguyễn Thị Minh Nguyệt", "nguyễn thị minh nguyệt "))
    created("Lê Văn Mẫu")
    assert [name.name for name in person.other_names.all()] == ["nguyễn thị minh nguyệt"]
    for text in ("anh nguyen", "ÁNH", "nguyet"):
        assert list(Person.objects.filter(search_text__matches=text)) == [person]


def test_personal_data_are_no_way_to_find_a_person():
    created("Nguyễn Thị Ánh", code="012345", private_phone="0900000000", birth_date=date(1980, 1, 2))
    for text in ("012345", "0900", "1980"):
        assert not Person.objects.filter(search_text__matches=text).exists()


def test_order_is_vietnamese_and_by_given_name():
    names = ["Trần Văn Đức", "Lê Thị Dung", "Nguyễn An", "Vũ Thị Ánh", "Bùi Thị Ân", "Lê Ấn", "Đỗ Minh An", "Lê An"]
    for name in names:
        PersonFactory(full_name=name)
    assert [person.full_name for person in Person.objects.in_order()] == [
        "Lê An",
        "Nguyễn An",
        "Đỗ Minh An",
        "Vũ Thị Ánh",
        "Bùi Thị Ân",
        "Lê Ấn",
        "Lê Thị Dung",
        "Trần Văn Đức",
    ]


def test_the_second_writer_is_told_who_was_first():
    person = created()
    first = updated(person, phone="024 1")
    assert first.version == 2
    with pytest.raises(StaleVersion):
        updated(person, phone="024 2", expected_version=1)
    assert Person.objects.get().phone == "024 1"


def test_saving_what_stands_there_changes_nothing():
    person = created(phone="024 1")
    before = Entry.objects.count()
    assert updated(person, phone="024 1").version == 1
    assert Entry.objects.count() == before


def test_the_trail_names_fields_and_keeps_no_personal_value():
    updated(created(), birth_date=date(1980, 5, 6), code="X9")
    entry = Entry.objects.get(action="units.person.update")
    assert entry.after == {"fields": ["birth_date", "code"]}


def test_same_name_in_the_same_unit_or_with_the_same_birth_date_may_be_a_twin():
    unit = UnitFactory()
    first = created("Trần Thị Thử", unit=unit, birth_date=date(1980, 1, 1))
    created("Trần Thị Thư")  # the same without diacritics, in another unit, no birth date: no hint
    with pytest.raises(PossibleTwin) as error:
        created("Trần Thị Thu", unit=unit)
    assert error.value.twins == (first,)
    with pytest.raises(PossibleTwin):
        created("Trần Thị Thử", birth_date=date(1980, 1, 1))
    other = created("Trần Thị Thử", unit=unit, is_somebody_else=True)
    assert list(twins_of(other)) == [first]
    assert Person.objects.count() == 3


def test_one_account_is_tied_to_one_file():
    one, two, user = PersonFactory(), PersonFactory(), UserFactory()
    tie_account(person_id=one.pk, user_id=user.pk, actor=SYSTEM, now=NOW)
    tie_account(person_id=one.pk, user_id=user.pk, actor=SYSTEM, now=NOW)
    assert Entry.objects.count() == 1
    with pytest.raises(Exception, match="đã gắn"):
        tie_account(person_id=two.pk, user_id=user.pk, actor=SYSTEM, now=NOW)


def test_a_unit_is_meant_by_code_whole_name_or_part_of_it():
    law = UnitFactory(code="VPL", name="Vụ Pháp luật quốc tế")
    PostingFactory(unit=law)
    civil = UnitFactory(code="VPLDS", name="Vụ Pháp luật dân sự")
    assert units_meant("vpl") == [law]
    assert units_meant("vu phap luat dan su") == [civil]
    assert units_meant("phap luat") == [civil, law]
    assert units_meant("không có") == units_meant("  ") == []


def test_postings_of_somebody_who_left_are_no_longer_changed():
    left = PostingFactory(ends_on=date(2024, 12, 31))
    PostingFactory(person=left.person, starts_on=date(2025, 1, 1))
    actor = Actor(1, "Bà Thử", (Grant("officer", left.unit_id, left.unit.path),), date(2026, 11, 26))
    assert not can_change_posting(actor, left)
