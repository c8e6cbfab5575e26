"""What was read from a sheet: every cell knows where it stands, every mistake is listed with its place."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from apps.core.dates import DateProblem, parse_date
from apps.core.errors import DomainError
from apps.core.numbers import NumberProblem, parse_decimal
from apps.core.text import clean


@dataclass(frozen=True)
class Problem:
    """One mistake and its place: sheet, row (1 is the first line of the file) and column ("C – points")."""

    sheet: str
    row: int | None
    column: str
    message: str

    def __str__(self) -> str:
        place = [self.sheet]
        if self.row:
            place.append(str(_("dòng %(row)s") % {"row": self.row}))
        if self.column:
            place.append(str(_("cột %(column)s") % {"column": self.column}))
        return f"{', '.join(part for part in place if part)}: {self.message}"

    def as_dict(self) -> dict:
        """Plain data for JSON and templates."""
        return {"sheet": self.sheet, "row": self.row, "column": self.column, "message": str(self.message)}


class Problems(DomainError):
    """Everything that is wrong with a file, at once: ``problems`` in reading order. Nothing was written."""

    def __init__(self, problems: Iterable[Problem]):
        self.problems = tuple(problems)
        message = _("Tệp có %(count)s lỗi, chưa ghi gì.") % {"count": len(self.problems)}
        super().__init__(message, code="problems")

    def __iter__(self) -> Iterator[Problem]:
        return iter(self.problems)

    def __str__(self) -> str:
        return "\n".join([str(self.message), *map(str, self.problems)])


def letter_of(index: int) -> str:
    """Column letter of a position counted from 0: 0 → A, 26 → AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_text(value) -> str:
    """A cell's value as stored text; whole numbers without ".0", dates in ISO form, None as ""."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and not (value.hour or value.minute or value.second):
        return value.date().isoformat()
    return clean(str(value), multiline=True)


@dataclass(frozen=True)
class Cell:
    """One cell as found: ``value`` is text, number, truth value, date or None; ``percent`` its number format."""

    value: object
    sheet: str
    row: int
    letter: str
    header: str
    percent: bool = False

    @property
    def column(self) -> str:
        """Letter and heading, as people look for it."""
        return f"{self.letter} – {self.header}" if self.letter and self.header else self.letter or self.header

    @property
    def text(self) -> str:
        """The cell as stored text: see ``cell_text``."""
        return cell_text(self.value)

    def problem(self, message) -> Problem:
        """A Problem at this place."""
        return Problem(self.sheet, self.row, self.column, str(message))


@dataclass(slots=True)
class Row:
    """One line of a table. Reading a cell that is wrong notes a Problem in the table and gives None."""

    number: int
    values: list
    table: "Table"

    def value(self, key: str):
        """The cell as found: text, number, truth value, date, or None when empty or without such a column."""
        index = self.table.places.get(key)
        if index is None or index >= len(self.values):
            return None
        found = self.values[index]
        return None if found == "" else found

    def cell(self, key: str) -> Cell:
        """The cell under a column with its place; an empty one where the file has no such column."""
        index = self.table.places.get(key)
        if index is None:
            return Cell(None, self.table.sheet, self.number, "", key)
        letter, value = letter_of(index), self.value(key)
        percent = isinstance(value, int | float) and f"{letter}{self.number}" in self.table.percents
        return Cell(value, self.table.sheet, self.number, letter, self.table.headers[index], percent)

    def __contains__(self, key: str) -> bool:
        return key in self.table.places

    def text(self, key: str) -> str:
        """The cleaned text of a cell, "" when empty."""
        return cell_text(self.value(key))

    def required_text(self, key: str) -> str:
        """The text of a cell that may not be empty."""
        if not (text := self.text(key)):
            self.problem(key, _("Chưa nhập."))
        return text

    def decimal(self, key: str, *, decimal_mark: str | None = None) -> Decimal | None:
        """The number in a cell; percent cells (2,74% typed or formatted) give 2.74."""
        value = self.value(key)
        if cell_text(value) == "":
            return None
        try:
            number = parse_decimal(value, decimal_mark=decimal_mark)
        except NumberProblem as problem:
            self.problem(key, problem.message)
            return None
        return (number * 100).normalize() + 0 if self.table.percents and self.cell(key).percent else number

    def integer(self, key: str) -> int | None:
        """The whole number in a cell."""
        number = self.decimal(key)
        if number is not None and number != number.to_integral_value():
            self.problem(key, _("Nhập một số nguyên, ví dụ 12."))
            return None
        return None if number is None else int(number)

    def date(self, key: str) -> date | None:
        """The date in a cell, typed as a date or as text in any usual shape."""
        value = self.value(key)
        if cell_text(value) == "":
            return None
        try:
            return parse_date(value if isinstance(value, date) else cell_text(value))
        except DateProblem as problem:
            self.problem(key, problem.message)
            return None

    def problem(self, key: str, message) -> None:
        """Note a mistake at the cell under ``key`` (a column name; "" for the whole row)."""
        self.table.problems.append(self.cell(key).problem(message))


@dataclass
class Table:
    """One sheet: rows in file order, columns by key, and the problems noted while it is read.

    ``places`` and ``headers``: position (from 0) by key and printed heading by position; ``percents``:
    references of the cells with a percent format. ``unknown_columns`` are headings that the caller did
    not ask for: reported, not fatal.
    """

    name: str
    sheet: str
    places: dict[str, int]
    headers: dict[int, str]
    unknown_columns: tuple[str, ...] = ()
    percents: frozenset[str] = frozenset()
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def columns(self) -> tuple[str, ...]:
        """Keys of the columns found, in file order."""
        return tuple(self.places)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def raise_problems(self) -> None:
        """Refuse the file when any mistake was noted. Raises Problems."""
        if self.problems:
            raise Problems(self.problems)
