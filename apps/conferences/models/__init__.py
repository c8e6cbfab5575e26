"""Conferences (Hội nghị): the event, who attends, its papers."""

from apps.conferences.models.attendance import Attendee, Guest
from apps.conferences.models.conference import Conference
from apps.conferences.models.paper import ConferencePaper, PaperVersion, Presenter
from apps.conferences.models.running import ConferenceMinutes, Handover, StepMark

__all__ = [
    "Attendee",
    "Conference",
    "ConferenceMinutes",
    "ConferencePaper",
    "Guest",
    "Handover",
    "PaperVersion",
    "Presenter",
    "StepMark",
]
