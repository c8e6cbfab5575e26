"""Who has signed and who has not: for the page of a pledge, the boards, the head's task list and the homes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from apps.clusters.models import Member
from apps.clusters.queries import members_in_order
from apps.core.components import StatusWord
from apps.core.dates import local
from apps.obligations.models import Obligation
from apps.pledges.enums import PledgeState
from apps.pledges.models import Commitment, CommitmentProgress, Pledge, Signature

DUTY = "pledge"


def newest_signatures(pledge: Pledge) -> list[Signature]:
    """Signatures in force of the version in force, in protocol order."""
    found = Signature.objects.in_force().filter(version=pledge.in_force_id).select_related("unit", "signed_copy")
    return list(found.order_by("line", "order", "pk"))


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
        return row.line, row.order, row.pk


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
    """Pledges with ``signed``, and how many members there are (``asked_of``), counted in the one query of the list."""
    members = Member.objects.standing().filter(cluster_year=OuterRef("cluster_year")).order_by()
    everybody = members.values("cluster_year").annotate(n=Count("pk")).values("n")
    in_line = members.filter(line=OuterRef("line")).values("cluster_year").annotate(n=Count("pk")).values("n")
    signed = (
        Signature.objects.in_force()
        .filter(version=OuterRef("in_force"))
        .order_by()
        .values("version")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return pledges.annotate(
        signed=Coalesce(Subquery(signed), 0),
        everybody=Coalesce(Subquery(everybody), 0),
        in_line=Coalesce(Subquery(in_line), 0),
    )


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


def standings(*, year_ids: Iterable[int], unit_ids: Iterable[int]) -> list[Standing]:
    """The pledge of each of these units in these EmulationYears; three queries, whatever their number."""
    members = list(
        Member.objects.standing()
        .filter(year_id__in=list(year_ids), unit_id__in=list(unit_ids))
        .order_by("line", "order", "pk")
    )
    cluster_years = {member.cluster_year_id for member in members}
    pledges: dict[tuple[int, str], Pledge] = {}
    found = Pledge.objects.filter(cluster_year_id__in=cluster_years).select_related("cluster_year__cluster", "in_force")
    for pledge in found:
        pledges[pledge.cluster_year_id, pledge.line] = pledge
    versions = [pledge.in_force_id for pledge in pledges.values() if pledge.in_force_id]
    signed: dict[tuple[int, int], Signature] = {}
    for signature in Signature.objects.in_force().filter(version_id__in=versions).select_related("signed_copy"):
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


def cluster_standing(cluster_year_id: int) -> ClusterStanding:
    """How far the signing of a ClusterYear is; one query.

    Chưa làm without a text, Đang soạn while one is a draft, Đã gửi once all are open, Đã tiếp nhận when all have
    signed, Đã chốt when all are closed.
    """
    found = tuple(with_counts(Pledge.objects.filter(cluster_year_id=cluster_year_id)).order_by("line", "pk"))
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
    """How many members sign a pledge of ``with_counts``."""
    return pledge.in_line if pledge.line else pledge.everybody


def due_of(pledge: Pledge, unit_ids: Iterable[int]) -> dict[int, Obligation]:
    """What each unit owes for the pledge; one query."""
    owed = Obligation.objects.filter(
        duty__year_id=pledge.cluster_year.year_id, duty__code=DUTY, unit_id__in=list(unit_ids)
    )
    return {row.unit_id: row for row in owed.select_related("duty__year")}


@dataclass(frozen=True)
class Promise:
    """A commitment as one unit owes it."""

    commitment: Commitment
    unit_id: int
    unit_name: str
    progress: CommitmentProgress | None
    now: datetime

    @property
    def days_left(self) -> int | None:
        """Days until the date; negative when it has passed; None when done or without a date."""
        if self.progress or not self.commitment.due_on:
            return None
        return (self.commitment.due_on - local(self.now).date()).days

    @property
    def is_overdue(self) -> bool:
        return (self.days_left or 0) < 0

    @property
    def days_late(self) -> int:
        if not self.progress or not self.commitment.due_on:
            return 0
        return max(0, (self.progress.done_on - self.commitment.due_on).days)


def promises(pledges: Iterable[Pledge], now: datetime, unit_ids: Iterable[int] | None = None) -> list[Promise]:
    """Commitments of the versions in force, once for each unit that owes it, in protocol order; three queries.

    ``unit_ids``: only theirs.
    """
    found = {pledge.in_force_id: pledge for pledge in pledges if pledge.in_force_id}
    members: dict[tuple[int, str], list[Member]] = {}
    standing = Member.objects.standing().filter(cluster_year_id__in={p.cluster_year_id for p in found.values()})
    if unit_ids is not None:
        standing = standing.filter(unit_id__in=list(unit_ids))
    for member in standing.order_by("line", "order", "pk"):
        members.setdefault((member.cluster_year_id, member.line), []).append(member)
    commitments = list(Commitment.objects.filter(version_id__in=found).order_by("version_id", "position", "pk"))
    done = {
        (row.commitment_id, row.unit_id): row
        for row in CommitmentProgress.objects.filter(commitment__in=[each.pk for each in commitments])
    }
    heirs = successors(found)
    rows = []
    for commitment in commitments:
        pledge = found[commitment.version_id]
        owner = heirs.get((commitment.version_id, commitment.unit_id), commitment.unit_id)
        wanted = [
            member
            for (cluster_year_id, line), group in sorted(members.items())
            if cluster_year_id == pledge.cluster_year_id and (not pledge.line or line == pledge.line)
            for member in group
            if owner in {None, member.unit_id}
        ]
        rows += [
            Promise(commitment, member.unit_id, member.unit_name, done.get((commitment.pk, member.unit_id)), now)
            for member in wanted
        ]
    return rows


def successors(version_ids: Iterable[int]) -> dict[tuple[int, int], int]:
    """(version, unit that signed) → the unit that has taken over its signature and its commitments in a merge."""
    bound = Signature.objects.in_force().filter(version_id__in=list(version_ids)).exclude(stands_for=None)
    return {(row[0], row[1]): row[2] for row in bound.values_list("version_id", "unit_id", "stands_for_id")}


def units_that_signed(cluster_year_id: int, unit_ids: Iterable[int]) -> set[int]:
    """Those of the units whose signature stands: they do not leave the cluster of that year."""
    found = Signature.objects.in_force().filter(
        version__pledge__cluster_year_id=cluster_year_id, unit_id__in=list(unit_ids)
    )
    return set(found.order_by().values_list("unit_id", flat=True))
