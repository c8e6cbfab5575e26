"""Who writes a summary report: whoever leads or finishes the ClusterYear, the organiser's standing office."""

from django.utils.translation import gettext_lazy as _

from apps.clusters.enums import FINISHING
from apps.clusters.models import ClusterYear
from apps.core.actor import Actor
from apps.core.verdict import ALLOWED, Verdict, in_person, refused
from apps.periods.models import EmulationYear
from apps.reports.models import SummaryReport
from apps.units.enums import Role

WRITERS = _("Chỉ Trưởng, Phó Trưởng của năm và Thường trực Hội đồng của đơn vị tổ chức soạn báo cáo tổng kết.")


def can_write(actor: Actor, report: SummaryReport) -> Verdict:
    if actor.is_system or actor.holds(Role.STANDING_OFFICE, unit_id=report.year.organiser_id):
        return ALLOWED
    if report.cluster_year_id and actor.holds(*FINISHING, cluster_year_id=report.cluster_year_id):
        return ALLOWED
    return refused(WRITERS)


def can_finish(actor: Actor, report: SummaryReport) -> Verdict:
    """Make an organiser's own report official: in person."""
    if not (own := in_person(actor)):
        return own
    return can_write(actor, report)


def can_read_history(actor: Actor, report: SummaryReport) -> Verdict:
    """Whoever writes it, and the auditors above the organiser."""
    above = tuple(actor.paths(Role.AUDITOR))
    if above and report.year.organiser.path.startswith(above):
        return ALLOWED
    return can_write(actor, report)


def can_begin_any(actor: Actor) -> Verdict:
    """Whether there is a year for which the actor writes; which one the form asks."""
    if actor.is_system or actor.unit_ids(Role.STANDING_OFFICE) or actor.cluster_year_ids(*FINISHING):
        return ALLOWED
    return refused(WRITERS)


def to_begin(actor: Actor):
    """ClusterYears without a report for which the actor writes one."""
    led = ClusterYear.objects.for_list().filter(pk__in=actor.cluster_year_ids(*FINISHING))
    served = ClusterYear.objects.for_list().filter(cluster__organiser_id__in=actor.unit_ids(Role.STANDING_OFFICE))
    return (led | served).filter(summary=None).order_by("-year__year", "name_key", "pk")


def years_to_begin(actor: Actor):
    """Years of the actor's own body without a report of the whole."""
    begun = SummaryReport.objects.filter(cluster_year=None).order_by().values("year_id")
    own = EmulationYear.objects.filter(organiser_id__in=actor.unit_ids(Role.STANDING_OFFICE)).exclude(pk__in=begun)
    return own.select_related("organiser").order_by("-year", "pk")
