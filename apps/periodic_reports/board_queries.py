"""Many reports of many units at once, for boards and homes."""

from collections.abc import Iterable

from django.db.models import QuerySet

from apps.clusters.enums import FINISHING
from apps.clusters.models import Member
from apps.core.actor import Actor
from apps.core.together import Asking
from apps.periodic_reports.models import PeriodicReport
from apps.units.enums import Role


def reports_on_board(actor: Actor, year_ids: Iterable[int], unit_ids: Iterable[int], codes: Iterable[str]) -> QuerySet:
    """Reports that the actor sees, of these units by these templates, by due date."""
    reports = PeriodicReport.objects.visible_to(actor).select_related("template__year", "sent_version")
    reports = reports.filter(
        template__year_id__in=list(year_ids), unit_id__in=list(unit_ids), template__code__in=list(codes)
    )
    return reports.order_by("template__due_on", "template_id", "order", "pk")


def receiving_ids(actor: Actor, reports: Iterable[PeriodicReport]) -> Asking:
    """Which of the reports the actor receives (policies.can_receive, for many); one question at most."""
    reports = list(reports)
    if actor.is_system or not reports:
        return {report.pk for report in reports}
    offices = actor.unit_ids(Role.STANDING_OFFICE)
    own = actor.unit_ids(Role.OFFICER, Role.LEADER)
    members: set[tuple[int, int]] = set()
    if headed := actor.cluster_year_ids(*FINISHING):
        places = Member.objects.standing().filter(cluster_year_id__in=headed)
        members = set((yield places.values_list("year_id", "unit_id")))
    return {
        report.pk
        for report in reports
        if report.unit_id not in own
        and (report.template.year.organiser_id in offices or (report.template.year_id, report.unit_id) in members)
    }
