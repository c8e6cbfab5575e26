"""The one lookup: every word, whatever its diacritics; marks of LIKE are plain characters."""

from datetime import date

import pytest

from apps.core.text import fold
from apps.units.models import Unit
from apps.units.tests.factories import UnitFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("phap luat quoc te", True),
        ("QUỐC TẾ pháp", True),
        ("quốc tế", True),
        ("", True),
        ("quoc te hop tac", False),
        ("%", False),
        ("_", False),
    ],
)
def test_a_row_is_found_by_all_words_of_the_query(query, found):
    unit = UnitFactory(name="Vụ Pháp luật quốc tế", short_name="", code="X")
    Unit.objects.filter(pk=unit.pk).update(search_text=fold("Vụ Pháp luật quốc tế"))
    assert Unit.objects.filter(search_text__matches=query).exists() is found


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ({"code__any_of": ["A", "C", "chữ 'có' {dấu},\\"]}, ["A", "C"]),
        ({"code__any_of": {"B"}}, ["B"]),
        ({"code__any_of": []}, []),
        ({"valid_to__any_of": [date(2026, 1, 1)]}, ["A"]),
    ],
)
def test_any_of_finds_what_stands_in_a_long_list(condition, found):
    for day, code in enumerate("ABC", start=1):
        UnitFactory(code=code, valid_to=date(2026, 1, day))
    assert list(Unit.objects.filter(**condition).order_by("code").values_list("code", flat=True)) == found


def test_any_of_nothing_asks_nothing_and_its_opposite_is_everything(django_assert_num_queries):
    UnitFactory(code="A")
    with django_assert_num_queries(0):
        assert list(Unit.objects.filter(code__any_of=[])) == []
    assert Unit.objects.exclude(code__any_of=[]).count() == Unit.objects.count() > 0
