"""One proposal: the batch, how far it is, what is to be done."""

from collections import Counter

from django.db.models import Count
from django.utils.translation import gettext as _

from apps.awards import comment_queries, policies, queries
from apps.awards.checklist import checklist
from apps.awards.decision_policies import can_prepare_for
from apps.awards.enums import RECEIVED, ProposalState
from apps.awards.views.base import ProposalMixin
from apps.awards.views.sent import content_facts
from apps.awards.workflow import PROPOSAL_FLOW
from apps.core.components import Fact
from apps.core.dates import format_date, local
from apps.core.views import ScopedPageView
from apps.registry.models.letter import OUTCOMES


class ProposalDetailView(ProposalMixin, ScopedPageView):
    template_name = "awards/proposal_detail.html"

    def get_context_data(self, **kwargs):
        proposal, actor = self.proposal, self.request.actor
        on = queries.rules_day(proposal, self.request.received_at)
        counts = queries.recipients(proposal.nominees.all())
        sent = proposal.submitted_at is not None
        sendings = list(proposal.submissions.defer("content").order_by("number")) if sent else []
        own_draft = policies.sees_draft(actor, proposal)
        consultations = list(proposal.consultations.all()) if sent else []
        lines = self.lines()
        today = local(self.request.received_at).date()
        return super().get_context_data(
            sees_draft=own_draft,
            facts=self.facts(counts, {award_id for award_id, _outcome, _n in lines}, on)
            if own_draft
            else content_facts(sendings[-1]),
            counts=counts,
            outcomes=outcomes(lines),
            checklist=checklist(proposal, on),
            meeting=queries.meeting_of(proposal),
            submission=sendings[-1] if sendings else None,
            sendings=sendings,
            remarks=list(proposal.remarks.select_related("nominee")) if sent else [],
            consultations=[(each, not each.opinion and each.due_on < today) for each in consultations],
            comments=list(proposal.comment_periods.prefetch_related("opinions")) if sent else [],
            may_publish=self.may_receive() and proposal.state in RECEIVED and comment_queries.may_publish(proposal),
            may_withdraw=bool(policies.can_withdraw(actor, proposal))
            and PROPOSAL_FLOW.allows("withdraw", proposal.state),
            may_simplify=proposal.state == ProposalState.VERIFIED
            and bool(can_prepare_for(actor, proposal.year.organiser)),
            may_verify=self.may_receive() and proposal.state == ProposalState.SUBMITTED,
            may_return=self.may_receive() and PROPOSAL_FLOW.allows("return", proposal.state),
            **kwargs,
        )

    def facts(self, counts, award_ids, on) -> list[Fact]:
        proposal = self.proposal
        numbers = _("%(collectives)s tập thể, %(individuals)s cá nhân")
        stated = {
            "collectives": "…" if proposal.declared_collectives is None else proposal.declared_collectives,
            "individuals": "…" if proposal.declared_individuals is None else proposal.declared_individuals,
        }
        years = str(proposal.period_from)
        if proposal.period_to != proposal.period_from:
            years = f"{proposal.period_from}–{proposal.period_to}"
        rows = [
            (_("Loại hình"), proposal.get_type_display()),
            (_("Dịp"), proposal.occasion),
            (_("Tuyến trình"), "; ".join(queries.routes_of(proposal.unit, award_ids, on))),
            (_("Nơi nhận"), proposal.year.organiser.name),
            (_("Thành tích năm"), years),
            (_("Danh sách"), numbers % counts),
            (_("Theo tờ trình"), _("chưa định số") if proposal.is_open_ended else numbers % stated),
            (_("Ngày nhận hồ sơ"), format_date(on) if proposal.submitted_at else ""),
            (_("Căn cứ, lý do"), proposal.grounds),
        ]
        return [Fact(label, value) for label, value in rows if value]

    def lines(self) -> list[tuple[int, int | None, int]]:
        """(award, outcome, number of lines); one query."""
        rows = self.proposal.nominees.order_by().values_list("award_id", "outcome")
        return list(rows.annotate(n=Count("pk")))


def outcomes(lines) -> list[tuple[int, str, int]]:
    """(outcome, word, number of lines): each number opens its list."""
    found = Counter()
    for _award_id, outcome, n in lines:
        found[outcome] += n
    return [(value, label, found[value]) for value, label in OUTCOMES if found[value]]
