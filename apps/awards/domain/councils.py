"""Councils of a body: founding, members, terms; which body has no valid one (S003-12)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.awards.council_enums import CouncilKind, Position, SessionState
from apps.awards.council_queries import awards_with_initiatives, members_on
from apps.awards.domain.seat_list import planned_of, refresh_planned
from apps.awards.models import Council, CouncilMember
from apps.catalog.enums import VoteBase
from apps.core.actor import Actor
from apps.core.dates import format_date
from apps.core.errors import DomainError
from apps.core.text import clean
from apps.core.versions import require_version
from apps.documents.domain.citing import cite, uncite
from apps.documents.domain.numbers import require_kind
from apps.documents.enums import DocumentKind
from apps.documents.models import Document
from apps.units.models import Unit

FEWEST = 3  # fewer cannot vote in secret


class CouncilThere(DomainError):
    """The body has such a council in these days already."""


class SessionOutside(DomainError):
    """A session would lie outside of the term: a planned one is moved first, a held one stays valid."""


class WrongMember(DomainError):
    """Somebody who cannot sit there so; ``field`` names what is wrong."""


@dataclass(frozen=True)
class CouncilPlan:
    """What the founding decision says; ``threshold_…`` hold where no rule of the catalogue does."""

    name: str
    starts_on: date
    ends_on: date | None = None
    quorum_of: int = 2
    quorum_in: int = 3
    threshold_percent: Decimal = Decimal(70)
    threshold_base: str = VoteBase.ALL_MEMBERS
    threshold_basis: str = ""
    illustrative: bool = False


@dataclass(frozen=True)
class MemberFacts:
    """Who sits: named as in the decision; ``substitute_of``: id of the member who is replaced."""

    name: str
    position: str = Position.MEMBER
    post: str = ""
    honorific: str = ""
    person_id: int | None = None
    substitute_of: int | None = None
    starts_on: date | None = None  # the beginning of the term
    ends_on: date | None = None


@operation()
def found_council(
    *,
    organiser_id: int,
    kind: str,
    plan: CouncilPlan,
    actor: Actor,
    now: datetime,
    decision: Document | None = None,
    members: Iterable[MemberFacts] = (),
) -> Council:
    """A council for a term. The caller has asked ``can_keep``. Raises CouncilThere, WrongKind, WrongMember."""
    council = Council(organiser_id=organiser_id, kind=kind, decision=decision, version=0)
    _write(council, plan, actor, now)
    if decision is not None:
        require_kind(decision, DocumentKind.DECISION, old_marks=True)
        _cite(council)
    record("awards.council.found", actor=actor, target=council, at=now, after=_told(council))
    for facts in members:
        add_member(council_id=council.pk, facts=facts, actor=actor, now=now)
    return council


@operation()
def change_council(
    *,
    council_id: int,
    version: int,
    plan: CouncilPlan,
    actor: Actor,
    now: datetime,
    decision: Document | None = None,
) -> Council:
    """Correct term, quorum, thresholds; whoever sat from its first day does so from the corrected one, and planned
    sessions are seated anew.

    Raises StaleVersion, CouncilThere, WrongKind, SessionOutside.
    """
    council = _lock(council_id)
    require_version(council, version)
    before, old, first = _told(council), council.decision, council.starts_on
    council.decision = decision
    _write(council, plan, actor, now)
    _refuse_outside(council)
    _follow_first_day(council, first)
    refresh_planned(council)
    if old is not None and old != decision:
        uncite(old, app="awards", key=f"council:{council.pk}")
    if decision is not None:
        if decision != old:
            require_kind(decision, DocumentKind.DECISION, old_marks=True)
        _cite(council)
    record("awards.council.change", actor=actor, target=council, at=now, before=before, after=_told(council))
    return council


def _write(council: Council, plan: CouncilPlan, actor: Actor, now: datetime) -> None:
    if plan.ends_on is not None and plan.ends_on < plan.starts_on:
        raise CouncilThere(_("Nhiệm kỳ kết thúc trước khi bắt đầu."), field="ends_on")
    council.name = clean(plan.name)
    council.threshold_basis = clean(plan.threshold_basis)
    for name in ("starts_on", "ends_on", "quorum_of", "quorum_in", "threshold_percent", "threshold_base"):
        setattr(council, name, getattr(plan, name))
    council.illustrative = plan.illustrative
    council.version += 1
    council.saved_by_label, council.saved_at = actor.label, now
    try:
        with transaction.atomic():
            council.save()
    except IntegrityError as error:
        if "awards_council_one_at_a_time" not in str(error):
            raise
        message = _("Trong thời gian này đơn vị đã có %(kind)s khác. Hãy ghi ngày kết thúc của Hội đồng đó trước.")
        raise CouncilThere(message % {"kind": council.get_kind_display()}, field="starts_on") from error


def _refuse_outside(council: Council) -> None:
    days = Q(held_on__lt=council.starts_on)
    if council.ends_on is not None:
        days |= Q(held_on__gt=council.ends_on)
    held = council.sessions.exclude(state=SessionState.PLANNED)
    for sessions, told in (
        (held, _("Hội đồng đã họp ngày %(day)s, nằm ngoài nhiệm kỳ này.")),
        (planned_of(council), _("Phiên họp ngày %(day)s nằm ngoài nhiệm kỳ này: đổi ngày họp trước.")),
    ):
        if session := sessions.filter(days).order_by("held_on", "pk").first():
            early = session.held_on < council.starts_on
            day = {"day": format_date(session.held_on)}
            raise SessionOutside(told % day, field="starts_on" if early else "ends_on")


def _follow_first_day(council: Council, first: date) -> None:
    """Whoever sat from the first day of the term as it was typed sits from the corrected one."""
    if council.starts_on != first:
        members = council.members.filter(starts_on=first)
        members.exclude(ends_on__lt=council.starts_on).update(starts_on=council.starts_on)


def _cite(council: Council) -> None:
    cite(
        council.decision,
        app="awards",
        key=f"council:{council.pk}",
        label=str(council),
        path=council.get_absolute_url(),
    )


@operation()
def add_member(*, council_id: int, facts: MemberFacts, actor: Actor, now: datetime) -> CouncilMember:
    """Somebody sits in the council from a day on. Raises WrongMember."""
    council = _lock(council_id)
    member = CouncilMember(
        council=council,
        person_id=facts.person_id,
        name=clean(facts.name),
        honorific=facts.honorific,
        post=clean(facts.post),
        position=facts.position,
        starts_on=facts.starts_on or council.starts_on,
        ends_on=facts.ends_on,
        substitute_of_id=facts.substitute_of,
        saved_by_label=actor.label,
        saved_at=now,
    )
    member.order = 1 + max(council.members.values_list("order", flat=True), default=0)
    _check_member(council, member)
    try:
        with transaction.atomic():
            member.save()
    except IntegrityError as error:
        if "awards_member_once_at_a_time" not in str(error):
            raise
        raise WrongMember(_("Người này đã là thành viên Hội đồng trong thời gian đó."), field="person") from error
    refresh_planned(council)
    record("awards.council.add_member", actor=actor, target=council, at=now, after=_seat_of(member))
    return member


def _check_member(council: Council, member: CouncilMember) -> None:
    if not member.name:
        raise WrongMember(_("Ghi họ và tên thành viên."), field="name")
    if member.starts_on < council.starts_on or (council.ends_on and member.starts_on > council.ends_on):
        raise WrongMember(_("Ngày tham gia phải trong nhiệm kỳ của Hội đồng."), field="starts_on")
    if member.ends_on is not None and member.ends_on < member.starts_on:
        raise WrongMember(_("Ngày thôi tham gia trước ngày tham gia."), field="ends_on")
    if member.position == Position.CHAIR and member.substitute_of_id is None:
        others = council.members.filter(position=Position.CHAIR, substitute_of=None)
        others = others.filter(Q(ends_on=None) | Q(ends_on__gte=member.starts_on))
        if (others.filter(starts_on__lte=member.ends_on) if member.ends_on else others).exists():
            raise WrongMember(_("Hội đồng đã có Chủ tịch trong thời gian đó."), field="position")
    if member.substitute_of_id is not None:
        replaced = council.members.filter(pk=member.substitute_of_id, substitute_of=None).first()
        if replaced is None:
            raise WrongMember(_("Người được thay phải là thành viên của chính Hội đồng này."), field="substitute_of")


@operation()
def end_member(*, member_id: int, version: int, ends_on: date, actor: Actor, now: datetime) -> CouncilMember:
    """The last day of somebody in the council. Sessions held before keep the seat. Raises StaleVersion, WrongMember."""
    council = _lock(CouncilMember.objects.values_list("council_id", flat=True).get(pk=member_id))
    member = CouncilMember.objects.select_for_update().get(pk=member_id)
    require_version(member, version)
    before = _seat_of(member)
    member.ends_on = ends_on
    member.version += 1
    member.saved_by_label, member.saved_at = actor.label, now
    if ends_on < member.starts_on:
        raise WrongMember(_("Ngày thôi tham gia trước ngày tham gia."), field="ends_on")
    member.save()
    refresh_planned(council)
    record("awards.council.end_member", actor=actor, target=council, at=now, before=before, after=_seat_of(member))
    return member


def gaps_of(council: Council, on: date) -> list[str]:
    """Why the council cannot work on a day: no chair, too few who vote. Empty: it is complete (kiện toàn)."""
    voting = [member for member in members_on(council, on) if member.substitute_of_id is None]
    found = []
    if not any(member.position == Position.CHAIR for member in voting):
        found.append(str(_("Chưa có Chủ tịch Hội đồng.")))
    if len(voting) < FEWEST:
        found.append(str(_("Mới có %(n)s thành viên, cần ít nhất %(least)s.") % {"n": len(voting), "least": FEWEST}))
    return found


def bodies_without(kind: str, units: Collection[Unit], on: date) -> list[Unit]:
    """Of these units those that have no valid council of the kind on the day: none in its term, or an incomplete one.

    One query, whatever the number of units.
    """
    without = set(without_council(kind, on, [unit.pk for unit in units]).values_list("pk", flat=True))
    return [unit for unit in units if unit.pk in without]


def without_council(kind: str, on: date, among: Collection[int] | None = None) -> QuerySet:
    """Units that have no valid council of the kind on the day: of all, or of ``among`` (ids). The complete councils are
    found once, not unit by unit.
    """
    units, running = Unit.objects.all(), Council.objects.valid_on(on).filter(kind=kind)
    if among is not None:
        units, running = units.filter(pk__in=among), running.filter(organiser__in=among)
    sitting = CouncilMember.objects.valid_on(on).filter(council__in=running.order_by().values("pk"), substitute_of=None)
    complete = (
        sitting.order_by()
        .values("council__organiser")
        .annotate(sitting=Count("pk"), chairs=Count("pk", filter=Q(position=Position.CHAIR)))
        .filter(sitting__gte=FEWEST, chairs__gte=1)
    )
    return units.exclude(pk__in=complete.values("council__organiser"))


def lacking(on: date, among: Collection[int] | None = None) -> QuerySet:
    """S003-12: bodies with legal personality that have no valid initiative council on the day."""
    return without_council(CouncilKind.INITIATIVE, on, among).valid_on(on).filter(legal_person=True)


def lacking_below(paths: Collection[str], on: date) -> list[Unit]:
    """Those of them under these paths, in order: what the home of a standing office counts. No query without paths."""
    return list(lacking(on).below(paths).in_order()) if paths else []


def responsible_body(unit: Unit) -> Unit:
    """Whose council looks at a unit's initiatives: its own where it has legal personality, else that of the nearest
    body above which has it; the unit itself where nobody above has.
    """
    if unit.legal_person:
        return unit
    above = [each for each in Unit.objects.get_ancestors(unit) if each.legal_person]
    return above[-1] if above else unit


def is_complete(unit: Unit, kind: str, on: date) -> bool:
    """Whether the body responsible for the unit has a valid council on the day."""
    return not bodies_without(kind, [responsible_body(unit)], on)


def _lock(council_id: int) -> Council:
    return Council.objects.select_related("organiser").select_for_update(of=("self",)).get(pk=council_id)


def _told(council: Council) -> dict:
    return {
        "name": council.name,
        "kind": council.kind,
        "starts_on": council.starts_on.isoformat(),
        "ends_on": council.ends_on and council.ends_on.isoformat(),
        "quorum": f"{council.quorum_of}/{council.quorum_in}",
        "threshold_percent": str(council.threshold_percent),
    }


def _seat_of(member: CouncilMember) -> dict:
    return {
        "name": member.label,
        "position": member.position,
        "starts_on": member.starts_on.isoformat(),
        "ends_on": member.ends_on and member.ends_on.isoformat(),
    }


def council_missing(unit: Unit, award_ids: Collection[int], on: date) -> list[str]:
    """S003-12: what keeps a dossier from being sent where one of the awards rests on recognised initiatives and the
    responsible body has no valid council on the day that could recognise them; nothing else answers an empty list.
    ``award_ids``: of those nominees only who need them (``works_needed``).
    """
    if not (asked := [name for pk, name in awards_with_initiatives(on).items() if pk in award_ids]):
        return []
    body = responsible_body(unit)
    if not bodies_without(CouncilKind.INITIATIVE, [body], on):
        return []
    told = _(
        "%(body)s chưa có Hội đồng sáng kiến còn hiệu lực ngày %(day)s. %(awards)s cần sáng kiến, đề tài được công nhận"
        " (Luật Thi đua, khen thưởng, Điều 84): kiện toàn Hội đồng sáng kiến rồi gửi."
    )
    return [str(told % {"body": body, "day": format_date(on), "awards": ", ".join(asked)})]
