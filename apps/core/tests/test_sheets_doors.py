"""check_file and import_file: everything first, nothing before, the same again unchanged."""

from decimal import Decimal

import pytest
from django.utils import translation

from apps.core.actor import ANONYMOUS
from apps.core.errors import NotAllowed
from apps.core.sheets import ImportKind, Summary, import_file
from apps.core.spreadsheets import Problems
from apps.core.tests.sheets import ACTOR, NOW, Results, asked, check, csv, read, told, workbook

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _vietnamese():
    with translation.override("vi"):
        yield


def run(kind, data, **options):
    return import_file(kind, data, "a.csv", actor=ACTOR, now=NOW, **options)


def test_import_writes_and_the_same_again_is_unchanged():
    kind, data = Results(), csv("Đơn vị;Tỷ lệ vượt", "Hà Nội;2,5", "Huế;3")
    assert run(kind, data) == Summary(created=2)
    assert kind.stored["Hà Nội"]["rate"] == Decimal("2.5")
    assert run(kind, data) == Summary(unchanged=2)
    assert str(run(kind, data)) == "unchanged 2"


def test_import_with_one_mistake_writes_nothing_and_lists_all_in_reading_order():
    kind = Results()
    with pytest.raises(Problems) as refusal:
        run(kind, csv("Đơn vị;Tỷ lệ vượt;Ngày", "Hà Nội;x;31/2/2022", ";1;"))
    assert told(refusal.value) == [
        "a.csv, dòng 2, cột B – Tỷ lệ vượt: Nhập một số, ví dụ 2,5.",
        "a.csv, dòng 2, cột C – Ngày: Tháng 2 năm 2022 không có ngày 31.",
        "a.csv, dòng 3, cột A – Đơn vị: Chưa nhập.",
    ]
    assert kind.stored == {}


def test_import_with_an_open_question_writes_nothing_and_names_it():
    kind, data = Results(), csv("Đơn vị;Tỷ lệ vượt", "Hà Nội;2.790")
    with pytest.raises(Problems) as refusal:
        run(kind, data)
    assert "Cần trả lời [mark:rate:dot]: decimal = dấu thập phân: 2,79; thousands = " in str(refusal.value)
    assert kind.stored == {}
    assert run(kind, data, answers={"mark:rate:dot": "thousands"}) == Summary(created=1)
    assert kind.stored["Hà Nội"]["rate"] == 2790


def test_dry_run_counts_and_writes_nothing():
    kind = Results()
    assert run(kind, csv("Đơn vị", "Hà Nội"), dry_run=True) == Summary(created=1)
    assert kind.stored == {}


def test_import_when_the_kind_refuses_says_why():
    with pytest.raises(NotAllowed, match="không có quyền nhập loại bảng này"):
        import_file(ImportKind(), b"x", "a.csv", actor=ANONYMOUS, now=NOW)


def test_s002_1_both_decimal_marks():
    data = csv("Đơn vị;Tỷ lệ vượt", "Tây Ninh;2,74%", "Đồng Nai;2.79%")
    checked = check(data)
    assert [values["rate"] for values in checked.plan] == [Decimal("2.74"), Decimal("2.79")]
    assert [texts[1] for _number, texts in checked.preview.rows] == ["2,74%", "2,79%"]
    [note] = told(checked.notes)
    assert note == (
        "a.csv, dòng 3, cột B – Tỷ lệ vượt: Cột này dùng lẫn dấu phẩy (“2,74%”, dòng 2) "
        "và dấu chấm thập phân (1 ô); “2.79%” được đọc là 2,79%."
    )
    asking = check(csv("Đơn vị;Tỷ lệ vượt", "Tây Ninh;2,74", "Đồng Nai;2.790", "Huế;1.500"))
    assert asked(asking) == {
        "mark:rate:dot": "a.csv, dòng 3, cột B – Tỷ lệ vượt: “2.790” có thể là 2,79 hoặc 2790. "
        "Dấu “.” trong cột này là dấu gì?"
    }
    assert asking.doubts[0].others == "và 1 dòng khác (4)"


def test_the_same_rows_are_read_from_a_workbook():
    [row] = read(workbook(rows=[["Tây Ninh", 2.74, "13/9/2022"]]), name="a.xlsx")
    assert (row["unit"], row["rate"], f"{row['day']:%d/%m/%Y}") == ("Tây Ninh", Decimal("2.74"), "13/09/2022")
