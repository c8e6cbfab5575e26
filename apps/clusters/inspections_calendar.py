"""Inspections and what they found in the calendars of the inspected units and of those who inspect."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from apps.clusters.enums import FINISHING, FindingState
from apps.clusters.models import Finding, Inspection
from apps.core.actor import Actor
from apps.periods.agenda import Event
from apps.units.enums import Role


def events_of(actor: Actor, first: date, last: date) -> Iterable[Event]:
    """Days of inspections, and those by which findings are to be put right; two queries."""
    held = Q(held_on=None, planned_on__range=(first, last)) | Q(held_on__range=(first, last))
    inspections = Inspection.objects.filter(held, _of_concern(actor))
    for each in inspections.select_related("organiser", "cluster_year").order_by("pk"):
        yield Event(
            f"inspection-{each.pk}",
            each.held_on or each.planned_on,
            _("Kiểm tra công tác thi đua, khen thưởng: %(unit)s") % {"unit": each.unit_name},
            each.updated_at,
            note=each.by_whom,
            url=each.get_absolute_url(),
            done=each.is_held,
        )
    findings = Finding.objects.filter(_of_concern(actor, "inspection__"), due_on__range=(first, last))
    for each in findings.select_related("inspection__organiser", "inspection__cluster_year").order_by("pk"):
        yield Event(
            f"finding-{each.pk}",
            each.due_on,
            _("Hạn khắc phục: %(what)s – %(unit)s")
            % {"what": str(each).rstrip("."), "unit": each.inspection.unit_name},
            each.updated_at,
            note=each.remark or each.inspection.by_whom,
            url=each.get_absolute_url(),
            done=each.state != FindingState.OPEN,
        )


def _of_concern(actor: Actor, inspection: str = "") -> Q:
    """Of the own units, of the clusters that the actor leads, and the organiser's own of those who work there."""
    own = Q(**{f"{inspection}unit_id__in": actor.unit_ids(Role.OFFICER, Role.LEADER)})
    led = Q(**{f"{inspection}cluster_year_id__in": actor.cluster_year_ids(*FINISHING)})
    office = {"organiser_id__in": actor.unit_ids(Role.STANDING_OFFICE), "cluster_year": None}
    return own | led | Q(**{f"{inspection}{name}": value for name, value in office.items()})
