"""Who has reports made every month: heads and deputies, the standing office, auditors; each for what they see."""

from django.utils.translation import gettext_lazy as _

from apps.clusters.enums import FINISHING
from apps.core.actor import Actor
from apps.core.verdict import ALLOWED, Verdict, refused
from apps.reports.models import ReportSchedule
from apps.units.enums import Role


def can_schedule(actor: Actor) -> Verdict:
    if actor.is_system or actor.unit_ids(Role.STANDING_OFFICE, Role.AUDITOR) or actor.cluster_year_ids(*FINISHING):
        return ALLOWED
    return refused(
        _("Chỉ Trưởng, Phó Trưởng, Thường trực Hội đồng và cán bộ kiểm tra, giám sát lập báo cáo theo lịch.")
    )


def can_stop(actor: Actor, schedule: ReportSchedule) -> Verdict:
    """Whoever made it."""
    if actor.is_system or schedule.made_by_id == actor.user_id:
        return ALLOWED
    return refused(_("Chỉ người lập được dừng báo cáo theo lịch này."))
