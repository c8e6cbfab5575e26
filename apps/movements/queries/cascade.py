"""Units × four ticks: counts and lists, all in the database."""

from dataclasses import dataclass

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce

from apps.movements.enums import LIVE, ReviewState, Tick
from apps.movements.models import Content, Movement, Participation, YearConfirmation

# What is true of a participation when the tick is there; ``programmed`` comes from with_programme(year).
TICKED = {
    Tick.LAUNCHED: Q(launched_on__isnull=False),
    Tick.PLANNED: Q(planned_on__isnull=False),
    Tick.PROGRAMMED: Q(programmed=True),
    Tick.REPORTED: Q(reported_on__isnull=False),
}


@dataclass(frozen=True)
class Count4:
    """How many units there are, and how many have each tick."""

    total: int
    launched: int
    planned: int
    programmed: int
    reported: int

    def of(self, tick: str) -> int:
        return getattr(self, tick)


def counts(participations, year: int) -> Count4:
    """One query over a queryset of participations."""
    found = participations.order_by().with_programme(year)
    sums = found.aggregate(total=Count("pk"), **{f"n_{tick}": Count("pk", filter=TICKED[tick]) for tick in Tick.values})
    return Count4(sums["total"], *(sums[f"n_{tick}"] for tick in Tick.values))


def with_completeness(participations):
    """Each row carries ``applicable`` (contents without children that are its function), ``covered`` (those with a
    plan): "đã có việc làm cho 6/7 nội dung".
    """
    leaves = Content.objects.filter(movement=OuterRef("movement"), children=None).order_by().values("movement")
    mine = Content.objects.filter(children=None, marks__participation=OuterRef("pk")).order_by()
    not_ours = mine.filter(marks__not_our_function=True).values("marks__participation")
    planned = mine.filter(marks__not_our_function=False).exclude(marks__plan="").values("marks__participation")
    return participations.annotate(
        leaves=_number(leaves), not_ours=_number(not_ours), covered=_number(planned)
    ).annotate(applicable=F("leaves") - F("not_ours"))


def _number(values):
    return Coalesce(Subquery(values.annotate(n=Count("pk", distinct=True)).values("n")), 0, output_field=IntegerField())


def live_of_unit(unit_id: int, year: int):
    """Participations of a unit in movements that were launched and run in the year, with what it said of that year
    (``said``, ``said_before``); four queries, whatever there is.
    """
    found = Participation.objects.standing().filter(unit_id=unit_id, movement__in=_live(year))
    this_year = YearConfirmation.objects.filter(year=year).select_related("document")
    before = YearConfirmation.objects.filter(year__lt=year).order_by("-year")
    return (
        found.for_list()
        .select_related("launched_document", "plan_document", "report_document", "movement__decision")
        .with_programme(year)
        .prefetch_related(
            Prefetch("confirmations", queryset=this_year, to_attr="said"),
            Prefetch("confirmations", queryset=before, to_attr="said_before"),
        )
        .order_by("movement__starts_on", "movement_id")
    )


def _live(year: int):
    return Movement.objects.live_in(year).order_by().values("pk")


def owing(participations, year: int):
    """Those that have not both launched and answered for the year."""
    answered = YearConfirmation.objects.filter(participation=OuterRef("pk"), year=year)
    return participations.filter(Q(launched_on=None) | ~Exists(answered))


def review_counts(reviews) -> tuple[int, int]:
    """How many reports have been sent, of how many; one query."""
    sent = Q(state__in=[ReviewState.SUBMITTED, ReviewState.ACCEPTED])
    sums = reviews.order_by().aggregate(total=Count("pk"), sent=Count("pk", filter=sent))
    return sums["sent"], sums["total"]


def standing_of_units(year, unit_ids) -> list[tuple[int, int, int, int]]:
    """(unit, movements of the year's organiser that run, of these launched, answered for the year); one query."""
    live = Movement.objects.live_in(year.year).filter(organiser_id=year.organiser_id, state__in=LIVE)
    rows = Participation.objects.standing().filter(
        unit_id__in=list(unit_ids), movement__in=live.order_by().values("pk")
    )
    sums = (
        rows.with_programme(year.year)
        .order_by()
        .values("unit_id")
        .annotate(
            n=Count("pk"),
            launched=Count("pk", filter=Q(launched_on__isnull=False)),
            said=Count("pk", filter=Q(answered=True)),
        )
    )
    return [(row["unit_id"], row["n"], row["launched"], row["said"]) for row in sums]
