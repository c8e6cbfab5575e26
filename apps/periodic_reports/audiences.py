"""Who sees a report (accounts.audience): the other side of ``PeriodicReport.objects.visible_to``."""

from django.utils.translation import gettext_lazy as _

from apps.accounts import audience
from apps.accounts.audience import Audience, Circle
from apps.clusters.audiences import heads_of
from apps.periodic_reports.models import PeriodicReport
from apps.periodic_reports.queries import cluster_years_of
from apps.units.audiences import OWN, organisers


def register() -> None:
    audience.register(PeriodicReport, of_report)


def of_report(report: PeriodicReport) -> Audience:
    heads = [circle for place in cluster_years_of(report) for circle in heads_of(place.pk)]
    return Audience(
        (
            Circle(_("Cán bộ, lãnh đạo của chính đơn vị"), OWN, frozenset({report.unit_id})),
            *heads,
            *organisers(report.template.year.organiser),
        ),
        _("Ngoài đơn vị chỉ xem được các phiên bản đã gửi."),
    )
