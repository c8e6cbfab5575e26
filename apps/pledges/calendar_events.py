"""Cam kết with a date in the calendars of the units that owe them."""

from collections.abc import Iterable
from datetime import date

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.core.actor import Actor
from apps.core.dates import format_date
from apps.periods.agenda import Event
from apps.pledges.commitment_queries import owed_commitments
from apps.pledges.models import CommitmentProgress, Pledge
from apps.units.enums import Role


def events_of(actor: Actor, first: date, last: date) -> Iterable[Event]:
    """Each commitment of each own unit on the day by which it was promised; one query."""
    own = actor.unit_ids(Role.OFFICER, Role.LEADER)
    told_at = CommitmentProgress.objects.filter(pk=OuterRef("progress_id")).values("updated_at")
    owed = owed_commitments(Pledge.objects.visible_to(actor), own).filter(due_on__range=(first, last))
    for each in owed.annotate(told_at=Subquery(told_at)) if own else ():
        yield Event(
            f"commitment-{each.pk}-{each.owner_id}",
            each.due_on,
            _("Cam kết trong giao ước: %(what)s – %(unit)s") % {"what": each.text, "unit": each.owner_name},
            each.told_at or each.updated_at,
            note=_("Đã thực hiện ngày %(day)s.") % {"day": format_date(each.done_on)} if each.done_on else "",
            url=reverse("pledges:pledge-commitments", args=[each.version.pledge_id]),
            done=each.progress_id is not None,
        )
