"""Who may write, send, return and gather reports, and who keeps templates. State is checked on locked rows."""

from django.utils.translation import gettext_lazy as _

from apps.clusters.enums import FINISHING, READING
from apps.clusters.models import ClusterYear
from apps.core.actor import Actor
from apps.core.verdict import ALLOWED, Verdict, in_person, refused
from apps.periodic_reports.models import PeriodicReport, ReportTemplate
from apps.periodic_reports.queries import cluster_years_of
from apps.units.enums import Role


def is_own(actor: Actor, report: PeriodicReport) -> bool:
    """Whether the actor works for the unit that reports."""
    return actor.is_system or actor.holds(Role.OFFICER, Role.LEADER, unit_id=report.unit_id)


def is_receiver(actor: Actor, report: PeriodicReport) -> bool:
    """The organiser's standing office, or head and deputy of a cluster in which the unit is a member that year."""
    if actor.is_system or actor.holds(Role.STANDING_OFFICE, unit_id=report.template.year.organiser_id):
        return True
    headed = actor.cluster_year_ids(*FINISHING)
    return bool(headed) and bool(headed & {place.pk for place in cluster_years_of(report)})


def opens_own_totals(actor: Actor, report: PeriodicReport) -> bool:
    """Whether the actor sees what the reporting unit has gathered from below: its own standing office."""
    return actor.is_system or actor.holds(Role.STANDING_OFFICE, unit_id=report.unit_id)


def draws_on_own_totals(actor: Actor, report: PeriodicReport) -> bool:
    """Whether sums that the unit has gathered from below come into the report by this hand; not when it is typed for
    the unit from its paper.
    """
    return is_own(actor, report) or opens_own_totals(actor, report)


def can_edit(actor: Actor, report: PeriodicReport) -> Verdict:
    """The unit's officer or leader; while a report is typed from its paper, those who receive it."""
    if is_own(actor, report):
        return ALLOWED
    if is_receiver(actor, report) and report.versions.filter(locked_at=None).exclude(entered_by_label="").exists():
        return ALLOWED
    return refused(_("Chỉ cán bộ phụ trách và lãnh đạo của đơn vị được nhập báo cáo."))


def can_correct(actor: Actor, report: PeriodicReport) -> Verdict:
    """Correct what was typed for the unit: its officer or leader."""
    if is_own(actor, report):
        return ALLOWED
    return refused(_("Chỉ cán bộ phụ trách và lãnh đạo của đơn vị được nhập báo cáo."))


def can_submit(actor: Actor, report: PeriodicReport) -> Verdict:
    """As editing, in person."""
    if not (own := in_person(actor)):
        return own
    return can_edit(actor, report)


def can_return_inside(actor: Actor, report: PeriodicReport) -> Verdict:
    """The unit's leader."""
    if actor.is_system or actor.holds(Role.LEADER, unit_id=report.unit_id):
        return ALLOWED
    return refused(_("Chỉ lãnh đạo đơn vị được chuyển lại cán bộ phụ trách."))


def can_receive(actor: Actor, report: PeriodicReport) -> Verdict:
    """Return with a remark, reopen: whoever receives the report, but nobody for the own unit."""
    if not actor.is_system and actor.holds(Role.OFFICER, Role.LEADER, unit_id=report.unit_id):
        return refused(_("Không tự trả lại, mở lại báo cáo của chính đơn vị mình."))
    if is_receiver(actor, report):
        return ALLOWED
    return refused(_("Chỉ Trưởng, Phó Trưởng Cụm, Khu vực hoặc Thường trực Hội đồng được thực hiện bước này."))


def can_enter_for(actor: Actor, report: PeriodicReport) -> Verdict:
    """Nhập thay: as receiving, in person."""
    if not (own := in_person(actor)):
        return own
    return can_receive(actor, report)


def can_keep(actor: Actor, template: ReportTemplate) -> Verdict:
    """Change and issue a template: the standing office of its organiser."""
    if actor.is_system or actor.holds(Role.STANDING_OFFICE, unit_id=template.year.organiser_id):
        return ALLOWED
    return refused(_("Chỉ Thường trực Hội đồng của đơn vị tổ chức được sửa mẫu báo cáo."))


def can_create(actor: Actor) -> Verdict:
    """Make a template: a standing office, for its own years."""
    if actor.is_system or actor.holds(Role.STANDING_OFFICE):
        return ALLOWED
    return refused(_("Chỉ Thường trực Hội đồng được lập mẫu báo cáo."))


def can_total(actor: Actor, template: ReportTemplate) -> Verdict:
    """See totals: the organiser's standing office and auditors, heads of its clusters (of their own cluster)."""
    if actor.is_system or _oversees(actor, template) or headed_years(actor, template):
        return ALLOWED
    return refused(_("Chỉ cấp nhận báo cáo (Trưởng Cụm, Khu vực, Thường trực Hội đồng) xem được số liệu tổng hợp."))


def can_consolidate(actor: Actor, template: ReportTemplate, cluster_year_id: int | None) -> Verdict:
    """Take over what was sent: the head for the own ClusterYear, the standing office for all or one cluster."""
    if not (own := in_person(actor)):
        return own
    if actor.is_system or actor.holds(Role.STANDING_OFFICE, unit_id=template.year.organiser_id):
        return ALLOWED
    if cluster_year_id and cluster_year_id in actor.cluster_year_ids(*FINISHING):
        return ALLOWED
    return refused(_("Chỉ Trưởng, Phó Trưởng Cụm, Khu vực hoặc Thường trực Hội đồng được chốt bản tổng hợp."))


def _oversees(actor: Actor, template: ReportTemplate) -> bool:
    organiser = template.year.organiser
    return actor.holds(Role.STANDING_OFFICE, unit_id=organiser.pk) or any(
        organiser.path.startswith(path) for path in actor.paths(Role.AUDITOR)
    )


def sees_everything(actor: Actor, template: ReportTemplate) -> bool:
    """Whether the actor sees the totals of all units, not only of clusters that it heads."""
    return actor.is_system or _oversees(actor, template)


def headed_years(actor: Actor, template: ReportTemplate) -> list[int]:
    """ClusterYears of the template's year that the actor heads or headed."""
    headed = actor.cluster_year_ids(*READING)
    if not headed:
        return []
    return list(ClusterYear.objects.filter(pk__in=headed, year_id=template.year_id).values_list("pk", flat=True))


def oversees_any(actor: Actor) -> bool:
    """Whether the actor receives reports of others at all: a standing office, an auditor, a head."""
    return actor.is_system or actor.holds(Role.STANDING_OFFICE, Role.AUDITOR, *READING)
