"""Gộp hồ sơ: only on a person's word, never where the files contradict, nothing lost."""

from datetime import UTC, date, datetime

import pytest
from django.apps import apps
from pghistory.models import Event

from apps.accounts.tests.factories import UserFactory
from apps.audit.models import Entry
from apps.core.actor import system_actor
from apps.units.domain import merging_people
from apps.units.domain.merging_people import MergeDoubtful, merge_people
from apps.units.models import Discipline, Person, Posting, QualityRating, TrainingRecord
from apps.units.tests.factories import PersonFactory, PostingFactory, UnitFactory

NOW = datetime(2026, 11, 26, 2, tzinfo=UTC)
SYSTEM = system_actor()


def merged(kept, other):
    return merge_people(kept_id=kept.pk, other_id=other.pk, reason="Nhập hai lần", actor=SYSTEM, now=NOW)


@pytest.mark.django_db
def test_everything_goes_to_the_kept_file():
    kept = PersonFactory(full_name="Trần Thị Thử", phone="024 1")
    other = PersonFactory(full_name="Trần Thị Thứ", phone="024 2", code="A1", birth_date=date(1980, 1, 1))
    other.user = UserFactory()
    other.save()
    PostingFactory(person=kept, starts_on=date(2020, 1, 1))
    PostingFactory(person=other, starts_on=date(2015, 1, 1), ends_on=date(2019, 12, 31))
    QualityRating.objects.create(person=other, year=2018, level="good")
    Discipline.objects.create(person=other, form="warning", starts_on=date(2017, 1, 1))
    TrainingRecord.objects.create(person=other, course="Bồi dưỡng", held_on=date(2018, 5, 1))
    user = other.user

    merged(kept, other)
    kept, other = Person.objects.get(pk=kept.pk), Person.objects.get(pk=other.pk)
    assert (kept.phone, kept.code, kept.birth_date, kept.user) == ("024 1", "A1", date(1980, 1, 1), user)
    assert [kept.postings.count(), kept.ratings.count(), kept.disciplines.count(), kept.trainings.count()] == [
        *(2, 1, 1, 1)
    ]
    assert [name.name for name in kept.other_names.all()] == ["Trần Thị Thứ"]
    assert (other.merged_into, other.user, other.code) == (kept, None, "")
    assert list(Person.objects.visible_to(SYSTEM)) == [kept]
    entry = Entry.objects.get()
    assert (entry.action, entry.reason) == ("units.person.merge", "Nhập hai lần")
    merged(kept, other)
    assert Entry.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("one", "two"),
    [
        ({"birth_date": date(1980, 1, 1)}, {"birth_date": date(1980, 1, 2)}),
        ({"code": "A1"}, {"code": "A2"}),
        ({"sex": "male"}, {"sex": "female"}),
        ({"full_name": "Lê Văn Mẫu"}, {}),
    ],
)
def test_contradictions_are_refused(one, two):
    kept = PersonFactory(**({"full_name": "Trần Thị Thử"} | one))
    other = PersonFactory(**({"full_name": "Trần Thị Thử"} | two))
    with pytest.raises(MergeDoubtful):
        merged(kept, other)
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_two_accounts_two_postings_or_two_ratings_are_a_doubt():
    kept, other = PersonFactory(full_name="Trần Thị Thử"), PersonFactory(full_name="Trần Thị Thử")
    unit = UnitFactory()
    PostingFactory(person=kept, unit=unit)
    PostingFactory(person=other, unit=unit)
    QualityRating.objects.create(person=kept, year=2018, level="good")
    bad = QualityRating.objects.create(person=other, year=2018, level="done")
    with pytest.raises(MergeDoubtful, match="2018"):
        merged(kept, other)
    bad.delete()
    elsewhere = PostingFactory(person=other, starts_on=date(2015, 1, 1), ends_on=date(2019, 12, 31))
    Posting.objects.filter(pk=elsewhere.pk).update(kind="concurrent")
    merged(kept, other)
    assert Posting.objects.filter(person=kept).count() == 2, "the posting told twice stands once"

    third = PersonFactory(full_name="Trần Thị Thử")
    PostingFactory(person=third)
    with pytest.raises(MergeDoubtful, match="trùng thời gian"):
        merged(kept, third)
    with pytest.raises(MergeDoubtful, match="cùng một hồ sơ"):
        merge_people(kept_id=kept.pk, other_id=kept.pk, reason="", actor=SYSTEM, now=NOW)


def test_every_foreign_key_to_person_has_a_rule():
    found = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if not issubclass(model, Event)
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model is Person
    }
    assert found == merging_people.registered()
