"""Who may form clusters and name their heads. Seeing them is decided by ``ClusterYear.objects.visible_to``."""

from django.utils.translation import gettext_lazy as _

from apps.clusters.enums import READING
from apps.clusters.models import ClusterYear
from apps.core.actor import Actor
from apps.core.verdict import ALLOWED, Verdict, in_person, refused
from apps.units.enums import Role


def can_manage(actor: Actor, cluster_year: ClusterYear) -> Verdict:
    """Members, heads, names: the standing office of the organiser."""
    if actor.is_system or actor.holds(Role.STANDING_OFFICE, unit_id=cluster_year.cluster.organiser_id):
        return ALLOWED
    return refused(
        _("Chỉ Thường trực Hội đồng của đơn vị tổ chức được sửa thành viên và giao nhiệm vụ Trưởng, Phó Trưởng.")
    )


def can_appoint(actor: Actor, cluster_year: ClusterYear) -> Verdict:
    """Head and deputies, who thereby get rights: the same, in person."""
    if not (own := in_person(actor)):
        return own
    return can_manage(actor, cluster_year)


def audits(actor: Actor, cluster_year: ClusterYear) -> bool:
    """Auditor of the organiser or of a body above it."""
    above = tuple(actor.paths(Role.AUDITOR))
    return bool(above) and cluster_year.cluster.organiser.path.startswith(above)


def reads_whole(actor: Actor, cluster_year: ClusterYear) -> bool:
    """What ``ClusterYear.objects.watched_by`` finds, of one row: heads of any time, the office, auditors."""
    led = cluster_year.pk in actor.cluster_year_ids(*READING)
    return led or bool(can_manage(actor, cluster_year)) or audits(actor, cluster_year)


def can_form(actor: Actor) -> Verdict:
    """A new cluster: the standing office, in its own body."""
    if actor.is_system or actor.holds(Role.STANDING_OFFICE):
        return ALLOWED
    return refused(_("Chỉ Thường trực Hội đồng của đơn vị tổ chức được lập Cụm, Khu vực thi đua."))
