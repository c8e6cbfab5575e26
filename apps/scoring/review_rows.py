"""What the templates of review show of one row: stored values, or what was typed and refused. No queries here."""

from dataclasses import dataclass

from django.urls import reverse

from apps.core.components import FileItem
from apps.core.dates import format_date
from apps.scoring.domain.regrading import STATED
from apps.scoring.models import EvidenceLink
from apps.scoring.review_forms import ReviewLineForm
from apps.scoring.review_reading import ReviewRow


@dataclass
class RowState:
    """One row of the list. ``form``: the refused post, whose values are shown again; ``saved``: what to say."""

    row: ReviewRow
    form: ReviewLineForm | None = None
    saved: str = ""
    is_stale: bool = False

    @property
    def points(self) -> str:
        return self._typed(STATED, self.row.points_typed)

    @property
    def reason(self) -> str:
        return self._typed("reason", self.row.line.reason.code if self.row.line.reason else "")

    @property
    def reason_text(self) -> str:
        return self._typed("reason_text", self.row.line.reason_text)

    def _typed(self, name: str, stored: str) -> str:
        if self.form is None or name not in self.form.fields:
            return stored
        return self.form[name].value() or ""

    @property
    def errors(self) -> list[str]:
        return [str(error) for errors in self.form.errors.values() for error in errors] if self.form else []

    @property
    def bad_points(self) -> bool:
        return bool(self.form and self.form.errors.get(STATED))

    @property
    def bad_reason(self) -> bool:
        return bool(self.form and (self.form.errors.get("reason") or self.form.errors.get("reason_text")))

    @property
    def shows_reason(self) -> bool:
        """Whether the reason stands open without anybody asking."""
        return bool(self.form or self.row.difference or self.row.line.reason_id or self.row.line.reason_text)


def row_state(row: ReviewRow, **more) -> RowState:
    """The row as it stands."""
    return RowState(row, **more)


def evidence_items(links: list[EvidenceLink]) -> list[FileItem]:
    """Evidence of a line for the file list: cited papers with their date and abstract, files with a link."""
    return [_item(link) for link in links]


def _item(link: EvidenceLink) -> FileItem:
    url = reverse("scoring:evidence-file", args=[link.pk]) if link.attachment_id else ""
    if link.document_id:
        document = link.document
        told = [format_date(document.issued_on), document.issuer_name, document.abstract]
        return FileItem(name=document.symbol, url=url, kind=" · ".join(part for part in told if part), note=link.note)
    attachment = link.attachment
    return FileItem(name=attachment.name, url=url, size=attachment.size, digest=attachment.sha256, note=link.note)
