"""Issuing a decision: number and date typed once, the list into the registry, the money laid down."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from apps.audit.trail import operation, record
from apps.awards.council_queries import results_of, sessions_behind
from apps.awards.decision_enums import DecisionState
from apps.awards.decision_workflow import DECISION_FLOW
from apps.awards.domain.certificates import make_certificates
from apps.awards.domain.deciding_checks import objections
from apps.awards.domain.decisions import (
    NotDecidable,
    counts_of,
    lock_decision,
    require_decidable,
    save_decision,
)
from apps.awards.domain.payments import lay_down
from apps.awards.domain.settling import settle
from apps.awards.domain.steps import lock_proposals
from apps.awards.domain.telling import decision_is_issued
from apps.awards.models import AwardDecision, DecisionLine, Nominee
from apps.catalog.enums import AwardList
from apps.core.actor import Actor
from apps.core.dates import format_date, local
from apps.core.errors import DomainError
from apps.core.versions import require_version
from apps.documents.domain import citing
from apps.documents.domain.numbers import own_number
from apps.documents.enums import DocumentKind
from apps.documents.models import Document
from apps.registry.domain.granting import CountsDiffer, add_awards, enter_grant
from apps.registry.domain.recipients import Recipient


class NumberUsed(DomainError):
    """The number belongs to another paper of the year; ``document`` is that one."""

    def __init__(self, document: Document):
        self.document = document
        super().__init__(
            _("Số %(symbol)s năm %(year)s đã dùng cho văn bản khác: %(what)s.")
            % {
                "symbol": document.symbol,
                "year": document.issued_on.year,
                "what": document.abstract or document.issuer_name or document,
            },
            field="symbol",
        )


class DayWrong(DomainError):
    """The day of the decision lies in the future, or before the council met or the dossier was verified."""


@operation()
def issue_decision(
    *,
    decision_id: int,
    version: int,
    symbol: str,
    issued_on: date,
    actor: Actor,
    now: datetime,
    same_paper: bool = False,
) -> AwardDecision:
    """Number and date, the list into the registry, the money laid down: in one transaction.

    Asked again with the same number and date: nothing changes. ``same_paper``: the paper of this number stands in
    the register of documents already, and is this decision. The caller has asked ``can_issue``.
    Raises StaleVersion, YearClosed, TransitionNotAllowed, NotDecidable (withdrawn, returned or voted on since),
    CountsDiffer (31 of 32), NumberUsed, NumberWrong, SymbolMissing, DayWrong, and what ``granting.add_awards`` raises.
    """
    decision = lock_decision(decision_id)
    symbol = own_number(symbol, DocumentKind.DECISION)
    if _is_repeat(decision, symbol, issued_on):
        return decision
    require_version(decision, version)
    before = decision.state
    decision.state = DECISION_FLOW.target("issue", before)
    lock_proposals(decision.lines.order_by().values("nominee__proposal_id"))  # their states hold until the end
    lines = list(
        decision.lines.select_related("nominee__award", "nominee__proposal__year", "nominee__unit", "nominee__person")
    )
    _require_list(decision, lines, issued_on, now)
    document = _file(decision, symbol, issued_on, actor, now, same_paper=same_paper)
    grant = enter_grant(
        document=document,
        authority_name=decision.authority_name,
        authority_level=decision.authority_level,
        keeper_id=decision.organiser_id,
        campaign_id=decision.campaign_id,
        type=decision.type,
        occasion=decision.occasion,
        declared_collectives=decision.declared_collectives,
        declared_individuals=decision.declared_individuals,
        illustrative=decision.illustrative,
        actor=actor,
        now=now,
    )
    recipients = [recipient_of(line.nominee) for line in lines]
    awards = add_awards(grant_id=grant.pk, recipients=recipients, complete=True, closing=True, actor=actor, now=now)
    lay_down(lines, issued_on)
    for line, award in zip(lines, awards, strict=True):
        line.award = award
    money = ["multiple", "base_salary", "is_ceiling", "bonus", "paid", "bonus_note"]
    DecisionLine.objects.bulk_update(lines, ["award", *money], batch_size=500)
    make_certificates(lines, now)
    decision.document, decision.grant = document, grant
    decision.issued_at, decision.issued_by_label = now, actor.label
    save_decision(decision, actor, now)
    citing.cite(
        document,
        app="awards",
        key=f"decision:{decision.pk}",
        label=str(decision),
        path=decision.get_absolute_url(),
    )
    after = {"state": decision.state, "symbol": document.symbol, "awards": len(awards)}
    record("awards.decision.issue", actor=actor, target=decision, at=now, before=before, after=after)
    settle(lines, actor, now)
    decision_is_issued(decision, lines, actor=actor, now=now)
    return decision


def _is_repeat(decision: AwardDecision, symbol: str, issued_on: date) -> bool:
    if decision.state == DecisionState.DRAFT:
        return False
    printed = decision.document
    return (printed.symbol, printed.issued_on) == (symbol, issued_on)


def _require_list(decision: AwardDecision, lines: list[DecisionLine], issued_on: date, now: datetime) -> None:
    if not lines:
        raise NotDecidable(_("Danh sách khen thưởng còn trống."), field="nominees")
    results = results_of([line.nominee for line in lines])
    for line in lines:  # what was decidable when the line was written may have been withdrawn or voted on since
        require_decidable(decision, line.nominee, results.get(line.nominee_id, ""), {}, line.simplified)
    if differences := counts_of(decision).differences():
        raise CountsDiffer(differences)
    _require_day(decision, lines, issued_on, now)
    if found := objections(decision, lines, issued_on, now):
        raise NotDecidable(" ".join(found), field="nominees")


def _require_day(decision: AwardDecision, lines: list[DecisionLine], issued_on: date, now: datetime) -> None:
    """From the last session that recommended somebody of the list, of those without a vote from the verification of
    their dossier, to today. Raises DayWrong.
    """
    if issued_on > local(now).date():
        raise DayWrong(_("Ngày ban hành không được sau hôm nay."), field="issued_on")
    behind = sessions_behind([line.nominee_id for line in lines if not line.simplified])
    met = [session.held_on for session in (*behind, decision.session) if session]
    verified = [line.nominee.proposal.verified_at for line in lines if line.simplified]
    seen = [local(at).date() for at in verified if at]
    for days, words in (
        (met, _("Ngày ban hành trước ngày họp Hội đồng (%(day)s).")),
        (seen, _("Ngày ban hành trước ngày thẩm định hồ sơ (%(day)s).")),
    ):
        if days and issued_on < max(days):
            raise DayWrong(words % {"day": format_date(max(days))}, field="issued_on")


def _file(
    decision: AwardDecision, symbol: str, issued_on: date, actor: Actor, now: datetime, *, same_paper: bool
) -> Document:
    """The paper in the register of the deciding body. Raises NumberUsed."""
    organiser = decision.organiser
    known = citing.find(symbol, issued_on, organiser.code)
    if known is not None and not (same_paper and known.issued_on == issued_on and not known.uses.exists()):
        raise NumberUsed(known)
    return citing.file_document(
        symbol=symbol,
        issued_on=issued_on,
        issuer_name=known.issuer_name if known else organiser.name_on(issued_on),
        issuer_code="" if known else organiser.code,
        owner_code=organiser.code,
        owner_name=organiser.name,
        kind=DocumentKind.DECISION,
        abstract=decision.abstract,
        signer_name=decision.signer_name,
        signer_post=decision.signer_post,
        prefix=decision.prefix,
        illustrative=decision.illustrative,
        actor=actor,
        now=now,
    )


def recipient_of(nominee: Nominee) -> Recipient:
    """As it is to be printed and kept in the registry."""
    proposal = nominee.proposal
    one_year = proposal.period_from == proposal.period_to
    title = nominee.award.list == AwardList.TITLE
    return Recipient(
        award=nominee.award,
        subject=nominee.subject,
        name=nominee.name,
        honorific=nominee.honorific,
        post=nominee.post,
        unit_name=nominee.unit_name,
        person_id=nominee.person_id,
        unit_id=nominee.unit_id,
        standing=nominee.standing,
        standing_reason=nominee.standing_reason,
        year=proposal.period_to if title or one_year else None,
        period_from=None if title or one_year else proposal.period_from,
        period_to=None if title or one_year else proposal.period_to,
        achievement=nominee.achievement,
    )
