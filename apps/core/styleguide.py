"""The staff page /styleguide/: every component with invented, neutral sample data. Nothing is stored."""

from datetime import UTC, date, datetime
from decimal import Decimal

import django_filters
from django import forms
from django.contrib.auth.mixins import LoginRequiredMixin, UserPassesTestMixin
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from apps.core import components as c
from apps.core.charts import bar_chart_svg
from apps.core.crispy import CrispyFormMixin
from apps.core.filters import ListFilter, ListOrder, TextFilter
from apps.core.models import FormToken

S = c.StatusWord
CLASSES = [("A", _("Xuất sắc")), ("B", _("Tốt")), ("C", _("Hoàn thành"))]
# rank, unit, base, bonus, penalty, class, status, days left, days late: invented figures
UNITS = [
    (1, "Đơn vị mẫu số 7", "181.25", "8", "0", "A", S.FINAL, None, 0),
    (2, "Đơn vị mẫu số 3", "180.5", "6", "1", "A", S.RECEIVED, None, 2),
    (2, "Đơn vị mẫu số 12", "182", "4.5", "1", "A", S.SENT, None, 0),
    (4, "Đơn vị mẫu số 1: tên dài để xem cách xuống dòng trong ô hẹp", "176.75", "5", "0", "B", S.RETURNED, -3, 0),
    (5, "Đơn vị mẫu số 9", "170", "2", "2.5", "B", S.DRAFT, 5, 0),
    (6, "Đơn vị mẫu số 4", "162.333", "0", "0", "C", S.AWAITING_SIGNATURE, 0, 0),
]


class SampleFilter(ListFilter):
    q = TextFilter(label=_("Đơn vị"), field_name="result_url")
    rating = django_filters.ChoiceFilter(label=_("Xếp loại"), choices=CLASSES, field_name="result_url")
    late = django_filters.BooleanFilter(
        label=_("Chỉ đơn vị chậm"), field_name="result_url", widget=forms.CheckboxInput, method="keep_all"
    )
    o = ListOrder(fields=[("result_url", "unit"), ("used_at", "total")])

    class Meta:
        model = FormToken
        fields = []

    def keep_all(self, queryset, name, value):  # the sample rows are not in the database
        return queryset


class SampleForm(CrispyFormMixin, forms.Form):
    points = forms.CharField(
        label=_("Điểm tự chấm"),
        help_text=_("Từ 0 đến 10 điểm, viết 2,5 hoặc 2.5."),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    unit = forms.ChoiceField(
        label=_("Đơn vị"),
        choices=[("", _("Chọn đơn vị")), *((row[1], row[1]) for row in UNITS)],
        widget=forms.Select(attrs={"data-search": ""}),
    )
    way = forms.ChoiceField(
        label=_("Cách ký"),
        choices=[("screen", _("Xác nhận trên hệ thống")), ("paper", _("Ký trên giấy"))],
        widget=forms.RadioSelect,
        initial="screen",
    )
    note = forms.CharField(label=_("Ghi chú"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    copy = forms.FileField(label=_("Bản ký, đóng dấu"), required=False, help_text=_("PDF hoặc ảnh, tối đa 20 MB."))
    sure = forms.BooleanField(label=_("Đã nhận bản giấy"), required=False)

    def clean_points(self):
        raise forms.ValidationError(_("Điểm 12 cao hơn điểm chuẩn của tiêu chí (10)."))


class StyleguideView(LoginRequiredMixin, UserPassesTestMixin, TemplateView):
    """Shows all components; staff only, because it is of no use to others."""

    template_name = "core/styleguide.html"

    def test_func(self):
        return self.request.user.is_staff

    def get_context_data(self, **kwargs):
        rows = [_row(*unit) for unit in UNITS]
        page = Paginator(rows * 12, 6).get_page(self.request.GET.get("page", 2))
        bound = SampleForm({"points": "12", "way": "paper"})
        bound.is_valid()
        return super().get_context_data(
            rows=page,
            columns=_columns(),
            filter=SampleFilter(self.request.GET or None, queryset=FormToken.objects.none()),
            statuses=list(S.values),
            form=SampleForm(prefix="empty"),
            bound_form=bound,
            tasks=_tasks(),
            answers=_answers(),
            entries=_entries(),
            files=_files(),
            facts_rows=[
                c.Fact(_("Năm thi đua"), "2026"),
                c.Fact(_("Trưởng Cụm"), "Đơn vị mẫu số 7", _("theo quyết định, từ 01/01/2026")),
                c.Fact(_("Hạn nộp"), "12/11/2026"),
            ],
            tabs_items=[
                c.Tab(_("Phần I"), "#tabs", active=True, count=12),
                c.Tab(_("Phần II"), "#tabs", count=8),
                c.Tab(_("Điểm thưởng, điểm trừ"), "#tabs"),
            ],
            chart=_chart(rows),
            svg=bar_chart_svg([row["unit"] for row in rows], [row["total"] for row in rows], _("Tổng điểm các đơn vị")),
            saved_at=datetime(2026, 11, 12, 7, 5, tzinfo=UTC),
            differences=[c.Difference(_("Điểm"), "2", "2,5"), c.Difference(_("Ghi chú"), "", "theo báo cáo số 5")],
            steps_items=[
                c.Step(_("Tự chấm điểm"), "done", _("gửi 12/11/2026")),
                c.Step(_("Kiểm tra điểm"), "current", _("Trưởng Cụm")),
                c.Step(_("Thẩm định")),
                c.Step(_("Đã chốt")),
            ],
            **kwargs,
        )


def _columns():
    return [
        c.Column(_("Hạng"), width="narrow"),
        c.Column(_("Đơn vị"), sort="unit", width="wide"),
        c.Column(_("Điểm"), numeric=True),
        c.Column(_("Điểm thưởng"), abbreviation=_("Thưởng"), numeric=True),
        c.Column(_("Điểm trừ"), abbreviation=_("Trừ"), numeric=True),
        c.Column(_("Tổng"), sort="total", numeric=True),
        c.Column(_("Xếp loại")),
        c.Column(_("Trạng thái")),
    ]


def _row(rank, unit, base, bonus, penalty, rating, status, days_left, days_late):
    base, bonus, penalty = Decimal(base), Decimal(bonus), Decimal(penalty)
    return {
        "rank": rank,
        "unit": unit,
        "base": base,
        "bonus": bonus,
        "penalty": penalty,
        "total": base + bonus - penalty,
        "rating": dict(CLASSES)[rating],
        "status": status,
        "days_left": days_left,
        "days_late": days_late,
    }


def _tasks():
    day, soon, holder = date(2026, 2, 28), date(2026, 11, 12), "Trưởng Cụm"
    return [
        c.TaskRow(_("Gửi đăng ký thi đua"), "#", S.RECEIVED, due_on=day, holder=holder, days_late=2),
        c.TaskRow(_("Trình ký giao ước"), "#", S.FINAL, due_on=day, holder=holder),
        c.TaskRow(
            _("Tự chấm điểm"),
            "#",
            S.DRAFT,
            soon,
            date(2026, 11, 5),
            "Cán bộ TĐKT",
            5,
            action_label=_("Chấm tiếp"),
            note=_("Còn 14 dòng chưa chấm, 3 dòng chưa có tài liệu minh chứng."),
        ),
        c.TaskRow(
            _("Gửi báo cáo"),
            "#",
            S.RETURNED,
            date(2026, 11, 1),
            None,
            "Cán bộ TĐKT",
            -3,
            action_label=_("Bổ sung"),
            note=_("Thiếu số liệu hòa giải ở cơ sở."),
        ),
        c.TaskRow(_("Lập hồ sơ đề nghị khen thưởng"), "", S.NOT_OPEN, note=_("Mở từ ngày 01/12/2026.")),
    ]


def _answers():
    return [
        c.Answer(_("Điểm tự chấm"), "178,25 / 200", "#"),
        c.Answer(_("Tài liệu minh chứng"), _("41 văn bản, 2 tệp"), "#", _("3 dòng chưa có tài liệu minh chứng")),
        c.Answer(_("Cách ký"), _("Ký trên giấy"), "#"),
        c.Answer(_("Ghi chú"), "", "#"),
    ]


def _entries():
    def at(day, hour):
        return datetime(2026, 11, day, hour, 20, tzinfo=UTC)

    return [
        c.TimelineEntry(at(12, 9), _("Gửi"), _("Số xác nhận 0153."), "Bà Trần Thị Thử", tone="sent"),
        c.TimelineEntry(
            at(14, 2),
            _("Yêu cầu bổ sung"),
            _("Tiêu chí 2.3 cần tài liệu minh chứng."),
            "Ông Nguyễn Văn Mẫu",
            tone="alert",
        ),
        c.TimelineEntry(date(2026, 11, 20), _("Đã tiếp nhận"), who="Trưởng Cụm", tone="done"),
        c.TimelineEntry(date(2026, 12, 18), _("Tặng Cờ thi đua ngành Tư pháp"), tone="honour"),
    ]


def _files():
    return [
        c.FileItem(
            "Báo cáo kết quả phong trào thi đua năm 2026.pdf",
            "#",
            3_565_158,
            "PDF",
            _("Có bản ký, đóng dấu"),
            "9f2c" * 16,
        ),
        c.FileItem(
            _("Công văn số 12/MẪU ngày 05/3/2026 về phát động phong trào"), kind=_("Văn bản viện dẫn"), remove_url="#"
        ),
    ]


def _chart(rows):
    ordered = [c.Series(_("Điểm"), tuple(row["total"] for row in rows))]
    tones = tuple("accent" if row["rank"] == 1 else "muted" for row in rows)
    return c.Chart(
        tuple(row["unit"].split(":")[0] for row in rows), tuple(ordered), horizontal=True, unit=_("điểm"), tones=tones
    )
