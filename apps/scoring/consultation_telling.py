"""Whom to tell about a consultation, on the day it happens."""

from datetime import datetime

from apps.core.dates import local
from apps.scoring.models import Consultation, ConsultationReply
from apps.units.enums import Role
from apps.units.queries import ids_of_people

OWN = (Role.OFFICER, Role.LEADER)


def people_asked(consultation: Consultation, now: datetime) -> set[int]:
    """Officers and leaders of all units that were asked."""
    units = consultation.duty.obligations.values_list("unit_id", flat=True)
    return ids_of_people(units, OWN, local(now).date())


def people_who_replied(consultation: Consultation, now: datetime) -> set[int]:
    """Those of the units that sent something."""
    units = consultation.replies.filter(submitted_at__isnull=False).values_list("unit_id", flat=True)
    return ids_of_people(units, OWN, local(now).date())


def office_of(reply: ConsultationReply, now: datetime) -> set[int]:
    """The standing office that asked."""
    organiser_id = reply.consultation.criteria_set.year.organiser_id
    return ids_of_people([organiser_id], [Role.STANDING_OFFICE], local(now).date())
