"""The forgiving sheet door: XLSX, CSV or pasted cells in; a checked plan, open questions or a list of mistakes out.

One engine for every import. An app describes its rows once, as an ``ImportKind`` registered in ``AppConfig.ready()``::

    class UnitImport(ImportKind):  # apps/units/sheets.py
        name, label = "units", _("Đơn vị")
        columns = (
            SheetColumn("code", _("Mã đơn vị"), required=True, also=("ma don vi", "mã"), example="STP-HN"),
            SheetColumn("kind", _("Loại"), kind="choice", choices=UnitKind.choices),
            SheetColumn("valid_from", _("Từ ngày"), kind="date", example="01/07/2025"),
        )

        def may(self, actor): ...  # Verdict
        def check(self, table, *, actor, now, answers):  # never writes
            for row in table:
                values = row.read()  # every column by its kind; mistakes note themselves
                if twin := ...:
                    chosen = row.ask("code", f"unit:{twin}", _("Có phải …?"), [("same", _("Đúng")), ("new", _("Thêm"))])
            return Checked(plan=..., created=3, updated=1, unchanged=20)

        def write(self, checked, *, actor, now, step): ...  # one @operation, answers Summary

What reading gives: ``row.text / required_text / decimal / integer / date / boolean / choice (key)``, or
``row.get(key)`` by the column's kind, or ``row.read()`` for all. A cell that is wrong gives None and leaves a Problem
in ``table.problems``; a cell that can be read in two ways asks (a ``Doubt``) and gives its likelier reading meanwhile.
Nothing is written while a problem or a question is open. ``row.ask`` gives the answer, or None while it is open;
``row.problem(key, message)`` and ``row.note(key, message)`` speak of a cell (key "" for the row).
``table.refuse_repeats("code")`` finds rows that stand twice; ``table.twins("name")`` names that differ only in
diacritics.

Doors: ``check_file`` and ``import_file`` raise ``core.spreadsheets.Problems``; ``examine_file`` answers problems,
questions and preview together, for a page. ``answers`` maps the key of a question to the value chosen.
"""

from apps.core.sheets.engine import Cancelled, check_file, examine_file, import_file
from apps.core.sheets.kinds import ImportKind, SheetColumn, kind, kinds, register
from apps.core.sheets.measuring import row_estimate
from apps.core.sheets.questions import Doubt
from apps.core.sheets.results import Checked, Summary
from apps.core.sheets.table import SheetRow, SheetTable
from apps.core.sheets.template import template_of

__all__ = [
    "Cancelled",
    "Checked",
    "Doubt",
    "ImportKind",
    "SheetColumn",
    "SheetRow",
    "SheetTable",
    "Summary",
    "check_file",
    "examine_file",
    "import_file",
    "kind",
    "kinds",
    "register",
    "row_estimate",
    "template_of",
]
