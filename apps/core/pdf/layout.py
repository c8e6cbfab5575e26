"""The parts of an official document as plain data: what the templates under ``templates/pdf/`` print.

Layout, sizes and styles follow Nghị định 30/2020/NĐ-CP (Điều 8, 9 and Phụ lục I). The system never
invents a number or a date: what is not yet registered stays an empty space to be written by hand.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import compress

from apps.core.charts import svg_data_uri
from apps.core.dates import format_date, official_date
from apps.core.numbers import format_points

_BLANK = "\u00a0" * 8
_ROMAN = (("X", 10), ("IX", 9), ("V", 5), ("IV", 4), ("I", 1))


@dataclass(frozen=True)
class IssuingBody:
    """Box 2: the superior body (empty for the ministry itself) and the body that issues the document."""

    superior: str
    name: str


@dataclass(frozen=True)
class PlaceDate:
    """Box 4: place and date; without a date a space to be filled in by hand is printed."""

    place: str
    date: dt.date | None = None

    def __str__(self) -> str:
        day = official_date(self.date) if self.date else f"ngày{_BLANK}tháng{_BLANK}năm{_BLANK}"
        return f"{self.place}, {day}" if self.place else day


@dataclass(frozen=True)
class Signature:
    """Box 7: who signs. ``prefix`` such as "KT. GIÁM ĐỐC" stands above the signer's own ``position``.

    ``note`` is printed small in place of the hand's signature, such as "Đã ký trên hệ thống lúc …".
    """

    prefix: str
    position: str
    name: str = ""
    note: str = ""


@dataclass(frozen=True)
class Verification:
    """Code and address by which anybody may check an issued file; printed with a QR code."""

    code: str
    url: str

    @property
    def qr_code(self) -> str:
        """The address as a QR code: a data address of an SVG image, black on white, with its quiet zone."""
        import segno

        return segno.make(self.url, error="m").svg_data_uri(border=4, scale=1)


@dataclass(frozen=True)
class TableColumn:
    """One column of a printed table; ``align`` is left, center or right, ``width`` such as "12%".

    ``optional``: left out of a table in which no row has anything to say in it.
    """

    header: str
    align: str = "left"
    width: str = ""
    optional: bool = False


@dataclass(frozen=True)
class TableRow:
    """One row: values in column order; ``emphasis`` prints it bold (a group or a sum)."""

    cells: Sequence
    emphasis: bool = False


@dataclass(frozen=True)
class DocumentTable:
    """A table whose headings are repeated on every page and whose rows are never split."""

    columns: Sequence[TableColumn]
    rows: Sequence[TableRow]
    caption: str = ""
    numbered_columns: bool = False

    def __post_init__(self):
        if any(column.optional for column in self.columns):
            self._drop_empty()

    def _drop_empty(self) -> None:
        cells = zip(*(row.cells for row in self.rows), strict=True) if self.rows else [()] * len(self.columns)
        kept = [
            not column.optional or any(map(shown, found)) for column, found in zip(self.columns, cells, strict=True)
        ]
        columns = tuple(replace(column, optional=False) for column in compress(self.columns, kept))
        object.__setattr__(self, "columns", columns)
        rows = [TableRow(tuple(compress(row.cells, kept)), row.emphasis) for row in self.rows]
        object.__setattr__(self, "rows", rows)

    @property
    def lines(self) -> Iterator[tuple[bool, list[tuple[str, str]]]]:
        """For the template: emphasis, and (text, alignment) of each cell."""
        aligns = [column.align for column in self.columns]
        for row in self.rows:
            yield row.emphasis, list(zip(map(shown, row.cells), aligns, strict=True))


@dataclass(frozen=True)
class Figure:
    """A chart (SVG text of ``apps.core.charts``) with its title for those who cannot see it."""

    title: str
    svg: str

    @property
    def address(self) -> str:
        """The picture as a ``data:`` address."""
        return svg_data_uri(self.svg)


@dataclass(frozen=True)
class Annex:
    """A "Phụ lục": its own pages, numbered from 1. ``number`` prints as Roman numeral, None for a single annex."""

    title: str
    number: int | None = None
    reference: str = ""
    paragraphs: Sequence[str] = ()
    tables: Sequence[DocumentTable] = ()
    landscape: bool = False

    @property
    def heading(self) -> str:
        """The words Phụ lục, with a numeral when there are several."""
        return "Phụ lục" if self.number is None else f"Phụ lục {roman(self.number)}"


@dataclass(frozen=True)
class OfficialDocument:
    """One document in the official layout; empty parts are not printed.

    ``authority``: who decides, above the căn cứ lines of a decision. ``number``: as printed after "Số:", see
    ``numbered``; what goes out to recipients without one has a space for it. ``letter_abstract``: "V/v …" of a letter
    without type name. ``bases``: the căn cứ lines without their closing marks. ``addressees``: Kính gửi.
    ``recipients``: the lines of Nơi nhận without dashes. ``illustrative``: words printed at the foot of
    every page of a document whose rules or figures are no official ones.
    """

    issuing_body: IssuingBody
    place_date: PlaceDate
    type_name: str
    abstract: str = ""
    number: str = ""
    letter_abstract: str = ""
    authority: str = ""
    bases: Sequence[str] = ()
    addressees: Sequence[str] = ()
    recipients: Sequence[str] = ()
    signatures: Sequence[Signature] = ()
    annexes: Sequence[Annex] = ()
    illustrative: str = ""
    landscape: bool = False
    verification: Verification | None = None
    created: dt.datetime | None = None

    def __post_init__(self):
        if self.recipients and not self.number:
            object.__setattr__(self, "number", numbered(None, ""))

    @property
    def has_prefixes(self) -> bool:
        """Whether any signer signs under a prefix: the others get an empty line, so that names stand level."""
        return any(signature.prefix for signature in self.signatures)

    @property
    def title(self) -> str:
        """Title of the file: type and abstract in one line."""
        return " ".join(part for part in (self.type_name, self.abstract or self.letter_abstract) if part)


class Heading(str):
    """A heading among paragraphs ("I. KẾT QUẢ"), printed bold."""

    __slots__ = ()
    is_heading = True


class Centred(Heading):
    """A heading in the middle of its line ("QUYẾT ĐỊNH:")."""

    __slots__ = ()
    is_centred = True


class Article(str):
    """A paragraph that begins with its number ("Điều 1. Tặng …"): the number is printed bold."""

    __slots__ = ()

    @property
    def lead(self) -> str:
        """The number, with its full stop: "Điều 1."."""
        return self.partition(". ")[0] + "."

    @property
    def rest(self) -> str:
        return self.partition(". ")[2]


class SmallPrint(str):
    """A line for checking rather than reading, such as the fingerprint of what was sent: small, never stretched."""

    __slots__ = ()
    is_small = True


@dataclass(frozen=True)
class Printed:
    """A whole document: its frame and what stands between heading and signatures; printed as PDF or Word alike.

    ``paragraphs`` before the tables, ``closing`` after them; both may hold a ``Heading`` or ``SmallPrint``.
    """

    document: OfficialDocument
    paragraphs: Sequence[str] = ()
    tables: Sequence[DocumentTable] = ()
    figures: Sequence[Figure] = ()
    closing: Sequence[str] = ()


def numbered(number: int | None, symbol: str) -> str:
    """Number and symbol: "05/QĐ-BTP"; a space for the hand while the register has given none."""
    return f"{_BLANK if number is None else f'{number:02d}'}/{symbol}"


def roman(number: int) -> str:
    """Roman numeral of a small number (numbers of annexes)."""
    text = ""
    for numeral, value in _ROMAN:
        count, number = divmod(number, value)
        text += numeral * count
    return text


def shown(value) -> str:
    """A value as printed in a table."""
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return format_date(value)
    if isinstance(value, Decimal):
        return format_points(value)
    return str(value)
