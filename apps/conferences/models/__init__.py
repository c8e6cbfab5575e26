"""Conferences (Hội nghị): the event, who attends, its papers."""

from apps.conferences.models.attendance import Attendee, Delegate, Guest
from apps.conferences.models.conference import Conference
from apps.conferences.models.paper import ConferencePaper, PaperReading, PaperVersion, Presenter
from apps.conferences.models.running import ConferenceMinutes, Handover, StepMark

__all__ = [
    "Attendee",
    "Conference",
    "ConferenceMinutes",
    "ConferencePaper",
    "Delegate",
    "Guest",
    "Handover",
    "PaperReading",
    "PaperVersion",
    "Presenter",
    "StepMark",
]
