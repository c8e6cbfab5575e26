"""Questions about the registry: timelines through successions and transfers, numbers, streaks."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db import connection
from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from apps.catalog.enums import Subject
from apps.core.actor import Actor
from apps.registry.models import Award, GrantDocument, Reliance
from apps.units.enums import Role
from apps.units.models.people_scope import ROLES, reach_of

# Each unit with those whose achievements count for it: itself and what led to it, where the decision says so.
COUNTED = """
WITH RECURSIVE line(last, id) AS (
    SELECT u, u FROM unnest(%s::bigint[]) AS u
    UNION
    SELECT l.last, p.predecessor_id
    FROM line l
    JOIN units_successionpair p ON p.successor_id = l.id
    JOIN units_unitsuccession s ON s.id = p.succession_id AND s.counts_achievements
)
SELECT last, id FROM line
"""


def counted_units(unit_ids: Iterable[int]) -> dict[int, set[int]]:
    """For each unit the units whose achievements count for it, itself included; one query."""
    found: dict[int, set[int]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, [list(unit_ids)])
        for last, pk in cursor.fetchall():
            found[last].add(pk)
    return found


def with_counts(grants: QuerySet[GrantDocument]) -> QuerySet[GrantDocument]:
    """Decisions with ``collectives`` and ``individuals`` in their list: counted for the rows of a page only."""

    def of(subject: str):
        rows = Award.objects.filter(grant=OuterRef("pk"), subject=subject).order_by().values("grant")
        return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0)

    return grants.annotate(collectives=of(Subject.COLLECTIVE), individuals=of(Subject.INDIVIDUAL))


def visible_numbers(grant_ids: Iterable[int], actor: Actor) -> dict[int, int]:
    """Decision id → awards of it that the actor may open; one query."""
    rows = Award.objects.visible_to(actor).filter(grant_id__in=list(grant_ids)).order_by()
    return dict(rows.values_list("grant_id").annotate(n=Count("pk")))


def openable(awards: Iterable[Award], actor: Actor) -> set[int]:
    """Ids of those awards that the actor may open; one query, none for somebody who may open all."""
    ids = [award.pk for award in awards]
    if reach_of(actor, *ROLES).everybody:
        return set(ids)
    return set(Award.objects.visible_to(actor).filter(pk__in=ids).order_by().values_list("pk", flat=True))


@dataclass(frozen=True)
class Totals:
    """Recipients of many decisions."""

    collectives: int
    individuals: int


def totals(grants: QuerySet[GrantDocument]) -> Totals:
    """Sums over decisions; one query."""
    found = Award.objects.filter(grant__in=grants.order_by().values("pk")).aggregate(
        collectives=Count("pk", filter=Q(subject=Subject.COLLECTIVE)),
        individuals=Count("pk", filter=Q(subject=Subject.INDIVIDUAL)),
    )
    return Totals(found["collectives"], found["individuals"])


def several_in_year(awards: Iterable[Award]) -> dict[int, int]:
    """Award id → number of awards of the same person or collective decided in the same year, where there are several.

    One query for a page of awards.
    """
    awards = list(awards)
    people = {award.person_id for award in awards if award.person_id}
    units = {award.unit_id for award in awards if award.unit_id and award.subject == Subject.COLLECTIVE}
    years = {award.granted_on.year for award in awards}
    rows = (
        Award.objects.held()
        .filter(granted_on__year__in=years)
        .filter(Q(person_id__in=people) | Q(unit_id__in=units, subject=Subject.COLLECTIVE))
        .order_by()
        .values_list("subject", "person_id", "unit_id", "granted_on__year")
        .annotate(n=Count("pk"))
    )
    counts: dict[tuple, int] = defaultdict(int)
    for subject, person_id, unit_id, year, n in rows:
        counts[subject, person_id if subject == Subject.INDIVIDUAL else unit_id, year] += n
    found = {}
    for award in awards:
        owner = award.person_id if award.subject == Subject.INDIVIDUAL else award.unit_id
        n = counts.get((award.subject, owner, award.granted_on.year), 0) if owner else 0
        if n > 1:
            found[award.pk] = n
    return found


def awards_of_person(person_id: int) -> QuerySet[Award]:
    """Everything a person received, wherever they served; newest first."""
    return Award.objects.filter(person_id=person_id).for_rows()


def awards_of_unit(unit_id: int) -> QuerySet[Award]:
    """Everything the collective and those before it received, achievements counted or not; newest first."""
    return Award.objects.filter(unit_id__in=line_of(unit_id), subject=Subject.COLLECTIVE).for_rows()


def line_of(unit_id: int) -> set[int]:
    """The unit and those before it."""
    from apps.units.history_queries import predecessor_ids

    return {unit_id, *predecessor_ids(unit_id)}


@dataclass
class Streak:
    """Years of one award of somebody: ``years`` held, ``current``: how many in a row up to the last one."""

    award: str
    years: list[int] = field(default_factory=list)

    @property
    def current(self) -> int:
        run = 0
        for year in range(self.years[-1], self.years[0] - 1, -1):
            if year not in self.years:
                break
            run += 1
        return run


def streaks(awards: QuerySet[Award]) -> list[Streak]:
    """Titles by year, in the order of the law; only what is held and stands for a year. One query."""
    found: dict[int, Streak] = {}
    rows = awards.held().exclude(year=None).order_by("award_type__order", "award_type_id", "year")
    for award_type_id, name, year in rows.values_list("award_type_id", "award_type__name", "year").distinct():
        found.setdefault(award_type_id, Streak(name)).years.append(year)
    return list(found.values())


def open_flags(award_ids: Iterable[int]) -> dict[int, list[Reliance]]:
    """Flags that wait to be looked at, by award; one query."""
    found: dict[int, list[Reliance]] = defaultdict(list)
    rows = Reliance.objects.flagged().filter(award_id__in=award_ids)
    for row in rows.select_related("basis__award_type", "basis__grant__document"):
        found[row.award_id].append(row)
    return found


def to_review(actor: Actor) -> QuerySet[Award]:
    """Awards that hold and whose basis fell, of decisions kept within the reach of a standing office or auditor, as
    rows with ``open_flags``.
    """
    reach = reach_of(actor, Role.STANDING_OFFICE, Role.AUDITOR)
    rows = Award.objects.held().filter(reach.condition("grant__keeper__path"))
    rows = rows.filter(pk__in=Reliance.objects.flagged().order_by().values("award_id"))
    flags = Prefetch("bases", Reliance.objects.flagged().order_by("pk"), to_attr="open_flags")
    return rows.for_rows().prefetch_related(flags)


def public_awards(on: date) -> QuerySet[Award]:
    """What anybody may read: recipient, post, unit, award and decision of published lists."""
    return Award.objects.published(on).for_rows()
