"""Words that follow the kind of the grouping and its organiser: not every sheet goes to a ministry."""

from django.utils.translation import gettext as _

from apps.clusters.models import ClusterYear
from apps.units.enums import UnitKind


def send_label(cluster_year: ClusterYear) -> str:
    """Gửi Bộ; elsewhere with the name of whoever organises."""
    organiser = cluster_year.cluster.organiser
    if organiser.kind == UnitKind.MINISTRY:
        return _("Gửi Bộ")
    return _("Gửi %(organiser)s") % {"organiser": organiser.name}


def gather_label(cluster_year: ClusterYear) -> str:
    """The head's task: Tổng hợp đăng ký, gửi Bộ."""
    organiser = cluster_year.cluster.organiser
    if organiser.kind == UnitKind.MINISTRY:
        return _("Tổng hợp đăng ký, gửi Bộ")
    return _("Tổng hợp đăng ký, gửi %(organiser)s") % {"organiser": organiser.name}
