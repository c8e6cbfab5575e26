"""Questions about role models: the measures of "phát hiện, nhân rộng còn chậm", and where there are none."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import (
    Aggregate,
    Count,
    DateField,
    DurationField,
    ExpressionWrapper,
    F,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce

from apps.core.actor import Actor
from apps.core.text import clean, fold
from apps.movements.models import RoleModel, SpreadAction
from apps.movements.role_model_enums import ModelStep
from apps.registry.models import Award
from apps.units.models import Person, Posting, Unit

SUGGESTION = ExpressionWrapper(F("suggested_on") - F("deed_on"), DurationField())
RECOGNITION = ExpressionWrapper(F("recognised_on") - F("deed_on"), DurationField())


class Median(Aggregate):
    """The middle of the values; of an even number the mean of the two in the middle. Empty ones do not count."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"


def days(value: timedelta | None) -> float | None:
    return None if value is None else value / timedelta(days=1)


@dataclass(frozen=True)
class Measures:
    """Figures of a list: how many, how quick, how far they were told. Medians in days, None where there is nothing."""

    count: int
    recognised: int
    waiting: int
    days_to_suggestion: float | None
    days_to_recognition: float | None
    spread_actions: int


def measures(role_models: QuerySet) -> Measures:
    """Of the rows of a list that are still followed; two queries. ``waiting``: suggested, nothing done yet."""
    rows = role_models.followed().order_by()
    found = rows.aggregate(
        count=Count("pk"),
        recognised=Count("pk", filter=Q(recognised_on__isnull=False)),
        waiting=Count("pk", filter=Q(step=ModelStep.FOUND)),
        suggestion=Median(SUGGESTION),
        recognition=Median(RECOGNITION),
    )
    told = SpreadAction.objects.filter(role_model__in=rows.values("pk")).count()
    return Measures(
        found["count"],
        found["recognised"],
        found["waiting"],
        days(found["suggestion"]),
        days(found["recognition"]),
        told,
    )


def with_spread_count(role_models: QuerySet) -> QuerySet:
    """Each row carries ``spread_count``."""
    told = SpreadAction.objects.filter(role_model=OuterRef("pk")).order_by().values("role_model")
    return role_models.annotate(
        spread_count=Coalesce(Subquery(told.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)
    )


def units_with_measures(units: QuerySet, year: int) -> QuerySet:
    """Units with ``suggested``, ``recognised``, ``waiting``, ``told``, ``last_on`` of a year and both medians; those
    without any role model come first. Of what was suggested in the year and is still followed.
    """
    own = RoleModel.objects.followed().filter(unit=OuterRef("pk"), suggested_on__year=year).order_by().values("unit")
    told = SpreadAction.objects.filter(role_model__unit=OuterRef("pk"), on__year=year).order_by()

    def count(**condition):
        rows = own.filter(**condition).annotate(n=Count("pk")).values("n")
        return Coalesce(Subquery(rows, output_field=IntegerField()), 0)

    def median(expression):
        return Subquery(own.annotate(middle=Median(expression)).values("middle"), output_field=DurationField())

    return units.annotate(
        suggested=count(),
        recognised=count(recognised_on__isnull=False),
        waiting=count(step=ModelStep.FOUND),
        told=Coalesce(
            Subquery(told.values("role_model__unit").annotate(n=Count("pk")).values("n"), output_field=IntegerField()),
            0,
        ),
        last_on=Subquery(own.annotate(last=Max("suggested_on")).values("last"), output_field=DateField()),
        suggestion_days=median(SUGGESTION),
        recognition_days=median(RECOGNITION),
    )


def names_on_roll(unit: Unit, on: date, most: int = 300) -> list[str]:
    """Names of the people of a unit on a day, to be picked while typing; one query."""
    people = Posting.objects.valid_on(on).filter(unit=unit).order_by("person__name_sort_key")
    return list(dict.fromkeys(people.values_list("person__full_name", flat=True)[:most]))


def person_meant(name: str, unit: Unit, on: date) -> Person | None:
    """The one person of the unit, or below it, of this name; None when nobody or several bear it."""
    postings = Posting.objects.valid_on(on).filter(unit__path__startswith=unit.path).order_by()
    found = Person.objects.filter(folded_name=fold(clean(name)), merged_into=None, pk__in=postings.values("person_id"))
    people = list(found[:2])
    return people[0] if len(people) == 1 else None


def citable_awards(role_model: RoleModel, actor: Actor) -> QuerySet:
    """Awards that fit, seen by the actor."""
    awards = fitting_awards(role_model, Award.objects.visible_to(actor))
    return awards.select_related("award_type", "grant__document", "unit").order_by("-granted_on", "-pk")


def fitting_awards(role_model: RoleModel, awards: QuerySet) -> QuerySet:
    """Awards in force of the same person, or of the unit of a collective, decided since the deed."""
    awards = awards.held().filter(granted_on__gte=role_model.deed_on)
    if role_model.person_id:
        awards = awards.filter(person_id=role_model.person_id)
    else:
        path = role_model.unit.path
        kind = {"person": "individual"}.get(role_model.subject, "collective")
        awards = awards.filter(subject=kind, unit__path__startswith=path)
    return awards
