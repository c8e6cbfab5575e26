"""Rows of a report: what a template shows of one line. No queries here."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from apps.core.components import Difference
from apps.core.errors import DomainError, StaleVersion
from apps.periodic_reports.domain.lines import LineInput, stored_input
from apps.periodic_reports.forms import LineForm
from apps.periodic_reports.models import ReportLine, TemplateItem
from apps.periodic_reports.reading import ReportReading, by_section
from apps.periodic_reports.wording import printed, value_text


@dataclass(frozen=True)
class LineError:
    """Why a line was not saved; ``field`` names its control, empty when it is about the line."""

    field: str
    text: str


@dataclass
class Conflict:
    """Somebody else was first: who, when, and both values."""

    message: str
    who: str
    at: datetime
    differences: list[Difference]


@dataclass
class LineRow:
    """One line. ``form`` is None where the line may only be read; ``last``: what it said a year before."""

    line: ReportLine
    last: str = ""
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

    def refuse(self, error: DomainError, typed: LineInput) -> None:
        """Show why the line was not saved: beside its field, or as two values where somebody else was first."""
        if isinstance(error, StaleVersion):
            differences = conflict_of(self.item, stored_input(self.line), typed)
            self.conflict = Conflict(str(error), error.who, error.at, differences)
            return
        self.errors.append(LineError(error.field or "", str(error.message)))
        if self.form is not None and error.field:
            self.form.mark_invalid(error.field)

    @property
    def all_errors(self) -> list[LineError]:
        """Faults of shape from the form, then the refusal of the domain."""
        if self.form is None or not self.form.is_bound:
            return self.errors
        shape = [LineError(name, str(error)) for name, errors in self.form.errors.items() for error in errors]
        return [*shape, *self.errors]


def line_row(reading: ReportReading, line: ReportLine, *, data=None) -> LineRow:
    """The row of one line; ``data`` binds its form to a post."""
    last = reading.previous.get(line.item.code)
    return LineRow(
        line=line,
        last=value_text(last.item, last) if last else "",
        form=LineForm(line=line, data=data) if reading.editable else None,
    )


def sections(reading: ReportReading, rows: list[LineRow] | None = None) -> list[tuple[str, list[LineRow]]]:
    """All rows under their headings, in printed order."""
    rows = rows if rows is not None else [line_row(reading, line) for line in reading.lines]
    return by_section(rows, lambda row: row.item)


def conflict_of(item: TemplateItem, stored: LineInput, typed: LineInput) -> list[Difference]:
    """What differs between the two: value, note."""
    pairs = [
        (_("Nội dung") if item.is_text else _("Số liệu"), value_text(item, stored), value_text(item, typed)),
        (_("Ghi chú"), stored.note, typed.note),
    ]
    return [Difference(label, first, second) for label, first, second in pairs if first != second]
