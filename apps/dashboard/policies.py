"""Who may watch a cluster's units, read what a unit reached, and read the trail."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from apps.audit import trail_pages
from apps.clusters.enums import READING, AfterTerm
from apps.clusters.models import ClusterYear, Member
from apps.clusters.policies import audits
from apps.core.actor import Actor
from apps.core.verdict import ALLOWED, Verdict, in_person, refused
from apps.units.enums import Role
from apps.units.models import Unit, is_carried_on, reach_of
from apps.units.models.people_scope import ROLES
from apps.units.policies import keeps_all_units

CLOSED = _("không mở cho bạn")  # as it stands in the place of the figure
ONLY_READING = (Role.AUDITOR, AfterTerm.FORMER_HEAD, AfterTerm.FORMER_DEPUTY)


def can_watch(actor: Actor, cluster_year: ClusterYear) -> Verdict:
    """Head and deputies of this ClusterYear, former ones too, the organiser's standing office, its auditors."""
    if actor.holds(*READING, cluster_year_id=cluster_year.pk) or audits(actor, cluster_year):
        return ALLOWED
    if actor.holds(Role.STANDING_OFFICE, unit_id=cluster_year.cluster.organiser_id):
        return ALLOWED
    return refused(_("Trang này dành cho Trưởng, Phó Trưởng Cụm, Khu vực và Thường trực Hội đồng."))


def can_act_on_board(actor: Actor, cluster_year: ClusterYear) -> Verdict:
    """Gia hạn, Nhắc đơn vị …: those who watch, without the auditor and the former head, who only read."""
    if can_watch(actor.limited_to(g for g in actor.grants if g.role not in ONLY_READING), cluster_year):
        return ALLOWED
    return refused(_("Chỉ Trưởng, Phó Trưởng Cụm, Khu vực và Thường trực Hội đồng làm được việc này."))


def can_set_members_date(actor: Actor, cluster_year: ClusterYear) -> Verdict:
    """Hạn nội bộ of all members, who are told at once: never by an administrator who stands in for the head."""
    return in_person(actor) and can_act_on_board(actor, cluster_year)


def can_watch_any(actor: Actor) -> Verdict:
    """The list of clusters."""
    if actor.holds(*READING, Role.STANDING_OFFICE, Role.AUDITOR):
        return ALLOWED
    return refused(_("Trang này dành cho Trưởng, Phó Trưởng Cụm, Khu vực và Thường trực Hội đồng."))


def can_read_lateness(actor: Actor) -> Verdict:
    """Whoever has lateness to read: a unit its own, heads that of their members, office and auditor all of theirs."""
    if actor.holds(*READING, Role.STANDING_OFFICE, Role.AUDITOR, Role.OFFICER, Role.LEADER):
        return ALLOWED
    return refused(
        _("Trang này dành cho đơn vị, Trưởng, Phó Trưởng Cụm, Khu vực, Thường trực Hội đồng và cán bộ giám sát.")
    )


def can_read_punctuality(actor: Actor, unit: Unit, line: Collection[int]) -> Verdict:
    """Lateness of one unit and of those that became it (``line``: the ids of all): its own people, heads of their
    clusters, standing office and auditor above it; of a unit that ended also those of what it became.
    """
    own, reach = actor.unit_ids(Role.OFFICER, Role.LEADER), reach_of(actor, Role.STANDING_OFFICE, Role.AUDITOR)
    if unit.pk in own or reach.holds(unit.path) or is_carried_on(unit, actor.on, unit_ids=own, paths=reach.paths):
        return ALLOWED
    headed = actor.cluster_year_ids(*READING)
    if headed and Member.objects.filter(unit__in=line, cluster_year__in=headed).exists():
        return ALLOWED
    return refused(CLOSED)


def can_read_honours(actor: Actor, unit: Unit) -> Verdict:
    """All awards of the unit, of one that ended also for whoever reaches what it became; of another one some may be
    open, which would be no figure.
    """
    reach = reach_of(actor, *ROLES)
    if reach.holds(unit.path) or is_carried_on(unit, actor.on, paths=reach.paths):
        return ALLOWED
    return refused(CLOSED)


def can_open_catalogue(actor: Actor) -> Verdict:
    """Standing offices keep the lists; technical administrators the accounts among them."""
    if actor.holds(Role.STANDING_OFFICE) or actor.is_staff:
        return ALLOWED
    return refused(_("Danh mục, quản trị dành cho Thường trực Hội đồng và quản trị kỹ thuật."))


def can_read_trail(actor: Actor) -> Verdict:
    """The auditor of the ministry: a line of the trail does not say under whom it happened."""
    if reach_of(actor, Role.AUDITOR).everybody:
        return ALLOWED
    return refused(_("Nhật ký dành cho cán bộ kiểm tra, giám sát."))


def can_read_history(actor: Actor, obj) -> Verdict:
    """The auditor of the whole, and whom the record's own rule allows; without one: the ministry's standing office."""
    if can_read_trail(actor):
        return ALLOWED
    page = trail_pages.page_of(obj._meta.label_lower)
    if page is not None and page.policy is not None:
        return page.policy(actor, obj)
    if keeps_all_units(actor):
        return ALLOWED
    return refused(_("Lịch sử của hồ sơ này dành cho Thường trực Hội đồng và cán bộ kiểm tra, giám sát."))


def can_read_grants(actor: Actor) -> Verdict:
    """Phân quyền: auditors and standing offices, each in what lies below them; technical administration."""
    if actor.is_staff or actor.holds(Role.AUDITOR, Role.STANDING_OFFICE):
        return ALLOWED
    return refused(_("Trang này dành cho cán bộ kiểm tra, giám sát, Thường trực Hội đồng và quản trị kỹ thuật."))


def can_see_audience(actor: Actor) -> Verdict:
    """Ai xem được hồ sơ này: those who may read the grants."""
    return can_read_grants(actor)
