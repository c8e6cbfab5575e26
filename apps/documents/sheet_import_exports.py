"""The mistakes of a file as a sheet, to work through beside it."""

from django.utils.translation import gettext as _

from apps.core.spreadsheets import Column, Sheet, write_workbook
from apps.documents.models import SheetImport


def problems_workbook(found: SheetImport) -> bytes:
    """Mistakes, then open questions, in reading order."""
    columns = [
        Column("kind", _("Loại"), width=14),
        Column("sheet", _("Trang tính"), width=20),
        Column("row", _("Dòng"), "integer"),
        Column("column", _("Cột"), width=24),
        Column("message", _("Nội dung"), width=80),
    ]
    problems = [each | {"kind": _("Lỗi")} for each in found.report.get("problems", [])]
    doubts = [each["place"] | {"kind": _("Chưa rõ")} for each in found.report.get("doubts", [])]
    title = _("Lỗi và điểm chưa rõ của tệp “%(name)s”") % {"name": found.attachment.name}
    return write_workbook([Sheet(_("Cần sửa"), title, columns, [*problems, *doubts])])
