"""Commitments as each unit owes them: one row for each commitment of a version in force and member that owes it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce, TruncDate

from apps.clusters.models import Member
from apps.clusters.ordering import by_line
from apps.core.dates import local
from apps.pledges.enums import PledgeState
from apps.pledges.models import Commitment, CommitmentProgress, Pledge, Signature
from apps.units.models import SuccessionPair

YEAR = "version__pledge__cluster_year"
MEMBERS = f"{YEAR}__members"
OPEN, OVERDUE, DONE = "open", "overdue", "done"


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
        """Days until the date; negative when it has passed; None when done or without a date.

        Counted up to the day on which the pledge was closed: what was not done by then does not grow later and later.
        """
        if self.progress or not self.commitment.due_on:
            return None
        pledge = self.commitment.version.pledge
        until = pledge.closed_at if pledge.state == PledgeState.CLOSED else self.now
        return (self.commitment.due_on - local(until).date()).days

    @property
    def is_overdue(self) -> bool:
        return (self.days_left or 0) < 0

    @property
    def days_late(self) -> int:
        if not self.progress or not self.commitment.due_on:
            return 0
        return max(0, (self.progress.done_on - self.commitment.due_on).days)


def owed_commitments(pledges: QuerySet[Pledge], unit_ids: Iterable[int] | None = None) -> QuerySet[Commitment]:
    """Rows (commitment, member) in protocol order; ``unit_ids``: only theirs.

    ``owner_id``, ``owner_name``: the member. ``progress_id``, ``done_on``, ``done_note``: what was told of it, by the
    member or, after a merge, by its predecessors.
    """
    wanted = Q(version__pledge__line="") | Q(version__pledge__line=F(f"{MEMBERS}__line"))
    wanted &= Q(**{f"{MEMBERS}__pk__isnull": False, f"{MEMBERS}__left_on": None})
    if unit_ids is not None:
        wanted &= Q(**{f"{MEMBERS}__unit_id__in": list(unit_ids)})
    in_force = Commitment.objects.filter(
        version__pledge__in=pledges.order_by().values("pk"), version__pledge__in_force=F("version")
    )
    rows = in_force.filter(wanted).annotate(
        owner_id=F(f"{MEMBERS}__unit_id"),
        owner_name=F(f"{MEMBERS}__unit_name"),
        owner_search=F(f"{MEMBERS}__unit__search_text"),
        member_line=F(f"{MEMBERS}__line"),
        member_order=F(f"{MEMBERS}__order"),
    )
    rows = rows.filter(Q(unit=None) | Q(unit=F("owner_id")) | _inherited())
    told = CommitmentProgress.objects.filter(pk=OuterRef("progress_id")).values
    rows = rows.annotate(progress_id=_progress()).annotate(
        done_on=Subquery(told("done_on")[:1]), done_note=Subquery(told("note")[:1])
    )
    return rows.select_related("version__pledge__cluster_year__year", "unit").order_by(
        f"-{YEAR}__year__year", "version_id", "position", "pk", by_line("member_line"), "member_order", "owner_id"
    )


def _inherited() -> Exists:
    """Promised by a unit whose place this member has taken: bound by its signature, or unsigned and merged."""
    bound = Signature.objects.in_force().filter(
        version=OuterRef("version"), unit=OuterRef("unit"), stands_for=OuterRef("owner_id")
    )
    merged = SuccessionPair.objects.filter(
        predecessor=OuterRef("unit"),
        successor=OuterRef("owner_id"),
        succession__effective_on__gte=OuterRef(f"{YEAR}__year__starts_on"),
    )
    there = Member.objects.standing().filter(cluster_year=OuterRef(YEAR), unit=OuterRef("unit"))
    return Exists(bound) | (Exists(merged) & ~Exists(there))


def _progress() -> Coalesce:
    """Own word first; else that of the unit that is named; else, where this unit signed by predecessors alone, theirs
    once all of them have done it.
    """
    told = CommitmentProgress.objects.filter(commitment=OuterRef("pk")).order_by("-done_on", "-pk")
    signed = Signature.objects.in_force().filter(version=OuterRef("version"))
    before = signed.filter(stands_for=OuterRef("owner_id"))
    done = CommitmentProgress.objects.filter(commitment=OuterRef(OuterRef("pk")), unit=OuterRef("unit"))
    of_predecessors = told.filter(
        unit__in=Signature.objects.in_force()
        .filter(version=OuterRef(OuterRef("version")), stands_for=OuterRef(OuterRef("owner_id")))
        .values("unit")
    )
    all_done = (
        Q(unit=None)
        & Exists(before)
        & ~Exists(before.filter(~Exists(done)))
        & ~Exists(signed.filter(unit=OuterRef("owner_id")))
    )
    return Coalesce(
        Subquery(told.filter(unit=OuterRef("owner_id")).values("pk")[:1]),
        Subquery(told.filter(unit=OuterRef("unit")).values("pk")[:1]),
        Case(When(all_done, then=Subquery(of_predecessors.values("pk")[:1]))),
    )


def _overdue(today: date) -> Q:
    """Not done when its date had passed: by today, or by the day on which the pledge was closed."""
    closed = Q(version__pledge__state=PledgeState.CLOSED)
    passed = Q(due_on__lt=today) & (~closed | Q(due_on__lt=TruncDate("version__pledge__closed_at")))
    return Q(progress_id=None) & passed


def in_state(rows: QuerySet[Commitment], state: str, today: date) -> QuerySet[Commitment]:
    """Rows of one tab; all of them for another word."""
    if state == OPEN:
        return rows.filter(progress_id=None)
    if state == OVERDUE:
        return rows.filter(_overdue(today))
    return rows.filter(progress_id__isnull=False) if state == DONE else rows


def counts(rows: QuerySet[Commitment], today: date) -> dict[str, int]:
    """How many rows each tab has, "" for all; one query."""
    waiting = Q(progress_id=None)
    found = rows.order_by().aggregate(
        every=Count("pk"),
        waiting=Count("pk", filter=waiting),
        overdue=Count("pk", filter=_overdue(today)),
    )
    every, waiting = found["every"], found["waiting"]
    return {"": every, OPEN: waiting, OVERDUE: found["overdue"], DONE: every - waiting}


def promise(row: Commitment, now: datetime) -> Promise:
    """One row of ``owed_commitments``."""
    told = None
    if row.progress_id:
        told = CommitmentProgress(
            pk=row.progress_id, commitment_id=row.pk, done_on=row.done_on, note=row.done_note or ""
        )
    return Promise(row, row.owner_id, row.owner_name, told, now)


def promises(pledges: Iterable[Pledge], now: datetime, unit_ids: Iterable[int] | None = None) -> list[Promise]:
    """All of these pledges at once; one query. For lists of people use ``owed_commitments`` and its pages."""
    found = Pledge.objects.filter(pk__in=[pledge.pk for pledge in pledges])
    return [promise(row, now) for row in owed_commitments(found, unit_ids)]
