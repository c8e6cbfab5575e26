"""The sheet to download and fill in: headings, an example, lists to choose from, and a page of guidance."""

import io

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core.dates import parse_date
from apps.core.numbers import parse_decimal
from apps.core.sheets.kinds import ImportKind, SheetColumn

FILLED_ROWS = 5_000  # lists to choose from reach down to here
_FONT = {"font_name": "Times New Roman", "font_size": 12}
_FORMATS = {"text": "@", "choice": "@", "bool": "@", "date": "dd/mm/yyyy", "integer": "0", "decimal": "General"}
_KINDS = {
    "text": gettext_lazy("chữ"),
    "decimal": gettext_lazy("số, ví dụ 2,5"),
    "integer": gettext_lazy("số nguyên"),
    "date": gettext_lazy("ngày/tháng/năm"),
    "bool": gettext_lazy("có hoặc không"),
    "choice": gettext_lazy("chọn trong danh sách"),
}


def template_of(kind: ImportKind) -> bytes:
    """The template of a kind as XLSX. Read back as it is, its example row is recognised and left out."""
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(_("Nhập liệu"))
        guide = book.add_worksheet(_("Hướng dẫn"))
        lists = _write_guide(book, guide, kind)
        _write_table(book, sheet, kind, lists)
    return buffer.getvalue()


def _write_table(book, sheet, kind: ImportKind, lists: dict[str, str]) -> None:
    style = _FONT | {"bold": True, "border": 1, "text_wrap": True, "align": "center", "valign": "vcenter"}
    required = book.add_format(style | {"bg_color": "#F6DDD3"})
    optional = book.add_format(style | {"bg_color": "#EFEBE3"})
    for place, column in enumerate(kind.columns):
        cells = book.add_format(_FONT | {"num_format": _FORMATS[column.kind]})
        sheet.set_column(place, place, max(14, min(len(str(column.header)) + 4, 40)), cells)
        header = f"{column.header}{' *' if column.required else ''}"
        sheet.write_string(0, place, header, required if column.required else optional)
        example = book.add_format(
            _FONT | {"italic": True, "font_color": "#6B6456", "num_format": _FORMATS[column.kind]}
        )
        _write_example(sheet, place, column, example)
        if source := lists.get(column.key):
            rule = {"validate": "list", "source": source, "error_type": "warning"}
            sheet.data_validation(1, place, FILLED_ROWS, place, rule)
    sheet.freeze_panes(1, 0)


def _write_example(sheet, place: int, column: SheetColumn, style) -> None:
    if not column.example:
        sheet.write_blank(1, place, None, style)
    elif column.kind == "date":
        sheet.write_datetime(1, place, parse_date(column.example), style)
    elif column.kind in {"decimal", "integer"} and not column.example.endswith("%"):
        sheet.write_number(1, place, float(parse_decimal(column.example, decimal_mark=",")), style)
    else:
        sheet.write_string(1, place, column.example, style)


def _write_guide(book, guide, kind: ImportKind) -> dict[str, str]:
    """Write the guidance; answers where the list of each choice stands, for the rules of the table."""
    bold, wrapped = (
        book.add_format(_FONT | {"bold": True}),
        book.add_format(_FONT | {"text_wrap": True, "valign": "top"}),
    )
    guide.set_column(0, 0, 28, wrapped)
    guide.set_column(1, 3, 22, wrapped)
    guide.set_column(4, 4, 60, wrapped)
    guide.write_string(0, 0, _("Bảng mẫu: %(label)s") % {"label": kind.label}, bold)
    row = 1
    for note in _guidance(kind):
        guide.write_string(row, 0, note, book.add_format(_FONT))
        row += 1
    row += 1
    for place, heading in enumerate([_("Cột"), _("Bắt buộc"), _("Kiểu"), _("Ví dụ"), _("Cách điền")]):
        guide.write_string(row, place, heading, bold)
    for column in kind.columns:
        row += 1
        required = _("có") if column.required else ""
        cells = [str(column.header), required, str(_KINDS[column.kind]), column.example, str(column.help)]
        for place, text in enumerate(cells):
            guide.write_string(row, place, text, wrapped)
    return _write_lists(guide, kind, row + 2, bold)


def _write_lists(guide, kind: ImportKind, row: int, bold) -> dict[str, str]:
    lists: dict[str, str] = {}
    place = 0
    for column in kind.columns:
        labels = [str(label) for _code, label in column.choices]
        if column.kind == "bool":
            labels = [_("có"), _("không")]
        if not labels:
            continue
        guide.write_string(row, place, _("Danh sách: %(header)s") % {"header": column.header}, bold)
        for number, label in enumerate(labels, start=1):
            guide.write_string(row + number, place, label)
        letter = chr(ord("A") + place)
        name = _("Hướng dẫn")
        lists[column.key] = f"='{name}'!${letter}${row + 2}:${letter}${row + 1 + len(labels)}"
        place += 1
    return lists


def _guidance(kind: ImportKind) -> list[str]:
    general = [
        _("Cột có dấu * là bắt buộc. Không đổi tên cột; có thể đổi thứ tự hoặc bỏ cột không bắt buộc."),
        _("Xóa dòng ví dụ trước khi nộp (nếu để lại, hệ thống nhận ra và bỏ qua)."),
        _("Ngày viết ngày/tháng/năm; số thập phân viết dấu phẩy. Không gộp ô trong phần dữ liệu."),
    ]
    return [*general, *(str(note) for note in kind.notes)]
