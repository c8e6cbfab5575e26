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
    """Whoever made it; of a cluster also its organiser's standing office. ``schedule`` with its cluster."""
    if actor.is_system or schedule.made_by_id == actor.user_id:
        return ALLOWED
    organiser = schedule.cluster_year.cluster.organiser_id if schedule.cluster_year_id else None
    if organiser and actor.holds(Role.STANDING_OFFICE, unit_id=organiser):
        return ALLOWED
    return refused(_("Chỉ người lập và Thường trực Hội đồng được dừng báo cáo theo lịch này."))


def can_leave(actor: Actor, schedule: ReportSchedule) -> Verdict:
    """Whoever gets it."""
    if any(user.pk == actor.user_id for user in schedule.recipients.all()):
        return ALLOWED
    return refused(_("Bạn không có tên trong danh sách người nhận."))
