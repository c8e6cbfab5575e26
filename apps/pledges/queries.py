"""Who has signed and who has not: for the page of a pledge, the boards, the head's task list and the homes."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from apps.clusters.models import ClusterYear, Member
from apps.clusters.ordering import by_line, line_rank
from apps.clusters.queries import members_in_order
from apps.core.components import StatusWord
from apps.core.together import Asking
from apps.obligations.models import Obligation
from apps.pledges.enums import PledgeState
from apps.pledges.models import Pledge, Signature

DUTY = "pledge"


def newest_signatures(pledge: Pledge) -> list[Signature]:
    """Signatures in force of the version in force, in protocol order."""
    found = Signature.objects.in_force().filter(version=pledge.in_force_id).select_related("unit", "signed_copy")
    return list(found.order_by(by_line(), "order", "pk"))


def signers(pledge: Pledge):
    """Members that sign the pledge, in protocol order."""
    return members_in_order(pledge.cluster_year_id, pledge.line or None)


@dataclass(frozen=True)
class Place:
    """One place of the signature list: a member, and its signature once it has signed.

    A unit that signed and left during the year (merged) keeps its place without ``member``.
    """

    member: Member | None
    signature: Signature | None

    @property
    def unit_name(self) -> str:
        return self.signature.unit_name if self.signature else self.member.unit_name

    @property
    def unit_id(self) -> int:
        return self.signature.unit_id if self.signature else self.member.unit_id

    @property
    def order(self) -> tuple:
        row = self.signature or self.member
        return line_rank(row.line), row.order, row.pk


def places(pledge: Pledge) -> list[Place]:
    """The signature list in protocol order; two queries."""
    return _places(list(signers(pledge)), newest_signatures(pledge))


def _places(members: list[Member], signatures: list[Signature]) -> list[Place]:
    own = {signature.unit_id: signature for signature in signatures}
    bound = {signature.stands_for_id for signature in signatures if signature.stands_for_id}
    of_member = {member.unit_id: member for member in members}
    found = [Place(of_member.get(unit_id), signature) for unit_id, signature in own.items()]
    found += [Place(m, None) for m in members if m.unit_id not in own and m.unit_id not in bound]
    return sorted(found, key=lambda place: place.order)


def missing(pledge: Pledge) -> list[Member]:
    """Members that have not signed the version in force; all of them before the first opening."""
    return [place.member for place in places(pledge) if place.signature is None]


def with_counts(pledges):
    """Pledges with ``signed`` and ``absent``, counted as ``places`` does in the one query of the list.

    A unit that signed and was merged keeps its place; its successor is bound by it and is not asked again.
    """
    known = Signature.objects.in_force().filter(version=OuterRef(OuterRef("in_force")))
    signed = Signature.objects.in_force().filter(version=OuterRef("in_force")).order_by()
    absent = (
        # The pledge of a line asks that line, the one without a line asks all: every text begins with the empty one.
        Member.objects.standing()
        .filter(cluster_year=OuterRef("cluster_year"), line__startswith=OuterRef("line"))
        .exclude(Exists(known.filter(Q(unit=OuterRef("unit")) | Q(stands_for=OuterRef("unit")))))
        .order_by()
    )

    def number(rows, group: str):
        return Coalesce(Subquery(rows.values(group).annotate(n=Count("pk")).values("n")), 0)

    return pledges.annotate(signed=number(signed, "version"), absent=number(absent, "cluster_year"))


@dataclass(frozen=True)
class Standing:
    """One member and the pledge of its line: the word that people see, and its signature."""

    member: Member
    pledge: Pledge
    signature: Signature | None
    obligation: Obligation | None = None

    @property
    def word(self) -> StatusWord:
        if self.pledge.in_force_id is None:
            return StatusWord.NOT_OPEN
        if self.pledge.state == PledgeState.CLOSED:
            return StatusWord.FINAL if self.signature else StatusWord.NOT_STARTED
        if self.signature is None:
            return StatusWord.AWAITING_SIGNATURE if self.pledge.state != PledgeState.DRAFT else StatusWord.NOT_OPEN
        return StatusWord.RECEIVED if self.pledge.state == PledgeState.SIGNED else StatusWord.SENT


def standings(*, year_ids: Iterable[int], unit_ids: Iterable[int], cluster_year: ClusterYear | None = None) -> Asking:
    """The pledge of each of these units in these EmulationYears, or in one ClusterYear that is at hand: Standings, all
    asked at once.
    """
    members = Member.objects.standing().filter(year_id__in=list(year_ids), unit_id__in=list(unit_ids))
    found = Pledge.objects.filter(cluster_year__in=members.order_by().values("cluster_year"))
    if cluster_year is not None:
        members, found = members.filter(cluster_year=cluster_year), Pledge.objects.filter(cluster_year=cluster_year)
    signatures = Signature.objects.in_force().filter(version__in=found.order_by().values("in_force"))
    members, found, signatures = yield (
        members.order_by(by_line(), "order", "pk"),
        found.select_related("in_force", *([] if cluster_year else ["cluster_year__cluster"])),
        signatures.select_related("signed_copy"),
    )
    for pledge in found if cluster_year else ():
        pledge.cluster_year = cluster_year
    pledges = {(pledge.cluster_year_id, pledge.line): pledge for pledge in found}
    signed: dict[tuple[int, int], Signature] = {}
    for signature in signatures:
        signed[signature.version_id, signature.unit_id] = signature
        if signature.stands_for_id:
            signed.setdefault((signature.version_id, signature.stands_for_id), signature)
    rows = []
    for member in members:
        pledge = pledges.get((member.cluster_year_id, member.line)) or pledges.get((member.cluster_year_id, ""))
        if pledge is None:
            continue
        signature = signed.get((pledge.in_force_id, member.unit_id))
        if signature is not None:  # what was read is not asked for again
            signature.version = pledge.in_force
            signature.version.pledge = pledge
        rows.append(Standing(member, pledge, signature))
    return rows


@dataclass(frozen=True)
class ClusterStanding:
    """Tổ chức ký giao ước, as the head's task: the pledges of the ClusterYear together."""

    word: StatusWord
    pledges: tuple[Pledge, ...]
    signed: int
    asked: int
    due_on: object = None

    @property
    def missing(self) -> int:
        return self.asked - self.signed


def pledges_of_cluster(cluster_year_id: int):
    """The pledges of a ClusterYear with what ``cluster_standing`` counts."""
    return with_counts(Pledge.objects.filter(cluster_year_id=cluster_year_id)).order_by(by_line(), "pk")


def cluster_standing(pledges: Iterable[Pledge]) -> ClusterStanding:
    """How far the signing of a ClusterYear is, from its ``pledges_of_cluster``.

    Chưa làm without a text, Đang soạn while one is a draft, Đã gửi once all are open, Đã tiếp nhận when all have
    signed, Đã chốt when all are closed.
    """
    found = tuple(pledges)
    states = {pledge.state for pledge in found}
    if not found:
        word = StatusWord.NOT_STARTED
    elif PledgeState.DRAFT in states:
        word = StatusWord.DRAFT
    elif states == {PledgeState.CLOSED}:
        word = StatusWord.FINAL
    else:
        word = StatusWord.SENT if PledgeState.OPEN in states else StatusWord.RECEIVED
    asked = sum(asked_of(pledge) for pledge in found)
    due_on = max((pledge.due_on for pledge in found if pledge.due_on), default=None)
    return ClusterStanding(word, found, sum(pledge.signed for pledge in found), asked, due_on)


def asked_of(pledge) -> int:
    """How many places the signature list of a pledge of ``with_counts`` has."""
    return pledge.signed + pledge.absent


def due_of(pledge: Pledge, unit_ids: Iterable[int]) -> dict[int, Obligation]:
    """What each unit owes for the pledge; one query."""
    owed = Obligation.objects.filter(
        duty__year_id=pledge.cluster_year.year_id, duty__code=DUTY, unit_id__in=list(unit_ids)
    )
    return {row.unit_id: row for row in owed.select_related("duty__year")}


def units_that_signed(cluster_year_id: int, unit_ids: Iterable[int]) -> set[int]:
    """Those of the units that a signature binds: they do not leave the cluster of that year."""
    found = Signature.objects.in_force().filter(version__pledge__cluster_year_id=cluster_year_id)
    bound = found.annotate(bound_id=Coalesce("stands_for_id", "unit_id")).filter(bound_id__in=list(unit_ids))
    return set(bound.order_by().values_list("bound_id", flat=True))
