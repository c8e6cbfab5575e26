"""Who has reports made every month: heads and deputies, the standing office, auditors; each for what they see."""

from django.utils.translation import gettext_lazy as _

from apps.clusters.enums import FINISHING
from apps.clusters.models import ClusterYear
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
    """End, pause: whoever made it, the standing office of the body that it was made for."""
    if actor.is_system or schedule.made_by_id == actor.user_id:
        return ALLOWED
    if schedule.organiser_id in actor.unit_ids(Role.STANDING_OFFICE):
        return ALLOWED
    return refused(_("Chỉ người lập và Thường trực Hội đồng được dừng, kết xuất báo cáo theo lịch này."))


def can_run(actor: Actor, schedule: ReportSchedule) -> Verdict:
    """Go on, have it made now: of those who may end it whoever may have reports made every month today."""
    return can_stop(actor, schedule) and can_schedule(actor)


def can_leave(actor: Actor, schedule: ReportSchedule) -> Verdict:
    """Whoever gets it."""
    if any(user.pk == actor.user_id for user in schedule.recipients.all()):
        return ALLOWED
    return refused(_("Bạn không có tên trong danh sách người nhận."))


def organiser_for(actor: Actor, cluster_year_id: int | None) -> int | None:
    """For which body a schedule is made: the cluster's organiser; for a whole year the highest body that the maker
    serves or audits, else the organiser of the cluster that the maker leads.
    """
    own = [(g.unit_path, g.unit_id) for g in actor.grants if g.role in (Role.STANDING_OFFICE, Role.AUDITOR)]
    if cluster_year_id is None and own:
        return min(own)[1]
    chosen = [cluster_year_id] if cluster_year_id else actor.cluster_year_ids(*FINISHING)
    rows = ClusterYear.objects.filter(pk__in=chosen).order_by("-year__year", "pk")
    return rows.values_list("cluster__organiser_id", flat=True).first()
