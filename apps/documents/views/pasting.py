"""Dán từ Excel, as pages share it: rows copied from a sheet join one paper, all of them or none.

The app that owns the paper adds where it lies in scope, its policy and the kind of rows.
"""

from django.contrib import messages
from django.utils.translation import gettext_lazy as _

from apps.core import sheets
from apps.core.components import Column
from apps.core.errors import DomainError
from apps.core.sheets.engine import write_checked
from apps.core.sheets.grid import PASTED
from apps.core.sheets.kinds import ImportKind
from apps.core.sheets.results import Summary
from apps.core.spreadsheets import Problems
from apps.documents.sheet_import_forms import PasteForm

ANSWER = "answer:"
MOST_BYTES = 5_000_000


class NotReady(DomainError):
    """Something is wrong or not clear; nothing was written."""

    default_message = _("Chưa ghi gì: xem các lỗi và câu hỏi dưới đây.")


class PasteMixin:
    """For a TransitionView whose template includes ``documents/_paste.html``.

    ``kind()`` is the kind of rows, bound to the paper; ``said(summary)`` tells what was written,
    of None when nothing was new; ``cancel_url()`` is the way back. ``refusals``: what the paper's own rules raise.
    """

    form_class = PasteForm
    refusals: tuple[type[Exception], ...] = ()
    problem_columns = (
        Column(_("Trang tính")),
        Column(_("Dòng"), numeric=True),
        Column(_("Cột")),
        Column(_("Nội dung")),
    )
    guide_columns = (Column(_("Cột")), Column(_("Bắt buộc")), Column(_("Ví dụ")), Column(_("Cách điền")))
    checked = None

    def kind(self) -> ImportKind:
        raise NotImplementedError

    def said(self, summary: Summary | None) -> str:
        raise NotImplementedError

    def cancel_url(self) -> str:
        raise NotImplementedError

    def get_context_data(self, **kwargs):
        checked = self.checked
        doubts = [doubt.as_dict() for doubt in [*checked.doubts, *checked.answered]] if checked else []
        return super().get_context_data(
            columns=self.kind().columns,
            problems=[problem.as_dict() for problem in checked.problems] if checked else [],
            doubts=doubts,
            cancel_url=self.cancel_url(),
            **kwargs,
        )

    def call(self, form):
        """Read, check, write; what is wrong or open comes back with the page."""
        upload = form.cleaned_data["upload"]
        upload.seek(0)
        data = upload.read(MOST_BYTES + 1)
        answers = {k.removeprefix(ANSWER): v for k, v in self.request.POST.items() if k.startswith(ANSWER) and v}
        kind, who = self.kind(), {"actor": self.request.actor, "now": self.request.received_at}
        name = upload.name if form.cleaned_data.get("file") else str(PASTED)
        self.checked = sheets.examine_file(kind, data, name, answers=answers, **who)
        if len(data) > MOST_BYTES or not self.checked.ready:
            raise NotReady
        summary = write_checked(kind, self.checked, **who) if self.checked.changes else None
        messages.success(self.request, self.said(summary))
        self.tell_left_out()
        return summary

    def tell_left_out(self) -> None:
        """Lines that were not read – the example, sums, what stands below the table – are named, never just gone."""
        notes = [note for note in self.checked.notes if note.row and not note.column]
        left = [f"{_('Dòng')} {note.row}: {note.message}" for note in notes]
        if left:
            messages.warning(self.request, " ".join(left))

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except (Problems, *self.refusals) as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
