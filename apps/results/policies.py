"""Who enters results, who confirms them, who assigns targets."""

from django.utils.translation import gettext_lazy as _

from apps.clusters.enums import READING
from apps.clusters.models import ClusterYear
from apps.core.actor import Actor
from apps.core.verdict import ALLOWED, Verdict, in_person, refused
from apps.results.enums import Origin
from apps.results.models import Indicator, ResultEntry, Target
from apps.units.enums import Role
from apps.units.models import Unit
from apps.units.models.people_scope import Reach, reach_of

OWN = (Role.OFFICER, Role.LEADER)
WORKING = (*OWN, Role.STANDING_OFFICE)


def can_enter_any(actor: Actor) -> Verdict:
    """Entering results at all: whoever works for a unit."""
    if actor.is_system or actor.holds(*OWN, Role.STANDING_OFFICE):
        return ALLOWED
    return refused(_("Chỉ cán bộ, lãnh đạo đơn vị và Thường trực Hội đồng nhập kết quả, thành tích."))


def entering_reach(actor: Actor) -> Reach:
    """Units for which the actor enters results besides the own one; for many rows it is asked once."""
    return reach_of(actor, Role.STANDING_OFFICE)


def can_enter(actor: Actor, unit: Unit, reach: Reach | None = None) -> Verdict:
    """Results of a unit: its own people; the standing office of itself or of a body above it."""
    if actor.is_system or actor.holds(*WORKING, unit_id=unit.pk):
        return ALLOWED
    if (entering_reach(actor) if reach is None else reach).holds(unit.path):
        return ALLOWED
    return refused(_("Bạn không nhập kết quả thay đơn vị này."))


def can_correct(actor: Actor, entry: ResultEntry) -> Verdict:
    return can_enter(actor, entry.unit)


def can_confirm(actor: Actor, entry: ResultEntry) -> Verdict:
    """An estimate becomes a fact by the word of the unit's own people, in person; nobody above says it for them."""
    if not (own := in_person(actor)):
        return own
    if actor.is_system or actor.holds(*WORKING, unit_id=entry.unit_id):
        return ALLOWED
    return refused(_("Chỉ người của chính đơn vị xác nhận số liệu ước."))


def can_remove(actor: Actor, entry: ResultEntry) -> Verdict:
    """Who corrects it; an estimate that waits for confirmation only the unit's own people, in person: somebody above
    who took it out could enter the figure as a fact.
    """
    if not entry.is_estimate:
        return can_correct(actor, entry)
    if not (own := in_person(actor)):
        return own
    if actor.is_system or actor.holds(*WORKING, unit_id=entry.unit_id):
        return ALLOWED
    return refused(_("Số liệu ước chưa xác nhận chỉ người của chính đơn vị được xóa; cấp trên sửa thay vì xóa."))


def can_assign_any(actor: Actor) -> Verdict:
    """Assigning targets at all: a unit to itself and those below it, a standing office to those below."""
    return can_enter_any(actor)


def setting_reach(actor: Actor) -> Reach:
    """The branches in which the actor sets targets for the units below; for many rows it is asked once."""
    return reach_of(actor, *WORKING)


def can_assign(actor: Actor, unit: Unit, origin: str, reach: Reach | None = None) -> Verdict:
    """What a unit is judged by comes from above: people of a unit above it, the standing office of an organiser above.

    The unit itself writes down what its locality asked of it and what it sets for itself, never the sector's target.
    """
    reach = setting_reach(actor) if reach is None else reach
    if actor.is_system or reach.holds_below(unit.path):
        return ALLOWED
    if not actor.holds(*WORKING, unit_id=unit.pk):
        return refused(_("Bạn không giao chỉ tiêu cho đơn vị này."))
    if origin == Origin.SECTOR:
        return refused(_("Chỉ tiêu ngành giao do cấp trên của đơn vị nhập, đơn vị không tự nhập."))
    return ALLOWED


def can_change_target(actor: Actor, target: Target, reach: Reach | None = None) -> Verdict:
    """What somebody above assigned is changed by whoever assigned it or stands above; only its own by the unit."""
    reach = setting_reach(actor) if reach is None else reach
    if actor.is_system or reach.holds_below(target.unit.path):
        return ALLOWED
    if target.origin == Origin.OWN:
        changing = target.unit_id
    else:
        changing = target.issuer_id if target.issuer_id != target.unit_id else None
    if changing and actor.holds(*WORKING, unit_id=changing):
        return ALLOWED
    return refused(_("Chỉ cơ quan giao và Thường trực Hội đồng được sửa chỉ tiêu này."))


def can_see_rows(actor: Actor, cluster_year: ClusterYear) -> Verdict:
    """The figures of every member: heads of the ClusterYear, the organiser's standing office, the auditor."""
    organiser = cluster_year.cluster.organiser
    auditing = tuple(actor.paths(Role.AUDITOR))
    if actor.is_system or actor.holds(*READING, cluster_year_id=cluster_year.pk):
        return ALLOWED
    if actor.holds(Role.STANDING_OFFICE, unit_id=organiser.pk) or organiser.path.startswith(auditing or "\0"):
        return ALLOWED
    return refused(_("Số liệu từng đơn vị dành cho Trưởng, Phó Trưởng và Thường trực Hội đồng."))


def can_see_sector(actor: Actor) -> Verdict:
    """The page of all units: standing offices (of those below them) and auditors."""
    if actor.is_system or actor.holds(Role.STANDING_OFFICE, Role.AUDITOR):
        return ALLOWED
    return refused(_("Trang này dành cho Thường trực Hội đồng và cán bộ kiểm tra, giám sát."))


def can_keep_indicators(actor: Actor) -> Verdict:
    """A standing office keeps the indicators of its own units."""
    if actor.is_system or actor.holds(Role.STANDING_OFFICE):
        return ALLOWED
    return refused(_("Chỉ Thường trực Hội đồng được thêm, sửa chỉ số."))


def can_change_indicator(actor: Actor, indicator: Indicator) -> Verdict:
    """The owner's standing office; those of the whole sector: the ministry's."""
    if actor.is_system or reach_of(actor, Role.STANDING_OFFICE).everybody:
        return ALLOWED
    if indicator.owner_id and actor.holds(Role.STANDING_OFFICE, unit_id=indicator.owner_id):
        return ALLOWED
    return refused(_("Chỉ số chung của ngành do Thường trực Hội đồng của Bộ quản lý."))
