r"""The canonical text of a sheet version and of a ranking run, and their SHA-256.

Sheet: one line per criterion with points, sorted by path: path (codes from the root, joined by "/"),
base, bonus, penalty, points with three decimals, separated by tabs, each line ended by "\n", UTF-8 in
composed form. No ids and no times, so anybody with the printed table can compute it again.
Run: the rule version, then each ``unit:sheet hash`` sorted, one per line.
"""

import hashlib
from collections.abc import Iterable, Mapping
from decimal import Decimal

from apps.core.text import nfc

Row = tuple[str, Decimal, Decimal, Decimal, Decimal]


def sheet_text(rows: Iterable[Row]) -> str:
    """Canonical text of (path, base, bonus, penalty, points) rows, in any order. Raises ValueError for a path twice."""
    lines = {}
    for path, *points in rows:
        key = nfc(path)
        if key in lines:
            raise ValueError(f"path twice: {key}")
        lines[key] = "\t".join((key, *(three_decimals(value) for value in points)))
    return "".join(f"{lines[key]}\n" for key in sorted(lines))


def sheet_hash(rows: Iterable[Row]) -> str:
    """SHA-256 of the canonical text, 64 hexadecimal digits."""
    return digest(sheet_text(rows))


def sheet_rows(tree, lines: Mapping) -> list[Row]:
    """Rows of the lines of a sheet (code → LinePoints or a stored line with the same names).

    A line left out of the maximum has no row: leaving out and scoring 0 are different sheets.
    """
    return [
        (path_text(node.path), line.base, line.bonus, line.penalty, line.points)
        for node in tree.walk()
        if (line := lines.get(node.code)) is not None and line.applicable
    ]


def path_text(codes: Iterable[str]) -> str:
    """Codes from the root down, joined by slashes; a slash or backslash inside a code is marked by a backslash."""
    return "/".join(code.replace("\\", "\\\\").replace("/", "\\/") for code in codes)


def run_hash(rule_version: str, sheets: Mapping[str, str]) -> str:
    """Hash of a ranking run: ``sheets`` maps unit code to sheet hash."""
    members = sorted(f"{nfc(unit)}:{value}" for unit, value in sheets.items())
    return digest("".join(f"{line}\n" for line in (nfc(rule_version), *members)))


def three_decimals(value: Decimal) -> str:
    """1.750; never -0.000. Raises ValueError when the value has more decimals than points may have."""
    text = f"{value + 0:.3f}"
    if Decimal(text) != value:
        raise ValueError(f"more than three decimals: {value}")
    return "0.000" if text == "-0.000" else text


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
