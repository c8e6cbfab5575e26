"""Rows of a report: what a template shows of one line. No queries here."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from apps.core.components import Difference
from apps.core.line_rows import Conflict, LineError, RefusableRow
from apps.periodic_reports.domain.lines import LineInput, stored_input
from apps.periodic_reports.forms import LineForm
from apps.periodic_reports.models import ReportLine, TemplateItem
from apps.periodic_reports.own_totals import is_own_total
from apps.periodic_reports.reading import ReportReading, by_section
from apps.periodic_reports.wording import printed, value_text


@dataclass
class LineRow(RefusableRow):
    """One line. ``form`` is None where the line may only be read; ``last``: what it said in ``last_year``.

    ``source_url``: where its figure was taken from, empty where the reader may not look there.
    """

    line: ReportLine
    last: str = ""
    last_year: int | None = None
    source_url: str = ""
    form: LineForm | None = None
    errors: list[LineError] = field(default_factory=list)
    conflict: Conflict | None = None
    saved_now: bool = False

    @property
    def item(self) -> TemplateItem:
        return self.line.item

    @property
    def answer(self) -> str:
        return value_text(self.item, self.line)

    @property
    def printed(self) -> str:
        return printed(self.line)

    @property
    def warning(self) -> str:
        """What the check page says of the line; stops nothing."""
        if self.line.is_filled:
            over = self.item.is_rate and (self.line.numerator or 0) > (self.line.denominator or 0)
            return _("Tử số lớn hơn mẫu số") if over else ""
        if self.item.is_text:
            return _("Để trống: bản gửi ghi “Không phát sinh”")
        return _("Chưa có số liệu")

    def differences(self, typed: LineInput) -> list[Difference]:
        return conflict_of(self.item, stored_input(self.line), typed)


def line_row(reading: ReportReading, line: ReportLine, *, data=None) -> LineRow:
    """The row of one line; ``data`` binds its form to a post."""
    last = reading.previous.get(line.item.code)
    return LineRow(
        line=line,
        last=value_text(last.item, last) if last else "",
        last_year=reading.previous_year,
        source_url="" if is_own_total(line.source_path) and not reading.opens_totals else line.source_path,
        form=LineForm(line=line, data=data) if reading.editable else None,
    )


def sections(reading: ReportReading, rows: list[LineRow] | None = None) -> list[tuple[str, list[LineRow]]]:
    """All rows under their headings, in printed order."""
    rows = rows if rows is not None else [line_row(reading, line) for line in reading.lines]
    return by_section(rows, lambda row: row.item.section)


def conflict_of(item: TemplateItem, stored: LineInput, typed: LineInput) -> list[Difference]:
    """What differs between the two: value, note."""
    pairs = [
        (_("Nội dung") if item.is_text else _("Số liệu"), value_text(item, stored), value_text(item, typed)),
        (_("Ghi chú"), stored.note, typed.note),
    ]
    return [Difference(label, first, second) for label, first, second in pairs if first != second]
