"""The score file: one row per unit and criterion, further rows for the cases of adjustments. Pure.

``points`` are points stated outright; the other columns are what the criterion's method measures. Bands of
ratios are in percent, dates are ISO, numbers have a dot.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from apps.core.spreadsheets import Problem, Problems, Row, Table
from apps.core.text import fold
from apps.scoring.domain.adjustments import unknown_adjustment
from apps.scoring.domain.criteria_rows import file_decimal
from apps.scoring.domain.methods import METHODS
from apps.scoring.domain.methods.banded import by_label
from apps.scoring.domain.methods.lateness_band import by_calendar
from apps.scoring.domain.rules import CriterionRule, Measure
from apps.scoring.domain.tree import Tree
from apps.scoring.domain.wording import number
from apps.scoring.enums import NotApplicableReason

COLUMNS = (
    "unit", "code", "points", "count", "numerator", "denominator", "target", "actual", "band_label",
    "not_applicable", "note",
)  # fmt: skip
BASE = "base"  # only where the points that were typed stand beside cases: then ``points`` are those of the whole line
READABLE = (*COLUMNS, BASE)
REQUIRED = ("unit", "code", "points")
_NUMBERS = ("points", "count", "numerator", "denominator", "target")
LIKE_PERCENT = 50
_NO = {"", "0", "false", "no", "khong"}


@dataclass(frozen=True)
class Entry:
    """What a file says of one criterion of one unit. ``reason``: a NotApplicableReason or empty.

    ``base``: at stage self the points typed before bonus and penalty; those in ``measure`` are then of the whole line.
    """

    measure: Measure
    row: Row
    reason: str = ""
    note: str = ""
    base: Decimal | None = None

    @property
    def says_nothing(self) -> bool:
        """A row of a form that nobody filled in; a note alone scores nothing."""
        return self.measure == Measure() and not self.reason


@dataclass
class ScoreFile:
    """Entries by unit and criterion, those without faults; with ``problems`` nothing of it is to be stored."""

    entries: dict[str, dict[str, Entry]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    def raise_problems(self) -> None:
        """Refuse the file whole. Raises Problems."""
        if self.problems:
            raise Problems(sorted(self.problems, key=lambda problem: problem.row or 0))


def _spellings(codes: Iterable[str]) -> dict[str, str]:
    """Folded code → code, where only one is so spelt: "d1" means D1."""
    found: dict[str, list[str]] = {}
    for code in codes:
        found.setdefault(fold(code), []).append(code)
    return {folded: alike[0] for folded, alike in found.items() if len(alike) == 1}


def read_scores(table: Table, trees: Mapping[str, Tree]) -> ScoreFile:
    """Entries of a table. ``trees``: unit code → its criteria; a unit not there is not in the cluster."""
    start = len(table.problems)
    groups: dict[tuple[str, str], list[Row]] = {}
    spelt = _spellings(trees)
    for row in table:
        unit, code = row.text("unit"), row.text("code")
        unit = spelt.get(fold(unit), unit) if unit not in trees else unit
        if unit not in trees:
            row.problem("unit", _("“%(unit)s” không phải đơn vị của cụm, năm này.") % {"unit": unit})
        elif code not in trees[unit].nodes:
            row.problem("code", _("Không có tiêu chí “%(code)s” trong bảng tiêu chí của đơn vị.") % {"code": code})
        else:
            groups.setdefault((unit, code), []).append(row)
    if not table.rows:
        table.problems.append(Problem(table.sheet, None, "", _("Tệp không có dữ liệu.")))
    file = ScoreFile()
    for (unit, code), rows in groups.items():
        rule = trees[unit].nodes[code].rule
        of_group = bool(trees[unit].nodes[code].children)
        told = [row for row in rows if _carries(row)] if of_group else rows
        if not told:
            continue
        known = len(table.problems)
        entry = (_group if of_group else _leaf)(rule, told)
        if len(table.problems) == known:
            file.entries.setdefault(unit, {})[code] = entry
            file.warnings += _doubts(entry)
    for unit, entries in file.entries.items():
        _drop_children_of_replaced(entries, trees[unit])
    file.problems += table.problems[start:]
    message = _("Cột này không dùng: “%(column)s”.")
    file.warnings += [
        Problem(table.sheet, None, column, message % {"column": column}) for column in table.unknown_columns
    ]
    return file


def write_scores(rows: Iterable[Mapping[str, str]]) -> bytes:
    """Rows with any of COLUMNS, and BASE where a row has it.

    UTF-8 CSV without byte order mark, lines ended by a line feed.
    """
    text = io.StringIO(newline="")
    rows = list(rows)
    columns = READABLE if any(row.get(BASE) for row in rows) else COLUMNS
    writer = csv.DictWriter(text, columns, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def _carries(row: Row) -> bool:
    """Whether a row says anything beyond unit, code and note."""
    return any(row.text(column) and not _says_no(row, column) for column in COLUMNS[2:-1])


def _says_no(row: Row, column: str) -> bool:
    return column == "not_applicable" and fold(row.text(column)) in _NO


def _group(rule: CriterionRule, rows: list[Row]) -> Entry:
    """Points on a group; nothing else can be measured there."""
    first = rows[0]
    for extra in rows[1:]:
        extra.problem("code", _twice(rule))
    points = file_decimal(first, "points")
    if not first.text("points"):
        first.problem("points", _("Nhóm tiêu chí chỉ nhận điểm."))
    for column in COLUMNS[3:-1]:
        if first.text(column) and not _says_no(first, column):
            first.problem(column, _("Nhóm tiêu chí chỉ nhận điểm."))
    return Entry(Measure(points=points), first, note=first.text("note"))


def _leaf(rule: CriterionRule, rows: list[Row]) -> Entry:
    """The main row of a leaf and the rows of its cases."""
    main, cases = None, {}
    for row in rows:
        adjustment = _named_adjustment(rule, row.text("band_label"))
        if adjustment is not None:
            if adjustment in cases:
                row.problem("band_label", _("“%(label)s” có hai dòng.") % {"label": adjustment})
            cases[adjustment] = _cases(row)
            if not row.text("points"):
                continue
        if main is not None and row.text("band_label") and not row.text("points") and rule.adjustments:
            row.problem("band_label", unknown_adjustment(row.text("band_label")))
        elif main is not None:
            row.problem("code", _twice(rule))
        main = main or row
    measure = Measure() if main is None else _measure(rule, main)
    row = main or rows[0]
    reason = _reason(row)
    measure = replace(measure, cases=cases, not_applicable=bool(reason))
    return Entry(measure, row, reason, row.text("note"), file_decimal(row, BASE))


def _named_adjustment(rule: CriterionRule, label: str) -> str | None:
    """Printed label of the adjustment that the text names; a band of that name comes first."""
    if not label or (rule.bands and by_label(rule.bands, label) is not None):
        return None
    found = by_label(rule.adjustments, label)
    return found.label if found else None


def _cases(row: Row) -> Decimal:
    count = file_decimal(row, "count")
    return Decimal(1) if count is None else count


def _measure(rule: CriterionRule, row: Row) -> Measure:
    numbers = {name: file_decimal(row, name) for name in _NUMBERS}
    for name in ("numerator", "denominator"):
        if "%" in row.text(name):
            row.problem(name, _("Ghi tử số và mẫu số, không ghi tỷ lệ phần trăm."))
    if not (row.text("numerator") and row.text("denominator")) and row.text("actual"):
        # An amount is held against an amount: a rate is told by its two parts, and then so is its excess.
        for name in ("target", "actual"):
            if "%" in row.text(name) or row.cell(name).percent:
                row.problem(name, _("Ghi tử số và mẫu số, không ghi tỷ lệ phần trăm."))
    if (numbers["numerator"] is None) != (numbers["denominator"] is None):
        empty = "numerator" if numbers["numerator"] is None else "denominator"
        row.problem(empty, _("Ghi đủ tử số và mẫu số (tỷ lệ phần trăm không ghi thay được)."))
    label = row.text("band_label")
    if _named_adjustment(rule, label):
        label, numbers["count"] = "", None
    dated = rule.method == "lateness_band" and by_calendar(rule)
    return Measure(
        **numbers,
        actual=None if dated else file_decimal(row, "actual"),
        actual_on=row.date("actual") if dated else None,
        band_label=label,
    )


def _reason(row: Row) -> str:
    text = fold(row.text("not_applicable"))
    if text in _NO:
        return ""
    return text if text in NotApplicableReason.values else NotApplicableReason.NOT_ARISING.value


def _doubts(entry: Entry) -> list[Problem]:
    """A target of 95 with a result of 0.96 is most likely a rate."""
    measure = entry.measure
    target, actual = measure.target, measure.actual
    if target is None or actual is None or measure.numerator is not None:
        return []
    if target < LIKE_PERCENT or not 0 < actual <= 1:
        return []
    message = _("Chỉ tiêu %(target)s mà kết quả chỉ %(actual)s: nếu là tỷ lệ thì ghi tử số và mẫu số.")
    return [entry.row.cell("actual").problem(message % {"target": number(target), "actual": number(actual)})]


def _drop_children_of_replaced(entries: dict[str, Entry], tree: Tree) -> None:
    """Children of a group with points are left out when their rows are empty, and refused when they say something."""
    for code, entry in list(entries.items()):
        above = [parent for parent in tree.nodes[code].path[:-1] if parent in entries]
        if above and entry.says_nothing:
            del entries[code]
        elif above:
            message = _("Nhóm “%(code)s” đã có điểm nên các tiêu chí con phải để trống.")
            entry.row.problem("code", message % {"code": above[0]})


def _twice(rule: CriterionRule) -> str:
    return _("Tiêu chí “%(code)s” của đơn vị này có hai dòng.") % {"code": rule.code}


def inputs_given(rule: CriterionRule, entry: Entry) -> bool:
    """Whether a leaf can be computed without the stated points."""
    if entry.measure.not_applicable:
        return True
    asked = METHODS[rule.method].inputs_for(rule)
    measured = any(getattr(entry.measure, name) not in (None, "") for name in asked if name != "points")
    return measured or (not asked and bool(entry.measure.cases))
