"""Kết quả của cấp trên: whom the authority above granted what was put forward, by its own decision, and whom not."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.audit.trail import operation, record
from apps.awards.decision_enums import UpwardAnswer
from apps.awards.domain.issuing import DayWrong, recipient_of
from apps.awards.domain.settling import settle
from apps.awards.domain.steps import lock_proposals
from apps.awards.domain.telling import superior_has_answered
from apps.awards.domain.upward import save_submission
from apps.awards.enums import ProposalState
from apps.awards.models import UpwardLine, UpwardSubmission
from apps.catalog.authorities import issuer_of, require_authority
from apps.core.actor import Actor
from apps.core.dates import format_date, local
from apps.core.errors import DomainError, TransitionNotAllowed
from apps.core.locking import hold
from apps.core.versions import require_version
from apps.documents.domain import citing
from apps.documents.domain.numbers import require_kind
from apps.documents.enums import DocumentKind
from apps.documents.models import Document, Use
from apps.registry.domain.granting import add_awards, enter_grant
from apps.registry.domain.papers import require_in_force, same_paper
from apps.registry.enums import HELD
from apps.registry.models import Award, GrantDocument

REFUSING = (DocumentKind.LETTER, DocumentKind.NOTICE, DocumentKind.DECISION)


class NothingAnswered(DomainError):
    """The paper says nothing about anybody who waits."""

    default_message = lazy("Chọn ít nhất một tập thể, cá nhân.")


@operation()
def record_answer(
    *,
    submission_id: int,
    version: int,
    document: Document,
    granted: Collection[int],
    others_refused: bool,
    actor: Actor,
    now: datetime,
) -> UpwardSubmission:
    """A paper from above: ``granted``, nominees, stand in the registry from now on by its decision; the others go on
    waiting for a later one, or were refused, which a letter of whoever prepares the decisions says as well; a later
    decision may still grant whom an earlier answer left out. The year may be closed by then. The caller has asked
    ``can_send_upward``.

    Raises StaleVersion, TransitionNotAllowed (not sent), NothingAnswered, DayWrong, WrongKind (grants and is no
    decision), WrongAuthority (of somebody who may not grant these awards that day), and what the registry raises.
    """
    rows = UpwardSubmission.objects.select_related("organiser", "document")
    submission = hold(rows, submission_id)
    require_version(submission, version)
    if submission.is_draft:
        raise TransitionNotAllowed(_("Tờ trình chưa ghi số, ngày."))
    if not submission.document.issued_on <= document.issued_on <= local(now).date():
        day = format_date(submission.document.issued_on)
        raise DayWrong(_("Ngày phải từ ngày tờ trình (%(day)s) đến hôm nay.") % {"day": day}, field="issued_on")
    lock_proposals(submission.lines.order_by().values("nominee__proposal_id"), later=True)
    may_come = answerable(submission).select_related("nominee__award", "nominee__proposal__year")
    lines = list(may_come.defer("nominee__findings"))
    named = set(granted)
    yes = [line for line in lines if line.nominee_id in named]
    others = [line for line in lines if line.nominee_id not in named and line.answer == UpwardAnswer.WAITING]
    no = others if others_refused else []
    if not yes and not no:
        raise NothingAnswered(field="granted")
    _require_word(document, yes)
    for line, award in zip(yes, _grant(submission, yes, document, actor, now), strict=True):
        line.answer, line.award = UpwardAnswer.GRANTED, award
    for line in no:
        line.answer = UpwardAnswer.REFUSED
    UpwardLine.objects.bulk_update([*yes, *no], ["answer", "award"], batch_size=500)
    citing.cite(
        document,
        app="awards",
        key=_key(submission),
        label=str(submission),
        path=submission.get_absolute_url(),
    )
    save_submission(submission, actor, now)
    after = {"symbol": document.symbol, "granted": len(yes), "refused": len(no)}
    record("awards.upward.answer", actor=actor, target=submission, at=now, after=after)
    settle([*yes, *no], actor, now)
    superior_has_answered(submission, [*yes, *no], actor=actor, now=now)
    return submission


def answerable(submission: UpwardSubmission) -> QuerySet[UpwardLine]:
    """Whom a decision from above may still name, in order: who waits, and who was refused before, or whose award was
    cancelled since, as long as the proposal stands and nobody has decided on them otherwise meanwhile.
    """
    standing = [ProposalState.VERIFIED, ProposalState.RECOMMENDED, ProposalState.DECIDED]
    without = Q(answer=UpwardAnswer.REFUSED) | Q(answer=UpwardAnswer.GRANTED) & ~Q(award__state__in=HELD)
    again = submission.lines.filter(without, nominee__proposal__state__in=standing)
    again = again.exclude(nominee__decision_lines__is_live=True)
    may_come = submission.lines.filter(Q(answer=UpwardAnswer.WAITING) | Q(pk__in=again.order_by().values("pk")))
    return may_come.order_by("position", "pk")


def papers_of(submission: UpwardSubmission) -> list[Document]:
    """The papers that answered it, in order."""
    uses = Use.objects.filter(app="awards", key=_key(submission)).select_related("document")
    return [use.document for use in uses.order_by("document__issued_on", "pk")]


def _key(submission: UpwardSubmission) -> str:
    return f"upward-answer:{submission.pk}"


def _require_word(document: Document, granted: Collection[UpwardLine]) -> None:
    """To grant takes a decision of whoever may; that nobody is granted anything comes in a letter (Bộ Nội vụ, Văn
    phòng Chính phủ) or a notice, numbered in whatever way.
    """
    if not granted:
        require_kind(document, *REFUSING, old_marks=True)
        return
    require_kind(document, DocumentKind.DECISION)
    awards = {line.nominee.award_id for line in granted}
    require_authority(awards, issuer=document.issuer_name, symbol=document.symbol, on=document.issued_on)


def _grant(
    submission: UpwardSubmission, lines: list[UpwardLine], document: Document, actor: Actor, now: datetime
) -> list[Award]:
    """Into the registry, where one decision may answer several submissions, or stand already."""
    if not lines:
        return []
    granting = same_paper(GrantDocument.objects.all(), document)
    require_in_force(document, granting)
    grant = next(iter(granting), None)
    if grant is None:
        proposals = {line.nominee.proposal_id: line.nominee.proposal for line in lines}
        one = next(iter(proposals.values())) if len(proposals) == 1 else None
        grant = enter_grant(
            document=document,
            authority_name=issuer_of(submission.authority_name) or document.issuer_name,
            authority_level=submission.authority_level,
            keeper_id=submission.organiser_id,
            type=one.type if one else "",
            occasion=one.occasion if one else "",
            illustrative=submission.illustrative,
            actor=actor,
            now=now,
        )
    recipients = [recipient_of(line.nominee) for line in lines]
    return add_awards(grant_id=grant.pk, recipients=recipients, actor=actor, now=now)
