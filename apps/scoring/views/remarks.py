"""Kiến nghị về điểm: the list, sending by the unit, the answer."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters.views import FilterView

from apps.core.components import Column, Crumb, Fact
from apps.core.dates import format_date, format_datetime
from apps.core.form_pages import FormPageMixin
from apps.core.lists import ExportMixin
from apps.core.numbers import format_points
from apps.core.spreadsheets import Column as SheetColumn
from apps.core.views import ScopedObjectMixin, ScopedPageView, TransitionView
from apps.documents.forms import NothingForm
from apps.scoring import review_policies, review_queries
from apps.scoring.domain import remarks
from apps.scoring.enums import RemarkState
from apps.scoring.models import ScoreLine, ScoreRemark
from apps.scoring.remark_filters import RemarkFilter
from apps.scoring.remark_forms import AnswerForm, RemarksForm


class RemarkListView(ExportMixin, LoginRequiredMixin, FilterView):
    """Remarks that the person sent or may answer; waiting ones with their date."""

    filterset_class = RemarkFilter
    template_name = "scoring/remark_list.html"
    paginate_by = 50
    columns = [
        Column(gettext_lazy("Đơn vị"), sort="unit"),
        Column(gettext_lazy("Tiêu chí")),
        Column(gettext_lazy("Điểm đã xem"), numeric=True),
        Column(gettext_lazy("Điểm đề nghị"), numeric=True),
        Column(gettext_lazy("Nội dung"), width="wide"),
        Column(gettext_lazy("Gửi lúc"), sort="sent"),
        Column(gettext_lazy("Trạng thái"), sort="due"),
    ]
    export_title = gettext_lazy("Kiến nghị về điểm")
    export_file = "kien-nghi-ve-diem"
    export_columns = (
        SheetColumn("unit", "Đơn vị", "text", 44),
        SheetColumn("cluster", "Cụm, Khu vực", "text", 30),
        SheetColumn("criterion", "Tiêu chí", "text", 50),
        SheetColumn("seen", "Điểm đã xem", "points"),
        SheetColumn("wanted", "Điểm đề nghị", "points"),
        SheetColumn("text", "Nội dung", "text", 60),
        SheetColumn("sent_on", "Ngày gửi", "date"),
        SheetColumn("due_on", "Hạn trả lời", "date"),
        SheetColumn("state", "Trạng thái"),
        SheetColumn("answer", "Trả lời", "text", 60),
        SheetColumn("by", "Người trả lời", "text", 30),
    )

    def get_queryset(self):
        return ScoreRemark.objects.visible_to(self.request.actor).for_list()

    def get_context_data(self, **kwargs):
        today = timezone.localtime(self.request.received_at).date()
        return super().get_context_data(today=today, **kwargs)

    def export_row(self, remark: ScoreRemark):
        return [
            remark.sheet.unit_name,
            str(remark.sheet.cluster_year),
            str(remark.criterion),
            remark.points_seen,
            remark.points_wanted,
            remark.text,
            timezone.localtime(remark.sent_at).date(),
            remark.due_on,
            str(remark.get_state_display()),
            remark.answer,
            remark.answered_by_label,
        ]


class RemarkMixin(ScopedObjectMixin):
    queryset = ScoreRemark.objects.for_list()

    def crumbs(self):
        return [
            Crumb(_("Kiến nghị về điểm"), reverse("scoring:remark-list")),
            Crumb(str(self.object), self.object.get_absolute_url()),
        ]


class RemarkDetailView(RemarkMixin, ScopedPageView):
    """One remark with its answer."""

    template_name = "scoring/remark_detail.html"

    def get_context_data(self, **kwargs):
        remark, actor = self.object, self.request.actor
        waiting = remark.state == RemarkState.WAITING
        return super().get_context_data(
            facts=facts_of(remark),
            waiting=waiting,
            may_answer=waiting and bool(review_policies.can_answer(actor, remark)),
            may_withdraw=waiting and bool(review_policies.can_remark(actor, remark.sheet)),
            may_review=bool(review_policies.can_review(actor, remark.sheet)),
            **kwargs,
        )


def facts_of(remark: ScoreRemark) -> list[Fact]:
    wanted = "–" if remark.points_wanted is None else format_points(remark.points_wanted)
    return [
        Fact(_("Đơn vị"), remark.sheet.unit_name, str(remark.sheet.cluster_year)),
        Fact(_("Tiêu chí"), str(remark.criterion)),
        Fact(_("Điểm đã xem"), format_points(remark.points_seen)),
        Fact(_("Điểm đề nghị"), wanted),
        Fact(_("Người gửi"), remark.sent_by_label, format_datetime(remark.sent_at)),
        Fact(_("Hạn trả lời"), format_date(remark.due_on)),
    ]


class RemarkAnswerView(RemarkMixin, FormPageMixin, TransitionView):
    """Trả lời."""

    policy = staticmethod(review_policies.can_answer)
    operation = staticmethod(remarks.answer_remark)
    id_argument = "remark_id"
    form_class = AnswerForm
    template_name = "scoring/remark_answer.html"
    heading = gettext_lazy("Trả lời kiến nghị về điểm")
    submit_label = gettext_lazy("Gửi trả lời")
    success_message = gettext_lazy("Đã trả lời kiến nghị.")
    success_url_name = "scoring:remark-detail"

    def get_kicker(self):
        return self.object.sheet.unit_name

    def get_context_data(self, **kwargs):
        return super().get_context_data(facts=facts_of(self.object), **kwargs)


class RemarkWithdrawView(RemarkMixin, FormPageMixin, TransitionView):
    """Rút kiến nghị."""

    policy = staticmethod(lambda actor, remark: review_policies.can_remark(actor, remark.sheet))
    operation = staticmethod(remarks.withdraw_remark)
    id_argument = "remark_id"
    form_class = NothingForm
    heading = gettext_lazy("Rút kiến nghị này?")
    submit_label = gettext_lazy("Rút kiến nghị")
    success_message = gettext_lazy("Đã rút kiến nghị.")
    success_url_name = "scoring:remark-detail"

    def get_kicker(self):
        return str(self.object)


class RemarksSendView(TransitionView):
    """Gửi kiến nghị về điểm: all lines of the version shown, those with a difference first."""

    policy = staticmethod(review_policies.can_remark)
    form_class = RemarksForm
    template_name = "scoring/remarks_send.html"
    success_message = gettext_lazy("Đã gửi kiến nghị về điểm. Trả lời được báo ở chuông thông báo.")

    def get_queryset(self):
        return review_queries.for_review(self.request.actor)

    def dispatch(self, request, *args, **kwargs):
        self.version = None
        return super().dispatch(request, *args, **kwargs)

    def shown_version(self):
        """What may be remarked on; a post that comes too late keeps the version it was typed for."""
        if (version := remarks.version_to_remark(self.object)) or self.request.method != "POST":
            return version
        read = remarks.versions_read(self.object)
        return next((each for each in read if str(each.pk) == self.request.POST.get("seen")), None)

    def lines(self):
        """Lines without a remark that waits, and those with a text typed; those with a difference first."""
        self.version = self.shown_version()
        if self.version is None:
            return []
        waiting = set(self.object.remarks.waiting().values_list("criterion_id", flat=True))
        claimed = review_queries.claimed_points(self.object.pk)
        told = self.reasons()
        found = []
        for line in self.version.lines.select_related("criterion__part", "reason").order_by("criterion__position"):
            line.claimed = claimed.get(line.criterion_id)
            line.differs = line.claimed is not None and line.points != line.claimed
            line.told = told.get(line.criterion_id) if line.differs else None
            if line.criterion_id not in waiting or self.request.POST.get(f"line_{line.criterion_id}"):
                found.append(line)
        return sorted(found, key=lambda line: not line.differs)

    def reasons(self) -> dict[int, ScoreLine]:
        """Criterion → the newest line with a reason: a step that agrees with the one before repeats none."""
        lines = ScoreLine.objects.filter(sheet_version__in=remarks.versions_read(self.object))
        lines = lines.exclude(reason=None, reason_text="").select_related("reason").order_by("sheet_version_id")
        return {line.criterion_id: line for line in lines}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"lines": self.lines()}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)  # the form finds the version
        return context | {"version": self.version}

    def call(self, form):
        return remarks.send_remarks(
            sheet_id=self.object.pk,
            wishes=form.wishes(),
            seen=form.cleaned_data["seen"],
            actor=self.request.actor,
            now=self.request.received_at,
        )

    def get_success_url(self):
        return f"{reverse('scoring:remark-list')}?state={RemarkState.WAITING}"
