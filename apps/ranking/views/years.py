"""All clusters of a year ranked at once, as one job."""

from django import forms
from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.core.crispy import CrispyFormMixin
from apps.core.views import TransitionView
from apps.periods.models import EmulationYear
from apps.ranking import policies
from apps.ranking.domain import requesting_year


class YearComputeForm(CrispyFormMixin, forms.Form):
    """Nothing to fill in."""


class YearComputeView(TransitionView):
    """“Tính xếp hạng cả năm”: asks for one job over every line that is ready, and goes on to its progress."""

    queryset = EmulationYear.objects.select_related("organiser")
    policy = staticmethod(policies.can_compute_year)
    operation = staticmethod(requesting_year.request_year)
    id_argument = "year_id"
    form_class = YearComputeForm
    template_name = "ranking/year_compute.html"

    def get_context_data(self, **kwargs):
        consequences = [
            _("Mỗi khối của mỗi cụm đã chốt đủ bảng điểm có một kết quả dự kiến; khối chưa đủ được bỏ qua."),
            _("Khối có số liệu không đổi từ lần tính trước giữ nguyên kết quả."),
            _("Các bảng điểm được khóa trong lúc tính."),
        ]
        return super().get_context_data(
            question=_("Tính xếp hạng mọi cụm của %(year)s?") % {"year": self.object},
            consequences=consequences,
            confirm_label=_("Tính xếp hạng cả năm"),
            cancel_url=reverse("ranking:run-list"),
            **kwargs,
        )

    def call(self, form):
        asked = super().call(form)
        messages.info(self.request, asked_text(asked))
        return asked

    def get_success_url(self):
        asked = getattr(self, "result", None)
        if asked is None or asked.job is None:
            return reverse("ranking:run-list")
        return reverse("jobs:job-detail", args=[asked.job.pk])


def asked_text(asked: requesting_year.YearRequest) -> str:
    """What is computed, what stays and what is left out, in one sentence each; nothing of what there is none."""
    computed = ngettext("Đang tính %(count)d khối.", "Đang tính %(count)d khối.", len(asked.runs))
    same = ngettext(
        "%(count)d khối giữ nguyên vì số liệu không đổi.",
        "%(count)d khối giữ nguyên vì số liệu không đổi.",
        asked.unchanged,
    )
    left = ngettext(
        "%(count)d khối chưa chốt đủ bảng điểm, chưa tính.",
        "%(count)d khối chưa chốt đủ bảng điểm, chưa tính.",
        len(asked.not_ready),
    )
    counts = ((computed, len(asked.runs)), (same, asked.unchanged), (left, len(asked.not_ready)))
    told = [text % {"count": count} for text, count in counts if count]
    return " ".join(told) or _("Năm này chưa có cụm nào để xếp hạng.")
