"""The reports of this portal, in the order of the year."""

from apps.reports import registry
from apps.reports.entries import (
    certificate,
    conference_minutes,
    consolidated_registration,
    consultation_reply,
    consultation_summary,
    council_minutes,
    decision,
    evenness,
    inspection,
    invitation,
    lateness,
    movement_review,
    nominee_list,
    payment,
    periodic_report,
    plan,
    pledge,
    ranking,
    registration,
    score_sheet,
    submission,
    tally,
    targets,
    verification_minutes,
)

ENTRIES = (
    plan,
    pledge,
    registration,
    consolidated_registration,
    movement_review,
    inspection,
    targets,
    periodic_report,
    evenness,
    consultation_reply,
    consultation_summary,
    score_sheet,
    verification_minutes,
    ranking,
    invitation,
    conference_minutes,
    tally,
    nominee_list,
    submission,
    council_minutes,
    decision,
    payment,
    certificate,
    lateness,
)


def register_all() -> None:
    """Fill the registry."""
    for entry in ENTRIES:
        registry.register(entry.REPORT)
