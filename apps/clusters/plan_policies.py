"""Who writes the plan of activities, issues it, and says that a line is done."""

from django.utils.translation import gettext_lazy as _

from apps.clusters.enums import HEADS
from apps.clusters.models import ClusterYear
from apps.core.actor import Actor
from apps.core.verdict import ALLOWED, Verdict, in_person, refused
from apps.units.enums import Role


def can_edit(actor: Actor, cluster_year: ClusterYear) -> Verdict:
    """Head and deputies in their days."""
    if actor.is_system or actor.holds(*HEADS, cluster_year_id=cluster_year.pk):
        return ALLOWED
    return refused(_("Chỉ Trưởng, Phó Trưởng của năm được soạn, sửa kế hoạch hoạt động."))


def can_issue(actor: Actor, cluster_year: ClusterYear) -> Verdict:
    """The same, in person."""
    if not (own := in_person(actor)):
        return own
    return can_edit(actor, cluster_year)


def can_see_draft(actor: Actor, cluster_year: ClusterYear) -> Verdict:
    """Those who lead, and those whom the organiser lets read everything: members see it once it is issued."""
    organiser = cluster_year.cluster.organiser
    above = tuple(actor.paths(Role.AUDITOR)) or ("\0",)
    leads = cluster_year.pk in actor.cluster_year_ids()
    serves = actor.holds(Role.STANDING_OFFICE, unit_id=organiser.pk) or organiser.path.startswith(above)
    if actor.is_system or leads or serves:
        return ALLOWED
    return refused(_("Kế hoạch đang được soạn, các đơn vị xem được sau khi ban hành."))


def can_report(actor: Actor, cluster_year: ClusterYear, unit_id: int) -> Verdict:
    """Báo đã thực hiện: the unit's officer or leader; the head where the unit told it another way."""
    if actor.is_system or actor.holds(Role.OFFICER, Role.LEADER, unit_id=unit_id):
        return ALLOWED
    if can_edit(actor, cluster_year):
        return ALLOWED
    return refused(_("Chỉ người của đơn vị hoặc Trưởng Cụm, Khu vực được báo việc này đã thực hiện."))
