"""What the receiving body does with a proposal, and how the unit withdraws it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.awards.domain.hearing import break_off_comment, require_answered, require_reason
from apps.awards.domain.leaving_council import leave_council
from apps.awards.domain.making import lock_proposal, require_editable, touch
from apps.awards.domain.steps import lock_proposals, take_step
from apps.awards.domain.undecided import StandsInDecision, require_undecided, stands_in_list
from apps.awards.enums import ProposalState
from apps.awards.models import AwardProposal, Nominee, ProposalRemark
from apps.awards.queries import DUTY
from apps.awards.telling_queries import office_of, people_of
from apps.awards.workflow import PROPOSAL_FLOW
from apps.core.actor import Actor
from apps.core.dates import local
from apps.core.errors import DomainError
from apps.core.text import clean
from apps.notifications.domain.sending import notify
from apps.obligations.domain import duties
from apps.obligations.domain.reopenings import end_reopening
from apps.periods.domain.years import require_writable


class RemarkMissing(DomainError):
    default_message = _("Ghi ít nhất một yêu cầu bổ sung.")


class ReasonMissing(DomainError):
    default_message = _("Ghi lý do rút hồ sơ.")


@dataclass(frozen=True)
class Remark:
    """One thing to be mended: about a nominee, a line of the checklist, or the whole."""

    text: str
    nominee_id: int | None = None
    item_code: str = ""


@operation()
def verify(*, proposal_id: int, note: str, actor: Actor, now: datetime) -> AwardProposal:
    """Xác nhận đã thẩm định. The caller has asked ``policies.can_receive``.

    Raises TransitionNotAllowed, YearClosed, ConsultationOpen, CommentMissing.
    """
    proposal = _moved(proposal_id, "verify")
    require_answered(proposal, local(now).date())
    require_reason(proposal, note, local(now).date())
    proposal.verified_at, proposal.verified_by_label = now, actor.label
    proposal.verified_note = clean(note, multiline=True)
    proposal.save()
    record("awards.proposal.verify", actor=actor, target=proposal, at=now, after=proposal.verified_note)
    notify("awards.verified", to=people_of(proposal, now), about=proposal, actor=actor, now=now)
    return proposal


@operation()
def return_proposal(
    *, proposal_id: int, remarks: Sequence[Remark], actor: Actor, now: datetime, remark: str = ""
) -> AwardProposal:
    """Yêu cầu bổ sung, with remarks per item; the day of the first receipt keeps counting.

    The caller has asked ``policies.can_receive``. Raises RemarkMissing, StandsInDecision, TransitionNotAllowed,
    YearClosed.
    """
    said = [each for each in remarks if clean(each.text)]
    remark = clean(remark, multiline=True)
    if not said and not remark:
        raise RemarkMissing(field="remark")
    proposal = _moved(proposal_id, "return")
    require_undecided(proposal)
    proposal.remark, proposal.remark_by_label, proposal.remark_at = remark, actor.label, now
    proposal.forget_verification()
    proposal.forget_proxy(taken_over=False)
    proposal.save()
    break_off_comment(proposal, local(now).date())
    known = proposal.nominees.select_related("award").defer("findings").in_bulk([each.nominee_id for each in said])
    ProposalRemark.objects.bulk_create(
        ProposalRemark(
            proposal=proposal,
            nominee=(about := known.get(each.nominee_id)),
            nominee_label=label_of(about) if about else "",
            item_code=each.item_code,
            text=clean(each.text, multiline=True),
            by_label=actor.label,
            at=now,
        )
        for each in said
    )
    owe_again(proposal)
    told = "\n".join(filter(None, [remark, *(each.text for each in said)]))
    record("awards.proposal.return", actor=actor, target=proposal, at=now, reason=told[:1000])
    notify("awards.returned", to=people_of(proposal, now), about=proposal, body=told, actor=actor, now=now)
    return proposal


def label_of(nominee: Nominee) -> str:
    """Of whom and what a remark speaks."""
    return f"{nominee.recipient} – {nominee.award.name}"[:700]


def owe_again(proposal: AwardProposal) -> None:
    """Called inside an operation. The duty is open again unless another proposal of the unit in this year stands."""
    if not _others_sent(proposal).exclude(state=ProposalState.RETURNED).exists():
        duties.unfulfil(**_owed(proposal))


def _others_sent(proposal: AwardProposal) -> QuerySet:
    """What else the unit sent in this year and did not withdraw."""
    others = AwardProposal.objects.filter(unit_id=proposal.unit_id, year_id=proposal.year_id).exclude(pk=proposal.pk)
    return others.asked()


def _owed(proposal: AwardProposal) -> dict:
    return {"year_id": proposal.year_id, "code": DUTY, "unit_id": proposal.unit_id}


@operation()
def answer_remark(*, remark_id: int, answer: str, actor: Actor, now: datetime) -> ProposalRemark:
    """Trả lời yêu cầu bổ sung of one item: what was done. The caller has asked ``policies.can_edit``.

    Raises NotEditable, YearClosed.
    """
    proposal = lock_proposal(ProposalRemark.objects.values_list("proposal_id", flat=True).get(pk=remark_id))
    require_editable(proposal)
    remark = ProposalRemark.objects.get(pk=remark_id)
    remark.answer, remark.answered_at, remark.answered_by_label = clean(answer, multiline=True), now, actor.label
    remark.save()
    touch(proposal, actor, now)
    record("awards.remark.answer", actor=actor, target=proposal, at=now, after=remark.answer)
    return remark


@operation()
def withdraw(*, proposal_id: int, reason: str, actor: Actor, now: datetime) -> AwardProposal:
    """Rút hồ sơ, before it is decided; it stays readable, counts no more, and its nominees may be proposed anew. Where
    it was all that the unit had sent, the unit owes its proposal by the date as if it had sent none.

    The caller has asked ``policies.can_withdraw``. Raises ReasonMissing, StandsInDecision, TransitionNotAllowed,
    YearClosed.
    """
    reason = clean(reason, multiline=True)
    if not reason:
        raise ReasonMissing(field="reason")
    proposal = _moved(proposal_id, "withdraw", save=False)
    if stands_in_list(proposal):  # the unit cannot take anybody out of that list
        raise StandsInDecision(
            _(
                "Có trường hợp của hồ sơ đã ở trong quyết định, dự thảo quyết định hoặc tờ trình cấp trên, nên không "
                "rút được. Cần thay đổi thì liên hệ Thường trực Hội đồng của nơi nhận."
            )
        )
    proposal.withdrawn_at, proposal.withdrawn_by_label, proposal.withdrawn_reason = now, actor.label, reason
    if proposal.reopened_from:
        proposal.end_reopening()
        end_reopening(**_owed(proposal), path=proposal.get_absolute_url(), now=now)
    proposal.save()
    leave_council(proposal, reason=reason, actor=actor, now=now)
    if proposal.submitted_at and not _others_sent(proposal).exists():
        duties.withdraw(**_owed(proposal), now=now)
    else:
        owe_again(proposal)
    record("awards.proposal.withdraw", actor=actor, target=proposal, at=now, reason=reason)
    if proposal.submitted_at:
        notify("awards.withdrawn", to=office_of(proposal, now), about=proposal, body=reason, actor=actor, now=now)
    return proposal


@operation()
def move(*, proposal_id: int, action: str, actor: Actor, now: datetime, reason: str = "") -> AwardProposal:
    """A step that a council or a decision takes with the proposal (workflow.PROPOSAL_FLOW).

    The caller, who knows the council or the decision, has asked its policy.
    Raises TransitionNotAllowed, YearClosed, ConsultationOpen, CommentMissing.
    """
    (proposal,) = lock_proposals([proposal_id])
    take_step(proposal, action, actor=actor, now=now, reason=reason)
    return proposal


def _moved(proposal_id: int, action: str, *, save: bool = True) -> AwardProposal:
    proposal = lock_proposal(proposal_id)
    require_writable(proposal.year)
    proposal.state = PROPOSAL_FLOW.target(action, proposal.state)
    proposal.version += 1
    if save:
        proposal.save(update_fields=["state", "version", "updated_at"])
    return proposal
