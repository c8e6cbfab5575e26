"""The criteria file: one row per criterion, one row per band or adjustment (format: docs of ``import_criteria``).

Reading is pure: a table in, rules and problems out, nothing half-taken. Writing then reading gives the
same rules, and writing them again the same bytes.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from apps.core.spreadsheets import Problem, Problems, Row, Table, read_table
from apps.scoring.domain.checks import check_set
from apps.scoring.domain.criteria_rows import CriterionRows, read_rows
from apps.scoring.domain.methods import Finding
from apps.scoring.domain.rules import AdjustmentRule, BandRule, CriterionRule
from apps.scoring.domain.tree import build_tree

COLUMNS = (
    "code", "parent_code", "number", "label_vi", "max_points", "method", "step", "per_item", "cap", "floor",
    "group_rule", "requires", "band_label", "band_points", "band_from", "band_from_open", "band_to", "band_to_open",
    "band_date_to", "band2_from", "band2_from_open", "band2_to", "band2_to_open", "not_applicable", "applies_to",
    "self_by", "review_by", "source_fact", "provision", "note",
)  # fmt: skip
REQUIRED = ("code", "parent_code", "label_vi", "max_points", "method")
_CRITERION = {
    "code": "code", "parent_code": "parent_code", "number": "number", "label_vi": "label", "max_points": "max_points",
    "method": "method", "step": "step", "per_item": "per_item", "cap": "cap", "floor": "floor",
    "group_rule": "group_rule", "requires": "requires", "not_applicable": "not_applicable",
    "applies_to": "applies_to", "self_by": "self_by", "review_by": "review_by", "source_fact": "source_fact",
    "provision": "provision", "note": "note",
}  # fmt: skip
_BAND = {
    "band_label": "label", "band_points": "points", "band_from": "lo", "band_from_open": "lo_open", "band_to": "hi",
    "band_to_open": "hi_open", "band_date_to": "date_to", "band2_from": "lo2", "band2_from_open": "lo2_open",
    "band2_to": "hi2", "band2_to_open": "hi2_open", "note": "note",
}  # fmt: skip
_ADJUSTMENT = {
    "method": "kind", "band_label": "label", "band_points": "points", "cap": "cap", "group_rule": "group_rule",
    "requires": "requires", "note": "note",
}  # fmt: skip


@dataclass(frozen=True)
class CriteriaFile:
    """What was read. ``rules`` in file order; with ``problems`` they are not to be used."""

    rules: tuple[CriterionRule, ...]
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = field(default=())

    def raise_problems(self) -> None:
        """Refuse the file whole. Raises Problems."""
        if self.problems:
            raise Problems(self.problems)

    @property
    def in_reading_order(self) -> tuple[CriterionRule, ...]:
        """Rules with each group before its children, as they are stored and exported."""
        return reading_order(self.rules)


def read_criteria_file(file, *, name: str) -> CriteriaFile:
    """Read a CSV or XLSX file. Raises Problems when it is no readable table."""
    return read_criteria(read_table(file, name=name, columns=COLUMNS, required=REQUIRED))


def read_criteria(table: Table) -> CriteriaFile:
    """Rules of a table with all faults by sheet, row and column. Never raises for what stands in the cells."""
    start = len(table.problems)
    criteria, warnings = read_rows(table)
    rules = tuple(each.rule() for each in criteria)
    problems = table.problems[start:]
    warnings = [*_unknown_columns(table), *warnings]
    for found in check_set(rules):
        if found.rule is None:
            problems.append(Problem(table.sheet, None, "", found.finding.message))
            continue
        problem = _located(criteria[found.rule], found.finding)
        (problems if found.is_error else warnings).append(problem)
    return CriteriaFile(rules, _in_order(problems), _in_order(warnings))


def reading_order(rules: Iterable[CriterionRule]) -> tuple[CriterionRule, ...]:
    """Groups before their children, siblings as given. Raises TreeError."""
    rules = tuple(rules)
    by_code = {rule.code: rule for rule in rules}
    return tuple(by_code[code] for code in build_tree(rules).nodes)


def file_rows(rules: Iterable[CriterionRule]) -> list[dict[str, str]]:
    """Rows of the file, each with every column: numbers with a dot, ISO dates, 1 for yes."""
    rows = []
    for rule in rules:
        rows.append(_row(rule, _CRITERION))
        rows += [_row(band, _BAND, parent_code=rule.code) for band in rule.bands]
        rows += [_row(adjustment, _ADJUSTMENT, parent_code=rule.code) for adjustment in rule.adjustments]
    return rows


def write_criteria(rules: Iterable[CriterionRule]) -> bytes:
    """The file as UTF-8 CSV without byte order mark, lines ended by a line feed."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(file_rows(rules))
    return text.getvalue().encode()


def file_text(value) -> str:
    """A value as files carry it."""
    if value is None or value is False:
        return ""
    if value is True:
        return "1"
    if isinstance(value, Decimal):
        return f"{value.normalize() + 0:f}" if value else "0"
    return value.isoformat() if isinstance(value, date) else str(value)


def _row(source: CriterionRule | BandRule | AdjustmentRule, places: dict[str, str], **fixed: str) -> dict[str, str]:
    empty = dict.fromkeys(COLUMNS, "")
    return empty | fixed | {column: file_text(getattr(source, name)) for column, name in places.items()}


def _unknown_columns(table: Table) -> list[Problem]:
    message = _("Cột này không dùng: “%(column)s”.")
    return [Problem(table.sheet, None, column, message % {"column": column}) for column in table.unknown_columns]


def _located(criterion: CriterionRows, finding: Finding) -> Problem:
    """The finding at the cell it is about: the criterion's row, or that of its band or adjustment."""
    row: Row = criterion.row
    if finding.band is not None:
        row = criterion.bands[finding.band].row
    elif finding.adjustment is not None:
        row = criterion.adjustments[finding.adjustment].row
    return row.cell(finding.column).problem(finding.message)


def _in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(dict.fromkeys(problems), key=lambda problem: problem.row or 0))
