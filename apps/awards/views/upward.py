"""Tờ trình cấp trên on screen: list, one with its people and files, number and date, the answer."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.paginator import Paginator
from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django_filters.views import FilterView

from apps.awards import decision_policies as policies
from apps.awards import queries
from apps.awards.council_filters import UpwardFilter
from apps.awards.decision_forms import UpwardAnswerForm, UpwardSentForm
from apps.awards.domain import upward, upward_answers
from apps.awards.forms import VersionForm
from apps.awards.models import Nominee, UpwardSubmission
from apps.awards.upward_exports import votes_of
from apps.catalog.authorities import issuer_of
from apps.core import spreadsheets
from apps.core.components import Column, Crumb, Fact
from apps.core.dates import format_datetime
from apps.core.form_pages import FormPageMixin
from apps.core.lists import ExportMixin
from apps.core.views import ScopedPageView, TransitionView
from apps.documents.models import IssuedFile
from apps.documents.views.detail import file_items

LINES_A_PAGE = 50


def list_crumb() -> Crumb:
    return Crumb(_("Trình cấp trên"), reverse("awards:upward-list"))


class UpwardListView(ExportMixin, LoginRequiredMixin, FilterView):
    """Submissions of the bodies that one serves or audits, newest first."""

    filterset_class = UpwardFilter
    template_name = "awards/upward_list.html"
    paginate_by = 50
    columns = (
        Column(lazy("Tờ trình"), width="wide"),
        Column(lazy("Thẩm quyền quyết định")),
        Column(lazy("Phiên họp Hội đồng")),
        Column(lazy("Số trường hợp"), numeric=True),
        Column(lazy("Tình trạng")),
    )
    export_title = lazy("Trình cấp trên")
    export_file = "trinh-cap-tren"
    export_columns = (
        spreadsheets.Column("symbol", lazy("Số tờ trình"), width=20),
        spreadsheets.Column("issued_on", lazy("Ngày"), kind="date"),
        spreadsheets.Column("abstract", lazy("Trích yếu"), width=60),
        spreadsheets.Column("authority", lazy("Thẩm quyền quyết định"), width=40),
        spreadsheets.Column("people", lazy("Số trường hợp"), kind="integer"),
    )

    def get_queryset(self):
        found = UpwardSubmission.objects.visible_to(self.request.actor).for_list()
        return found.annotate(people=Count("lines")).order_by("-pk")

    def export_row(self, row):
        paper = row.document
        head = [paper.symbol, paper.issued_on] if paper else ["", None]
        return [*head, row.abstract, row.authority_name, row.people]


class UpwardDetailView(ScopedPageView):
    """One tờ trình: its head, its people with the council's votes, the packages that were made."""

    queryset = UpwardSubmission.objects.for_list()
    template_name = "awards/upward_detail.html"
    columns = (
        Column(lazy("STT"), numeric=True),
        Column(lazy("Tập thể, cá nhân"), width="wide"),
        Column(lazy("Danh hiệu, hình thức")),
        Column(lazy("Phiếu của Hội đồng"), numeric=True),
        Column(lazy("Kết quả")),
    )

    def get_context_data(self, **kwargs):
        found, actor = self.object, self.request.actor
        lines = found.lines.select_related("nominee__award", "award").order_by("position", "pk")
        page = Paginator(lines, LINES_A_PAGE).get_page(self.request.GET.get("page"))
        votes = votes_of(found)
        made = IssuedFile.objects.filter(report="upward_package", subject_key=f"upward={found.pk}")
        return super().get_context_data(
            upward=found,
            facts=_facts(found),
            page_obj=page,
            state_twice=queries.state_forms_twice(Nominee.objects.filter(upward_line__submission=found)),
            rows=[(line, votes.get(line.nominee_id)) for line in page],
            packages=list(made.order_by("-issued_at", "-pk")[:10]),
            files=file_items(found.document, may_change=False) if found.document else [],
            may_prepare=bool(policies.can_prepare_for(actor, found.organiser)),
            may_send=bool(policies.can_send_upward(actor, found)),
            may_answer=not found.is_draft and upward_answers.answerable(found).exists(),
            **kwargs,
        )


def _facts(found: UpwardSubmission) -> list[Fact]:
    rows = [
        (_("Trích yếu"), found.abstract),
        (_("Số, ngày"), str(found.document) if found.document else _("chưa có")),
        (_("Kính gửi"), found.addressed_to),
        (_("Thẩm quyền quyết định"), found.authority_name),
        (_("Phiên họp Hội đồng"), str(found.session) if found.session else ""),
        (_("Không qua bỏ phiếu của Hội đồng"), found.without_vote),
        (_("Người ký"), " ".join(filter(None, [found.prefix, found.signer_post, found.signer_name]))),
        (_("Ghi số lúc"), format_datetime(found.sent_at)),
        (_("Kết quả của cấp trên"), ", ".join(str(paper) for paper in upward_answers.papers_of(found))),
    ]
    return [Fact(label, value) for label, value in rows if value]


class UpwardMixin(FormPageMixin):
    """A form about one tờ trình."""

    queryset = UpwardSubmission.objects.for_list()
    template_name = "awards/form.html"
    success_url_name = "awards:upward-detail"
    id_argument = "submission_id"

    @staticmethod
    def policy(actor, submission):
        return policies.can_prepare_for(actor, submission.organiser)

    def crumbs(self):
        return [list_crumb(), Crumb(str(self.object), self.object.get_absolute_url())]

    def get_initial(self):
        return {"version": self.object.version}


class UpwardSentView(UpwardMixin, TransitionView):
    policy = staticmethod(policies.can_send_upward)
    operation = staticmethod(upward.send_upward)
    form_class = UpwardSentForm
    heading = submit_label = lazy("Ghi số, ngày tờ trình đã ký")
    lead = lazy("Tờ trình vào sổ văn bản của đơn vị; từ đó danh sách không thay đổi.")
    success_message = lazy("Đã ghi số, ngày tờ trình.")


class UpwardAnswerView(UpwardMixin, TransitionView):
    """Ghi kết quả của cấp trên, by the decision that came back."""

    policy = staticmethod(policies.can_send_upward)
    form_class = UpwardAnswerForm
    heading = submit_label = lazy("Ghi kết quả của cấp trên")
    lead = lazy(
        "Ai được khen thưởng vào Sổ khen thưởng theo quyết định này; ai không chọn thì chờ quyết định sau,"
        " trừ khi đánh dấu là không được khen thưởng."
    )
    success_message = lazy("Đã ghi kết quả.")

    def get_initial(self):
        return super().get_initial() | {"issuer_name": issuer_of(self.object.authority_name)}

    def get_form_kwargs(self):
        waiting = upward_answers.answerable(self.object).select_related("nominee__award", "award")
        waiting = waiting.defer("nominee__findings")
        waiting = [] if self.object.is_draft else waiting
        return super().get_form_kwargs() | {"waiting": waiting}

    def call(self, form):
        return upward_answers.record_answer(
            submission_id=self.object.pk,
            version=form.cleaned_data["version"],
            document=form.document(self.object.organiser, self.request.actor, self.request.received_at),
            granted=[int(pk) for pk in form.cleaned_data["granted"]],
            others_refused=form.cleaned_data["others_refused"],
            actor=self.request.actor,
            now=self.request.received_at,
        )


class UpwardDiscardView(UpwardMixin, TransitionView):
    operation = staticmethod(upward.discard_upward)
    form_class = VersionForm
    heading = submit_label = lazy("Bỏ dự thảo tờ trình")
    consequences = (lazy("Tập thể, cá nhân trong danh sách trở lại chờ trình."),)
    success_message = lazy("Đã bỏ dự thảo.")

    def get_success_url(self):
        return reverse("awards:upward-list")
