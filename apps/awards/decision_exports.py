"""Plain data of Quyết định khen thưởng and of its payment sheet (Bảng chi tiền thưởng)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from apps.awards.council_queries import sessions_behind
from apps.awards.decision_enums import DecisionState
from apps.awards.legal_bases import legal_bases
from apps.awards.models import AwardDecision, CouncilSession, DecisionLine
from apps.awards.payment_rules import highest_only
from apps.catalog.enums import Confidence
from apps.core.dates import local
from apps.registry.enums import Standing
from apps.units.models import Unit

AS_ISSUED = (DecisionState.DRAFT, DecisionState.ISSUED)


@dataclass(frozen=True)
class ListedLine:
    """One recipient in the list. ``note``: former, seconded, … with the reason; money in đồng, None: none laid down, or
    the award was cancelled since.

    ``is_held``: the registry knows of no cancelling.
    """

    number: int
    recipient: str
    post: str
    unit_name: str
    award: str
    is_collective: bool
    note: str
    multiple: Decimal | None
    base_salary: Decimal | None
    is_ceiling: bool
    bonus: Decimal | None
    paid: Decimal | None
    bonus_note: str
    achievement: str
    is_held: bool


@dataclass(frozen=True)
class AwardLines:
    """Everybody who gets one award."""

    award: str
    collectives: tuple[ListedLine, ...]
    individuals: tuple[ListedLine, ...]


@dataclass(frozen=True)
class CouncilBasis:
    """A session whose recommendation the decision follows."""

    council: str
    title: str
    held_on: date


@dataclass(frozen=True)
class DecisionData:
    """One decision. ``symbol`` and ``issued_on`` are empty until it is issued.

    ``head_title``: the title of who decides without the body ("Bộ trưởng"). ``state``: the word for what happened to
    it afterwards, else empty. ``collectives``, ``individuals``: of the list; corrected, of what holds still, beside
    ``cancelled``. ``total``: sum of what is to be paid, in đồng; ``recover``: what was laid down for
    awards that have been cancelled since, to be taken back where it was paid. ``highest_basis``: source of the rule of
    the highest bonus where it took something from a line and the rule is not held against its source yet.
    """

    body: str
    superior: str
    province: str
    authority: str
    head_title: str
    abstract: str
    symbol: str
    issued_on: date | None
    occasion: str
    bases: tuple[str, ...]
    councils: tuple[CouncilBasis, ...]
    simplified: tuple[str, ...]
    awards: tuple[AwardLines, ...]
    collectives: int
    individuals: int
    cancelled: int
    total: Decimal
    recover: Decimal
    highest_basis: str
    signer_name: str
    signer_post: str
    prefix: str
    state: str
    illustrative: bool

    @property
    def is_draft(self) -> bool:
        return self.issued_on is None


def decision_data(decision: AwardDecision, *, corrected: bool = False) -> DecisionData:
    """Of a decision read with ``for_list()``; a few more queries, whatever the number of lines.

    ``corrected``: recipients as the registry has them now (what is paid, handed over), else as they were issued.
    """
    lines = list(decision.lines.select_related("nominee__award", "award").order_by("position", "pk"))
    paper, organiser = decision.document, decision.organiser
    sessions = _sessions(decision, lines)
    on = paper.issued_on if paper else _draft_day(decision, sessions)
    body = organiser.name_on(on)
    above = Unit.objects.get_parent(organiser)
    awards = _by_award(lines, corrected=corrected)
    return DecisionData(
        body=body,
        superior=above.name if above else "",
        province=organiser.province,
        authority=decision.authority_name,
        head_title=title_of(decision.authority_name, body),
        abstract=decision.abstract,
        symbol=paper.symbol if paper else "",
        issued_on=paper.issued_on if paper else None,
        occasion=decision.occasion,
        bases=legal_bases({line.nominee.award.code for line in lines}, on),
        councils=tuple(CouncilBasis(each.council.name, each.title, each.held_on) for each in sessions),
        simplified=tuple(dict.fromkeys(line.simplified for line in lines if line.simplified)),
        awards=awards,
        collectives=sum(line.is_held or not corrected for each in awards for line in each.collectives),
        individuals=sum(line.is_held or not corrected for each in awards for line in each.individuals),
        cancelled=sum(
            corrected and not line.is_held for each in awards for line in (*each.collectives, *each.individuals)
        ),
        total=sum((line.paid for line in lines if line.paid and (line.is_live or not corrected)), Decimal(0)),
        recover=sum((line.paid for line in lines if line.paid and corrected and not line.is_live), Decimal(0)),
        highest_basis=_highest_basis(lines, on),
        signer_name=decision.signer_name,
        signer_post=title_of(decision.signer_post, body),
        prefix=decision.prefix,
        state="" if decision.state in AS_ISSUED else str(decision.get_state_display()),
        illustrative=decision.illustrative,
    )


def _highest_basis(lines: Iterable[DecisionLine], on: date) -> str:
    cut = {line.nominee.award.list for line in lines if line.bonus is not None and line.paid != line.bonus}
    rules = [rule for each in sorted(cut) if (rule := highest_only(each, on))]
    return "; ".join(dict.fromkeys(rule.source for rule in rules if rule.confidence != Confidence.VERIFIED))


def title_of(authority: str, body: str) -> str:
    """Without the body: "Bộ trưởng" of "Bộ trưởng Bộ Tư pháp"."""
    return authority.removesuffix(body).strip() or authority


def _sessions(decision: AwardDecision, lines: Iterable[DecisionLine]) -> list[CouncilSession]:
    """Every session that recommended somebody of the list as it was issued; of an empty list that of the draft."""
    voted = [line.nominee_id for line in lines if not line.simplified]
    found = sessions_behind(voted, until=decision.issued_at)
    return found or ([decision.session] if decision.session else [])


def _draft_day(decision: AwardDecision, sessions: list[CouncilSession]) -> date:
    """Until there is a day of issue: that of the last session, else of the last change."""
    return sessions[-1].held_on if sessions else local(decision.saved_at).date()


def _by_award(lines: Iterable[DecisionLine], *, corrected: bool) -> tuple[AwardLines, ...]:
    """In the order of the law, each list numbered from 1."""
    found: dict[int, list[DecisionLine]] = {}
    for line in sorted(lines, key=lambda each: (each.nominee.award.order, each.nominee.award.code)):
        found.setdefault(line.nominee.award_id, []).append(line)
    made = []
    for each in found.values():
        collectives = [line for line in each if not line.nominee.is_individual]
        individuals = [line for line in each if line.nominee.is_individual]
        parts = [
            tuple(_listed(n, line, corrected=corrected) for n, line in enumerate(part, start=1))
            for part in (collectives, individuals)
        ]
        made.append(AwardLines(each[0].nominee.award.name, *parts))
    return tuple(made)


def _listed(number: int, line: DecisionLine, *, corrected: bool) -> ListedLine:
    nominee = line.nominee
    shown = line.award if corrected and line.award else nominee
    notes = []
    if nominee.standing != Standing.OFFICIAL:
        notes.append(f"{nominee.get_standing_display()}: {nominee.standing_reason}")
    fallen = corrected and line.award is not None and not line.award.is_held
    if fallen:
        notes.append(str(line.award.get_state_display()))
    return ListedLine(
        number=number,
        recipient=shown.recipient,
        post=shown.post,
        unit_name=shown.unit_name,
        award=nominee.award.name,
        is_collective=not nominee.is_individual,
        note="; ".join(notes),
        multiple=line.multiple,
        base_salary=line.base_salary,
        is_ceiling=line.is_ceiling,
        bonus=None if fallen else line.bonus,
        paid=None if fallen else line.paid,
        bonus_note="" if fallen else line.bonus_note,
        achievement=shown.achievement,
        is_held=line.award is None or line.award.is_held,
    )
