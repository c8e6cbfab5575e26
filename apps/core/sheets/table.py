"""Rows that know the kind of their columns: reading a cell gives its value, a mistake, or a question."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from django.utils.translation import gettext as _

from apps.core.dates import DateProblem, parse_date
from apps.core.numbers import NumberProblem, format_decimal, parse_decimal
from apps.core.sheets.choices import TRUTHS, UNTRUTHS, close_choices, find_choice
from apps.core.sheets.habits import date_order, swapped
from apps.core.sheets.kinds import SheetColumn
from apps.core.sheets.questions import Questions
from apps.core.spreadsheets import Problem, Row, Table
from apps.core.spreadsheets.table import cell_text
from apps.core.text import fold

_EXCEL_DAY_ZERO = date(1899, 12, 30)
_EXCEL_DAYS = range(18_264, 73_051)  # 1/1/1950 to 31/12/2099
_MONTHS = 12
_DECIMAL, _THOUSANDS = "decimal", "thousands"


class SheetRow(Row):
    """One line of the sheet; see the package for what its methods promise."""

    __slots__ = ()
    table: "SheetTable"

    def get(self, key: str):
        """The value of a cell by the kind of its column; None when empty or wrong ("" for an empty text)."""
        return _READERS[self.table.column(key).kind](self, key)

    def read(self) -> dict:
        """Every column of the kind; empty required cells and wrong cells note themselves."""
        values = {}
        for column in self.table.kind_columns.values():
            noted = len(self.table.problems)
            values[column.key] = value = _READERS[column.kind](self, column.key)
            if column.required and (value is None or value == "") and len(self.table.problems) == noted:
                self.problem(column.key, _("Chưa nhập."))
            self._require_length(column, value)
        return values

    def _require_length(self, column: SheetColumn, value) -> None:
        if column.most is not None and isinstance(value, str) and len(value) > column.most:
            message = _("Dài %(length)s ký tự, nhiều nhất %(most)s. Rút gọn, hoặc kiểm tra xem có dán nhầm ô không.")
            self.problem(column.key, message % {"length": len(value), "most": column.most})

    def text(self, key: str) -> str:
        """The cleaned text of a cell, "" when empty."""
        value = self.value(key)
        if value is None:
            return ""
        return _text(value) if isinstance(value, str) else cell_text(value)

    def decimal(self, key: str, *, decimal_mark: str | None = None) -> Decimal | None:
        """The number in a cell; a text such as 2.790 asks for the meaning of the mark, once for its column."""
        value = self.value(key)
        if not isinstance(value, str):
            return super().decimal(key, decimal_mark=decimal_mark)
        text = _text(value)
        if not text:
            return None
        try:
            return _decimal(text, decimal_mark)
        except NumberProblem as problem:
            if problem.code == "ambiguous":
                return self._ask_mark(key, text)
            self.problem(key, problem.message)
            return None

    def _ask_mark(self, key: str, text: str) -> Decimal:
        mark, other = (".", ",") if "." in text else (",", ".")
        small, large = parse_decimal(text, decimal_mark=mark), parse_decimal(text, decimal_mark=other)
        question = _("“%(text)s” có thể là %(small)s hoặc %(large)s. Dấu “%(mark)s” trong cột này là dấu gì?") % {
            "text": text,
            "small": format_decimal(small),
            "large": format_decimal(large, grouped=False),
            "mark": mark,
        }
        options = [
            (_DECIMAL, _("dấu thập phân: %(number)s") % {"number": format_decimal(small)}),
            (_THOUSANDS, _("dấu phân cách hàng nghìn: %(number)s") % {"number": format_decimal(large, grouped=False)}),
        ]
        word = {".": "dot", ",": "comma"}[mark]
        answer = self.ask(key, f"mark:{key}:{word}", question, options)
        likelier = large if self.table.column(key).kind == "integer" else small
        return {_THOUSANDS: large, _DECIMAL: small}.get(answer, likelier)

    def integer(self, key: str) -> int | None:
        value = self.value(key)
        if value is None:
            return None
        if isinstance(value, str) and value.isascii() and value.isdigit():
            return int(value)
        if isinstance(value, float) and value.is_integer() and not self.table.percents:
            return int(value)
        return super().integer(key)

    def date(self, key: str) -> date | None:
        """The date in a cell: typed as a date, as text of any usual shape, or as Excel's day number."""
        value = self.value(key)
        if value is None:
            return None
        if isinstance(value, str) and not value.isascii():
            value = _text(value)
        if (day := self._day_number(value)) is not None:
            found = _EXCEL_DAY_ZERO + timedelta(days=day)
            message = _("Số %(number)s được đọc là ngày %(date)s (số thứ tự ngày của Excel).")
            self.note(key, message % {"number": day, "date": f"{found:%d/%m/%Y}"}, once=f"serial:{key}")
            return found
        order = date_order(self.table, key)
        if isinstance(value, date):
            day = value.date() if isinstance(value, datetime) else value
            return date(day.year, day.day, day.month) if order == "swap" and day.day <= _MONTHS else day
        try:
            return _date(swapped(value) if order == "month" and isinstance(value, str) else value)
        except DateProblem as problem:
            self.problem(key, problem.message)
            return None

    @staticmethod
    def _day_number(value) -> int | None:
        if isinstance(value, str) and len(value) == 5 and value.isascii() and value.isdigit():  # noqa: PLR2004
            value = int(value)
        if isinstance(value, int | float) and not isinstance(value, bool) and value in _EXCEL_DAYS:
            return int(value)
        return None

    def boolean(self, key: str) -> bool | None:
        """Whether a cell says yes (có, x, 1, đúng) or no (không, 0, sai); None when empty."""
        value = self.value(key)
        if value is None or isinstance(value, bool):
            return value
        word = _folded(self.text(key))
        if word in TRUTHS or word in UNTRUTHS:
            return word in TRUTHS
        if word:
            self.problem(key, _("Nhập “có” hoặc “không”."))
        return None

    def choice(self, key: str) -> str | None:
        """The code of a choice, written as its code or its label; a near miss asks, anything else is a mistake."""
        text = self.text(key)
        if not text:
            return None
        column = self.table.column(key)
        if (found := find_choice(column, text)) is not None:
            return found
        if near := close_choices(column, text):
            question = _("“%(text)s” là giá trị nào?") % {"text": text}
            options = [*near, ("-", _("không phải các giá trị này (sẽ báo lỗi)"))]
            answer = self.ask(key, f"choice:{key}:{fold(text)}", question, options)
            if answer != "-":
                return answer or near[0][0]
        labels = "; ".join(str(label) for _code, label in column.choices)
        self.problem(key, _("“%(text)s” không có trong danh sách: %(labels)s.") % {"text": text, "labels": labels})
        return None

    def ask(self, key: str, name: str, question, options: Iterable[tuple[str, object]]) -> str | None:
        """Ask about the cell under ``key``; ``name`` tells the question from others, the same name asks once.

        Gives the value chosen, or None while nobody answered. Nothing is written meanwhile.
        """
        return self.table.questions.ask(name, self.cell(key).problem(question), options)

    def note(self, key: str, message, *, once: str = "") -> None:
        """Something worth knowing about a cell, no mistake. With ``once`` only the first cell of that name tells."""
        self.table.note(self.cell(key).problem(message), once=once)


# Columns repeat their values; what raises is not kept.
_text = lru_cache(maxsize=50_000)(cell_text)
_decimal = lru_cache(maxsize=50_000)(lambda text, mark: parse_decimal(text, decimal_mark=mark))
_date = lru_cache(maxsize=50_000)(parse_date)
_folded = lru_cache(maxsize=10_000)(fold)

_READERS = {
    "text": SheetRow.text,
    "decimal": SheetRow.decimal,
    "integer": SheetRow.integer,
    "date": SheetRow.date,
    "bool": SheetRow.boolean,
    "choice": SheetRow.choice,
}


@dataclass
class SheetTable(Table):
    """A Table whose columns have kinds, with the questions and notes that reading it raised."""

    kind_columns: Mapping[str, SheetColumn] = field(default_factory=dict)
    questions: Questions = field(default_factory=Questions)
    notes: list[Problem] = field(default_factory=list)
    date_orders: dict[str, str] = field(default_factory=dict)
    _told: set[str] = field(default_factory=set)

    @property
    def missing_columns(self) -> list[SheetColumn]:
        """Required columns that the file does not have."""
        return [column for column in self.kind_columns.values() if column.required and column.key not in self.places]

    def column(self, key: str) -> SheetColumn:
        return self.kind_columns[key]

    def note(self, note: Problem, *, once: str = "") -> None:
        if once and once in self._told:
            return
        self._told.add(once)
        self.notes.append(note)

    def quiet_copy(self) -> "SheetTable":
        """The same table, whose mistakes and questions nobody hears: for a look that decides nothing."""
        unheard = Questions(self.questions.answers)
        return replace(self, questions=unheard, problems=[], notes=[], _told=set())

    def again(self, row: SheetRow) -> SheetRow:
        """A row of another copy as one of this table."""
        return SheetRow(row.number, row.values, self)

    def note_mixed_marks(self) -> None:
        """Point out, once for a column, where decimals are written with a dot in some cells and a comma in others."""
        for key, column in self.kind_columns.items():
            if column.kind != "decimal" or key not in self.places:
                continue
            texts = [(row, text) for row in self.rows if isinstance(text := row.value(key), str)]
            comma = next(((row, text) for row, text in texts if "," in text and "." not in text), None)
            dotted = [(row, text) for row, text in texts if "." in text and "," not in text]
            if comma and dotted:
                row, text = dotted[0]
                message = _(
                    "Cột này dùng lẫn dấu phẩy (“%(comma)s”, dòng %(row)s) và dấu chấm thập phân (%(count)s ô); "
                    "“%(text)s” được đọc là %(number)s."
                )
                values = {"comma": comma[1].strip(), "row": comma[0].number, "count": len(dotted), "text": text.strip()}
                row.note(key, message % (values | {"number": self._read_as(row, key)}))

    def _read_as(self, row: SheetRow, key: str) -> str:
        number = self.quiet_copy().again(row).decimal(key)
        return f"{format_decimal(number)}{'%' if row.text(key).endswith('%') else ''}"

    def refuse_repeats(self, *keys: str) -> None:
        """Note a mistake at every row that repeats an earlier one in all of these columns (capitals set aside)."""
        first: dict[tuple, int] = {}
        for row in self.rows:
            values = tuple(row.text(key).casefold() for key in keys)
            if any(values) and (earlier := first.setdefault(values, row.number)) != row.number:
                row.problem(keys[0], _("Trùng với dòng %(row)s.") % {"row": earlier})

    def twins(self, key: str) -> Iterator[tuple[SheetRow, SheetRow]]:
        """Pairs of rows (later, earlier) whose texts differ only in diacritics, capitals or dashes.

        They may be one person or two: a kind asks, it never merges them by itself.
        """
        first: dict[str, SheetRow] = {}
        for row in self.rows:
            text = row.text(key)
            if text and (earlier := first.setdefault(fold(text), row)).text(key) != text:
                yield row, earlier
