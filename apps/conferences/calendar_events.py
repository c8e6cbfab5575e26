"""Hội nghị in the calendars of whoever sees them, and until when the own units say who comes."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.conferences.enums import Answer, ConferenceState
from apps.conferences.models import Attendee, Conference
from apps.core.actor import Actor
from apps.periods.agenda import Event
from apps.units.enums import Role


def events_of(actor: Actor, first: date, last: date) -> Iterable[Event]:
    """Days of meetings, and days by which invitations ask for an answer; two queries."""
    seen = Conference.objects.visible_to(actor).filter(held_on__range=(first, last))
    for each in seen.exclude(state=ConferenceState.CALLED_OFF).order_by("pk"):
        yield Event(
            f"conference-{each.pk}",
            each.held_on,
            each.title,
            each.updated_at,
            note=", ".join(filter(None, [each.get_session_display(), each.place])),
            url=each.get_absolute_url(),
            done=each.is_over,
        )
    invited = Attendee.objects.filter(unit_id__in=actor.unit_ids(Role.OFFICER, Role.LEADER)).exclude(invited_at=None)
    asked = invited.filter(conference__answer_by__range=(first, last), conference__state=ConferenceState.PLANNED)
    for each in asked.select_related("conference").order_by("pk"):
        yield Event(
            f"invitation-{each.pk}",
            each.conference.answer_by,
            _("Trả lời giấy mời: %(title)s") % {"title": each.conference.title},
            max(filter(None, [each.conference.updated_at, each.saved_at])),
            note=each.unit_name,
            url=reverse("conferences:attendee-answer", args=[each.conference_id, each.pk]),
            done=each.answer != Answer.NONE,
        )
