"""Mở lại cho đơn vị sửa: a sent proposal goes back until a set hour; unchanged, what was sent before stands again."""

from datetime import datetime

from django.utils.translation import gettext as _

from apps.audit.trail import operation, record
from apps.awards.domain.hearing import break_off_comment
from apps.awards.domain.making import lock_proposal
from apps.awards.domain.receiving import owe_again
from apps.awards.domain.undecided import require_undecided
from apps.awards.enums import ProposalState
from apps.awards.models import AwardProposal
from apps.awards.telling_queries import office_of, people_of
from apps.awards.workflow import PROPOSAL_FLOW
from apps.core.actor import Actor
from apps.core.dates import local
from apps.core.kept import kept_language
from apps.notifications.domain.sending import notify
from apps.periods.domain.years import require_writable


@operation()
def reopen(*, proposal_id: int, reason: str, actor: Actor, now: datetime) -> AwardProposal:
    """Back to the unit. The verification, Nhập thay and a public comment that runs stay until the unit sends anew: when
    it does not, everything is as it was. The caller has asked ``policies.can_reopen`` and writes it into the duty.

    Raises TransitionNotAllowed, StandsInDecision, YearClosed.
    """
    proposal = lock_proposal(proposal_id)
    require_writable(proposal.year)
    before = proposal.state
    proposal.state = PROPOSAL_FLOW.target("reopen", before)
    require_undecided(proposal)
    proposal.reopened_from = before
    proposal.remark, proposal.remark_by_label, proposal.remark_at = reason, actor.label, now
    proposal.version += 1
    proposal.reopened_version = proposal.version
    proposal.save()
    owe_again(proposal)
    record("awards.proposal.reopen", actor=actor, target=proposal, at=now, before=before, reason=reason)
    notify("awards.returned", to=people_of(proposal, now), about=proposal, body=reason, actor=actor, now=now)
    return proposal


@operation()
def close_again(*, proposal_id: int, actor: Actor, now: datetime) -> AwardProposal | None:
    """The hour of Mở lại has passed: what was sent before stands again. None when it is not open by Mở lại any more:
    sent anew, withdrawn, sent back.

    What the unit has changed meanwhile was not sent, so it does not go on as if it had been: the proposal then stays
    with the unit, which owes it, and both sides are told. Safe to repeat. Raises YearClosed.
    """
    proposal = lock_proposal(proposal_id)
    if proposal.state != ProposalState.RETURNED or not proposal.reopened_from:
        return None
    require_writable(proposal.year)
    if proposal.version == proposal.reopened_version:
        proposal.state, proposal.remark, proposal.remark_by_label, proposal.remark_at = (
            proposal.reopened_from, "", "", None,
        )  # fmt: skip
        proposal.printed_at = proposal.sent_to_leader_at = None
        proposal.reopened_from, proposal.reopened_version = "", None
    else:
        with kept_language():
            proposal.remark = _("Đã hết giờ mở lại; đơn vị đã sửa hồ sơ mà chưa gửi lại. Đơn vị gửi lại hồ sơ.")
        proposal.remark_by_label, proposal.remark_at = actor.label, now
        proposal.forget_verification()
        break_off_comment(proposal, local(now).date())
        proposal.end_reopening()
        told = {"about": proposal, "body": proposal.remark, "actor": actor, "now": now}
        notify("awards.returned", to=people_of(proposal, now), **told)
        notify("awards.with_unit", to=office_of(proposal, now), **told)
    proposal.version += 1
    proposal.save()
    record("awards.proposal.close_again", actor=actor, target=proposal, at=now, after=proposal.state)
    return proposal
