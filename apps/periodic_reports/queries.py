"""Questions about reports that screens and other apps ask; each is a fixed number of queries."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Concat
from django.urls import reverse

from apps.clusters.enums import HeadRole
from apps.clusters.models import ClusterYear, Member
from apps.clusters.queries import ids_of_heads
from apps.core.components import StatusWord
from apps.core.dates import local
from apps.core.together import Asking, answered
from apps.obligations.models import Duty, Obligation
from apps.periodic_reports.enums import ReportState
from apps.periodic_reports.models import PeriodicReport, ReportLine, ReportTemplate, ReportVersion
from apps.units.enums import Role
from apps.units.models import Unit
from apps.units.queries import ids_of_people
from apps.units.telling_queries import people_of

WORDS = {
    ReportState.SUBMITTED: StatusWord.SENT,
    ReportState.RETURNED: StatusWord.RETURNED,
    ReportState.ACCEPTED: StatusWord.RECEIVED,
}


def audience_of(template: ReportTemplate) -> list[Unit]:
    """Units that owe the report: of the template's kinds, at work on its due date, below the organiser or in one of
    its clusters of the year; in protocol order, each with ``name_then``, the organiser itself left out.
    """
    members = Member.objects.standing().filter(year_id=template.year_id).values("unit_id")
    below = Unit.objects.below([template.year.organiser.path]).order_by().values("pk")
    units = Unit.objects.filter(Q(pk__in=below) | Q(pk__in=members), kind__in=template.kinds)
    units = units.valid_on(template.due_on).exclude(pk=template.year.organiser_id)
    return list(units.with_name_on(template.due_on).in_order())


def status_word(report: PeriodicReport, *, started: bool) -> StatusWord:
    """The word of one report (glossary §4); ``started``: whether anything was saved in the open version."""
    if report.state != ReportState.DRAFT:
        return WORDS[ReportState(report.state)]
    if report.printed_at or report.sent_to_leader_at:
        return StatusWord.AWAITING_SIGNATURE
    return StatusWord.DRAFT if started else StatusWord.NOT_STARTED


def status_words(reports: Iterable[PeriodicReport]) -> dict[int, StatusWord]:
    """The word of each report by id; one query for all of them."""
    return answered(asking_words(reports))


def asking_words(reports: Iterable[PeriodicReport]) -> Asking:
    """``status_words``, for a page that asks more at the same time."""
    reports = list(reports)
    in_hand = [report.pk for report in reports if report.state == ReportState.DRAFT]
    started = set()
    if in_hand:
        begun = ReportVersion.objects.filter(report_id__in=in_hand, locked_at=None, lines__saved_at__isnull=False)
        started = set((yield begun.order_by().values_list("report_id", flat=True).distinct()))
    return {report.pk: status_word(report, started=report.pk in started) for report in reports}


def how_far(report_ids: Iterable[int]) -> dict[int, tuple[int, int]]:
    """(lines that say something, all lines) of the newest version of each report; one query."""
    newest: dict[int, tuple[int, list[ReportLine]]] = {}
    lines = ReportLine.objects.filter(report_version__report_id__in=list(report_ids))
    for line in lines.select_related("item", "report_version").order_by("report_version__number"):
        version = line.report_version
        number, found = newest.get(version.report_id, (0, []))
        if version.number != number:
            found = []
        newest[version.report_id] = (version.number, [*found, line])
    return {pk: (sum(line.is_filled for line in found), len(found)) for pk, (_number, found) in newest.items()}


def lines_of(version_id: int) -> list[ReportLine]:
    """Lines of a version in printed order, each with its item."""
    return list(
        ReportLine.objects.filter(report_version_id=version_id)
        .select_related("item", "saved_by")
        .order_by("item__position", "pk")
    )


def typed_lines(report: PeriodicReport, version: ReportVersion):
    """Lines of an open version that somebody saved in it; those copied from the version sent before do not count."""
    lines = version.lines.filter(saved_at__isnull=False)
    sent = report.sent_version
    return lines.filter(saved_at__gt=sent.locked_at) if sent else lines


def typed_by_unit(report: PeriodicReport) -> bool:
    """Whether the unit itself has begun to write: its draft is its own, nobody types for it."""
    version = report.versions.filter(locked_at=None).first()
    return version is not None and not version.entered_by_label and typed_lines(report, version).exists()


def previous_report(report: PeriodicReport) -> PeriodicReport | None:
    """The unit's newest sent report of the same kind in an earlier year of the same organiser, not always last year's.

    A template of the same code is preferred.
    """
    template = report.template
    earlier = PeriodicReport.objects.filter(
        unit_id=report.unit_id,
        sent_version__isnull=False,
        template__kind=template.kind,
        template__year__organiser_id=template.year.organiser_id,
        template__year__year__lt=template.year.year,
    ).select_related("template__year")
    found = sorted(
        earlier.order_by("-template__year__year")[:10],
        key=lambda each: (each.template.code != template.code, -each.template.ends_on.toordinal()),
    )
    return found[0] if found else None


def previous_lines(last: PeriodicReport | None) -> dict[str, ReportLine]:
    """Lines by code of a sent report; empty when there is none."""
    return {line.item.code: line for line in lines_of(last.sent_version_id)} if last else {}


def cluster_years_of(report: PeriodicReport) -> list[ClusterYear]:
    """ClusterYears in which the unit is a member in the year of the report."""
    places = ClusterYear.objects.filter(
        year_id=report.template.year_id, members__unit_id=report.unit_id, members__left_on=None
    )
    return list(places.select_related("cluster", "year"))


def receivers_of(report: PeriodicReport, now: datetime) -> set[int]:
    """Heads of the unit's clusters without the unit's own people; the organiser's standing office where none heads."""
    on = local(now).date()
    heads = set().union(*(ids_of_heads(place.pk, on) for place in cluster_years_of(report)), set())
    heads -= people_of(report, now)
    return heads or ids_of_people([report.template.year.organiser_id], [Role.STANDING_OFFICE], on)


def next_body(report: PeriodicReport) -> str:
    """Who has the report once it is sent: the head unit of its cluster, else the organiser."""
    for place in cluster_years_of(report):
        term = place.head_terms.filter(role=HeadRole.HEAD).select_related("unit", "cluster_year__cluster").last()
        if term and term.unit_id != report.unit_id:
            return f"{term.title} – {term.unit.name}"
    return report.template.year.organiser.name


def units_that_reported(cluster_year_id: int, unit_ids: Iterable[int]) -> set[int]:
    """Which of the units sent a report in the year of the ClusterYear: they do not leave it unnoticed."""
    sent = PeriodicReport.objects.filter(
        template__year__clusters=cluster_year_id, unit_id__in=list(unit_ids), sent_version__isnull=False
    )
    return set(sent.order_by().values_list("unit_id", flat=True))


def owed_for(reports: Iterable[PeriodicReport]) -> dict[int, Obligation]:
    """The obligation behind each report, by id of the report; one query."""
    wanted = {(r.template.year_id, r.template.duty_code, r.unit_id): r.pk for r in reports}
    found = Obligation.objects.filter(
        duty__year_id__in={key[0] for key in wanted},
        duty__code__in={key[1] for key in wanted},
        unit_id__in={key[2] for key in wanted},
    ).select_related("duty")
    keyed = {(each.duty.year_id, each.duty.code, each.unit_id): each for each in found}
    return {pk: keyed[key] for key, pk in wanted.items() if key in keyed}


def late_reports(now: datetime) -> Exists:
    """A condition on reports: sent after their date, or past it and never sent."""
    owed = Obligation.objects.with_lateness(now).filter(
        late_days__gt=0,
        duty__year_id=OuterRef("template__year_id"),
        duty__code=Concat(Value("report:"), OuterRef("template__code")),
        unit_id=OuterRef("unit_id"),
        waived_at=None,
    )
    return Exists(owed)


def date_page(duty: Duty) -> str:
    """Where the date of a report is changed; empty when the duty has no template."""
    code = duty.code.removeprefix("report:")
    pk = ReportTemplate.objects.filter(year_id=duty.year_id, code=code).values_list("pk", flat=True).first()
    return reverse("periodic_reports:template-due", args=[pk]) if pk else ""
