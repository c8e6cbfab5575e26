"""What came after the verification: what councils said of a proposal, the decisions and tờ trình cấp trên that name it.

Whoever sees the proposal reads results, issued decisions and papers that were sent. What is still being prepared (a
session without results, drafts) is shown to those who see it where it is prepared.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.awards.council_enums import ItemResult
from apps.awards.decision_enums import DecisionState
from apps.awards.enums import ProposalState
from apps.awards.models import (
    AgendaItem,
    AwardDecision,
    AwardProposal,
    CouncilSession,
    DecisionLine,
    Nominee,
    UpwardLine,
    UpwardSubmission,
)
from apps.awards.models.upward import answer_told
from apps.core.actor import Actor
from apps.core.dates import format_date
from apps.core.together import Asking
from apps.registry.models import GrantDocument

BEFORE = (ProposalState.DRAFT, ProposalState.SUBMITTED, ProposalState.RETURNED)


@dataclass(frozen=True)
class Word:
    """What was said, of how many; ``url`` where a paper of its own says it."""

    text: str
    url: str = ""


@dataclass
class Step:
    """A session, a decision, a tờ trình with what it says; ``url`` is empty where it is not for this reader."""

    label: str
    url: str
    words: list[Word] = field(default_factory=list)


def went_on(proposal: AwardProposal) -> bool:
    """Whether there may be anything to read here."""
    return proposal.submitted_at is not None and proposal.state not in BEFORE


def heard(actor: Actor) -> QuerySet[AgendaItem]:
    """What councils said; ``opens``: the reader sees the session."""
    seen = Q(session__in=CouncilSession.objects.order_by().visible_to(actor).values("pk"))
    return AgendaItem.objects.filter(~Q(result=ItemResult.PENDING) | seen).annotate(opens=seen)


def decided(actor: Actor) -> QuerySet[DecisionLine]:
    """Lines of decisions; ``opens``: the reader sees the decision itself."""
    seen = Q(decision__in=AwardDecision.objects.order_by().visible_to(actor).values("pk"))
    return DecisionLine.objects.filter(Q(award__isnull=False) | seen).annotate(opens=seen)


def asked_above(actor: Actor) -> QuerySet[UpwardLine]:
    """Lines of tờ trình cấp trên; ``opens``: the reader sees it."""
    seen = Q(submission__in=UpwardSubmission.objects.order_by().visible_to(actor).values("pk"))
    return UpwardLine.objects.filter(Q(submission__document__isnull=False) | seen).annotate(opens=seen)


def steps_of(proposal: AwardProposal, actor: Actor) -> Asking:
    """With numbers of nominees; one question whatever their number, none before the verification."""
    return (yield from _steps(actor, nominee__proposal=proposal)) if went_on(proposal) else []


def steps_of_nominee(nominee: Nominee, actor: Actor) -> Asking:
    """The same of one nominee, with the votes of the council."""
    return (yield from _steps(actor, nominee=nominee)) if went_on(nominee.proposal) else []


def with_outcome(nominees: QuerySet[Nominee], proposal: AwardProposal, actor: Actor) -> QuerySet[Nominee]:
    """For ``words_of``: two queries more, none before the verification."""
    return with_answers(nominees, actor) if went_on(proposal) else nominees


def with_answers(nominees: QuerySet[Nominee], actor: Actor) -> QuerySet[Nominee]:
    """For ``words_of``, of nominees of several proposals."""
    lines = decided(actor).filter(is_live=True, award__isnull=False).select_related("decision__document")
    return nominees.select_related("upward_line__award__grant__document").prefetch_related(
        Prefetch("agenda_items", heard(actor).order_by("pk"), to_attr="heard"),
        Prefetch("decision_lines", lines.order_by("pk"), to_attr="decided"),
    )


def words_of(nominee: Nominee) -> list[str]:
    """What the councils said of one that was read ``with_outcome``, by which decision it was granted. No query."""
    if not hasattr(nominee, "heard"):
        return []
    told = [_said(item.result, item.votes, item.votes_base, item.note) for item in nominee.heard]
    told += [str(line.decision.document) for line in nominee.decided]
    above = nominee.upward_line if hasattr(nominee, "upward_line") else None
    if above and above.answer:
        by = f": {above.award.grant.document}" if above.award else ""
        told.append(f"{above.told}{by}")
    return told


def _steps(actor: Actor, **of) -> Asking:
    one, grants = "nominee" in of, GrantDocument.objects.order_by().visible_to(actor).values("pk")
    sessions, decisions, submissions = yield (
        _sessions(heard(actor).filter(**of), one=one),
        _decisions(decided(actor).filter(**of), granted=Q(decision__grant__in=grants)),
        _submissions(asked_above(actor).filter(**of), granted=Q(award__grant__in=grants)),
    )
    return [*_heard(sessions, one=one), *_decided(decisions, one=one), *_asked_above(submissions, one=one)]


def _sessions(items: QuerySet[AgendaItem], *, one: bool) -> QuerySet:
    names = ("session_id", "session__title", "session__held_on", "opens", "result")
    counted = ("votes", "votes_base", "note") if one else ()
    rows = items.values_list(*names, *counted).annotate(n=Count("pk"))
    return rows.order_by("session__held_on", "session_id", "result")


def _heard(rows: Iterable[tuple], *, one: bool) -> Iterable[Step]:
    steps: dict[int, Step] = {}
    for pk, title, held_on, opens, result, *more, n in rows:
        label = _("%(title)s ngày %(day)s") % {"title": title, "day": format_date(held_on)}
        step = steps.setdefault(pk, Step(label, reverse("awards:session-detail", args=[pk]) if opens else ""))
        step.words.append(Word(_said(result, *more) if one else _number(ItemResult(result).label, n)))
    return steps.values()


def _said(result: str, votes: int | None, base: int | None, note: str) -> str:
    told = str(ItemResult(result).label)
    if votes is not None:
        told = _("%(result)s: %(votes)s/%(base)s phiếu") % {"result": told, "votes": votes, "base": base}
    return f"{told} ({note})" if note else told


def _decisions(lines: QuerySet[DecisionLine], *, granted: Q) -> QuerySet:
    names = ("decision_id", "decision__abstract", "decision__document__symbol", "decision__document__issued_on")
    names += ("decision__state", "decision__grant_id", "opens", "granted", "is_live")
    rows = lines.annotate(granted=granted).values_list(*names).annotate(n=Count("pk"))
    return rows.order_by("decision__document__issued_on", "decision_id", "-is_live")


def _decided(rows: Iterable[tuple], *, one: bool) -> Iterable[Step]:
    steps: dict[int, Step] = {}
    for pk, abstract, symbol, issued_on, state, grant_id, opens, granted, is_live, n in rows:
        label = paper(symbol, issued_on) if symbol else _("Dự thảo quyết định: %(about)s") % {"about": abstract}
        url = reverse("awards:decision-detail", args=[pk]) if opens else _grant_url(grant_id, granted=granted)
        said = DecisionState(state if is_live else DecisionState.REVOKED).label
        steps.setdefault(pk, Step(label, url)).words.append(Word(str(said) if one else _number(said, n)))
    return steps.values()


def _submissions(lines: QuerySet[UpwardLine], *, granted: Q) -> QuerySet:
    names = ("submission_id", "submission__authority_name", "submission__document__symbol")
    names += ("submission__document__issued_on", "opens", "answer")
    names += ("award__grant_id", "award__grant__document__symbol", "award__grant__document__issued_on", "award__state")
    names += ("granted",)
    rows = lines.annotate(granted=granted).values_list(*names).annotate(n=Count("pk"))
    return rows.order_by("submission_id", "answer", "award__grant_id", "award__state")


def _asked_above(rows: Iterable[tuple], *, one: bool) -> Iterable[Step]:
    steps: dict[int, Step] = {}
    for pk, authority, symbol, issued_on, opens, said, grant_id, by, on, award_state, granted, n in rows:
        words = {"who": authority, "paper": paper(symbol, issued_on, _("Tờ trình")) if symbol else _("dự thảo")}
        label = _("Trình %(who)s (%(paper)s)") % words
        step = steps.setdefault(pk, Step(label, reverse("awards:upward-detail", args=[pk]) if opens else ""))
        told = answer_told(said, award_state) if one else _number(answer_told(said, award_state), n)
        step.words.append(Word(f"{told} ({paper(by, on)})" if by else told, _grant_url(grant_id, granted=granted)))
    return steps.values()


def paper(symbol: str, issued_on: date, kind: str = "") -> str:
    """Quyết định 145/QĐ-BTP ngày 12/03/2026."""
    words = {"kind": kind or _("Quyết định"), "symbol": symbol, "day": format_date(issued_on)}
    return _("%(kind)s %(symbol)s ngày %(day)s") % words


def _grant_url(grant_id: int | None, *, granted: bool | None) -> str:
    return reverse("registry:grant-detail", args=[grant_id]) if grant_id and granted else ""


def _number(label, n: int) -> str:
    return f"{label}: {n}"
