"""What came of a movement: activities, figures added up, role models, of the units that the reader sees."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Max, Q, Sum

from apps.core.actor import Actor
from apps.core.numbers import format_decimal
from apps.movements.models import ActivityEntry, ActivityFigure, Movement, Participation, RoleModel
from apps.results.enums import Measure, Period, Standing
from apps.results.figures import exact, percent_of, shown, with_mark
from apps.results.models import Indicator, ResultEntry

NEWEST = 5
MOST_FIGURES = 12


@dataclass(frozen=True)
class FigureSum:
    """One figure of the activities over all units, as they named it: Hộ nghèo được giúp đỡ, 120 hộ, 14 đơn vị."""

    label: str
    measure: str
    value: Decimal
    units: int
    illustrative: bool

    @property
    def words(self) -> str:
        return f"{format_decimal(self.value.normalize())} {self.measure}".rstrip()


@dataclass(frozen=True)
class Aim:
    """One measurable aim over the units together: which content, what measures it, "2022: 80,00%" of each year."""

    number: str
    indicator: Indicator
    years: tuple[tuple[int, str], ...]
    illustrative: bool


@dataclass(frozen=True)
class Outcome:
    """``entries`` by ``units`` up to ``last_on``; ``figures``: those that most units gave; ``newest`` of both lists."""

    entries: int
    units: int
    last_on: date | None
    figures: Sequence[FigureSum]
    newest: Sequence[ActivityEntry]
    role_models: int
    newest_models: Sequence[RoleModel]
    aims: Sequence[Aim]


def outcome(movement: Movement, actor: Actor) -> Outcome:
    """Over all years of the movement; eight queries, whatever there is."""
    seen = Participation.objects.visible_to(actor).filter(movement=movement).order_by()
    done = ActivityEntry.objects.filter(participation__in=seen.values("pk"))
    sums = done.order_by().aggregate(n=Count("pk"), units=Count("participation", distinct=True), last=Max("on"))
    models = RoleModel.objects.visible_to(actor).followed().filter(movement=movement)
    return Outcome(
        entries=sums["n"],
        units=sums["units"],
        last_on=sums["last"],
        figures=_figures(done),
        newest=list(done.select_related("participation").order_by("-on", "-pk")[:NEWEST]),
        role_models=models.count(),
        newest_models=list(models.for_list().order_by("-suggested_on", "-pk")[:NEWEST]),
        aims=_aims(movement, seen.values("unit"), actor),
    )


def _aims(movement: Movement, unit_ids, actor: Actor) -> list[Aim]:
    """Rates only, Σ done ÷ Σ whole: of an amount nobody can say here whether it may be added up."""
    asked = [
        (content.number, code)
        for content in movement.contents.exclude(indicator_code="")
        for code in content.indicator_codes
    ]
    if not asked:
        return []
    rows = (
        ResultEntry.objects.visible_to(actor)
        .filter(
            unit__in=unit_ids,
            year__range=(movement.starts_on.year, movement.ends_on.year),
            period=Period.YEAR,
            indicator__code__in={code for _number, code in asked},
            indicator__measure=Measure.RATE,
            denominator__gt=0,
        )
        .order_by()
        .values("indicator__code", "year")
        .annotate(
            done=Sum("numerator"),
            whole=Sum("denominator"),
            estimates=Count("pk", filter=Q(standing=Standing.ESTIMATE)),
            invented=Count("pk", filter=Q(illustrative=True)),
        )
        .order_by("year")
    )
    by_code: dict[str, list[dict]] = {}
    for row in rows:
        by_code.setdefault(row["indicator__code"], []).append(row)
    known = Indicator.objects.in_bulk(by_code, field_name="code")
    return [
        Aim(
            number,
            known[code],
            tuple((row["year"], _rate(row, known[code])) for row in by_code[code]),
            illustrative=any(row["invented"] for row in by_code[code]),
        )
        for number, code in asked
        if code in by_code
    ]


def _rate(row: dict, indicator: Indicator) -> str:
    together = shown(percent_of(exact(row["done"]), exact(row["whole"])), indicator)
    return with_mark(together, is_estimate=bool(row["estimates"]))


def _figures(done) -> list[FigureSum]:
    rows = (
        ActivityFigure.objects.filter(entry__in=done.order_by().values("pk"))
        .order_by()
        .values("label", "measure")
        .annotate(
            total=Sum("value"),
            units=Count("entry__participation", distinct=True),
            invented=Count("pk", filter=Q(entry__illustrative=True)),
        )
        .order_by("-units", "-total", "label")
    )
    return [
        FigureSum(row["label"], row["measure"], row["total"], row["units"], illustrative=bool(row["invented"]))
        for row in rows[:MOST_FIGURES]
    ]
