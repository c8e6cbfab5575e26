"""Kết quả, thành tích: the list and one result, as read."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _
from django_filters.views import FilterView

from apps.core.components import Column, Fact, FileItem
from apps.core.dates import format_date, format_datetime
from apps.core.lists import ExportMixin
from apps.core.numbers import format_decimal
from apps.core.spreadsheets import Column as SheetColumn
from apps.core.views import ScopedPageView
from apps.results import policies
from apps.results.figures import estimated_figure_of, shown
from apps.results.filters import ResultFilter
from apps.results.models import ResultEntry, ResultFile
from apps.results.own_unit import keeper_of
from apps.results.views.parts import figure_text, what_text
from apps.results.work_fields import labels as field_labels


class ResultListView(ExportMixin, LoginRequiredMixin, FilterView):
    filterset_class = ResultFilter
    template_name = "results/result_list.html"
    paginate_by = 50
    columns = (
        Column(_("Kết quả, thành tích")),
        Column(_("Đơn vị"), sort="unit"),
        Column(_("Năm"), sort="year", numeric=True),
        Column(_("Số liệu"), numeric=True),
        Column(_("Ngày"), sort="day"),
        Column(_("Văn bản")),
    )
    export_title = _("Kết quả, thành tích")
    export_file = "ket-qua-thanh-tich"
    export_columns = (
        SheetColumn("unit", _("Đơn vị"), width=40),
        SheetColumn("year", _("Năm"), kind="year"),
        SheetColumn("period", _("Kỳ số liệu")),
        SheetColumn("field", _("Lĩnh vực công tác"), width=40),
        SheetColumn("what", _("Kết quả, thành tích"), width=60),
        SheetColumn("measure", _("Đơn vị tính")),
        SheetColumn("value", _("Số liệu"), kind="number"),
        SheetColumn("numerator", _("Tử số"), kind="number"),
        SheetColumn("denominator", _("Mẫu số"), kind="number"),
        SheetColumn("rank", _("Thứ hạng"), kind="integer"),
        SheetColumn("of", _("Trên tổng số"), kind="integer"),
        SheetColumn("standing", _("Ước / Thực hiện")),
        SheetColumn("as_of", _("Số liệu đến ngày"), kind="date"),
        SheetColumn("day", _("Ngày"), kind="date"),
        SheetColumn("document", _("Văn bản"), width=40),
        SheetColumn("note", _("Ghi chú")),
    )

    def get_queryset(self):
        return ResultEntry.objects.visible_to(self.request.actor).for_list()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        rows = list(context["page_obj"])
        fields = field_labels(row.year for row in rows)
        shown_rows = [
            (row, what_text(row), figure_text(row), fields.get((row.year, row.field_code), row.field_code))
            for row in rows
        ]
        own = keeper_of(self.request.actor)
        return {
            **context,
            "rows": shown_rows,
            "may_enter": bool(policies.can_enter_any(self.request.actor)),
            "own_targets": own and reverse("results:unit-targets", args=[own.pk, self.request.actor.on.year]),
        }

    @cached_property
    def all_fields(self):
        years = self.object_list.order_by().values_list("year", flat=True).distinct()
        return field_labels(years)

    def export_row(self, row):
        value = row.value
        if row.denominator is not None:
            value = row.numerator * 100 / row.denominator
        return {
            "unit": row.unit.name,
            "year": row.year,
            "period": row.get_period_display(),
            "field": self.all_fields.get((row.year, row.field_code), row.field_code),
            "what": what_text(row),
            "measure": row.indicator.unit_of_measure if row.indicator else "",
            "value": value,
            "numerator": row.numerator,
            "denominator": row.denominator,
            "rank": row.index_rank,
            "of": row.index_of,
            "standing": row.get_standing_display(),
            "as_of": row.as_of,
            "day": row.happened_on,
            "document": str(row.document or ""),
            "note": now_in_words("minh họa") if row.illustrative else "",
        }


def who_and_when(who: str, at) -> str:
    return f"{who}, {format_datetime(at)}" if at else ""


class ResultDetailView(ScopedPageView):
    queryset = ResultEntry.objects.for_list()
    template_name = "results/result_detail.html"

    def get_context_data(self, **kwargs):
        entry, actor = self.object, self.request.actor
        field = field_labels([entry.year]).get((entry.year, entry.field_code), entry.field_code)
        expected = estimated_figure_of(entry) if entry.indicator and not entry.is_estimate else None
        rows = [
            (_("Đơn vị"), entry.unit.name),
            (_("Năm"), f"{entry.year} · {entry.get_period_display()}"),
            (_("Lĩnh vực công tác"), field),
            (_("Số liệu"), figure_text(entry)),
            (_("Đã ước"), expected and shown(expected.value, entry.indicator)),
            (_("Ước / Thực hiện"), entry.get_standing_display() if entry.indicator else ""),
            (_("Số liệu đến ngày"), format_date(entry.as_of)),
            (_("Cơ quan công bố"), entry.index_issuer),
            (_("Năm của chỉ số"), entry.index_year),
            (_("Điểm"), format_decimal(entry.value) if entry.index_name else ""),
            (_("Ngày"), format_date(entry.happened_on)),
            (_("Ghi chú"), entry.text if entry.indicator or entry.index_name else ""),
            (_("Xác nhận"), who_and_when(entry.confirmed_by_label, entry.confirmed_at)),
            (_("Sửa lần cuối"), who_and_when(entry.saved_by_label, entry.saved_at)),
        ]
        may = bool(policies.can_correct(actor, entry))
        return super().get_context_data(
            entry=entry,
            heading=what_text(entry),
            facts=[Fact(label, value) for label, value in rows if value],
            files=[self.file_item(each, may=may) for each in entry.files.select_related("attachment")],
            may_correct=may,
            may_remove=bool(policies.can_remove(actor, entry)),
            may_confirm=entry.is_estimate and bool(policies.can_confirm(actor, entry)),
            **kwargs,
        )

    def file_item(self, each: ResultFile, *, may: bool) -> FileItem:
        return FileItem(
            each.caption or each.attachment.name,
            reverse("results:file", args=[each.pk]),
            size=each.attachment.size,
            note=each.attachment.name if each.caption else "",
            remove_url=reverse("results:file-remove", args=[each.pk]) if may else "",
        )
