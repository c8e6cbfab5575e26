"""Tờ trình cấp trên: drafted from what a session recommended, by who decides; number and date typed once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from apps.audit.trail import operation, record
from apps.awards.council_enums import ItemResult
from apps.awards.council_queries import results_of
from apps.awards.domain import routing
from apps.awards.domain.deciding_checks import not_eligible
from apps.awards.domain.decisions import NotDecidable, recommended_in
from apps.awards.domain.issuing import DayWrong, NumberUsed
from apps.awards.domain.steps import lock_proposals
from apps.awards.domain.telling import put_forward
from apps.awards.enums import ProposalState
from apps.awards.models import CouncilSession, Nominee, UpwardLine, UpwardSubmission
from apps.catalog.domain.eligibility import Outcome
from apps.core.actor import Actor
from apps.core.dates import format_date, local
from apps.core.errors import DomainError, TransitionNotAllowed
from apps.core.text import clean
from apps.core.versions import require_version
from apps.documents.domain import citing
from apps.documents.enums import DocumentKind
from apps.periods.domain.years import require_writable


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
    found = recommended_in(session)
    taken = set(UpwardLine.objects.filter(nominee__in=found).values_list("nominee_id", flat=True))
    free = [each for each in found if each.pk not in taken]
    split = routing.split(free, session.held_on, session.council.organiser)
    return {way: nominees for way, nominees in split.items() if way.upwards}


@operation()
def draft_upward(*, session_id: int, way_key: str, head: UpwardHead, actor: Actor, now: datetime) -> UpwardSubmission:
    """A draft with everybody who waits for this authority and meets the verified conditions today; whoever does not
    goes on waiting. The caller has asked ``can_prepare_for``.

    Raises NothingToSubmit, NotDecidable (nobody meets the conditions), YearClosed.
    """
    session = (
        CouncilSession.objects.select_for_update(of=("self",))
        .select_related("council__organiser", "year")
        .get(pk=session_id)
    )
    require_writable(session.year)
    lock_proposals(session.items.order_by().values("nominee__proposal_id"))  # none is withdrawn meanwhile
    way, nominees = next(
        ((way, found) for way, found in waiting_upwards(session).items() if way.key == way_key), (None, [])
    )
    if way is None:
        raise NothingToSubmit
    refused = not_eligible(nominees, now)
    nominees = [each for each in nominees if each.outcome != Outcome.BLOCKED]
    if not nominees:
        raise NotDecidable(" ".join(refused))
    made = UpwardSubmission(
        organiser=session.council.organiser,
        year=session.year,
        session=session,
        authority_name=way.authority,
        authority_level=way.level,
        illustrative=session.illustrative,
        version=0,
        **{name: clean(getattr(head, name)) for name in ("addressed_to", "abstract", "signer_name", "signer_post")},
        prefix=head.prefix,
    )
    save_submission(made, actor, now)
    _write_lines(made, nominees)
    record("awards.upward.draft", actor=actor, target=made, at=now, after={"nominees": len(nominees)})
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
    NotDecidable (not recommended any more, or a verified condition is not met), DayWrong, NumberUsed, SymbolMissing.
    """
    sent = UpwardSubmission.objects.select_related("document").get(pk=submission_id)
    if sent.document and (sent.document.symbol, sent.document.issued_on) == (clean(symbol), issued_on):
        return sent
    submission = _locked(submission_id, version)
    if not submission.session.held_on <= issued_on <= local(now).date():
        day = format_date(submission.session.held_on)
        raise DayWrong(_("Ngày phải từ ngày họp Hội đồng (%(day)s) đến hôm nay.") % {"day": day}, field="issued_on")
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
    record("awards.upward.send", actor=actor, target=submission, at=now, after={"symbol": clean(symbol)})
    put_forward(submission, actor=actor, now=now)
    return submission


def _require_list(submission: UpwardSubmission, now: datetime) -> None:
    """Everybody is recommended still, and meets the verified conditions. Raises NotDecidable, YearClosed."""
    lock_proposals(submission.lines.order_by().values("nominee__proposal_id"))  # their states hold until the end
    lines = submission.lines.select_related("nominee__award", "nominee__proposal").order_by("position", "pk")
    nominees = [line.nominee for line in lines]
    newest, states = results_of(nominees), {ProposalState.RECOMMENDED, ProposalState.DECIDED}
    for each in nominees:
        if newest.get(each.pk) != ItemResult.RECOMMENDED or each.proposal.state not in states:
            raise NotDecidable(_("%(who)s chưa được Hội đồng đề nghị.") % {"who": each.recipient})
    if found := not_eligible(nominees, now):
        raise NotDecidable(" ".join(found))


def _file(submission: UpwardSubmission, symbol: str, issued_on: date, actor: Actor, now: datetime):
    organiser = submission.organiser
    known = citing.find(symbol, issued_on, organiser.code) if clean(symbol) else None
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
