"""Thẩm định, yêu cầu bổ sung, trả lời, rút hồ sơ."""

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.utils.translation import gettext_lazy

from apps.awards import policies, queries
from apps.awards.checklist import checklist
from apps.awards.domain import hearing, receiving
from apps.awards.domain.receiving import Remark
from apps.awards.domain.routing import decided_elsewhere
from apps.awards.forms import AnswerForm, ReasonForm, ReturnForm, VerifyForm
from apps.awards.models import AwardProposal, Nominee, ProposalRemark
from apps.awards.quotas import over_quota
from apps.awards.views.base import OfProposalMixin, ProposalFormMixin, of_proposal
from apps.catalog.domain.eligibility import Outcome
from apps.core.dates import local
from apps.core.views import TransitionView
from apps.core.whole_numbers import number_in

MOST_OFFERED = 60


# Long texts that no list of these pages shows.
LONG = ("outcome_reason", "achievement", "search_text", "recipient_key")


def lines_of(proposal: AwardProposal) -> QuerySet[Nominee]:
    """Each carries ``worth_a_look``: not found to meet all conditions, or proposed although targets were missed
    (S002-9).
    """
    look = ExpressionWrapper(~Q(outcome=Outcome.MET, missed_targets=[]), BooleanField())
    return proposal.nominees.defer(*LONG).annotate(worth_a_look=look).select_related("award").in_order()


class VerifyView(ProposalFormMixin, TransitionView):
    """Xác nhận đã thẩm định: what was found stands above the form, as it was when the unit sent it and now."""

    policy = staticmethod(policies.can_receive)
    operation = staticmethod(receiving.verify)
    id_argument = "proposal_id"
    form_class = VerifyForm
    template_name = "awards/verify.html"
    heading = gettext_lazy("Thẩm định hồ sơ")
    submit_label = gettext_lazy("Xác nhận đã thẩm định")
    success_message = gettext_lazy("Đã xác nhận thẩm định hồ sơ; đơn vị được báo.")
    success_url_name = "awards:proposal-detail"

    def get_context_data(self, **kwargs):
        proposal = self.proposal
        on = queries.rules_day(proposal, self.request.received_at)
        unheard = hearing.unpublished(proposal, local(self.request.received_at).date())
        listed = list(lines_of(proposal))
        to_see = [each for each in listed if each.worth_a_look]
        return super().get_context_data(
            checklist=checklist(proposal, on, nominees=listed),
            to_see=to_see[:50],
            to_see_count=len(to_see),
            state_twice=queries.state_forms_twice_in(listed),
            over_quota=over_quota(proposal, listed, on),
            elsewhere=decided_elsewhere(listed, on, proposal.year.organiser),
            waiting=proposal.consultations.filter(opinion="").count(),
            unheard=hearing.told(*unheard) if unheard else "",
            **kwargs,
        )


class ReturnView(ProposalFormMixin, TransitionView):
    """Yêu cầu bổ sung with a remark for each item that is chosen."""

    policy = staticmethod(policies.can_receive)
    form_class = ReturnForm
    heading = gettext_lazy("Yêu cầu bổ sung hồ sơ")
    lead = gettext_lazy("Ghi yêu cầu theo từng mục. Ngày nhận hồ sơ lần đầu vẫn được tính.")
    submit_label = gettext_lazy("Gửi yêu cầu bổ sung")
    success_message = gettext_lazy("Đã gửi yêu cầu bổ sung; đơn vị được báo.")
    success_url_name = "awards:proposal-detail"

    def get_form_kwargs(self):
        proposal = self.proposal
        on = queries.rules_day(proposal, self.request.received_at)
        named = number_in(self.request.GET, "nominee")
        # Those that need a look, and the one from whose page the person comes: 500 choices in six fields help nobody.
        lines = lines_of(proposal)
        others = lines.filter(worth_a_look=True).exclude(pk=named)[:MOST_OFFERED]
        chosen = [*(lines.filter(pk=named) if named else ()), *others]
        items = [(f"item:{line.code}", line.label) for line in checklist(proposal, on).lines]
        lines = [(f"nominee:{each.pk}", f"{each.recipient} – {each.award.name}") for each in chosen]
        return super().get_form_kwargs() | {"items": items, "lines": lines}

    def get_initial(self):
        named = number_in(self.request.GET, "nominee")
        return {} if named is None else {"place_1": f"nominee:{named}"}

    def call(self, form):
        return receiving.return_proposal(
            proposal_id=self.proposal.pk,
            remark=form.cleaned_data["remark"],
            remarks=[_remark(place, text) for place, text in form.remarks],
            actor=self.request.actor,
            now=self.request.received_at,
        )


def _remark(place: str, text: str) -> Remark:
    kind, _colon, key = place.partition(":")
    return Remark(text, nominee_id=int(key)) if kind == "nominee" else Remark(text, item_code=key)


class WithdrawView(ProposalFormMixin, TransitionView):
    """Rút hồ sơ."""

    policy = staticmethod(policies.can_withdraw)
    operation = staticmethod(receiving.withdraw)
    id_argument = "proposal_id"
    form_class = ReasonForm
    heading = gettext_lazy("Rút hồ sơ đề nghị khen thưởng")
    submit_label = gettext_lazy("Rút hồ sơ")
    success_message = gettext_lazy("Đã rút hồ sơ.")
    success_url_name = "awards:proposal-detail"
    consequences = (
        gettext_lazy("Hồ sơ vẫn xem được, không được xét và không tính vào số đã trình."),
        gettext_lazy("Cần đề nghị lại thì lập hồ sơ mới."),
        gettext_lazy(
            "Đơn vị không còn hồ sơ nào đã gửi thì coi như chưa gửi: quá hạn nộp thì tính là chậm. Chỉ cần sửa thì đề "
            "nghị nơi nhận mở lại, không rút."
        ),
    )


class RemarkAnswerView(OfProposalMixin, ProposalFormMixin, TransitionView):
    """Trả lời yêu cầu bổ sung của một mục."""

    queryset = ProposalRemark.objects.select_related("proposal__unit", "proposal__year__organiser", "nominee")
    policy = of_proposal(policies.can_edit)
    operation = staticmethod(receiving.answer_remark)
    id_argument = "remark_id"
    form_class = AnswerForm
    heading = gettext_lazy("Trả lời yêu cầu bổ sung")
    submit_label = gettext_lazy("Lưu trả lời")
    success_message = gettext_lazy("Đã lưu trả lời.")

    def get_lead(self):
        queries.name_items([self.object])
        of = self.object.about or self.object.item_label
        return f"{of}: {self.object.text}" if of else self.object.text

    def get_initial(self):
        return {"answer": self.object.answer}

    def get_success_url(self):
        return f"{self.proposal.get_absolute_url()}#remarks"
