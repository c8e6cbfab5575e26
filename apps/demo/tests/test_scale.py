"""The generated sector: as large as asked, the same for the same seed, with rows as ``save()`` would write them."""

from random import Random

import pytest

from apps.demo.scale.generating import generate
from apps.demo.scale.names import NameDrawer
from apps.documents.models import Document
from apps.registry.models import Award, GrantDocument
from apps.units.models import Person, Posting, QualityRating, Unit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def no_history(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.mark.usefixtures("no_history")
def test_as_large_as_asked_and_whole():
    made = generate(units=200, persons=150, years=2, seed=7, say=lambda text: None)
    assert (made.units, made.persons, made.ratings) == (200, 150, 300)
    assert (Unit.objects.count(), Person.objects.count(), QualityRating.objects.count()) == (200, 150, 300)
    assert Unit.objects.find_problems() == ([], [], [], [], []), "treebeard finds its tree in order"
    person = Person.objects.order_by("-pk").first()
    copied = (person.folded_name, person.name_sort_key, person.search_text)
    person.save()
    assert copied == (person.folded_name, person.name_sort_key, person.search_text)
    assert not Posting.objects.exclude(kind__in=["official", "seconded", "concurrent"]).exists()
    assert set(Unit.objects.order_by().values_list("depth", flat=True)) == {1, 2, 3}


@pytest.mark.usefixtures("no_history")
def test_awards_stand_as_the_registry_would_write_them():
    made = generate(units=150, persons=120, awards=400, years=3, seed=7, say=lambda text: None)
    assert (made.awards, Award.objects.count()) == (400, 400)
    assert made.decisions == GrantDocument.objects.count() == Document.objects.count()
    assert set(Award.objects.values_list("year", flat=True)) == {2023, 2024, 2025}
    for award in (Award.objects.filter(person=None).first(), Award.objects.exclude(person=None).first()):
        copied = (award.search_text, award.recipient_key)
        award.save()
        assert copied == (award.search_text, award.recipient_key)
        assert award.award_type.fits(award.subject)
        assert award.granted_on == award.grant.decided_on
    grant = GrantDocument.objects.first()
    declared = (grant.declared_collectives, grant.declared_individuals)
    subjects = list(grant.awards.values_list("subject", flat=True))
    assert declared == (subjects.count("collective"), subjects.count("individual"))
    for row in (grant, grant.document):
        copied = row.search_text
        row.save()
        assert copied == row.search_text


def test_the_same_seed_draws_the_same_names():
    one, two = (NameDrawer(Random(3)) for _time in range(2))  # noqa: S311 -- invented names
    assert [one.draw() for _time in range(50)] == [two.draw() for _time in range(50)]
