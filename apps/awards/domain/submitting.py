"""Signing and sending a proposal: on screen by the leader, or on paper with a scan, with the same effect."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from apps.audit.trail import operation, record
from apps.awards import queries
from apps.awards.domain.assessing import refresh
from apps.awards.domain.canonical import content_of, hash_of, reports_of
from apps.awards.domain.hearing import break_off_comment
from apps.awards.domain.making import lock_proposal, require_editable
from apps.awards.domain.proxies import require_proxy
from apps.awards.domain.sending_checks import NotReady, problems
from apps.awards.enums import EDITABLE
from apps.awards.models import AwardProposal, Nominee, ProposalSubmission, SubmittedNominee
from apps.awards.telling_queries import leaders_of, office_of, officers_of
from apps.awards.workflow import PROPOSAL_FLOW
from apps.core.actor import Actor
from apps.core.dates import local
from apps.core.kept import kept_language
from apps.documents.domain import signed_copies
from apps.documents.domain.signed_copies import ChangedMeanwhile, PaperCopy
from apps.documents.enums import SigningWay
from apps.documents.models import SignedCopy
from apps.notifications.domain.sending import notify
from apps.obligations.domain import duties
from apps.obligations.domain.proxies import DAYS_TO_CORRECT, enter_for, tell_entered

COPIED = (
    "subject", "award", "name", "honorific", "post", "unit_name", "standing", "standing_reason", "achievement",
    "votes_for", "votes_base", "outcome", "version_code", "findings", "missed_targets", "missed_reason",
)  # fmt: skip


def fingerprint(proposal: AwardProposal) -> str:
    """What the person read before signing: every save of a part counts up the version of the proposal."""
    return signed_copies.fingerprint([(proposal.pk, proposal.version)])


@dataclass(frozen=True)
class _Sending:
    """How it was sent: by whom, signed how and by whom, and the day that counts."""

    way: str
    copy: SignedCopy | None
    signed_by: str
    received_on: date
    proxy_by: str = ""


@operation()
def submit_proposal(
    *,
    proposal_id: int,
    way: str,
    actor: Actor,
    now: datetime,
    signed_copy: PaperCopy | None = None,
    seen: str = "",
) -> AwardProposal:
    """Send: hold every nominee against the conditions anew, freeze the list with what was found, tell who receives it.

    ``seen``: the fingerprint of what was read before signing. The unit's own signature ends Nhập thay that somebody has
    begun: the present time counts. The caller has asked ``policies.can_confirm`` or ``can_send_paper``.
    Raises NotReady, NotEditable, YearClosed, SignedCopyMissing, ChangedMeanwhile, DutyClosed.
    Legal source: Luật 06/2022/QH15, Điều 84.
    """
    proposal = _to_send(proposal_id, seen)
    proposal.forget_proxy()
    nominees = _checked(proposal, now)
    copy = signed_copies.copy_for(way, signed_copy, now)
    signed_by = signed_copies.signer_label(copy, actor.label_for(proposal))
    submission = _send(proposal, nominees, _Sending(way, copy, signed_by, local(now).date()), actor, now)
    duties.fulfil(at=now, **_owed(proposal))
    _record(proposal, submission, "awards.proposal.submit", actor, now)
    return proposal


@operation()
def submit_proxy(
    *, proposal_id: int, actor: Actor, now: datetime, signed_copy: PaperCopy | None = None, seen: str = ""
) -> AwardProposal:
    """Gửi bản nhập thay: the day on which the paper arrived counts; the unit is told and may correct.

    The scan may come with it. The caller has asked ``policies.can_send_proxy``. Raises as ``submit_proposal``, and
    NoProxy.
    """
    proposal = _to_send(proposal_id, seen)
    require_proxy(proposal)
    nominees = _checked(proposal, now)
    way, received_on = SigningWay.PAPER, proposal.proxy_received_on
    copy = signed_copies.copy_for(way, signed_copy, now) if signed_copy else None
    signed_by = signed_copies.signer_label(copy, "")
    sending = _Sending(way, copy, signed_by, received_on, actor.label_for(proposal))
    proposal.correct_until = local(now).date() + timedelta(days=DAYS_TO_CORRECT)
    submission = _send(proposal, nominees, sending, actor, now)
    typed = {"received_on": received_on, "basis": proposal.proxy_basis, "actor": actor, "now": now}
    if enter_for(**typed, **_owed(proposal)) is None:
        tell_entered(proposal, proposal._meta.verbose_name, **typed)
    _record(proposal, submission, "awards.proposal.submit_proxy", actor, now)
    return proposal


def _to_send(proposal_id: int, seen: str) -> AwardProposal:
    proposal = lock_proposal(proposal_id)
    require_editable(proposal)
    if seen and seen != fingerprint(proposal):
        raise ChangedMeanwhile
    return proposal


def _checked(proposal: AwardProposal, now: datetime) -> list[Nominee]:
    nominees, _changed = refresh(proposal, now)
    with kept_language():
        if found := problems(proposal, nominees, local(now).date()):
            raise NotReady(found)
    return nominees


def _owed(proposal: AwardProposal) -> dict:
    path = proposal.get_absolute_url()
    return {"year_id": proposal.year_id, "code": queries.DUTY, "unit_id": proposal.unit_id, "path": path}


def _send(
    proposal: AwardProposal, nominees: Sequence[Nominee], sending: _Sending, actor: Actor, now: datetime
) -> ProposalSubmission:
    """Freeze, move on in the flow; what was reopened and is sent anew begins its way anew."""
    submission = _freeze(proposal, nominees, sending, actor, now)
    proposal.state = PROPOSAL_FLOW.target("submit", proposal.state)
    if proposal.reopened_from:
        break_off_comment(proposal, local(now).date())
        proposal.forget_verification()
    proposal.reopened_from, proposal.reopened_version = "", None
    proposal.submitted_at = proposal.submitted_at or now
    proposal.remark, proposal.remark_by_label, proposal.remark_at = "", "", None
    proposal.inner_remark, proposal.inner_remark_by_label, proposal.inner_remark_at = "", "", None
    proposal.printed_at = proposal.sent_to_leader_at = None
    proposal.version += 1
    proposal.save()
    return submission


def _record(proposal: AwardProposal, submission: ProposalSubmission, action: str, actor: Actor, now: datetime) -> None:
    after = {
        "state": proposal.state,
        "way": submission.signing_way,
        "receipt": submission.receipt_number,
        "received_on": submission.received_on.isoformat(),
        "collectives": submission.collectives,
        "individuals": submission.individuals,
        "sha256": submission.sha256,
    }
    record(action, actor=actor, target=proposal, at=now, after=after)
    notify("awards.submitted", to=office_of(proposal, now), about=proposal, actor=actor, now=now)


def _freeze(
    proposal: AwardProposal, nominees: Sequence[Nominee], sending: _Sending, actor: Actor, now: datetime
) -> ProposalSubmission:
    received_on = queries.first_received(proposal) or sending.received_on
    proposal.submissions.filter(is_current=True).update(is_current=False)
    counts = queries.recipients(proposal.nominees.all())
    with kept_language():
        content, lines = content_of(proposal), lines_of(proposal, nominees)
    submission = ProposalSubmission.objects.create(
        proposal=proposal,
        number=proposal.submissions.count() + 1,
        sent_at=now,
        sent_by_label=actor.label_for(proposal),
        received_on=received_on,
        proxy_by_label=sending.proxy_by,
        signing_way=sending.way,
        signed_by_label=sending.signed_by,
        signed_copy=sending.copy,
        content=content,
        sha256=hash_of(content, lines),
        **counts,
    )
    submission.receipt_number = signed_copies.receipt_number(proposal.year.year, submission.pk, "KT")
    submission.save(update_fields=["receipt_number", "updated_at"])
    for line in lines:
        line.submission = submission
    SubmittedNominee.objects.bulk_create(lines, batch_size=500)
    return submission


def lines_of(proposal: AwardProposal, nominees: Sequence[Nominee]) -> list[SubmittedNominee]:
    """The list as it is frozen, in order, with the reports; not saved."""
    reports = reports_of(proposal)
    return [
        SubmittedNominee(
            nominee=nominee,
            position=position,
            report=reports.get(nominee.pk, {}),
            **{name: getattr(nominee, name) for name in COPIED},
        )
        for position, nominee in enumerate(nominees, start=1)
    ]


@operation()
def send_to_leader(*, proposal_id: int, actor: Actor, now: datetime) -> AwardProposal:
    """Trình lãnh đạo: the officer asks the leader to confirm on screen. Repeating changes nothing."""
    proposal = lock_proposal(proposal_id)
    require_editable(proposal)
    if proposal.sent_to_leader_at is None:
        proposal.sent_to_leader_at = now
        proposal.save(update_fields=["sent_to_leader_at", "updated_at"])
        record("awards.proposal.send_to_leader", actor=actor, target=proposal, at=now)
        notify("awards.to_leader", to=leaders_of(proposal, now), about=proposal, actor=actor, now=now)
    return proposal


@operation()
def return_to_officer(*, proposal_id: int, remark: str, actor: Actor, now: datetime) -> AwardProposal:
    """Yêu cầu sửa lại: the leader gives it back inside the unit; the trail tells that it happened, not the words."""
    proposal = lock_proposal(proposal_id)
    require_editable(proposal)
    proposal.sent_to_leader_at, proposal.printed_at = None, None
    proposal.inner_remark, proposal.inner_remark_at = remark, now
    proposal.inner_remark_by_label = actor.label
    proposal.save()
    record("awards.proposal.return_to_officer", actor=actor, target=proposal, at=now)
    notify("awards.to_officer", to=officers_of(proposal, now), about=proposal, body=remark, actor=actor, now=now)
    return proposal


@operation()
def note_printed(*, proposal_id: int, actor: Actor, now: datetime) -> AwardProposal:
    """In để trình ký: it now waits for the signature on paper. One already sent is only printed."""
    proposal = lock_proposal(proposal_id)
    if proposal.state in EDITABLE:
        proposal.printed_at = now
        proposal.save(update_fields=["printed_at", "updated_at"])
        record("awards.proposal.print", actor=actor, target=proposal, at=now)
    return proposal
