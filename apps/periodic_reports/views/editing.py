"""The page on which a report is written, and its full post that works without JavaScript: all or nothing."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from apps.core import tokens
from apps.core.dates import format_time
from apps.core.errors import LinesRefused, StaleVersion
from apps.core.views import require
from apps.periodic_reports import policies
from apps.periodic_reports.domain.lines import LineChange, ReportNotEditable, save_lines
from apps.periodic_reports.own_totals import has_own_totals
from apps.periodic_reports.views.base import ReportPage
from apps.periodic_reports.views.rows import LineRow, line_row, sections


class ReportEditView(ReportPage, TemplateView):
    """GET: every line with its input. POST: save all that was touched, or nothing."""

    template_name = "periodic_reports/report_edit.html"
    previous = True

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        rows = kwargs.get("line_rows") or [line_row(self.reading, line) for line in self.reading.lines]
        posted = tokens.parse(self.request.POST.get("form_token"))
        return context | {
            "line_rows": rows,
            "sections": sections(self.reading, rows),
            "has_own_totals": policies.draws_on_own_totals(self.request.actor, self.report)
            and has_own_totals(self.report),
            "has_problems": any(row.all_errors or row.conflict for row in rows),
            "form_token": posted.hex if posted else tokens.new_token(),
        }

    def get(self, request, *args, **kwargs):
        context = self.get_context_data(**kwargs)
        if not context["editable"]:
            return HttpResponseRedirect(self.report.get_absolute_url())
        return self.render_to_response(context)

    def post(self, request, *args, **kwargs):
        require(policies.can_edit(request.actor, self.report))
        self.get_context_data()
        if not self.reading.editable:
            raise ReportNotEditable
        rows = [line_row(self.reading, line, data=request.POST) for line in self.reading.lines]
        for row in rows:
            row.form.is_valid()
        if any(row.form.errors for row in rows):
            return self.again(rows, status=422)
        changes = {
            row.line.pk: LineChange(row.form.cleaned_data["version"], row.form.to_input())
            for row in rows
            if not row.form.untouched()
        }
        try:
            self.save(changes)
        except tokens.AlreadyDone as done:
            return HttpResponseRedirect(done.url or self.next_url())
        except LinesRefused as refused:
            return self.refused(refused)
        messages.success(request, _("Đã lưu lúc %(time)s.") % {"time": format_time(request.received_at)})
        return HttpResponseRedirect(self.next_url())

    def save(self, changes: dict) -> None:
        request, token = self.request, tokens.parse(self.request.POST.get("form_token"))
        with transaction.atomic():
            if token:
                tokens.use(token, user_id=request.user.pk, now=request.received_at)
            save_lines(report_id=self.report.pk, changes=changes, actor=request.actor, now=request.received_at)
            if token:
                tokens.remember(token, self.next_url())

    def refused(self, refused: LinesRefused):
        """The page again: what is stored now, what was typed, and the error of each line."""
        self.get_context_data()
        rows = [line_row(self.reading, line, data=self.request.POST) for line in self.reading.lines]
        for number, row in enumerate(rows):
            row.form.is_valid()
            error = refused.errors.get(row.line.pk)
            if error:
                row.refuse(error, row.form.to_input())
            elif row.form.untouched():
                rows[number] = line_row(self.reading, row.line)
        stale = any(isinstance(error, StaleVersion) for error in refused.errors.values())
        return self.again(rows, status=409 if stale else 422)

    def again(self, rows: list[LineRow], *, status: int):
        return self.render_to_response(self.get_context_data(line_rows=rows), status=status)

    def next_url(self) -> str:
        """Where "Lưu" and "Xem lại trước khi gửi" lead."""
        return self.url("report-check" if "continue" in self.request.POST else "report-edit")
