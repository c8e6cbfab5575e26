"""One part of a sheet as a table: the page, and the full post that works without JavaScript."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.core import tokens
from apps.core.dates import format_time
from apps.core.errors import DomainError, LinesRefused, StaleVersion
from apps.core.views import require
from apps.documents.domain.attachments import kept_upload, store
from apps.scoring import policies
from apps.scoring.domain.lines import LineChange, SheetNotEditable
from apps.scoring.domain.parts import EvidenceAdded, save_part
from apps.scoring.forms import EvidenceForm
from apps.scoring.models import ScoreLine
from apps.scoring.views.base import part_url
from apps.scoring.views.rows import LineRow, line_row, part_rows
from apps.scoring.views.sheets import SheetPage


class LinesPage(SheetPage):
    """Some lines of a sheet as a table. GET: the table. POST: save all of it or nothing.

    ``may_fill(actor, sheet)``: who saves. ``leaves`` answers the lines, ``next_url`` where saving leads.
    """

    last_year = True
    may_fill = staticmethod(policies.can_edit)

    def leaves(self) -> list[ScoreLine]:
        raise NotImplementedError

    def next_url(self) -> str:
        raise NotImplementedError

    def table_context(self, context: dict, line_rows: dict[str, LineRow] | None) -> tuple[dict, dict[str, LineRow]]:
        """What every such table shows, and its rows by code."""
        rows = line_rows or self.rows(editable=context["editable"])
        posted = tokens.parse(self.request.POST.get("form_token"))
        return {
            "line_rows": list(rows.values()),
            "has_problems": any(row.all_errors or row.evidence_errors or row.conflict for row in rows.values()),
            "form_token": posted.hex if posted else tokens.new_token(),
            "page_url": self.request.path,
        }, rows

    def rows(self, *, editable: bool) -> dict[str, LineRow]:
        return {line.criterion.code: line_row(self.reading, line, editable=editable) for line in self.leaves()}

    def post(self, request, *args, **kwargs):
        require(self.may_fill(request.actor, self.sheet))
        self.documents = True  # a known symbol needs no date
        self.reading = self.read()
        if not self.may_edit(self.reading):
            raise SheetNotEditable
        rows = self.bound_rows()
        for row in rows.values():
            row.form.is_valid()
            row.evidence_form.is_valid()
        added = {row.line.pk: each for row in rows.values() if (each := self.added(row)) is not None}
        if any(row.form.errors or row.evidence_form.errors for row in rows.values()):
            return self.again(rows, status=422)
        changes = {
            row.line.pk: LineChange(row.form.cleaned_data["version"], row.form.to_input())
            for row in rows.values()
            if not row.form.untouched()
        }
        try:
            self.save(changes, added)
        except tokens.AlreadyDone as done:
            return HttpResponseRedirect(done.url or self.next_url())
        except LinesRefused as refused:
            return self.refused(refused, rows)
        messages.success(request, _("Đã lưu lúc %(time)s.") % {"time": format_time(request.received_at)})
        return HttpResponseRedirect(self.next_url())

    def save(self, changes: dict, added: dict) -> None:
        request, token = self.request, tokens.parse(self.request.POST.get("form_token"))
        with transaction.atomic():
            if token:
                tokens.use(token, user_id=request.user.pk, now=request.received_at)
            save_part(
                sheet_id=self.sheet.pk, changes=changes, added=added, actor=request.actor, now=request.received_at
            )
            if token:
                tokens.remember(token, self.next_url())

    def bound_rows(self) -> dict[str, LineRow]:
        rows = {}
        for line in self.leaves():
            row = line_row(self.reading, line, editable=True, data=self.request.POST)
            row.evidence_form = EvidenceForm(
                self.request.POST, self.request.FILES, line_id=line.pk, documents=self.reading.documents
            )
            rows[line.criterion.code] = row
        return rows

    def added(self, row: LineRow) -> EvidenceAdded | None:
        """What the post adds to a line. Files are checked and stored before anything else, so that none is lost."""
        form = row.evidence_form
        if not form.is_filled:
            return None
        row.kept = kept_upload(form.cleaned_data["kept"], actor=self.request.actor)
        if upload := form.cleaned_data["file"]:
            try:
                row.kept = store(upload, actor=self.request.actor, now=self.request.received_at)
            except DomainError as error:
                form.add_error("file", str(error.message))
        return EvidenceAdded(form.citation, row.kept)

    def refused(self, refused: LinesRefused, posted: dict[str, LineRow]):
        """The page again: what is stored now, what was typed, and the error of each line."""
        self.reading = self.read()
        rows = self.bound_rows()
        for code, row in rows.items():
            row.kept = posted[code].kept
            row.form.is_valid()
            row.evidence_form.is_valid()
            error = refused.errors.get(row.line.pk)
            if error:
                row.refuse(error, row.form.to_input())
            elif row.form.untouched():
                row.form = line_row(self.reading, row.line, editable=True).form
        stale = any(isinstance(error, StaleVersion) for error in refused.errors.values())
        return self.again(rows, status=409 if stale else 422)

    def again(self, rows: dict[str, LineRow], *, status: int):
        return self.render_to_response(self.get_context_data(line_rows=rows), status=status)


class SheetPartView(LinesPage):
    """One part of the sheet."""

    template_name = "scoring/sheet_part.html"

    @property
    def number(self) -> int:
        return self.kwargs["number"]

    def leaves(self) -> list[ScoreLine]:
        if not 1 <= self.number <= len(self.reading.parts):
            raise Http404
        return self.reading.leaves(self.reading.parts[self.number - 1].code)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        table, rows = self.table_context(context, kwargs.get("line_rows"))
        parts = context["parts"]
        part = parts[self.number - 1]
        return (
            context
            | table
            | {
                "part": part,
                "rows": list(part_rows(self.reading, part.criterion.code, rows)),
                "previous": parts[self.number - 2] if self.number > 1 else None,
                "next": parts[self.number] if self.number < len(parts) else None,
            }
        )

    def next_url(self) -> str:
        """Where "Lưu" and "Lưu và tiếp tục" lead."""
        if "continue" not in self.request.POST:
            return part_url(self.sheet, self.number)
        if self.number < len(self.reading.parts):
            return part_url(self.sheet, self.number + 1)
        return reverse("scoring:sheet-check", args=[self.sheet.pk])
