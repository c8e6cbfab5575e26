"""Who inspects, who reports the fix, who accepts it."""

from django.utils.translation import gettext_lazy as _

from apps.clusters.enums import FINISHING, HEADS
from apps.clusters.models import ClusterYear, Finding, Inspection
from apps.core.actor import Actor
from apps.core.verdict import ALLOWED, Verdict, in_person, refused
from apps.units.enums import Role
from apps.units.models import Unit
from apps.units.models.people_scope import reach_of


def can_plan(actor: Actor, cluster_year: ClusterYear) -> Verdict:
    """Planning inspections of members: heads and deputies, the organiser's standing office."""
    if actor.is_system or actor.holds(*HEADS, cluster_year_id=cluster_year.pk):
        return ALLOWED
    if actor.holds(Role.STANDING_OFFICE, unit_id=cluster_year.cluster.organiser_id):
        return ALLOWED
    return refused(_("Chỉ Trưởng, Phó Trưởng và Thường trực Hội đồng của đơn vị tổ chức được lập kiểm tra."))


def can_plan_for(actor: Actor, cluster_year: ClusterYear, unit_id: int) -> Verdict:
    """Of one member: nobody plans the inspection of the own unit, unless the organiser's standing office does."""
    if not (verdict := can_plan(actor, cluster_year)):
        return verdict
    return _not_own(actor, cluster_year.cluster.organiser_id, unit_id)


def can_plan_any(actor: Actor) -> Verdict:
    """The organiser's own inspections, outside of any cluster: standing offices."""
    if actor.is_system or actor.holds(Role.STANDING_OFFICE):
        return ALLOWED
    return refused(_("Chỉ Thường trực Hội đồng của đơn vị tổ chức được lập kiểm tra ngoài Cụm, Khu vực."))


def can_plan_own(actor: Actor, organiser: Unit, unit: Unit) -> Verdict:
    """The standing office inspects what lies below it."""
    if actor.is_system:
        return ALLOWED
    served = actor.holds(Role.STANDING_OFFICE, unit_id=organiser.pk)
    if served and reach_of(actor, Role.STANDING_OFFICE).holds(unit.path):
        return ALLOWED
    return refused(_("Đơn vị này không thuộc phạm vi của Thường trực Hội đồng của bạn."))


def can_conduct(actor: Actor, inspection: Inspection) -> Verdict:
    """Changing an inspection; who finishes a year may do it too. Never of the own unit, but by the standing office."""
    if not (own := _not_own(actor, inspection.organiser_id, inspection.unit_id)):
        return own
    if actor.is_system or actor.holds(Role.STANDING_OFFICE, unit_id=inspection.organiser_id):
        return ALLOWED
    if inspection.cluster_year_id and actor.holds(*FINISHING, cluster_year_id=inspection.cluster_year_id):
        return ALLOWED
    return refused(_("Chỉ Trưởng, Phó Trưởng và Thường trực Hội đồng ghi kết quả kiểm tra."))


def can_hold(actor: Actor, inspection: Inspection) -> Verdict:
    """What was found, what is taken back, what is called off: the same people, in person."""
    return in_person(actor) and can_conduct(actor, inspection)


def can_change_finding(actor: Actor, finding: Finding) -> Verdict:
    """Correcting, extending, taking back a finding that the unit still owes."""
    return can_hold(actor, finding.inspection)


def can_report_fix(actor: Actor, finding: Finding) -> Verdict:
    """The inspected unit's own people."""
    if actor.is_system or actor.holds(Role.OFFICER, Role.LEADER, unit_id=finding.inspection.unit_id):
        return ALLOWED
    return refused(_("Chỉ cán bộ, lãnh đạo đơn vị được kiểm tra báo cáo khắc phục."))


def can_judge(actor: Actor, finding: Finding) -> Verdict:
    """Accepting a fix or asking again: whoever conducts, in person, never about the own unit."""
    if not (own := in_person(actor)):
        return own
    if not actor.is_system and actor.holds(Role.OFFICER, Role.LEADER, unit_id=finding.inspection.unit_id):
        return refused(_("Không tự chấp nhận việc khắc phục của đơn vị mình."))
    return can_conduct(actor, finding.inspection)


def _not_own(actor: Actor, organiser_id: int, unit_id: int) -> Verdict:
    """The other members see to it that nobody inspects the own house."""
    if actor.holds(Role.STANDING_OFFICE, unit_id=organiser_id):
        return ALLOWED
    if not actor.is_system and actor.holds(Role.OFFICER, Role.LEADER, unit_id=unit_id):
        return refused(_("Không tự kiểm tra đơn vị mình: việc này của Thường trực Hội đồng đơn vị tổ chức."))
    return ALLOWED
