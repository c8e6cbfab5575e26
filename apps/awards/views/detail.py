"""One proposal: the batch, how far it is, what is to be done."""

from collections import Counter
from datetime import date

from django.db.models import Count
from django.http import Http404
from django.utils.translation import gettext as _

from apps.awards import comment_queries, outcome_queries, policies, queries
from apps.awards.checklist import Listed, checklist
from apps.awards.decision_policies import can_prepare_for
from apps.awards.domain.decisions import waiting_without_vote
from apps.awards.domain.undecided import stands_in_list
from apps.awards.domain.unvoted import may_need_no_vote
from apps.awards.enums import ProposalState
from apps.awards.models import AwardProposal
from apps.awards.views.base import ProposalMixin, listed_words
from apps.awards.views.sent import content_facts
from apps.awards.workflow import PROPOSAL_FLOW
from apps.core.components import Fact
from apps.core.dates import format_date, local
from apps.core.together import answered, together
from apps.core.views import ScopedPageView
from apps.periods.enums import YearState
from apps.registry.models.letter import OUTCOMES


class ProposalDetailView(ProposalMixin, ScopedPageView):
    queryset = AwardProposal.objects.for_list().select_related("meeting__document", "ballot", "campaign")
    template_name = "awards/proposal_detail.html"

    def get_context_data(self, **kwargs):
        proposal, actor = self.proposal, self.request.actor
        sent = proposal.submitted_at is not None
        sendings = list(proposal.submissions.defer("content").order_by("number")) if sent else []
        on = sendings[0].received_on if sendings else queries.rules_day(proposal, self.request.received_at)
        counts = queries.recipients(proposal.nominees.all())
        own_draft = policies.sees_draft(actor, proposal)
        if not (own_draft or sendings):
            raise Http404(_("Hồ sơ này chưa gửi."))
        today = local(self.request.received_at).date()
        consultations, comments, remarks, steps = self.after_sending(today) if sent else ([], [], [], [])
        listed, found, free = self.lines(on)
        award_ids = {each.award_id for each in listed}
        words = listed_words(counts, sum(listed.values()))
        may_draft, closed = self.may_draft(), proposal.year.state == YearState.CLOSED
        receives = self.may_receive() and not closed
        return super().get_context_data(
            sees_draft=own_draft,
            facts=self.facts(words, award_ids, on) if own_draft else content_facts(sendings[-1]),
            counts=counts,
            listed=words,
            outcomes=[(value, label, found[value]) for value, label in OUTCOMES if found[value]],
            checklist=checklist(proposal, on, listed),
            meeting=queries.meeting_of(proposal),
            has_minutes=queries.has_minutes(proposal),
            submission=sendings[-1] if sendings else None,
            sendings=sendings,
            remarks=remarks,
            consultations=[(each, not each.opinion and each.due_on < today) for each in consultations],
            comments=comments,
            today=today,
            steps=steps,
            may_consult=receives and proposal.is_received,
            may_note=receives and proposal.is_received_or_reopened,
            may_conclude=receives,
            may_publish=receives
            and proposal.is_received
            and not comment_queries.stands(comments, sendings[-1].pk if sendings else None),
            **self.proxy(today),
            may_withdraw=bool(policies.can_withdraw(actor, proposal))
            and PROPOSAL_FLOW.allows("withdraw", proposal.state)
            and not (outcome_queries.went_on(proposal) and stands_in_list(proposal)),
            may_simplify=may_draft and not closed,
            may_reopen_year=may_draft and closed,
            may_put_forward=may_draft and not closed and free and proposal.state == ProposalState.VERIFIED,
            may_verify=self.may_receive() and proposal.state == ProposalState.SUBMITTED,
            may_return=self.may_receive() and PROPOSAL_FLOW.allows("return", proposal.state),
            **kwargs,
        )

    def after_sending(self, today: date) -> tuple[list, list, list, list]:
        """Hiệp y, public comment, remarks, what council and decision said; in one question."""
        proposal = self.proposal
        *rest, remarks, steps = answered(
            together(
                proposal.consultations.all(),
                proposal.comment_periods.told_open(today).prefetch_related("opinions"),
                proposal.remarks.select_related("nominee"),
                outcome_queries.steps_of(proposal, self.request.actor),
            )
        )
        queries.name_items(remarks)
        return *rest, remarks, steps

    def may_draft(self) -> bool:
        """Whether somebody of it may be decided without a vote, for the first time or anew after a cancelling."""
        proposal = self.proposal
        if proposal.state not in {ProposalState.VERIFIED, ProposalState.DECIDED}:
            return False
        if not can_prepare_for(self.request.actor, proposal.year.organiser):
            return False
        return proposal.state == ProposalState.VERIFIED or bool(waiting_without_vote(proposal))

    def proxy(self, today) -> dict:
        """What Nhập thay allows this person: correcting what was typed, typing on, ending it."""
        proposal, actor = self.proposal, self.request.actor
        until = proposal.correct_until
        return {
            "may_correct": bool(until and until >= today and policies.can_correct(actor, proposal))
            and PROPOSAL_FLOW.allows("correct", proposal.state),
            "types_again": self.is_open and not proposal.is_proxy and bool(policies.can_type_again(actor, proposal)),
            "sends_proxy": self.is_open and policies.sends_for(actor, proposal),
        }

    def facts(self, listed: str, award_ids, on) -> list[Fact]:
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
            (_("Đợt khen thưởng"), str(proposal.campaign or "")),
            (_("Nơi nhận"), proposal.year.organiser.name),
            (_("Kính gửi"), "" if proposal.addressed_to == proposal.year.organiser.name else proposal.addressed_to),
            (_("Thành tích năm"), years),
            (_("Danh sách"), listed),
            (_("Theo tờ trình"), _("chưa định số") if proposal.is_open_ended else numbers % stated),
            (_("Ngày nhận hồ sơ"), format_date(on) if proposal.submitted_at else ""),
            (_("Căn cứ, lý do"), proposal.grounds),
        ]
        return [Fact(label, value) for label, value in rows if value]

    def lines(self, on: date) -> tuple[Counter[Listed], Counter[int | None], bool]:
        """Number of lines by award and kind of recipient, and by outcome: each number opens its list; whether somebody
        may need no vote of a council. One query.
        """
        rows = self.proposal.nominees.order_by().annotate(free=may_need_no_vote(self.proposal, on))
        rows = rows.values_list("award_id", "award__list", "subject", "outcome", "free").annotate(n=Count("pk"))
        listed, outcomes, anybody = Counter(), Counter(), False
        for *about, outcome, free, n in rows:
            listed[Listed(*about)] += n
            outcomes[outcome] += n
            anybody = anybody or free
        return listed, outcomes, anybody
