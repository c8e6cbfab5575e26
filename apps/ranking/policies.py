"""Who may compute and publish. Who may see is decided by ``RankingRun.objects.visible_to``."""

from django.utils.translation import gettext_lazy as _

from apps.clusters.enums import FINISHING, READING
from apps.clusters.models import ClusterYear
from apps.clusters.policies import audits
from apps.core.actor import Actor
from apps.core.verdict import ALLOWED, Verdict, in_person, refused
from apps.periods.models import EmulationYear
from apps.ranking.models import RankingEntry, RankingRun
from apps.ranking.queries import settings_of
from apps.scoring.models import CriteriaSet, ScoreSheet
from apps.units.enums import Role


def can_compute(actor: Actor, cluster_year: ClusterYear) -> Verdict:
    """The heads of the ClusterYear (former ones until the year is closed), and the standing office of its organiser."""
    if actor.is_system or is_organiser(actor, cluster_year):
        return ALLOWED
    if actor.holds(*FINISHING, cluster_year_id=cluster_year.pk):
        return ALLOWED
    return refused(
        _("Chỉ Trưởng, Phó Trưởng Cụm, Khu vực và Thường trực Hội đồng của đơn vị tổ chức được tính xếp hạng.")
    )


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


def can_announce(actor: Actor, run: RankingRun) -> Verdict:
    """Kết quả dự kiến is given out by the heads, or by the standing office in their place."""
    if not (own := in_person(actor)):
        return own
    return can_compute(actor, run.cluster_year)


def can_decide(actor: Actor, run: RankingRun) -> Verdict:
    """Who of equal units gets the last places of a quota: the heads or the standing office, in person."""
    return can_announce(actor, run)


def can_exclude(actor: Actor, cluster_year: ClusterYear) -> Verdict:
    """Units not considered, and what the cluster shows to whom: the standing office of the organiser, in person."""
    if not (own := in_person(actor)):
        return own
    if actor.is_system or is_organiser(actor, cluster_year):
        return ALLOWED
    return refused(_("Chỉ Thường trực Hội đồng của đơn vị tổ chức được thực hiện việc này."))


def can_try(actor: Actor, entry: RankingEntry) -> Verdict:
    """Tính thử on the lines of a sheet: whoever may read these lines."""
    version = entry.sheet_version
    if version and ScoreSheet.objects.visible_to(actor).filter(pk=version.sheet_id).exists():
        return ALLOWED
    return refused(_("Từng dòng điểm chỉ đơn vị, Trưởng Cụm, Khu vực và đơn vị tổ chức xem được."))


def sees_fairness(actor: Actor, cluster_year: ClusterYear) -> Verdict:
    """How reviewers differ: the standing office and the auditor; the heads where the cluster opened it to them."""
    if _oversees(actor, cluster_year):
        return ALLOWED
    if settings_of(cluster_year).heads_see_fairness and _heads(actor, cluster_year):
        return ALLOWED
    return refused(_("Bảng so sánh cách chấm chỉ Thường trực Hội đồng và cán bộ kiểm tra, giám sát xem được."))


def sees_lateness(actor: Actor, cluster_year: ClusterYear) -> Verdict:
    """How long reviews took: standing office, auditor and, unless the cluster closed it to them, the heads."""
    if _oversees(actor, cluster_year):
        return ALLOWED
    if settings_of(cluster_year).heads_see_lateness and _heads(actor, cluster_year):
        return ALLOWED
    return refused(_("Thời gian kiểm tra điểm của cả Cụm, Khu vực không mở cho bạn."))


def sees_own_lateness(actor: Actor, cluster_year: ClusterYear) -> Verdict:
    """How long the reviews of the actor's own units took: their officers and leaders, unless the cluster closed it."""
    own = actor.unit_ids("officer", "leader")
    if own and cluster_year.members.filter(unit__in=own).exists() and settings_of(cluster_year).units_see_lateness:
        return ALLOWED
    return refused(_("Thời gian kiểm tra điểm của cả Cụm, Khu vực không mở cho bạn."))


def sees_any_lateness(actor: Actor, cluster_year: ClusterYear) -> bool:
    """Whether the page of review times shows anything to the actor."""
    return bool(sees_lateness(actor, cluster_year)) or bool(sees_own_lateness(actor, cluster_year))


def _oversees(actor: Actor, cluster_year: ClusterYear) -> bool:
    return actor.is_system or is_organiser(actor, cluster_year) or audits(actor, cluster_year)


def _heads(actor: Actor, cluster_year: ClusterYear) -> bool:
    return actor.holds(*READING, cluster_year_id=cluster_year.pk)


def can_see_working(actor: Actor, cluster_year: ClusterYear) -> Verdict:
    """Who sees how far the sheets are and the result before it is published."""
    if audits(actor, cluster_year) or actor.holds(*READING, cluster_year_id=cluster_year.pk):
        return ALLOWED
    verdict = can_compute(actor, cluster_year)
    return verdict or refused(_("Kết quả xếp hạng được xem sau khi công bố."))


def is_organiser(actor: Actor, cluster_year: ClusterYear) -> bool:
    return actor.holds(Role.STANDING_OFFICE, unit_id=cluster_year.cluster.organiser_id)


def can_try_draft(actor: Actor, criteria_set: CriteriaSet) -> Verdict:
    """Tính thử a draft on last year's data: the standing office of the organiser."""
    if actor.is_system or actor.holds(Role.STANDING_OFFICE, unit_id=criteria_set.year.organiser_id):
        return ALLOWED
    return refused(_("Chỉ Thường trực Hội đồng của đơn vị tổ chức được tính thử bộ tiêu chí."))
