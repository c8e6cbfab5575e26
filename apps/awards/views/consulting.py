"""Hiệp y, lấy ý kiến công khai, and the public page of a list."""

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, ListView

from apps.accounts.public_pages import PublicPageMixin, has_had_its_day
from apps.awards import comment_queries, policies
from apps.awards.consulting_forms import (
    CommentForm,
    ConclusionForm,
    ConsultForm,
    OpinionForm,
    PublicOpinionForm,
    SentOpinionForm,
)
from apps.awards.domain import consulting
from apps.awards.models import AwardProposal, CommentPeriod, Consultation, PublicOpinion
from apps.awards.views.base import OfProposalMixin, ProposalFormMixin, of_proposal
from apps.core.components import Column, Crumb
from apps.core.form_pages import FormPageMixin
from apps.core.verdict import in_person
from apps.core.views import OneTimeFormMixin, TransitionView, require


class ConsultView(ProposalFormMixin, TransitionView):
    """Lấy ý kiến hiệp y: asked of whom, until when."""

    policy = staticmethod(policies.can_receive)
    form_class = ConsultForm
    heading = gettext_lazy("Lấy ý kiến hiệp y")
    submit_label = gettext_lazy("Ghi việc lấy ý kiến")
    success_message = gettext_lazy("Đã ghi việc lấy ý kiến hiệp y.")
    success_url_name = "awards:proposal-detail"

    def get_initial(self):
        return {"asked_on": timezone.localtime(self.request.received_at).date()}

    def call(self, form):
        data = form.cleaned_data
        who = {"actor": self.request.actor, "now": self.request.received_at}
        return consulting.ask(
            proposal_id=self.proposal.pk,
            body_name=data["body_name"],
            asked_on=data["asked_on"],
            due_on=data["due_on"],
            request=form.document(self.proposal.year.organiser, **who),
            **who,
        )


class OfProposalFormMixin(OfProposalMixin, ProposalFormMixin):
    """A form about something that belongs to a proposal; its page is the way back."""

    def get_success_url(self):
        return self.proposal.get_absolute_url()


class ConsultAnswerView(OfProposalFormMixin, TransitionView):
    """Ghi ý kiến trả lời của cơ quan được hỏi."""

    queryset = Consultation.objects.select_related("proposal__unit", "proposal__year__organiser")
    policy = of_proposal(policies.can_receive)
    form_class = OpinionForm
    heading = gettext_lazy("Ghi ý kiến hiệp y")
    submit_label = gettext_lazy("Lưu ý kiến")
    success_message = gettext_lazy("Đã ghi ý kiến hiệp y.")

    def get_lead(self):
        return self.object.body_name

    def get_initial(self):
        return {"answered_on": timezone.localtime(self.request.received_at).date()}

    def call(self, form):
        data = form.cleaned_data
        who = {"actor": self.request.actor, "now": self.request.received_at}
        return consulting.answer(
            consultation_id=self.object.pk,
            opinion=data["opinion"],
            answered_on=data["answered_on"],
            text=data["text"],
            answer_document=form.document(self.proposal.year.organiser, **who),
            **who,
        )


class PublishView(ProposalFormMixin, TransitionView):
    """Công khai lấy ý kiến: for as long as the rule in force asks."""

    policy = staticmethod(policies.can_receive)
    operation = staticmethod(consulting.publish)
    id_argument = "proposal_id"
    form_class = CommentForm
    heading = gettext_lazy("Công khai lấy ý kiến")
    submit_label = gettext_lazy("Công khai danh sách")
    success_message = gettext_lazy("Đã công khai danh sách để lấy ý kiến.")
    success_url_name = "awards:proposal-detail"
    consequences = (
        gettext_lazy("Trang công khai ai cũng xem được: tên, chức vụ, đơn vị, danh hiệu, hình thức đề nghị."),
        gettext_lazy("Ngày cuối tính theo ngày làm việc, tính cả ngày cuối."),
    )

    def get_lead(self):
        rule = comment_queries.comment_rule_of(self.proposal, timezone.localtime(self.request.received_at).date())
        if rule is None:
            return _("Không có quy định bắt buộc lấy ý kiến cho các hình thức này: ghi số ngày và căn cứ.")
        return _("Theo quy định: %(n)s ngày làm việc (%(source)s).") % {"n": rule.working_days, "source": rule.source}

    def get_initial(self):
        return {"starts_on": timezone.localtime(self.request.received_at).date()}


class NoteOpinionView(OfProposalFormMixin, TransitionView):
    """Ghi ý kiến nhận được."""

    queryset = CommentPeriod.objects.select_related("proposal__unit", "proposal__year__organiser")
    policy = of_proposal(policies.can_receive)
    operation = staticmethod(consulting.note_opinion)
    id_argument = "period_id"
    form_class = PublicOpinionForm
    heading = gettext_lazy("Ghi ý kiến nhận được")
    submit_label = gettext_lazy("Lưu ý kiến")
    success_message = gettext_lazy("Đã ghi ý kiến.")

    def get_initial(self):
        return {"received_on": timezone.localtime(self.request.received_at).date()}


class ConcludeOpinionView(OfProposalFormMixin, TransitionView):
    """Ghi kết luận về một ý kiến."""

    queryset = PublicOpinion.objects.select_related("period__proposal__unit", "period__proposal__year__organiser")
    policy = staticmethod(lambda actor, opinion: policies.can_receive(actor, opinion.period.proposal))
    operation = staticmethod(consulting.conclude)
    id_argument = "opinion_id"
    form_class = ConclusionForm
    heading = gettext_lazy("Ghi kết luận")
    submit_label = gettext_lazy("Lưu")
    success_message = gettext_lazy("Đã ghi kết luận.")

    @property
    def proposal(self) -> AwardProposal:
        return self.object.period.proposal

    def get_lead(self):
        return self.object.text

    def get_initial(self):
        return {"conclusion": self.object.conclusion}


class PublicCommentView(PublicPageMixin, ListView):
    """Anybody reads it until the last day: who is proposed for what, where an opinion is sent; nothing else."""

    http_method_names = ("get", "head")
    kept_seconds = 0  # somebody who has sent an opinion comes back and is told so
    template_name = "awards/public_comment.html"
    paginate_by = 100
    columns = (
        Column(gettext_lazy("Tập thể, cá nhân"), width="wide"),
        Column(gettext_lazy("Chức vụ, đơn vị")),
        Column(gettext_lazy("Danh hiệu, hình thức đề nghị")),
    )

    def get_queryset(self):
        today = timezone.localtime(self.request.received_at).date()
        periods = CommentPeriod.objects.open_on(today).select_related("proposal__year__organiser")
        self.period = get_object_or_404(periods, pk=self.kwargs["pk"])
        return self.period.lines()

    def get_context_data(self, **kwargs):
        return super().get_context_data(period=self.period, proposal=self.period.proposal, **kwargs)


class SendOpinionView(PublicPageMixin, FormPageMixin, OneTimeFormMixin, FormView):
    """Gửi ý kiến: anybody, until the last day; whoever is signed in writes as a citizen, and is named nowhere."""

    http_method_names = ("get", "head", "post")
    scope = "opinions"
    kept_seconds = 0
    keeps_sender = False
    form_class = SentOpinionForm
    heading = gettext_lazy("Gửi ý kiến")
    submit_label = gettext_lazy("Gửi ý kiến")
    success_message = gettext_lazy("Đã gửi ý kiến đến cơ quan tiếp nhận hồ sơ. Cảm ơn ông, bà.")
    consequences = (
        gettext_lazy(
            "Tên và cách liên hệ chỉ cơ quan tiếp nhận hồ sơ xem được; ý kiến không hiện trên trang công khai."
        ),
        gettext_lazy("Khiếu nại, tố cáo gửi theo Luật Khiếu nại, Luật Tố cáo."),
    )

    @property
    def most_per_minute(self) -> int:
        return settings.OPINIONS_PER_MINUTE

    def dispatch(self, request, *args, **kwargs):
        require(in_person(request.actor))
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def period(self) -> CommentPeriod:
        today = timezone.localtime(self.request.received_at).date()
        periods = CommentPeriod.objects.open_on(today).select_related("proposal")
        return get_object_or_404(periods, pk=self.kwargs["pk"])

    def get_kicker(self):
        return self.period.proposal.occasion

    def crumbs(self):
        return [
            Crumb(_("Lấy ý kiến khen thưởng"), reverse("awards:public-comment-list")),
            Crumb(self.period.proposal.occasion, self.period.get_absolute_url()),
        ]

    def get_success_url(self):
        return self.period.get_absolute_url()

    def make(self, form) -> str:
        if has_had_its_day(self.request, f"opinions:{self.period.pk}", settings.OPINIONS_PER_DAY):
            raise consulting.TooManyOpinions
        who = {"actor": self.request.actor, "now": self.request.received_at}
        consulting.send_opinion(period_id=self.period.pk, **form.cleaned_data, **who)
        return self.get_success_url()


class PublicListView(PublicPageMixin, ListView):
    """Every list on which opinions are being taken today."""

    template_name = "awards/public_list.html"
    paginate_by = 50
    columns = (
        Column(gettext_lazy("Dịp khen thưởng"), width="wide"),
        Column(gettext_lazy("Đơn vị đề nghị")),
        Column(gettext_lazy("Lấy ý kiến đến hết ngày")),
    )

    def get_queryset(self):
        today = timezone.localtime(self.request.received_at).date()
        return CommentPeriod.objects.open_on(today).select_related("proposal").order_by("ends_on", "pk")
