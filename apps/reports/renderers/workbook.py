"""Workbooks of reports: above every sheet the mark of illustrative content, and the code that finds the file."""

from collections.abc import Iterable
from dataclasses import replace

from apps.core.spreadsheets import Sheet, write_workbook
from apps.reports.registry import Printing


def workbook(sheets: Iterable[Sheet], printing: Printing, *, title: str, author: str, mark: str = "") -> bytes:
    """The file of a report. ``mark``: the words of a paper whose rules or figures are no official ones, or none."""
    notes = [*([mark] if mark else []), f"Mã tra cứu: {printing.verification.code}"]
    marked = [replace(sheet, notes=[*sheet.notes, *notes]) for sheet in sheets]
    return write_workbook(marked, title=title, author=author, created=printing.at)
