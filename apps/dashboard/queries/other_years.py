"""Work of another year than the one shown: a year is closed while the next one is under way already."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from apps.clusters.models import ClusterYear, Member
from apps.core.actor import Actor
from apps.dashboard.papers.kinds import left_out
from apps.obligations.models import Duty, Obligation
from apps.periods.enums import YearState


class OtherYear(NamedTuple):
    """A year at work and how much is still to be done in it."""

    year: int
    count: int


def known(rows: Iterable[tuple], years: Collection[int]) -> tuple[OtherYear, ...]:
    """The newest year first: those that the person may choose, without the steps that a year leaves out."""
    found: Counter[int] = Counter()
    for year, code, stages_off, count in rows:
        if year in years and not left_out(code, stages_off):
            found[year] += count
    return tuple(OtherYear(year, found[year]) for year in sorted(found, reverse=True))


def of_unit(unit_id: int, shown: int, today: date) -> QuerySet:
    """What a unit still owes in other years, whoever asked for it."""
    return _counted(_duties(shown, today).filter(Exists(_open().filter(unit=unit_id))))


def of_clusters(actor: Actor, shown: int, today: date) -> QuerySet:
    """Duties of other years that somebody still owes in a cluster which the actor leads."""
    led = actor.cluster_year_ids()
    members = Member.objects.standing().filter(
        cluster_year__in=led, year=OuterRef(OuterRef("year")), unit=OuterRef("unit")
    )
    owed = _open().filter(Exists(members.order_by()))
    years = ClusterYear.objects.filter(pk__in=led).order_by().values("year")
    return _counted(_duties(shown, today).filter(Exists(owed), year__in=years, asked_by=None))


def of_organiser(organiser_id: int, shown: int, today: date) -> QuerySet:
    """Duties of the body's other years that somebody still owes."""
    return _counted(_duties(shown, today).filter(Exists(_open()), year__organiser=organiser_id, asked_by=None))


def _duties(shown: int, today: date) -> QuerySet:
    """Of other years at work, as far as they are open."""
    opened = Q(opens_on=None) | Q(opens_on__lte=today)
    at_work = Duty.objects.filter(opened, year__state__in=[YearState.OPEN, YearState.CLOSING])
    return at_work.exclude(year__year=shown).order_by()


def _open() -> QuerySet:
    return Obligation.objects.open().filter(duty=OuterRef("pk")).order_by()


def _counted(duties: QuerySet) -> QuerySet:
    """Rows (year, code, stages that the year leaves out, how many duties)."""
    names = ("year__year", "code", "year__stages_off")
    return duties.values(*names).annotate(n=Count("pk", distinct=True)).values_list(*names, "n")
