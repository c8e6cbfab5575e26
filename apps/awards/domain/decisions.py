"""Drafts of decisions: from what the council recommended, or by the simplified procedure. Issuing: ``issuing``."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max
from django.utils.translation import gettext as _

from apps.audit.trail import operation, record
from apps.awards.council_enums import ItemResult, SessionState
from apps.awards.council_queries import results_of, still_recommended
from apps.awards.decision_enums import DecisionState
from apps.awards.domain import routing
from apps.awards.domain.hearing import require_heard
from apps.awards.domain.steps import lock_proposals
from apps.awards.enums import ProposalState
from apps.awards.models import AwardDecision, AwardProposal, CouncilSession, DecisionLine, Nominee
from apps.awards.models.nominee import NomineeQuerySet
from apps.catalog.enums import Subject
from apps.core.actor import Actor
from apps.core.dates import local
from apps.core.errors import DomainError, TransitionNotAllowed
from apps.core.text import clean
from apps.core.versions import require_version
from apps.periods.domain.years import require_writable
from apps.periods.models import EmulationYear
from apps.registry.domain.granting import Counts


class NotDecidable(DomainError):
    """A nominee that cannot stand in this decision."""


@dataclass(frozen=True)
class DecisionHead:
    """What the text of the decision says but for number and date; ``declared_…`` as it states them."""

    abstract: str
    authority_name: str
    authority_level: str
    type: str = ""
    occasion: str = ""
    campaign_id: int | None = None
    session_id: int | None = None
    signer_name: str = ""
    signer_post: str = ""
    prefix: str = ""
    declared_collectives: int | None = None
    declared_individuals: int | None = None
    illustrative: bool = False


@operation()
def draft_decision(
    *,
    year_id: int,
    head: DecisionHead,
    nominee_ids: Collection[int],
    actor: Actor,
    now: datetime,
    simplified: str = "",
) -> AwardDecision:
    """A draft with its list. The caller has asked ``can_prepare``.

    ``simplified``: why the nominees that were not before the council need no vote (Luật Điều 85).
    Raises YearClosed, NotDecidable.
    """
    year = EmulationYear.objects.select_related("organiser").get(pk=year_id)
    require_writable(year)
    decision = AwardDecision(organiser=year.organiser, year=year, version=0)
    _write(decision, head, actor, now)
    record("awards.decision.draft", actor=actor, target=decision, at=now, after=_told(decision))
    add_lines(decision_id=decision.pk, nominee_ids=nominee_ids, simplified=simplified, actor=actor, now=now)
    return decision


@operation()
def change_decision(
    *, decision_id: int, version: int, head: DecisionHead, actor: Actor, now: datetime
) -> AwardDecision:
    """Raises StaleVersion, TransitionNotAllowed (issued), YearClosed."""
    decision = lock_decision(decision_id)
    require_version(decision, version)
    require_draft(decision)
    before = _told(decision)
    _write(decision, head, actor, now)
    record("awards.decision.change", actor=actor, target=decision, at=now, before=before, after=_told(decision))
    return decision


def _write(decision: AwardDecision, head: DecisionHead, actor: Actor, now: datetime) -> None:
    for name in ("abstract", "authority_name", "occasion", "signer_name", "signer_post"):
        setattr(decision, name, clean(getattr(head, name)))
    for name in ("authority_level", "type", "campaign_id", "session_id", "prefix", "illustrative"):
        setattr(decision, name, getattr(head, name))
    decision.declared_collectives, decision.declared_individuals = head.declared_collectives, head.declared_individuals
    save_decision(decision, actor, now)


@operation()
def add_lines(
    *, decision_id: int, nominee_ids: Collection[int], actor: Actor, now: datetime, simplified: str = ""
) -> list[DecisionLine]:
    """Nominees into the list of a draft, in the order of their proposals; who is there already stays once.

    Raises ConsultationOpen, CommentMissing.
    Raises NotDecidable: not recommended, proposed to another body, or in another decision that holds.
    """
    decision = lock_decision(decision_id)
    require_draft(decision)
    wanted = Nominee.objects.filter(pk__in=nominee_ids).order_by()
    lock_proposals(wanted.values("proposal_id"))  # none is withdrawn or returned meanwhile
    nominees = list(
        Nominee.objects.filter(pk__in=nominee_ids)
        .select_related("award", "proposal__year")
        .select_for_update(of=("self",), no_key=True)
        .order_by("proposal_id", "subject", "position", "pk")
    )
    recommended = results_of(nominees)
    taken = dict(
        DecisionLine.objects.filter(nominee__in=nominees, is_live=True).values_list("nominee_id", "decision_id")
    )
    position = decision.lines.aggregate(last=Max("position"))["last"] or 0
    made = []
    for nominee in nominees:
        if taken.get(nominee.pk) == decision.pk:
            continue
        require_decidable(decision, nominee, recommended.get(nominee.pk, ""), taken, simplified)
        position += 1
        without_vote = "" if recommended.get(nominee.pk) == ItemResult.RECOMMENDED else clean(simplified)
        made.append(DecisionLine(decision=decision, nominee=nominee, position=position, simplified=without_vote))
    for proposal in {each.proposal_id: each.proposal for each in nominees}.values():
        require_heard(proposal, local(now).date())
    DecisionLine.objects.bulk_create(made)
    if made:
        after = {"added": len(made), "lines": position}
        record("awards.decision.add_lines", actor=actor, target=decision, at=now, after=after)
    return made


def recommended_in(session: CouncilSession) -> list[Nominee]:
    """Whom a concluded session recommended and who is in no decision yet, by award; nobody of a withdrawn proposal,
    nobody whom a later session did not recommend.
    """
    if session.state != SessionState.CONCLUDED:
        return []
    here = {"agenda_items__session": session, "agenda_items__result": ItemResult.RECOMMENDED}
    return _still_recommended(Nominee.objects.filter(**here))


def may_join(decision: AwardDecision, on: date) -> list[Nominee]:
    """Who could still be added to a draft: recommended, decided by its body on the day, and in no decision yet."""
    wanted = Nominee.objects.filter(
        proposal__year__organiser=decision.organiser_id, agenda_items__result=ItemResult.RECOMMENDED
    )
    ways = routing.split(_still_recommended(wanted), on, decision.organiser)
    return [each for way, people in ways.items() if way.here for each in people]


def _still_recommended(wanted: NomineeQuerySet) -> list[Nominee]:
    """Who of them ``require_decidable`` would take now: in no decision yet, of a proposal that stands, and no later
    session has said otherwise; by award.
    """
    rows = still_recommended(wanted).select_related("award", "proposal").defer("findings")
    return list(rows.order_by("award__order", "subject", "position", "pk").distinct())


def waiting_without_vote(proposal: AwardProposal) -> list[Nominee]:
    """Who of a verified proposal may be decided without a vote (Luật Điều 85) and is in no decision yet, nor was put
    forward upwards; of a decided one those without a vote whose award alone was cancelled since.
    """
    waiting = proposal.nominees.undecided().filter(upward_line=None)
    if proposal.state == ProposalState.DECIDED:
        waiting = waiting.filter(agenda_items=None)
    elif proposal.state != ProposalState.VERIFIED:
        return []
    return list(waiting.select_related("award", "proposal").defer("findings").in_order())


def require_decidable(
    decision: AwardDecision, nominee: Nominee, result: str, taken: Mapping[int, int], simplified: str
) -> None:
    """``result``: what the council said last; ``taken``: nominee → decision that has it; ``simplified``: why no vote.

    Raises NotDecidable.
    """
    who = {"who": nominee.recipient}
    proposal = nominee.proposal
    if proposal.year.organiser_id != decision.organiser_id:
        raise NotDecidable(_("%(who)s: hồ sơ không gửi đến đơn vị này.") % who, field="nominees")
    if nominee.pk in taken:
        raise NotDecidable(_("%(who)s đã có trong một quyết định khác.") % who, field="nominees")
    if result == ItemResult.RECOMMENDED and proposal.state in {ProposalState.RECOMMENDED, ProposalState.DECIDED}:
        return
    # Decided without a vote before, and the award of this one has been cancelled since: decided anew the same way.
    unvoted = proposal.state == ProposalState.VERIFIED or (proposal.state == ProposalState.DECIDED and not result)
    if unvoted and clean(simplified):
        return
    if proposal.state == ProposalState.VERIFIED:
        raise NotDecidable(
            _("%(who)s chưa qua Hội đồng: ghi lý do xét theo thủ tục đơn giản (Luật Thi đua, khen thưởng, Điều 85).")
            % who,
            field="simplified",
        )
    raise NotDecidable(_("%(who)s chưa được Hội đồng đề nghị.") % who, field="nominees")


@operation()
def remove_line(*, line_id: int, actor: Actor, now: datetime) -> None:
    """Somebody out of a draft's list. Raises TransitionNotAllowed."""
    line = DecisionLine.objects.select_related("nominee__award").get(pk=line_id)
    decision = lock_decision(line.decision_id)
    require_draft(decision)
    record("awards.decision.remove_line", actor=actor, target=decision, at=now, before=str(line))
    line.delete()


@operation()
def discard_draft(*, decision_id: int, version: int, actor: Actor, now: datetime) -> None:
    """A draft that is not needed; the nominees are free again. Raises StaleVersion, TransitionNotAllowed."""
    decision = lock_decision(decision_id)
    require_version(decision, version)
    require_draft(decision)
    record("awards.decision.discard", actor=actor, target=decision, at=now, before=_told(decision))
    decision.delete()


def counts_of(decision: AwardDecision) -> Counts:
    """The list beside what the text states."""
    subjects = list(decision.lines.values_list("nominee__subject", flat=True))
    collectives = subjects.count(Subject.COLLECTIVE)
    return Counts(
        collectives, len(subjects) - collectives, decision.declared_collectives, decision.declared_individuals
    )


def lock_decision(decision_id: int) -> AwardDecision:
    """The decision for writing, in a year that is not closed. Raises YearClosed."""
    decision = lock_issued(decision_id)
    require_writable(decision.year)
    return decision


def lock_issued(decision_id: int) -> AwardDecision:
    """For a later act: by a paper of its own, so the year of the decision may be closed.

    Locked before it is read: read while it waits, it would come without the paper that the other one has just filed.
    """
    AwardDecision.objects.select_for_update().only("pk").get(pk=decision_id)
    return AwardDecision.objects.select_related("organiser", "year", "document", "session").get(pk=decision_id)


def save_decision(decision: AwardDecision, actor: Actor, now: datetime) -> None:
    decision.version += 1
    decision.saved_by_label, decision.saved_at = actor.label, now
    decision.save()


def require_draft(decision: AwardDecision) -> None:
    if decision.state != DecisionState.DRAFT:
        raise TransitionNotAllowed(_("Quyết định đã ban hành: chỉ đính chính, hủy bỏ bằng quyết định khác."))


def _told(decision: AwardDecision) -> dict:
    return {
        "abstract": decision.abstract,
        "authority": decision.authority_name,
        "declared": [decision.declared_collectives, decision.declared_individuals],
    }
