"""Units × four ticks: counts and lists, all in the database."""

from dataclasses import dataclass

from django.db.models import CharField, Count, Exists, F, IntegerField, OuterRef, Prefetch, Q, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat

from apps.movements.enums import LIVE, ReviewState, Tick
from apps.movements.models import Content, Movement, Participation, YearConfirmation
from apps.obligations.models import Obligation

# Duties to confirm: of all movements of a year together, and of one that was launched afterwards.
LAUNCH = "movement_launch"
OWN_LAUNCH = f"{LAUNCH}:"

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
    """Participations of a unit in movements that are live and run in the year, with what it said of that year
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
    return Movement.objects.live_in(year).filter(state__in=LIVE).order_by().values("pk")


def live_of_organiser(year):
    """Movements of an emulation year's organiser that run in it and are not concluded."""
    return _live(year.year).filter(organiser_id=year.organiser_id)


def owing(participations, year: int):
    """Those that have not both launched and answered for the year."""
    answered = YearConfirmation.objects.filter(participation=OuterRef("pk"), year=year)
    return participations.filter(Q(launched_on=None) | ~Exists(answered))


def _asked_alone(year):
    """Whether the unit of a participation owes the confirmation of its movement by a duty of its own."""
    code = Concat(Value(OWN_LAUNCH), Cast(OuterRef("movement_id"), CharField()))
    return Exists(Obligation.objects.filter(duty__year=year, duty__code=code, unit=OuterRef("unit")).order_by())


def asked_together(participations, year):
    """Without those whose unit owes the confirmation of the movement by a duty of its own."""
    return participations.exclude(_asked_alone(year))


def owing_shared(participations, year):
    """Those that the yearly duty of an emulation year still waits for."""
    return asked_together(owing(participations, year.year), year)


def review_counts(reviews) -> tuple[int, int]:
    """How many reports have been sent, of how many; one query."""
    sent = Q(state__in=[ReviewState.SUBMITTED, ReviewState.ACCEPTED])
    sums = reviews.order_by().aggregate(total=Count("pk"), sent=Count("pk", filter=sent))
    return sums["sent"], sums["total"]


def standing_of_units(year, unit_ids):
    """Rows of unit_id; live: movements of the yearly duty that run; launched of these; said: answered for the year."""
    rows = Participation.objects.standing().filter(unit_id__in=list(unit_ids), movement__in=live_of_organiser(year))
    rows = asked_together(rows, year)
    return (
        rows.with_programme(year.year)
        .order_by()
        .values("unit_id")
        .annotate(
            live=Count("pk"),
            launched=Count("pk", filter=Q(launched_on__isnull=False)),
            said=Count("pk", filter=Q(answered=True)),
        )
    )


def standing_alone(year, movement_ids, unit_ids):
    """Participations in live movements with a duty of their own; ``answered`` tells whether for the year."""
    rows = Participation.objects.standing().filter(
        unit_id__in=list(unit_ids), movement__in=list(movement_ids), movement__state__in=LIVE
    )
    return rows.with_programme(year.year).order_by("pk")
