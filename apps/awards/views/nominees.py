"""Danh sách đề nghị: the list, one line with what was found, adding, changing, pasting."""

from django.contrib import messages
from django.db.models import BooleanField, ExpressionWrapper
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from django_filters.views import FilterView

from apps.awards import outcome_queries, policies, queries, rules
from apps.awards.domain import assessing, nominees
from apps.awards.domain.making import NotEditable
from apps.awards.domain.nominees import NomineesRefused
from apps.awards.filters import NomineeFilter
from apps.awards.forms import ChangeNomineeForm, NomineeForm, VersionForm
from apps.awards.models import AwardProposal, Nominee
from apps.awards.sheets import NomineeRows
from apps.awards.views.base import OfProposalMixin, ProposalFormMixin, ProposalMixin, of_proposal
from apps.awards.views.sent import DraftPageMixin
from apps.core import sheets, spreadsheets
from apps.core.components import Column, Crumb
from apps.core.lists import XLSX, ExportMixin
from apps.core.together import answered
from apps.core.views import ScopedPageView, SecondWriterMixin, TransitionView
from apps.documents.forms import NothingForm
from apps.documents.views.pasting import PasteMixin
from apps.registry.letter_reading import hidden_facts, lines


class NomineeListView(DraftPageMixin, ProposalMixin, ExportMixin, FilterView):
    """Every line with the mark of its conditions; a fixed number of queries whatever their number."""

    filterset_class = NomineeFilter
    template_name = "awards/nominee_list.html"
    paginate_by = 50
    export_title = gettext_lazy("Danh sách đề nghị khen thưởng")
    export_file = "danh-sach-de-nghi"
    export_columns = (
        spreadsheets.Column("subject", gettext_lazy("Đối tượng")),
        spreadsheets.Column("name", gettext_lazy("Tập thể, cá nhân"), width=44),
        spreadsheets.Column("post", gettext_lazy("Chức vụ"), width=40),
        spreadsheets.Column("unit", gettext_lazy("Đơn vị công tác"), width=40),
        spreadsheets.Column("award", gettext_lazy("Danh hiệu, hình thức"), width=40),
        spreadsheets.Column("standing", gettext_lazy("Tư cách"), width=28),
        spreadsheets.Column("reason", gettext_lazy("Lý do"), width=40),
        spreadsheets.Column("votes", gettext_lazy("Phiếu đồng ý"), "integer"),
        spreadsheets.Column("base", gettext_lazy("Tính trên"), "integer"),
        spreadsheets.Column("outcome", gettext_lazy("Kiểm tra điều kiện"), width=24),
        spreadsheets.Column("missed", gettext_lazy("Điều kiện cần xem lại"), width=60),
        spreadsheets.Column("achievement", gettext_lazy("Tóm tắt thành tích"), width=60),
        spreadsheets.Column("outcome", gettext_lazy("Hội đồng, quyết định"), width=60),
    )

    @property
    def columns(self):
        """With what council and decision said, once they may have said something."""
        last = [Column(_("Hội đồng, quyết định"))] if outcome_queries.went_on(self.object) else []
        return (
            Column(_("Tập thể, cá nhân"), sort="name", width="wide"),
            Column(_("Danh hiệu, hình thức"), sort="award"),
            Column(_("Phiếu"), numeric=True),
            Column(_("Kiểm tra điều kiện")),
            Column(_("Báo cáo thành tích")),
            *last,
        )

    def get_queryset(self):
        if not hasattr(self, "object"):
            self.object = self.get_object()
        found = self.object.nominees.select_related("award", "report").defer("findings")
        found = found.annotate(is_reported=ExpressionWrapper(queries.reported(), BooleanField()))
        return outcome_queries.with_outcome(found, self.object, self.request.actor).in_order()

    def get_object(self):
        proposals = AwardProposal.objects.for_list().visible_to(self.request.actor)
        return get_object_or_404(proposals, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs):
        context = super().get_context_data(went_on=outcome_queries.went_on(self.object), **kwargs)
        for nominee in context["page_obj"]:
            nominee.words = outcome_queries.words_of(nominee)
        return context

    def export_row(self, row):
        return [
            row.get_subject_display(),
            row.recipient,
            row.post,
            row.unit_name,
            row.award.name,
            row.get_standing_display(),
            row.standing_reason,
            row.votes_for,
            None if row.votes_for is None else row.votes_base,
            row.get_outcome_display() if row.outcome is not None else "",
            row.outcome_reason,
            row.achievement,
            "; ".join(outcome_queries.words_of(row)),
        ]


class NomineeMixin(OfProposalMixin):
    """Finds the nominee among those the actor may see; policies are asked of its proposal."""

    queryset = Nominee.objects.select_related(
        "award__provision", "person", "unit", "proposal__unit", "proposal__year__organiser"
    )

    @property
    def nominee(self) -> Nominee:
        return self.object

    def crumbs(self) -> list[Crumb]:
        return [
            *super().crumbs(),
            Crumb(_("Danh sách"), reverse("awards:nominee-list", args=[self.proposal.pk])),
            Crumb(self.nominee.recipient, self.nominee.get_absolute_url()),
        ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(nominee=self.nominee, **kwargs)


class NomineeDetailView(DraftPageMixin, NomineeMixin, ScopedPageView):
    """One line: as printed, every condition with article and what was found, missed targets in red."""

    template_name = "awards/nominee_detail.html"

    def get_context_data(self, **kwargs):
        nominee = self.nominee
        hidden = hidden_facts(nominee, self.request.actor)
        found = [each | {"lines": list(lines(each["parts"], hidden))} for each in nominee.findings]
        report = getattr(nominee, "report", None)
        entries = list(report.entries.select_related("entry__indicator")) if report else []
        uses = queries.other_uses([use.entry_id for use in entries], nominee) if entries else {}
        return super().get_context_data(
            findings=found,
            report=report,
            entries=[(use.entry, uses.get(use.entry_id, [])) for use in entries],
            target_article=rules.target_article(nominee.award.code),
            papers=list(nominee.papers.select_related("document")),
            steps=answered(outcome_queries.steps_of_nominee(nominee, self.request.actor)),
            remarks=list(nominee.remarks.all()),
            **kwargs,
        )


class NomineeAddView(ProposalFormMixin, TransitionView):
    """Thêm một tập thể, cá nhân."""

    policy = staticmethod(policies.can_edit)
    form_class = NomineeForm
    heading = gettext_lazy("Thêm tập thể, cá nhân")
    submit_label = gettext_lazy("Thêm vào danh sách")
    success_message = gettext_lazy("Đã thêm vào danh sách.")
    success_url_name = "awards:nominee-list"

    def get_initial(self):
        return {"subject": "individual", "standing": "official"}

    def call(self, form):
        return nominees.add_nominees(
            proposal_id=self.proposal.pk, lines=[form.line()], actor=self.request.actor, now=self.request.received_at
        )


class NomineeChangeView(SecondWriterMixin, NomineeMixin, ProposalFormMixin, TransitionView):
    """Sửa một dòng; the written reason where targets were missed."""

    policy = of_proposal(policies.can_edit)
    form_class = ChangeNomineeForm
    heading = gettext_lazy("Sửa dòng đề nghị")
    submit_label = gettext_lazy("Lưu")
    success_message = gettext_lazy("Đã lưu.")
    success_url_name = "awards:nominee-detail"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"asks_reason": bool(self.nominee.missed_targets)}

    def get_initial(self):
        return ChangeNomineeForm.initial_of(self.nominee)

    def call(self, form):
        return nominees.change_nominee(
            nominee_id=self.nominee.pk,
            line=form.line(self.nominee),
            missed_reason=form.cleaned_data.get("missed_reason"),
            version=form.cleaned_data["version"],
            actor=self.request.actor,
            now=self.request.received_at,
        )


class NomineeRemoveView(NomineeMixin, ProposalFormMixin, TransitionView):
    """Bỏ khỏi danh sách."""

    policy = of_proposal(policies.can_edit)
    form_class = VersionForm
    heading = gettext_lazy("Bỏ khỏi danh sách đề nghị")
    submit_label = gettext_lazy("Bỏ khỏi danh sách")
    success_message = gettext_lazy("Đã bỏ khỏi danh sách.")

    def get_initial(self):
        return {"version": self.nominee.version}

    def get_lead(self):
        return str(self.nominee)

    def call(self, form):
        proposal_id = self.nominee.proposal_id
        self.list_url = reverse("awards:nominee-list", args=[proposal_id])
        return nominees.remove_nominee(
            nominee_id=self.nominee.pk,
            version=form.cleaned_data["version"],
            actor=self.request.actor,
            now=self.request.received_at,
        )

    def get_success_url(self):
        return self.list_url


class AssessView(ProposalFormMixin, TransitionView):
    """Kiểm tra lại điều kiện của cả danh sách; of a long one on the page of the work in the background."""

    policy = staticmethod(policies.can_edit)
    operation = staticmethod(assessing.ask_to_assess)
    id_argument = "proposal_id"
    form_class = NothingForm
    heading = gettext_lazy("Kiểm tra lại điều kiện")
    lead = gettext_lazy("Mỗi dòng được kiểm tra lại theo dữ liệu hiện có và quy định của ngày nhận hồ sơ.")
    submit_label = gettext_lazy("Kiểm tra lại")
    success_url_name = "awards:nominee-list"

    def call(self, form):
        asked = super().call(form)
        if asked.job is None:
            text = ngettext("%(n)d dòng thay đổi kết quả.", "%(n)d dòng thay đổi kết quả.", asked.found)
            messages.success(self.request, text % {"n": asked.found})
        return asked

    def get_success_url(self):
        asked = getattr(self, "result", None)
        return asked.job.get_absolute_url() if asked and asked.job else super().get_success_url()


class NomineePasteView(PasteMixin, ProposalMixin, TransitionView):
    """Dán từ Excel: everything is checked; only when nothing is wrong or open it is written, at once."""

    policy = staticmethod(policies.can_edit)
    template_name = "awards/nominee_paste.html"
    success_url_name = "awards:nominee-list"
    refusals = (NomineesRefused,)

    def get(self, request, *args, **kwargs):
        if not self.is_open:
            messages.warning(request, str(NotEditable.default_message))
            return HttpResponseRedirect(self.proposal.get_absolute_url())
        return super().get(request, *args, **kwargs)

    def kind(self) -> NomineeRows:
        return NomineeRows(self.proposal)

    def cancel_url(self):
        return reverse("awards:nominee-list", args=[self.proposal.pk])

    def said(self, summary):
        created = summary.created if summary else 0
        return ngettext("Đã thêm %(n)d dòng.", "Đã thêm %(n)d dòng.", created) % {"n": created}


class NomineeTemplateView(ProposalMixin, View):
    """The template of the list."""

    policy = staticmethod(policies.can_edit)

    def get(self, request, *args, **kwargs):
        response = HttpResponse(sheets.template_of(NomineeRows(self.proposal)), content_type=XLSX)
        response["Content-Disposition"] = 'attachment; filename="mau-danh-sach-de-nghi.xlsx"'
        return response
