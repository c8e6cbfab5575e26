"""Targets and results of many units from one sheet."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.accounts.grants import actor_for
from apps.core.sheets import examine_file, import_file
from apps.core.spreadsheets import Problems
from apps.periods.tests.factories import EmulationYearFactory
from apps.results.models import ResultEntry, Target
from apps.results.result_sheets import ResultImport
from apps.results.target_sheets import TargetImport
from apps.results.tests.factories import IndicatorFactory
from apps.units.enums import Role, UnitKind
from apps.units.tests.factories import RoleAssignmentFactory, UnitFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2020, 2, 3, 2, tzinfo=UTC)
HEAD = "Đơn vị;Năm;Chỉ số;Chỉ tiêu giao;Cơ quan giao;Số, ký hiệu văn bản;Ngày ban hành"


@pytest.fixture
def ministry():
    return UnitFactory(kind=UnitKind.MINISTRY, name="Bộ Tư pháp", code="BTP")


@pytest.fixture
def office(ministry):
    return actor_for(RoleAssignmentFactory(unit=ministry, role=Role.STANDING_OFFICE).user, NOW.date())


def load(kind, text, actor):
    return import_file(kind, text.encode(), "bang.csv", actor=actor, now=NOW)


def test_one_sheet_assigns_to_many_units_once(ministry, office):
    one, two = UnitFactory(parent=ministry, code="A"), UnitFactory(parent=ministry, code="B")
    IndicatorFactory(code="VIEC")
    sheet = f"{HEAD}\nA;2020;VIEC;83,90%;Bộ Tư pháp;12/QĐ-BTP;03/01/2020\nB;2020;VIEC;81.5;;;\n"
    assert load(TargetImport(), sheet, office).created == 2
    assert Target.objects.get(unit=one).value == Decimal("83.9")
    assert Target.objects.get(unit=one).document.symbol == "12/QĐ-BTP"
    assert Target.objects.get(unit=one).issuer == ministry
    assert Target.objects.get(unit=two).issuer_name == "Bộ Tư pháp"
    again = load(TargetImport(), sheet, office)
    assert (again.created, again.unchanged) == (0, 2)


def test_mistakes_are_named_by_row_and_nothing_is_written(ministry, office):
    UnitFactory(parent=ministry, code="A")
    IndicatorFactory(code="VIEC")
    sheet = f"{HEAD}\nA;2020;VIEC;183;;;\nA;2020;KHONG-CO;1;;;\nX;2020;VIEC;1;;;\nA;2020;VIEC;80;;12/QĐ;\n"
    with pytest.raises(Problems) as error:
        load(TargetImport(), sheet, office)
    assert [problem.row for problem in error.value.problems] == [2, 3, 4, 5]
    assert not Target.objects.exists()


def test_another_number_is_not_overwritten(ministry, office):
    UnitFactory(parent=ministry, code="A")
    IndicatorFactory(code="VIEC")
    load(TargetImport(), f"{HEAD}\nA;2020;VIEC;80;;;\n", office)
    with pytest.raises(Problems):
        load(TargetImport(), f"{HEAD}\nA;2020;VIEC;81;;;\n", office)


RESULTS = "Đơn vị;Năm;Chỉ số;Tử số;Mẫu số;Số liệu;Ước / Thực hiện;Thành tích"


def test_results_by_parts_by_percentage_and_in_words(ministry, office):
    UnitFactory(parent=ministry, code="A")
    IndicatorFactory(code="VIEC")
    IndicatorFactory(code="TIEN")
    rows = "A;2019;VIEC;84;100;;Ước;\nA;2019;TIEN;;;56,62%;;\nA;2019;;;;;;Hoàn thành đề án\n"
    assert load(ResultImport(), f"{RESULTS}\n{rows}", office).created == 3
    assert ResultEntry.objects.get(indicator__code="VIEC").is_estimate
    assert ResultEntry.objects.get(indicator__code="TIEN").value == Decimal("56.62")
    assert ResultEntry.objects.get(indicator=None).text == "Hoàn thành đề án"
    again = load(ResultImport(), f"{RESULTS}\n{rows}", office)
    assert (again.created, again.unchanged) == (0, 3)


def test_an_officer_imports_for_the_own_unit_only(ministry):
    own, other = UnitFactory(parent=ministry, code="A"), UnitFactory(parent=ministry, code="B")
    IndicatorFactory(code="VIEC")
    officer = actor_for(RoleAssignmentFactory(unit=own).user, NOW.date())
    assert other.code == "B"
    rows = "A;2019;VIEC;84;100;;;\nB;2019;VIEC;84;100;;;\n"
    checked = examine_file(ResultImport(), f"{RESULTS}\n{rows}".encode(), "bang.csv", actor=officer, now=NOW)
    assert [(problem.row, str(problem.message)) for problem in checked.problems] == [
        (3, "Bạn không nhập kết quả thay đơn vị này.")
    ]


def test_a_whole_year_that_is_not_over_is_an_estimate(ministry, office):
    UnitFactory(parent=ministry, code="A")
    IndicatorFactory(code="VIEC")
    checked = examine(f"{RESULTS}\nA;2020;VIEC;84;100;;;\nA;2020;VIEC;84;100;;Thực hiện;\n", office)
    assert [(problem.row, problem.column) for problem in checked.problems] == [
        (2, "G – Ước / Thực hiện"),
        (3, "G – Ước / Thực hiện"),
    ]


def examine(text, actor):
    return examine_file(ResultImport(), text.encode(), "bang.csv", actor=actor, now=NOW)


def test_checking_costs_the_same_for_one_and_four_rows(ministry, office, django_assert_num_queries):
    IndicatorFactory(code="VIEC")
    for code in "ABCD":
        UnitFactory(parent=ministry, code=code)
    rows = [f"{code};2019;VIEC;84;100;;;\n" for code in "ABCD"]
    with CaptureQueriesContext(connection) as one:
        examine(f"{RESULTS}\n{rows[0]}", office)
    with django_assert_num_queries(len(one)):
        assert examine(f"{RESULTS}\n{''.join(rows)}", office).problems == []


def test_a_unit_does_not_import_its_own_sector_target(ministry):
    own = UnitFactory(parent=ministry, code="A")
    UnitFactory(parent=own, code="B")
    IndicatorFactory(code="VIEC")
    officer = actor_for(RoleAssignmentFactory(unit=own).user, NOW.date())
    sheet = f"{HEAD};Nguồn giao\nA;2020;VIEC;80;;;;\nA;2020;VIEC;80;;;;Đơn vị tự đặt\nB;2020;VIEC;80;;;;Ngành giao\n"
    checked = examine_file(TargetImport(), sheet.encode(), "bang.csv", actor=officer, now=NOW)
    assert [problem.row for problem in checked.problems] == [2]


def test_a_closed_year_is_named_by_row(ministry, office):
    UnitFactory(parent=ministry, code="A")
    IndicatorFactory(code="VIEC")
    EmulationYearFactory(organiser=ministry, year=2019, state="closed")
    checked = examine(f"{RESULTS}\nA;2019;VIEC;84;100;;;\nA;2018;VIEC;84;100;;;\n", office)
    assert [(problem.row, problem.column) for problem in checked.problems] == [(2, "B – Năm")]
