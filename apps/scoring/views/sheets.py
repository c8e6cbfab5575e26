"""The list of sheets, one sheet, its print."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from django_filters.views import FilterView

from apps.clusters.ordering import by_line
from apps.core.components import Column, Crumb, StatusWord
from apps.core.kept import kept_language
from apps.core.lists import ExportMixin, in_chunks
from apps.core.spreadsheets import Column as SheetColumn
from apps.obligations import queries as obligations
from apps.scoring import policies, queries
from apps.scoring.domain.figure_remarks import ENDED
from apps.scoring.domain.reading import SheetReading, read_sheet
from apps.scoring.domain.returns import correctable
from apps.scoring.domain.status import status_words
from apps.scoring.domain.submissions import DUTY
from apps.scoring.enums import SheetState
from apps.scoring.filters import SheetFilter
from apps.scoring.models import ScoreSheet
from apps.scoring.review_policies import can_review
from apps.scoring.views.base import SheetMixin, part_url
from apps.scoring.views.rows import line_row, overview, part_rows

IN_REVIEW = (SheetState.SELF_SUBMITTED, SheetState.IN_STEP)

COLUMNS = [
    Column(_("Đơn vị"), sort="unit", width="wide"),
    Column(_("Năm"), sort="year", width="narrow"),
    Column(_("Bảng tiêu chí")),
    Column(_("Đã chấm"), numeric=True),
    Column(_("Tổng điểm"), numeric=True),
    Column(_("Trạng thái")),
    Column(_("Gửi lúc"), sort="submitted"),
]


class SheetListView(LoginRequiredMixin, ExportMixin, FilterView):
    """Bảng tự chấm điểm of the actor's units, newest year first."""

    filterset_class = SheetFilter
    template_name = "scoring/sheet_list.html"
    paginate_by = 50
    export_title = _("Bảng tự chấm điểm")
    export_file = "bang-tu-cham-diem"
    export_columns = (
        SheetColumn("unit", _("Đơn vị"), width=44),
        SheetColumn("year", _("Năm"), "year"),
        SheetColumn("cluster", _("Cụm, Khu vực"), width=36),
        SheetColumn("set", _("Bảng tiêu chí"), width=44),
        SheetColumn("complete", _("Đã chấm"), "integer"),
        SheetColumn("lines", _("Số dòng"), "integer"),
        SheetColumn("total", _("Tổng điểm"), "points"),
        SheetColumn("state", _("Trạng thái"), width=22),
        SheetColumn("submitted", _("Gửi lúc"), "datetime"),
    )

    def get_queryset(self):
        sheets = ScoreSheet.objects.visible_to(self.request.actor).for_list()
        return sheets.order_by("-cluster_year__year__year", "cluster_year__cluster__code", by_line(), "order", "pk")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        rows = with_points(list(context["page_obj"].object_list))
        actor = self.request.actor
        return context | {
            "columns": COLUMNS,
            "rows": rows,
            "own_parts": queries.own_parts(actor),
            "waiting": queries.places_without_sheet(actor),
        }

    def export_rows(self):
        for found in in_chunks(super().export_rows()):
            yield from with_points(found)

    def export_row(self, row):
        sheet, word, far, version = row
        cluster_year, filled = sheet.cluster_year, (far.complete, far.lines) if far else (None, None)
        named = (sheet.unit_name, cluster_year.year.year, cluster_year.name, sheet.criteria_set.title)
        return (*named, *filled, version.total if version else None, str(StatusWord(word).label), sheet.submitted_at)


def with_points(sheets: list[ScoreSheet]) -> list[tuple]:
    """Each sheet with its word, how far it is and its last total; three queries for all."""
    ids = [sheet.pk for sheet in sheets]
    words, far, totals = status_words(sheets), queries.how_far(ids), queries.last_totals(ids)
    return [(sheet, words[sheet.pk], far.get(sheet.pk), totals.get(sheet.pk)) for sheet in sheets]


class SheetPage(SheetMixin, TemplateView):
    """A page that reads the whole sheet."""

    last_year = False
    documents = False

    def read(self) -> SheetReading:
        reading = read_sheet(self.sheet, last_year=self.last_year, facts_at=self.request.received_at)
        reading.own = bool(policies.can_prepare(self.request.actor, self.sheet))
        reading.documents = self.documents_to_cite() if self.documents else []
        return reading

    def get_context_data(self, **kwargs):
        self.reading = self.read()
        return super().get_context_data(
            sheet=self.sheet,
            reading=self.reading,
            sums=self.reading.sums,
            parts=overview(self.reading),
            editable=self.may_edit(self.reading),
            word=self.word(self.reading),
            stale_lines=self.reading.stale_lines,
            own=self.reading.own,
            may_remark=self.sheet.state not in ENDED and self.reading.own,
            may_correct=self.reading.own and self.open_year and correctable(self.sheet, self.request.received_at),
            **kwargs,
        )


class SheetDetailView(SheetPage):
    """One sheet: how far it is, how long there is, its parts."""

    template_name = "scoring/sheet_detail.html"
    queryset = ScoreSheet.objects.for_list().annotate(
        final_total=queries.final_total(), is_given_out=queries.is_given_out(), outside_step=queries.outside_step()
    )

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        owed = obligations.by_unit(self.sheet.cluster_year.year_id, DUTY, [self.sheet.unit_id]).get(self.sheet.unit_id)
        parts = context["parts"]
        main = self.main_action(context, parts)
        lines, complete = sum(part.lines for part in parts), sum(part.complete for part in parts)
        return context | {
            "owed": owed,
            "days_left": owed.days_to_go(self.request.received_at) if owed else None,
            "days_late": owed.days_late(self.request.received_at) if owed and owed.first_fulfilled_at else 0,
            "lines": lines,
            "complete": complete,
            "lacking_evidence": sum(part.lacking_evidence for part in parts),
            "returned_lines": [line for line in self.reading.lines.values() if line.return_remark],
            "main": main,
            "main_is_check": main is not None and main.url == self.url("sheet-check"),
            "sent": self.reading.version.locked_at is not None,
            "may_type": self.reading.is_open
            and self.open_year
            and not self.sheet.is_proxy
            and bool(policies.can_type_for(self.request.actor, self.sheet)),
            "may_end": context["editable"] and policies.types_for(self.request.actor, self.sheet),
            "assignments": list(self.sheet.assignments.select_related("division")) if self.sheet.is_given_out else [],
        }

    def main_action(self, context: dict, parts: list) -> Crumb | None:
        """The one next step of this person."""
        check = self.url("sheet-check")
        if not context["editable"]:
            return self.reader_action()
        if self.sheet.sent_to_leader_at and policies.can_confirm(self.request.actor, self.sheet):
            return Crumb(_("Xem lại và xác nhận"), check)
        if not any(line.saved_at for line in self.reading.lines.values()):
            return Crumb(_("Bắt đầu chấm điểm"), part_url(self.sheet, 1))
        returned = next((part for part in parts if part.returned), None)
        if returned is not None:
            return Crumb(_("Bổ sung theo yêu cầu"), part_url(self.sheet, returned.number))
        unfinished = next((part for part in parts if not part.is_complete), None)
        if unfinished is None:
            return Crumb(_("Xem lại trước khi gửi"), check)
        label = _("Chấm tiếp phần %(number)s") % {"number": unfinished.criterion.printed_number}
        return Crumb(label, part_url(self.sheet, unfinished.number))

    def reader_action(self) -> Crumb | None:
        """The next step of whoever only reads the self-score: to check it, else to see its receipt."""
        if self.sheet.state in IN_REVIEW and can_review(self.request.actor, self.sheet):
            return Crumb(_("Kiểm tra điểm"), self.url("review"))
        return Crumb(_("Xem giấy xác nhận"), self.url("sheet-receipt")) if self.reading.version.locked_at else None

    def url(self, name: str) -> str:
        return reverse(f"scoring:{name}", args=[self.sheet.pk])


class SheetPrintView(SheetPage):
    """In để trình ký: the whole sheet on A4 with a place for signature and seal."""

    template_name = "scoring/sheet_print.html"

    def get(self, request, *args, **kwargs):
        """The paper that is signed speaks Vietnamese, whatever language the screen speaks."""
        with kept_language():
            return super().get(request, *args, **kwargs).render()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        rows = {code: line_row(self.reading, line, editable=False) for code, line in self.reading.lines.items()}
        blocks = [(part, list(part_rows(self.reading, part.criterion.code, rows))) for part in context["parts"]]
        return context | {"blocks": blocks, "is_final": self.sheet.state == SheetState.FINAL}
