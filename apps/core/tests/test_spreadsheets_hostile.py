"""Files that would hurt: bombs, far cells, macros, damage. Each is refused with a Problem, never with an error."""

import io
import zipfile
from contextlib import suppress

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.core.spreadsheets import Column, Problems, Sheet, read_table, write_csv, write_workbook


@pytest.fixture(autouse=True)
def _vietnamese():
    with translation.override("vi"):
        yield


def workbook():
    columns = [Column("unit", "Đơn vị"), Column("points", "Điểm", "points")]
    return write_workbook([Sheet("A", "", columns, [["Vụ Pháp luật quốc tế", 185.75], ["Vụ Tổ chức cán bộ", 190]])])


def problems_of(action, *args, **options):
    with pytest.raises(Problems) as refusal:
        action(*args, **options)
    return [str(problem) for problem in refusal.value]


def archive(**entries):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in entries.items():
            file.writestr(name, content)
    return buffer.getvalue()


def replaced(data, name, change):
    """The workbook with one entry changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        entries = {each: file.read(each) for each in file.namelist()}
    entries[name] = change(entries[name])
    return archive(**entries)


def test_read_table_when_the_zip_is_no_workbook_says_so():
    assert problems_of(read_table, archive(**{"a.txt": "x"}), name="a.xlsx") == [
        "a.xlsx: Tệp không phải Excel (.xlsx) hoặc CSV."
    ]


def test_read_table_when_a_bomb_refuses_within_small_memory(monkeypatch):
    bomb = archive(**{"xl/workbook.xml": "x", "[Content_Types].xml": "x", "big": b"\0" * 30_000_000})
    monkeypatch.setattr(
        "apps.core.archives.CheckedArchive.__init__.__kwdefaults__", {"max_bytes": 20_000_000}, raising=False
    )
    assert problems_of(read_table, bomb, name="a.xlsx") == ["a.xlsx: Tệp nén quá lớn khi mở ra, không nhận."]


def test_a_csv_begins_no_formula_whatever_parts_its_lists():
    sheet = Sheet("A", "", [Column("a", "=1"), Column("b", "B", "integer")], [["x;=1+1; -2", -3], ["+84", None]])
    assert write_csv(sheet).decode("utf-8-sig").splitlines() == [
        '"\'=1","B"', '"x;\'=1+1; -2","-3"', '"\'+84",""',
    ]  # fmt: skip


def test_read_table_when_one_cell_lies_at_the_far_corner_refuses():
    far = replaced(workbook(), "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b'r="B3"', b'r="XFD1048576"'))
    assert problems_of(read_table, far, name="a.xlsx") == [
        "a.xlsx: Trang tính có ô tới dòng 1048576, cột thứ 16384. Hãy xóa các dòng, cột trống thừa."
    ]


def test_read_table_when_macros_refuses():
    loaded = replaced(workbook(), "[Content_Types].xml", lambda xml: xml + b"<!-- macroEnabled -->")
    assert problems_of(read_table, loaded, name="a.xlsx") == [
        "a.xlsx: Tệp có macro. Hãy lưu lại dạng .xlsx rồi tải lại."
    ]


def test_read_table_when_larger_than_the_limit_names_it(settings):
    settings.UPLOAD_MAX_BYTES = 1_000_000
    assert problems_of(read_table, b"x" * 1_000_001, name="a.csv") == ["a.csv: Tệp lớn hơn giới hạn 1 MB."]


WHOLE = workbook()  # made once: a file made again holds another time, and may be of another length


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_read_table_when_a_file_is_damaged_refuses_or_reads(data):
    whole = bytearray(WHOLE)
    for _each in range(data.draw(st.integers(1, 5))):
        whole[data.draw(st.integers(4, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(10, len(whole)))
    with suppress(Problems):  # any other error would be a bug
        read_table(bytes(whole[:cut]), name="a.xlsx")
