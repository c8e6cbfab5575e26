"""The one lookup: every word, whatever its diacritics; marks of LIKE are plain characters."""

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
