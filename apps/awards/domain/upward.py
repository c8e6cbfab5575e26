"""Tờ trình cấp trên: drafted from what a session recommended, or of a proposal that needs no vote, by who decides;
number and date typed once.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max
from django.utils.translation import gettext as _

from apps.audit.trail import operation, record
from apps.awards import queries
from apps.awards.council_enums import ItemResult
from apps.awards.council_queries import results_of, waiting_for_submission
from apps.awards.domain import routing
from apps.awards.domain.deciding_checks import not_eligible
from apps.awards.domain.decisions import NotDecidable, waiting_without_vote
from apps.awards.domain.hearing import require_heard
from apps.awards.domain.issuing import DayWrong, NumberUsed
from apps.awards.domain.steps import lock_proposals
from apps.awards.domain.telling import put_forward
from apps.awards.domain.unvoted import exemptions_of, reason_of
from apps.awards.enums import ProposalState
from apps.awards.models import AwardProposal, CouncilSession, Nominee, UpwardLine, UpwardSubmission
from apps.catalog.domain.eligibility import Outcome
from apps.core.actor import Actor
from apps.core.dates import format_date, local
from apps.core.errors import DomainError, TransitionNotAllowed
from apps.core.kept import kept_language
from apps.core.text import clean
from apps.core.versions import require_version
from apps.documents.domain import citing
from apps.documents.domain.numbers import own_number
from apps.documents.enums import DocumentKind
from apps.periods.domain.years import require_writable
from apps.units.models import Unit


class NothingToSubmit(DomainError):
    """Nobody waits to be submitted to this authority."""

    default_message = _("Không còn ai chờ trình cấp có thẩm quyền này.")


@dataclass(frozen=True)
class UpwardHead:
    """What the tờ trình says beside its list."""

    addressed_to: str
    abstract: str
    signer_name: str = ""
    signer_post: str = ""
    prefix: str = ""


def waiting_upwards(session: CouncilSession) -> dict[routing.Way, list[Nominee]]:
    """Whom the session recommended, whom another body above decides, and who is in no tờ trình yet; by authority."""
    here = Nominee.objects.filter(agenda_items__session=session, agenda_items__result=ItemResult.RECOMMENDED)
    found = waiting_for_submission(here).select_related("award", "proposal")
    found = list(found.order_by("award__order", "subject", "position", "pk").distinct())
    return _upwards(found, session.held_on, session.council.organiser)


def waiting_unvoted(proposal: AwardProposal, now: datetime) -> dict[routing.Way, list[Nominee]]:
    """Whom a verified proposal names for what another body above decides, and on whom no council votes by the rows of
    the day on which the dossier was received; by authority.
    """
    found = waiting_without_vote(proposal) if proposal.state == ProposalState.VERIFIED else []
    exempt = exemptions_of(found, queries.rules_day(proposal, now)) if found else {}
    free = [each for each in found if each.pk in exempt]
    return _upwards(free, local(now).date(), proposal.year.organiser)


def _upwards(nominees: list[Nominee], on: date, organiser: Unit) -> dict[routing.Way, list[Nominee]]:
    split = routing.split(nominees, on, organiser) if nominees else {}
    return {way: those for way, those in split.items() if way.upwards}


@operation()
def draft_upward(*, session_id: int, way_key: str, head: UpwardHead, actor: Actor, now: datetime) -> UpwardSubmission:
    """A draft with everybody who waits for this authority and meets the verified conditions today; whoever does not
    goes on waiting. The caller has asked ``can_prepare_for``.

    Raises NothingToSubmit, NotDecidable (nobody meets the conditions), YearClosed.
    """
    session = (
        CouncilSession.objects.select_for_update(of=("self",))
        .select_related("council__organiser", "year__organiser")
        .get(pk=session_id)
    )
    require_writable(session.year)
    lock_proposals(session.items.order_by().values("nominee__proposal_id"))  # none is withdrawn meanwhile
    way, nominees = _listed(waiting_upwards(session), way_key, now)
    made = UpwardSubmission(year=session.year, session=session, illustrative=session.illustrative)
    return _draft(made, way, nominees, head, actor, now)


@operation()
def draft_unvoted(*, proposal_id: int, way_key: str, head: UpwardHead, actor: Actor, now: datetime) -> UpwardSubmission:
    """The same of a verified proposal on which no council votes; the reason in law stands in the tờ trình.

    The caller has asked ``can_prepare_for``. Raises as ``draft_upward``, and ConsultationOpen, CommentMissing.
    """
    (proposal,) = lock_proposals([proposal_id])
    require_heard(proposal, local(now).date())
    way, nominees = _listed(waiting_unvoted(proposal, now), way_key, now)
    with kept_language():  # of those who are on the list, not of those left out of it
        reason = reason_of(exemptions_of(nominees, queries.rules_day(proposal, now)).values())
    made = UpwardSubmission(year=proposal.year, without_vote=reason, illustrative=proposal.illustrative)
    return _draft(made, way, nominees, head, actor, now)


def _listed(groups: dict[routing.Way, list[Nominee]], way_key: str, now: datetime) -> tuple[routing.Way, list[Nominee]]:
    """The authority and those who meet the conditions today. Raises NothingToSubmit, NotDecidable."""
    way, nominees = next(((way, found) for way, found in groups.items() if way.key == way_key), (None, []))
    if way is None:
        raise NothingToSubmit
    refused = not_eligible(nominees, now)
    nominees = [each for each in nominees if each.outcome != Outcome.BLOCKED]
    if not nominees:
        raise NotDecidable(" ".join(refused))
    return way, nominees


def _draft(
    made: UpwardSubmission, way: routing.Way, nominees: list[Nominee], head: UpwardHead, actor: Actor, now: datetime
) -> UpwardSubmission:
    made.organiser, made.version = made.year.organiser, 0
    made.authority_name, made.authority_level, made.prefix = way.authority, way.level, head.prefix
    for name in ("addressed_to", "abstract", "signer_name", "signer_post"):
        setattr(made, name, clean(getattr(head, name)))
    save_submission(made, actor, now)
    _write_lines(made, nominees)
    after = {"nominees": len(nominees), "without_vote": made.without_vote}
    record("awards.upward.draft", actor=actor, target=made, at=now, after=after)
    return made


@operation()
def discard_upward(*, submission_id: int, version: int, actor: Actor, now: datetime) -> None:
    """Its people wait again. Raises StaleVersion, TransitionNotAllowed (sent), YearClosed."""
    submission = _locked(submission_id, version)
    record("awards.upward.discard", actor=actor, target=submission, at=now)
    submission.delete()


@operation()
def send_upward(
    *, submission_id: int, version: int, symbol: str, issued_on: date, actor: Actor, now: datetime
) -> UpwardSubmission:
    """Number and date of the signed tờ trình; it stands in the register of the body from then on.

    Asked again with the same number and date: nothing changes. Raises StaleVersion, TransitionNotAllowed, YearClosed,
    NotDecidable (not recommended any more, or a verified condition is not met), DayWrong, NumberUsed, NumberWrong,
    SymbolMissing.
    """
    symbol = own_number(symbol, DocumentKind.SUBMISSION)
    UpwardSubmission.objects.select_for_update().only("pk").get(pk=submission_id)  # the second click waits, then reads
    sent = UpwardSubmission.objects.select_related("document").get(pk=submission_id)
    if sent.document and (sent.document.symbol, sent.document.issued_on) == (symbol, issued_on):
        return sent
    submission = _locked(submission_id, version)
    _require_day(submission, issued_on, now)
    _require_list(submission, now)
    submission.document = _file(submission, symbol, issued_on, actor, now)
    submission.sent_at = now
    save_submission(submission, actor, now)
    citing.cite(
        submission.document,
        app="awards",
        key=f"upward:{submission.pk}",
        label=str(submission),
        path=submission.get_absolute_url(),
    )
    record("awards.upward.send", actor=actor, target=submission, at=now, after={"symbol": symbol})
    put_forward(submission, actor=actor, now=now)
    return submission


def _require_day(submission: UpwardSubmission, issued_on: date, now: datetime) -> None:
    """From the meeting of the council, or the verification where none votes, to today. Raises DayWrong."""
    session = submission.session
    first = session.held_on if session else local(_verified_at(submission) or now).date()
    if not first <= issued_on <= local(now).date():
        words = (
            _("Ngày phải từ ngày họp Hội đồng (%(day)s) đến hôm nay.")
            if session
            else _("Ngày phải từ ngày thẩm định hồ sơ (%(day)s) đến hôm nay.")
        )
        raise DayWrong(words % {"day": format_date(first)}, field="issued_on")


def _verified_at(submission: UpwardSubmission) -> datetime | None:
    lines = submission.lines.order_by()
    return lines.aggregate(last=Max("nominee__proposal__verified_at"))["last"]


def _require_list(submission: UpwardSubmission, now: datetime) -> None:
    """Everybody is recommended still, or needs no vote still, and meets the verified conditions.

    Raises NotDecidable, YearClosed.
    """
    lock_proposals(submission.lines.order_by().values("nominee__proposal_id"))  # their states hold until the end
    lines = submission.lines.select_related("nominee__award", "nominee__proposal").order_by("position", "pk")
    nominees = [line.nominee for line in lines]
    if submission.session_id:
        _require_recommended(nominees)
    else:
        _require_unvoted(nominees, now)
    if found := not_eligible(nominees, now):
        raise NotDecidable(" ".join(found))


def _require_recommended(nominees: Sequence[Nominee]) -> None:
    newest, states = results_of(nominees), {ProposalState.RECOMMENDED, ProposalState.DECIDED}
    for each in nominees:
        if newest.get(each.pk) != ItemResult.RECOMMENDED or each.proposal.state not in states:
            raise NotDecidable(_("%(who)s chưa được Hội đồng đề nghị.") % {"who": each.recipient})


def _require_unvoted(nominees: Sequence[Nominee], now: datetime) -> None:
    """Of proposals that stand verified, on whom no council has to vote."""
    for proposal in {each.proposal_id: each.proposal for each in nominees}.values():
        mine = [each for each in nominees if each.proposal_id == proposal.pk]
        exempt = exemptions_of(mine, queries.rules_day(proposal, now))
        for each in mine:
            if each.pk not in exempt or proposal.state != ProposalState.VERIFIED:
                raise NotDecidable(_("%(who)s phải được Hội đồng đề nghị trước khi trình.") % {"who": each.recipient})


def _file(submission: UpwardSubmission, symbol: str, issued_on: date, actor: Actor, now: datetime):
    organiser = submission.organiser
    known = citing.find(symbol, issued_on, organiser.code)
    if known is not None:
        raise NumberUsed(known)
    return citing.file_document(
        symbol=symbol,
        issued_on=issued_on,
        issuer_name=organiser.name_on(issued_on),
        issuer_code=organiser.code,
        owner_code=organiser.code,
        owner_name=organiser.name,
        kind=DocumentKind.SUBMISSION,
        abstract=submission.abstract,
        signer_name=submission.signer_name,
        signer_post=submission.signer_post,
        prefix=submission.prefix,
        illustrative=submission.illustrative,
        actor=actor,
        now=now,
    )


def _locked(submission_id: int, version: int) -> UpwardSubmission:
    rows = UpwardSubmission.objects.select_related("organiser", "year", "session")
    submission = rows.select_for_update(of=("self",)).get(pk=submission_id)
    require_version(submission, version)
    require_writable(submission.year)
    if not submission.is_draft:
        raise TransitionNotAllowed(_("Tờ trình đã ghi số, ngày: danh sách không thay đổi nữa."))
    return submission


def save_submission(submission: UpwardSubmission, actor: Actor, now: datetime) -> None:
    submission.version += 1
    submission.saved_by_label, submission.saved_at = actor.label, now
    submission.save()


def _write_lines(submission: UpwardSubmission, nominees: Collection[Nominee]) -> None:
    UpwardLine.objects.bulk_create(
        [
            UpwardLine(submission=submission, nominee=nominee, position=position)
            for position, nominee in enumerate(nominees, start=1)
        ],
        batch_size=500,
    )
