"""Totals of one template: sums of amounts, ratios of sums for rates, and openly what is missing.

One Aggregation is a fixed number of queries, however many units there are.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Exists, F, OuterRef, Q, Sum, Value, Window
from django.db.models.functions import Concat, RowNumber

from apps.clusters.models import ClusterYear, Member
from apps.obligations.models import Obligation
from apps.periodic_reports.enums import SENT, ItemKind
from apps.periodic_reports.models import PeriodicReport, ReportLine, ReportTemplate, TemplateItem
from apps.periodic_reports.models.line import percent

MOST_NAMED = 50
WAS_SENT = Q(state__in=SENT)


@dataclass(frozen=True)
class Gap:
    """A unit whose report is not counted: days late now, and the state of its report."""

    report: PeriodicReport
    days_late: int

    @property
    def name(self) -> str:
        return self.report.unit_name


@dataclass(frozen=True)
class Late:
    """A unit that has sent, but after its date: this stays on record."""

    name: str
    days_late: int


@dataclass
class Total:
    """One line added up. ``value`` is the sum, or for a rate the ratio of the sums in percent (None: nothing there).

    ``units``: how many gave a figure; ``lacking``: names of units that sent the report without this figure,
    ``unnamed``: how many more there are.
    """

    item: TemplateItem
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    amount: Decimal | None = None
    units: int = 0
    estimates: int = 0
    nothing: int = 0
    lacking: list[str] = field(default_factory=list)
    unnamed: int = 0

    @property
    def value(self) -> Decimal | None:
        return percent(self.numerator, self.denominator) if self.item.is_rate else self.amount

    @property
    def has_estimates(self) -> bool:
        return self.estimates > 0


@dataclass
class Aggregation:
    """The totals of a template over some units."""

    template: ReportTemplate
    totals: list[Total]
    asked: int
    sent: int
    gaps: list[Gap]
    late: list[Late]
    overdue_count: int = 0  # units that are late now, named or not
    late_unnamed: int = 0

    @property
    def overdue(self) -> list[Gap]:
        """Named units that are late now."""
        return [gap for gap in self.gaps if gap.days_late]

    @property
    def missing(self) -> int:
        return self.asked - self.sent

    @property
    def is_complete(self) -> bool:
        return self.missing == 0

    @property
    def unnamed(self) -> int:
        """Units that are missing beyond those named."""
        return self.missing - len(self.gaps)


def reports_in(template: ReportTemplate, cluster_year_id: int | None = None):
    """The reports that a total is about: all of the template, or those of the members of one ClusterYear."""
    reports = PeriodicReport.objects.filter(template=template)
    if cluster_year_id is None:
        return reports
    members = Member.objects.standing().filter(cluster_year_id=cluster_year_id)
    return reports.filter(unit_id__in=members.values("unit_id"))


def aggregate(
    template: ReportTemplate,
    now: datetime,
    cluster_year_id: int | None = None,
    *,
    counted: Iterable[int] | None = None,
) -> Aggregation:
    """Counts, gaps and totals; eight queries at most. ``counted``: only these reports count as sent."""
    reports = reports_in(template, cluster_year_id)
    was_sent = WAS_SENT if counted is None else Q(pk__in=list(counted))
    expected = still_owing(reports, was_sent)
    counts = expected.aggregate(asked=Count("pk"), sent=Count("pk", filter=was_sent))
    gaps = _gaps(template, expected.exclude(was_sent), now)
    late, late_unnamed = _late(template, reports, now)
    return Aggregation(
        template=template,
        totals=totals(template, reports.filter(was_sent), counts["sent"]),
        asked=counts["asked"],
        sent=counts["sent"],
        gaps=gaps,
        late=late,
        overdue_count=_overdue_count(template, expected.exclude(was_sent), gaps, now),
        late_unnamed=late_unnamed,
    )


def still_owing(reports, was_sent: Q = WAS_SENT):
    """Without those that were not sent and are owed no more (waived, taken over by a successor)."""
    waived = Obligation.objects.filter(
        duty__year_id=OuterRef("template__year_id"),
        duty__code=Concat(Value("report:"), OuterRef("template__code")),
        unit_id=OuterRef("unit_id"),
        waived_at__isnull=False,
    )
    return reports.filter(was_sent | ~Exists(waived))


def sums(reports, items: Iterable[TemplateItem]):
    """Rows (item, sums, counts) of the versions that these reports sent last; one query. ``items``: those of their
    template, by which the database finds their lines among those of all templates.
    """
    versions = reports.order_by().values("sent_version_id")
    both = Q(numerator__isnull=False, denominator__isnull=False)
    figure = Q(amount__isnull=False) | both
    return (
        ReportLine.objects.filter(report_version_id__in=versions, item_id__any_of=[item.pk for item in items])
        .order_by()
        .values("item_id")
        .annotate(
            amounts=Sum("amount"),
            numerators=Sum("numerator", filter=both),
            denominators=Sum("denominator", filter=both),
            units=Count("pk", filter=figure),
            estimates=Count("pk", filter=figure & Q(is_estimate=True)),
            nothing=Count("pk", filter=Q(nothing_arose=True)),
            texts=Count("pk", filter=~Q(text="")),
        )
        .values_list("item_id", "amounts", "numerators", "denominators", "units", "estimates", "nothing", "texts")
    )


def totals(template: ReportTemplate, reports, sent: int) -> list[Total]:
    """One Total per line of the template, in printed order; three queries. ``reports``: those counted, ``sent``
    of them.
    """
    items = list(template.items.order_by("position", "pk"))
    found = {row[0]: row[1:] for row in sums(reports, items)}
    # Figures and "Không phát sinh" together make up all reports where nothing lacks: the names are not asked for then.
    lacks = any(not item.is_text and sum(found.get(item.pk, (0,) * 7)[3:6:2]) < sent for item in items)
    lacking, lack = _lacking(reports) if lacks else ({}, {})
    answer = []
    for item in items:
        names = lacking.get(item.pk, [])
        total = Total(item, lacking=names, unnamed=lack.get(item.pk, 0) - len(names))
        if item.pk in found:
            amount, numerator, denominator, units, estimates, nothing, texts = found[item.pk]
            total.amount, total.numerator, total.denominator = amount, numerator, denominator
            total.units, total.estimates, total.nothing = texts if item.is_text else units, estimates, nothing
        answer.append(total)
    return answer


def _lacking(reports) -> tuple[dict[int, list[str]], dict[int, int]]:
    """Units by line that sent the report but left this figure empty: at most MOST_NAMED names of each, and how many."""
    versions = reports.order_by().values("sent_version_id")
    empty = Q(item__kind=ItemKind.AMOUNT, amount=None)
    empty |= Q(item__kind=ItemKind.RATE) & (Q(numerator=None) | Q(denominator=None))
    lines = ReportLine.objects.filter(empty, report_version_id__in=versions, nothing_arose=False)
    order = ("report_version__report__order", "pk")
    lines = lines.annotate(
        place=Window(RowNumber(), partition_by="item_id", order_by=order),
        lack=Window(Count("pk"), partition_by="item_id"),
    ).filter(place__lte=MOST_NAMED)
    named: dict[int, list[str]] = {}
    counts: dict[int, int] = {}
    rows = lines.order_by(*order).values_list("item_id", "lack", "report_version__report__unit_name")
    for item_id, lack, name in rows:
        named.setdefault(item_id, []).append(name)
        counts[item_id] = lack
    return named, counts


def _gaps(template: ReportTemplate, reports, now: datetime) -> list[Gap]:
    """The first of the units that have not sent (or got their report back), in protocol order; two queries."""
    missing = list(reports.order_by("order", "pk")[:MOST_NAMED])
    owed = _obligations(template, [report.unit_id for report in missing])
    found = []
    for report in missing:
        each = owed.get(report.unit_id)
        # A report that was sent once and came back is not late again.
        late = each.days_late(now) if each and not each.first_fulfilled_at else 0
        found.append(Gap(report, late))
    return found


def _overdue_count(template: ReportTemplate, missing, gaps: list[Gap], now: datetime) -> int:
    """How many units are late now; one query where not all of them are named."""
    if len(gaps) < MOST_NAMED:
        return sum(1 for gap in gaps if gap.days_late)
    late = Obligation.objects.with_lateness(now).filter(
        duty__year_id=template.year_id, duty__code=template.duty_code, first_fulfilled_at=None, late_days__gt=0
    )
    return late.filter(unit_id__in=missing.order_by().values("unit_id")).count()


def _late(template: ReportTemplate, reports, now: datetime) -> tuple[list[Late], int]:
    """Units that sent after their date, and how many more there are; one query (lateness stays for good)."""
    late = Obligation.objects.with_lateness(now).filter(
        duty__year_id=template.year_id,
        duty__code=template.duty_code,
        first_fulfilled_at__isnull=False,
        late_days__gt=0,
        unit_id__in=reports.order_by().values("unit_id"),
    )
    late = late.annotate(all_late=Window(Count("pk"))).select_related("duty", "unit")
    rows = list(late.order_by("unit__protocol_order", "unit_id")[:MOST_NAMED])
    named = [Late(each.unit.name, each.days_late(now)) for each in rows]
    return named, rows[0].all_late - len(named) if rows else 0


def _obligations(template: ReportTemplate, unit_ids: Iterable[int]) -> dict[int, Obligation]:
    owed = Obligation.objects.filter(
        duty__year_id=template.year_id, duty__code=template.duty_code, unit_id__in=list(unit_ids)
    )
    return {each.unit_id: each for each in owed.select_related("duty")}


@dataclass(frozen=True)
class ClusterCount:
    """How far one ClusterYear is with a template."""

    cluster_year: ClusterYear
    asked: int
    sent: int


def by_cluster(template: ReportTemplate) -> list[ClusterCount]:
    """Clusters of the year with units that owe the report; two queries."""
    reports = still_owing(PeriodicReport.objects.filter(template=template))
    reports = reports.filter(unit__memberships__year_id=template.year_id, unit__memberships__left_on=None)
    rows = (
        reports.order_by()
        .values(cluster_year_id=F("unit__memberships__cluster_year_id"))
        .annotate(asked=Count("pk"), sent=Count("pk", filter=Q(state__in=SENT)))
    )
    counts = {row["cluster_year_id"]: row for row in rows}
    years = ClusterYear.objects.filter(pk__in=counts).for_list().order_by("cluster__code")
    return [ClusterCount(each, counts[each.pk]["asked"], counts[each.pk]["sent"]) for each in years]


def counts_of(template_ids: Iterable[int], cluster_year_ids: Iterable[int] | None = None) -> dict[int, dict]:
    """asked, sent by template; one query. ``cluster_year_ids``: members of these only, in their
    year: a head of last year's cluster is told nothing of this year's reports.
    """
    return {row["template_id"]: row for row in counting(list(template_ids), cluster_year_ids)}


def counting(template_ids, cluster_year_ids: Iterable[int] | None = None):
    """Rows of template_id, asked, sent; ``template_ids``: a list or a queryset of them."""
    reports = still_owing(PeriodicReport.objects.filter(template_id__in=template_ids))
    if cluster_year_ids is not None:
        members = Member.objects.standing().filter(cluster_year_id__in=list(cluster_year_ids))
        same = members.filter(unit_id=OuterRef("unit_id"), year_id=OuterRef("template__year_id"))
        reports = reports.filter(Exists(same))
    rows = reports.order_by().values("template_id")
    return rows.annotate(asked=Count("pk"), sent=Count("pk", filter=Q(state__in=SENT)))
