import pytest

from apps.periods.models import WorkField
from apps.periods.reference import load_holidays, load_work_fields

pytestmark = pytest.mark.django_db


def codes(year, kind="justice_department"):
    return list(WorkField.objects.of(year, kind).values_list("code", flat=True))


def test_s001_p7_nine_fields_of_2023():
    load_work_fields()
    nine = "VBQPPL THPL-XLVPHC HCTP-BTTP PBGDPL THANH-TRA DAU-GIA TGPL CONG-CHUNG XD-NGANH"
    assert codes(2023) == nine.split()


def test_list_of_2026_has_no_judicial_records_no_inspectorate_and_control_of_procedures():
    load_work_fields()
    fields = {field.code: field for field in WorkField.objects.of(2026, "justice_department")}
    assert "THANH-TRA" not in fields
    assert "KIEM-TRA" in fields
    assert "KSTTHC" in fields
    assert "Không còn lý lịch tư pháp" in fields["HCTP-BTTP"].scope
    assert "KSTTHC" in codes(2026, "ministry_unit")
    assert "KSTTHC" not in codes(2025, "ministry_unit")
    assert [len(codes(year)) for year in (2023, 2024, 2025, 2026)] == [9, 9, 9, 10]


def test_loading_twice_changes_nothing_and_follows_the_file():
    assert load_work_fields() > 0
    assert load_holidays() > 0
    assert (load_work_fields(), load_holidays()) == (0, 0)
    WorkField.objects.filter(code="TGPL").update(label="khác")
    assert load_work_fields() == 1
    assert WorkField.objects.get(code="TGPL").label.startswith("Trợ giúp pháp lý")


def test_every_row_of_the_lists_names_its_source():
    load_work_fields()
    assert not WorkField.objects.filter(source="").exists()
