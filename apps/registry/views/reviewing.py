"""Cần xem lại: awards whose basis was cancelled, why, and what to do: kept or cancelled, one by one or all at once."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_filters.views import FilterView

from apps.core.components import Column
from apps.core.lists import BulkActionView, ExportMixin
from apps.core.spreadsheets import Column as SheetColumn
from apps.core.views import require
from apps.registry import policies, queries
from apps.registry.domain import reviewing
from apps.registry.filters import ReviewFilter
from apps.registry.forms import CancelManyForm, SettleForm
from apps.registry.views.awards import PAGE, AwardListView


class ReviewListView(ExportMixin, LoginRequiredMixin, FilterView):
    """What waits for a conclusion of the bodies that one serves or audits, newest decision first."""

    filterset_class = ReviewFilter
    template_name = "registry/review_list.html"
    paginate_by = PAGE
    columns = (
        Column(_("Chọn"), hidden_label=True, width="narrow"),
        Column(_("Người, tập thể"), width="wide"),
        Column(_("Danh hiệu, hình thức")),
        Column(_("Quyết định")),
        Column(_("Vì sao cần xem lại"), width="wide"),
        Column(_("Việc cần làm")),
    )
    export_title = _("Khen thưởng cần xem lại")
    export_file = "khen-thuong-can-xem-lai"
    export_columns = (*AwardListView.export_columns, SheetColumn("why", _("Vì sao cần xem lại"), width=60))

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            require(policies.can_read_reviews(request.actor))
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self):
        return queries.to_review(self.request.actor)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {"may_act": bool(policies.can_conclude_reviews(self.request.actor))}

    def export_row(self, row):
        return AwardListView.export_row(self, row) | {"why": "; ".join(flag.flag_reason for flag in row.open_flags)}


class ReviewManyView(BulkActionView):
    """One conclusion for those ticked, or for all that the filters find."""

    list_view = ReviewListView
    policy = staticmethod(policies.can_conclude_reviews)

    def list_url(self):
        return reverse("registry:review-list")

    def sample_text(self, row):
        return f"{row.recipient} – {row.award_type.name}, {row.grant.document.symbol}"


class KeepManyView(ReviewManyView):
    operation = staticmethod(reviewing.keep_awards)
    form_class = SettleForm
    question = _("Giữ nguyên các khen thưởng này?")
    confirm_label = _("Giữ nguyên")

    def done_text(self, done):
        return ngettext("Đã ghi kết luận cho %(n)d khen thưởng.", "Đã ghi kết luận cho %(n)d khen thưởng.", done) % {
            "n": done
        }


class CancelManyView(ReviewManyView):
    operation = staticmethod(reviewing.cancel_awards)
    form_class = CancelManyForm
    question = _("Hủy bỏ các khen thưởng này?")
    confirm_label = _("Hủy bỏ")

    def done_text(self, done):
        return ngettext("Đã hủy bỏ %(n)d khen thưởng.", "Đã hủy bỏ %(n)d khen thưởng.", done) % {"n": done}
