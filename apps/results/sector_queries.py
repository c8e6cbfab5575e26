"""Targets and results of all units below a standing office, added up in the database."""

from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Count, F, Q, Sum
from django.utils.translation import gettext_lazy as _

from apps.clusters.models import ClusterYear, Member
from apps.results.enums import Better, Measure, Origin, Period, Standing
from apps.results.excess import assess, in_words
from apps.results.figures import PERCENT, exact, percent_of, shown, with_mark
from apps.results.models import Indicator, Target

MOST_MISSED = 100
RESULT = "unit__results__"


@dataclass(frozen=True)
class SectorRow:
    """One indicator over many units; ``counted`` of them have figures that add up.

    ``estimates`` of the figures are not confirmed: sums and counts that rest on them are marked.
    """

    indicator: Indicator
    assigned: int
    reported: int
    met: int
    counted: int
    estimates: int
    target: Fraction | None
    result: Fraction | None

    @property
    def words(self) -> str:
        if self.target is None or self.result is None:
            return ""
        better = self.indicator.better
        found = assess(target=self.target, result=self.result, in_points=self.indicator.in_points, better=better)
        return with_mark(in_words(found), is_estimate=self.estimates > 0)

    @property
    def kept_out(self) -> str:
        """Units whose figure is a bare percentage."""
        left = self.reported - self.counted
        return _("%(n)s đơn vị chỉ có tỷ lệ, không cộng được") % {"n": left} if left else ""


def _targets(actor, year: int):
    return Target.objects.visible_to(actor).assigned().filter(year=year, origin=Origin.SECTOR)


def with_results(targets, *conditions: Q):
    """Each target joined with its result of the whole year, if any is there and meets the conditions.

    All in one ``filter``: a second one would hold the conditions against any other result of the unit.
    """
    same = {f"{RESULT}year": F("year"), f"{RESULT}indicator": F("indicator"), f"{RESULT}period": Period.YEAR}
    return targets.filter(*conditions, **same)


def _with_results(actor, year: int, *conditions: Q):
    return with_results(_targets(actor, year), *conditions)


def reached() -> Q:
    """Results at or above the target, below it where less is better; a rate is compared by its parts."""
    parts = Q(**{f"{RESULT}denominator__isnull": False})
    whole = F(f"{RESULT}denominator") * F("value")
    up = Q(indicator__better=Better.UP)
    by_parts = Q(up, **{f"{RESULT}numerator__gte": whole / PERCENT})
    by_parts |= Q(~up, **{f"{RESULT}numerator__lte": whole / PERCENT})
    by_value = Q(up, **{f"{RESULT}value__gte": F("value")}) | Q(~up, **{f"{RESULT}value__lte": F("value")})
    return (parts & by_parts) | (~parts & by_value)


def sector_totals(actor, year: int) -> list[SectorRow]:
    """One row for each indicator that was assigned; three queries, whatever the number of units."""
    assigned = dict(
        _targets(actor, year).order_by().values_list("indicator").annotate(n=Count("pk")).values_list("indicator", "n")
    )
    sums = {
        row["indicator"]: row
        for row in _with_results(actor, year)
        .order_by()
        .values("indicator")
        .annotate(
            reported=Count("pk"),
            estimates=Count("pk", filter=Q(**{f"{RESULT}standing": Standing.ESTIMATE})),
            met=Count("pk", filter=reached()),
            parts=Count(f"{RESULT}denominator"),
            done=Sum(f"{RESULT}numerator"),
            whole=Sum(f"{RESULT}denominator"),
            asked=Sum(F("value") * F(f"{RESULT}denominator")),
            amount=Sum(f"{RESULT}value"),
            asked_amount=Sum("value"),
        )
    }
    indicators = Indicator.objects.filter(pk__in=assigned).in_order()
    return [_row(indicator, assigned[indicator.pk], sums.get(indicator.pk)) for indicator in indicators]


def _row(indicator: Indicator, assigned: int, sums: dict | None) -> SectorRow:
    if sums is None:
        return SectorRow(indicator, assigned, 0, 0, 0, 0, None, None)
    result = target = None
    counted = sums["reported"]
    if indicator.measure == Measure.RATE:
        counted = sums["parts"]
        if whole := exact(sums["whole"]):
            result = percent_of(exact(sums["done"]), whole)
            target = exact(sums["asked"]) / whole
        elif assigned == sums["reported"] == 1:
            # The only unit has a bare percentage: nothing is added up, so it is shown as it was given.
            counted, result, target = 1, exact(sums["amount"]), exact(sums["asked_amount"])
    else:
        result, target = exact(sums["amount"]), exact(sums["asked_amount"])
    return SectorRow(indicator, assigned, sums["reported"], sums["met"], counted, sums["estimates"], target, result)


@dataclass(frozen=True)
class Missed:
    """A unit that did not reach a target."""

    target: Target
    asked: str
    result: str


def missed(actor, year: int) -> list[Missed]:
    """The first MOST_MISSED units below their target, by order of protocol; one query."""
    found = _with_results(actor, year).exclude(pk__in=_with_results(actor, year, reached()).values("pk"))
    found = found.select_related("unit", "indicator").order_by(
        "indicator__position", "unit__protocol_order", "unit__sort_key", "pk"
    )
    found = found.annotate(done=F(f"{RESULT}numerator"), whole=F(f"{RESULT}denominator"), given=F(f"{RESULT}value"))
    found = found.annotate(standing=F(f"{RESULT}standing"))[:MOST_MISSED]
    return [Missed(each, shown(exact(each.value), each.indicator), _result_text(each)) for each in found]


def _result_text(target) -> str:
    text = shown(_value(target), target.indicator)
    return with_mark(text, is_estimate=target.standing == Standing.ESTIMATE)


def _value(target) -> Fraction | None:
    if target.whole is not None:
        return percent_of(exact(target.done), exact(target.whole))
    return exact(target.given)


def is_illustrative(actor, year: int) -> bool:
    """Whether a target or a result of the page is illustrative."""
    marked = Q(**{f"{RESULT}illustrative": True})
    return _targets(actor, year).filter(illustrative=True).exists() or _with_results(actor, year, marked).exists()


def clusters_with_targets(actor, year: int):
    """ClusterYears of the year whose members were assigned targets."""
    members = Member.objects.standing().filter(unit__in=_targets(actor, year).values("unit"))
    found = ClusterYear.objects.visible_to(actor).filter(year__year=year, pk__in=members.values("cluster_year"))
    return found.for_list().order_by("name_key", "pk")
