"""Who may compute and publish. Who may see is decided by ``RankingRun.objects.visible_to``."""

from django.utils.translation import gettext_lazy as _

from apps.clusters.enums import FINISHING, READING
from apps.clusters.models import ClusterYear
from apps.clusters.policies import audits
from apps.core.actor import Actor
from apps.core.verdict import ALLOWED, Verdict, in_person, refused
from apps.periods.models import EmulationYear
from apps.ranking.models import RankingRun
from apps.units.enums import Role


def can_compute(actor: Actor, cluster_year: ClusterYear) -> Verdict:
    """The heads of the ClusterYear (former ones until the year is closed), and the standing office of its organiser."""
    if actor.is_system or is_organiser(actor, cluster_year):
        return ALLOWED
    if actor.holds(*FINISHING, cluster_year_id=cluster_year.pk):
        return ALLOWED
    return refused(_("Chỉ Trưởng, Phó Trưởng Cụm và Thường trực Hội đồng của đơn vị tổ chức được tính xếp hạng."))


def can_compute_year(actor: Actor, year: EmulationYear) -> Verdict:
    """The standing office of the year's organiser: all its clusters at once."""
    if actor.is_system or actor.holds(Role.STANDING_OFFICE, unit_id=year.organiser_id):
        return ALLOWED
    return refused(_("Chỉ Thường trực Hội đồng của đơn vị tổ chức được tính xếp hạng cả năm."))


def can_publish(actor: Actor, run: RankingRun) -> Verdict:
    """The standing office of the organiser."""
    if not (own := in_person(actor)):
        return own
    if actor.is_system or is_organiser(actor, run.cluster_year):
        return ALLOWED
    return refused(_("Chỉ Thường trực Hội đồng của đơn vị tổ chức được công bố kết quả xếp hạng."))


def can_see_working(actor: Actor, cluster_year: ClusterYear) -> Verdict:
    """Who sees how far the sheets are and the result before it is published."""
    if audits(actor, cluster_year) or actor.holds(*READING, cluster_year_id=cluster_year.pk):
        return ALLOWED
    verdict = can_compute(actor, cluster_year)
    return verdict or refused(_("Kết quả xếp hạng được xem sau khi công bố."))


def is_organiser(actor: Actor, cluster_year: ClusterYear) -> bool:
    return actor.holds(Role.STANDING_OFFICE, unit_id=cluster_year.cluster.organiser_id)
