from datetime import UTC, date, datetime

import pytest

from apps.core.actor import system_actor
from apps.units.domain.units import ensure_unit
from apps.units.models import Unit, UnitName

NOW = datetime(2026, 11, 12, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def found(code, name, **more):
    return ensure_unit(code=code, name=name, kind="ministry_unit", actor=system_actor(), now=NOW, **more)


@pytest.mark.parametrize("text", ["phap luat quoc te", "PHÁP LUẬT QUỐC TẾ", "vplqt", "cuc phap luat"])
def test_unit_is_found_by_name_code_and_former_name(text):
    unit = found("VPLQT", "Vụ Pháp luật quốc tế")
    UnitName.objects.create(unit=unit, name="Cục Pháp luật quốc tế")
    found("VHTQT", "Vụ Hợp tác quốc tế")
    assert list(Unit.objects.search(text)) == [unit]


@pytest.mark.parametrize("text", ["Cục Kế hoạch – tài chính", "Cục Kế hoạch - Tài chính", "cuc ke hoach — tai chinh"])
def test_dashes_and_capitals_lead_to_one_unit(text):
    unit = found("CKHTC", "Cục Kế hoạch - Tài chính")
    assert list(Unit.objects.search(text)) == [unit]


def test_founding_twice_changes_nothing():
    assert found("A", "Vụ A") == found("A", "Tên khác")
    assert Unit.objects.get().name == "Vụ A"


def test_children_lie_below_their_parent():
    parent = found("A", "Bộ A")
    child = found("B", "Vụ B", parent=parent)
    other = found("C", "Vụ C")
    assert set(Unit.objects.below([parent.path])) == {parent, child}
    assert other not in Unit.objects.below([parent.path])


@pytest.mark.parametrize(
    ("on", "valid"),
    [(date(2022, 12, 30), True), (date(2022, 12, 31), True), (date(2023, 1, 1), False)],
)
def test_unit_is_valid_until_its_last_day(on, valid):
    unit = found("A", "Vụ A", valid_to=date(2022, 12, 31))
    assert Unit.objects.valid_on(on).filter(pk=unit.pk).exists() is valid
