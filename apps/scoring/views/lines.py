"""Autosave: one line in, its result and the live sums out."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views import View

from apps.core.errors import DomainError, StaleVersion
from apps.core.views import CONFLICT, INVALID
from apps.periods.domain.years import YearClosed
from apps.scoring import policies
from apps.scoring.domain.lines import SheetNotEditable, save_line
from apps.scoring.domain.reading import SheetReading, read_sheet
from apps.scoring.models import ScoreLine
from apps.scoring.views.base import LineMixin, part_url
from apps.scoring.views.rows import LineRow, line_row, own_sums, part_row


class LineOfOldVersion(SheetNotEditable):
    """The sheet was sent and came back since the page was opened; its lines are new ones."""

    default_message = _("Bảng đã có phiên bản mới. Hãy tải lại trang rồi nhập tiếp.")


class LineView(LineMixin, View):
    """One row of the table anew: what is stored now (after a conflict)."""

    policy = staticmethod(policies.can_fill)

    def dispatch(self, request, *args, **kwargs):
        try:
            return super().dispatch(request, *args, **kwargs)
        except LineOfOldVersion as error:
            return render(request, "scoring/_line_gone.html", {"reason": error.message}, status=CONFLICT)

    def get(self, request, pk):
        reading = read_sheet(self.sheet, last_year=True, facts_at=request.received_at)
        line = self.line_in(reading)
        row = line_row(reading, line, editable=self.may_edit(reading))
        return render(request, "scoring/_line_row.html", self.context(reading, row))

    def line_in(self, reading: SheetReading) -> ScoreLine:
        """The line among those of the newest version. Raises LineOfOldVersion: the page was opened long ago."""
        for line in reading.lines.values():
            if line.pk == self.kwargs["pk"]:
                self.require_own(reading.table, line.criterion.code)
                return line
        raise LineOfOldVersion

    def context(self, reading: SheetReading, row: LineRow) -> dict:
        code = reading.table.part_code(row.criterion.code)
        number = [part.code for part in reading.parts].index(code) + 1
        whole = bool(policies.can_edit(self.request.actor, self.sheet))
        own_page = reverse("scoring:own-part", args=[self.sheet.pk])
        own = [] if whole else [reading.lines[code] for code in self.own_codes(reading.table) if code in reading.lines]
        return own_sums(reading, own) | {
            "sheet": self.sheet,
            "whole": whole,
            "page_url": part_url(self.sheet, number) if whole else own_page,
            "may_remark": bool(policies.can_prepare(self.request.actor, self.sheet)),
            "row": row,
            "part": part_row(reading, number),
            "sums": reading.sums,
            "groups": [
                (reading.table.rows[group], reading.sums.groups[group])
                for group in reading.table.tree.nodes[row.criterion.code].path[1:-1]
            ],
        }


class LineSaveView(LineView):
    """POST one line: 200 with the result, 422 with what is wrong, 409 on a conflict or when the sheet was sent."""

    http_method_names = ["post"]

    def post(self, request, pk):
        reading = read_sheet(self.sheet)
        row = line_row(reading, self.line_in(reading), editable=True, data=request.POST)
        if not row.form.is_valid():
            return self.answer(reading, row, INVALID)
        typed = row.form.to_input()
        try:
            save_line(
                line_id=pk,
                expected_version=row.form.cleaned_data["version"],
                inputs=typed,
                actor=request.actor,
                now=request.received_at,
            )
        except (StaleVersion, SheetNotEditable, YearClosed) as error:
            return self.refused(error, typed, CONFLICT)
        except DomainError as error:
            return self.refused(error, typed, INVALID)
        reading = read_sheet(self.sheet, last_year=True)
        row = line_row(reading, self.line_in(reading), editable=True)
        row.saved_now = True
        return self.answer(reading, row, 200)

    def refused(self, error: DomainError, typed, status: int):
        reading = read_sheet(self.sheet)
        row = line_row(reading, self.line_in(reading), editable=True)
        row.refuse(error, typed)
        return self.answer(reading, row, status)

    def answer(self, reading: SheetReading, row: LineRow, status: int):
        context = self.context(reading, row) | {"fragment": True}
        return render(self.request, "scoring/_line_result.html", context, status=status)
