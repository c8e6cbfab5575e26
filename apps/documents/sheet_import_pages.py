"""What the page of an import shows, made of its row and its report."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from apps.core import sheets
from apps.core.components import Fact
from apps.core.dates import format_datetime
from apps.core.sheets.headings import NOT_THERE
from apps.documents.models import SheetImport


@dataclass(frozen=True)
class Mapping:
    """One column of the kind and the heading it was found under; ``options`` are (letter, text) of all headings."""

    key: str
    header: str
    letter: str
    required: bool
    options: tuple[tuple[str, str], ...]


def mappings(found: SheetImport) -> list[Mapping]:
    """What each column was taken from, for the person to correct; nothing when the file has no headings."""
    headings = found.report.get("headings") or []
    kind = next((each for each in sheets.kinds() if each.name == found.kind), None)
    if kind is None or not headings:
        return []
    options = tuple((heading["letter"], f"{heading['letter']} – {heading['text']}") for heading in headings)
    letters = {heading["key"]: heading["letter"] for heading in headings if heading["key"]}
    return [
        Mapping(
            column.key,
            str(column.header),
            letters.get(column.key, NOT_THERE),
            column.required,
            ((NOT_THERE, _("không có trong tệp")), *options),
        )
        for column in kind.columns
    ]


def summary_facts(found: SheetImport) -> list[Fact]:
    """The figures of an import."""
    facts = [Fact(_("Loại bảng"), found.kind_label), Fact(_("Trạng thái"), found.get_state_display())]
    if found.report.get("sheet"):
        facts.append(Fact(_("Trang tính"), found.report["sheet"]))
    if found.checked_at:
        facts.append(Fact(_("Kiểm tra lúc"), format_datetime(found.checked_at)))
        facts.append(Fact(_("Số dòng đọc được"), found.row_count))
    if found.done_at:
        facts.append(Fact(_("Ghi lúc"), format_datetime(found.done_at)))
    return facts
