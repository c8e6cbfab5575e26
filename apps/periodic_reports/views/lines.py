"""Autosave: one line in, its result out."""

from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views import View

from apps.core.errors import DomainError, StaleVersion
from apps.core.views import CONFLICT, INVALID
from apps.periodic_reports import policies
from apps.periodic_reports.domain.lines import ReportNotEditable, save_line
from apps.periodic_reports.models import ReportLine
from apps.periodic_reports.reading import ReportReading, read_report
from apps.periodic_reports.views.base import LineMixin
from apps.periodic_reports.views.rows import LineRow, line_row
from apps.periods.domain.years import YearClosed


class LineOfOldVersion(ReportNotEditable):
    """The report was sent and came back since the page was opened; its lines are new ones."""

    default_message = _("Báo cáo đã gửi hoặc đã có phiên bản mới. Hãy tải lại trang rồi nhập tiếp.")


class LineView(LineMixin, View):
    """One row anew: what is stored now (after a conflict)."""

    policy = staticmethod(policies.can_edit)

    def dispatch(self, request, *args, **kwargs):
        try:
            return super().dispatch(request, *args, **kwargs)
        except LineOfOldVersion as error:
            return render(request, "scoring/_line_gone.html", {"reason": error.message}, status=CONFLICT)

    def get(self, request, pk):
        reading = read_report(self.report, request.actor, previous=True)
        row = line_row(reading, self.line_in(reading))
        return render(request, "periodic_reports/_line_row.html", {"report": self.report, "row": row})

    def line_in(self, reading: ReportReading) -> ReportLine:
        """The line among those of the open version. Raises LineOfOldVersion: the page was opened long ago."""
        for line in reading.lines:
            if reading.editable and line.pk == self.kwargs["pk"]:
                return line
        raise LineOfOldVersion


class LineSaveView(LineView):
    """POST one line: 200 with the result, 422 with what is wrong, 409 on a conflict or when the report was sent."""

    http_method_names = ["post"]

    def post(self, request, pk):
        reading = read_report(self.report, request.actor)
        row = line_row(reading, self.line_in(reading), data=request.POST)
        if not row.form.is_valid():
            return self.answer(row, INVALID)
        typed = row.form.to_input()
        version = row.form.cleaned_data["version"]
        try:
            save_line(line_id=pk, expected_version=version, inputs=typed, actor=request.actor, now=request.received_at)
        except (StaleVersion, ReportNotEditable, YearClosed) as error:
            return self.refused(error, typed, CONFLICT)
        except DomainError as error:
            return self.refused(error, typed, INVALID)
        reading = read_report(self.report, request.actor)
        row = line_row(reading, self.line_in(reading))
        row.saved_now = True
        return self.answer(row, 200)

    def refused(self, error: DomainError, typed, status: int):
        reading = read_report(self.report, self.request.actor)
        row = line_row(reading, self.line_in(reading))
        row.refuse(error, typed)
        return self.answer(row, status)

    def answer(self, row: LineRow, status: int):
        context = {"report": self.report, "row": row}
        return render(self.request, "periodic_reports/_line_result.html", context, status=status)
