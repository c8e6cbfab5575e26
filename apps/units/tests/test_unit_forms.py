"""What is typed wrongly is told beside its field, never an error of the machine."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from apps.core.actor import system_actor
from apps.units.domain.units import CodeTaken, ParentEnded, UnitFields, found_unit
from apps.units.person_fields import UnitField
from apps.units.person_forms import PersonForm
from apps.units.tests.factories import UnitFactory
from apps.units.unit_forms import EditUnitForm, SplitForm, UnitChoiceField
from apps.units.views.merging import UnitMergeView

NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)
ZERO_WIDTH = "\u200b\u2060"


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        (";\n;;", "ít nhất một đơn vị mới"),
        (f"PHC; Phòng Hành chính; {'x' * 151}", "quá dài"),
        ("PHC; Phòng Hành chính\nphc; Phòng khác", "không dùng chung một mã"),
    ],
)
def test_parts_of_a_split(parts, text):
    form = SplitForm({"parts": parts, "lives_on": "True", "on": "01/01/2026", "basis_text": "Quyết định 1"})
    assert text in str(form.errors["parts"])


def test_a_name_in_many_lines_is_short_in_each():
    assert "Dòng 2 dài quá 300" in str(EditUnitForm({"aliases": f"Vụ A\n{'x' * 301}"}).errors["aliases"])
    assert "Dòng 2 dài quá 200" in str(PersonForm({"other_names": f"Lan; {'x' * 201}"}).errors["other_names"])


@pytest.mark.parametrize("field", [UnitChoiceField, UnitField])
def test_characters_of_no_width_are_nothing(field):
    with pytest.raises(ValidationError):
        field().clean(ZERO_WIDTH)
    assert field(required=False).clean(ZERO_WIDTH) is None


def test_versions_of_a_merge_that_somebody_spoilt_are_left_out(rf):
    view = UnitMergeView()
    view.request = rf.post("/", {"versions": "1:2,3:4:5,x:1,7,:,9:1"})
    assert view.versions({1, 3}) == {1: 2}


def fields(**more):
    return UnitFields("Vụ Thử", "ministry_unit", **more)


@pytest.mark.django_db
def test_codes_are_the_same_in_capitals_and_small_letters():
    UnitFactory(code="VPB")
    with pytest.raises(CodeTaken):
        found_unit(code="vpb", fields=fields(), parent=None, actor=system_actor(), now=NOW)


@pytest.mark.django_db
def test_a_unit_that_has_ended_gets_no_new_ones_below():
    ended = UnitFactory(valid_to=date(2025, 6, 30))
    with pytest.raises(ParentEnded):
        found_unit(code="MOI", fields=fields(), parent=ended, actor=system_actor(), now=NOW)
    earlier = fields(valid_from=date(2020, 1, 1))
    assert found_unit(code="CU", fields=earlier, parent=ended, actor=system_actor(), now=NOW).pk
