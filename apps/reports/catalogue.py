"""The reports of this portal, in the order of the year."""

from functools import partial

from apps.documents.standing import register_standing
from apps.reports import registry
from apps.reports.entries import (
    award_statistics,
    certificate,
    conference_minutes,
    consolidated_registration,
    consultation_reply,
    consultation_summary,
    council_minutes,
    decision,
    eligibility_letter,
    evenness,
    inspection,
    invitation,
    lateness,
    movement_review,
    national_overview,
    nominee_list,
    payment,
    periodic_report,
    plan,
    pledge,
    ranking,
    registration,
    score_sheet,
    submission,
    summary_report,
    tally,
    targets,
    unit_minutes,
    upward_letter,
    upward_package,
    verification_minutes,
)
from apps.reports.keeping import BATCH
from apps.reports.standing import standing, standing_of_zip

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
    unit_minutes,
    eligibility_letter,
    council_minutes,
    upward_letter,
    upward_package,
    decision,
    payment,
    certificate,
    summary_report,
    award_statistics,
    national_overview,
    lateness,
)


def register_all() -> None:
    """Fill the registry, and say what the public page of a code tells of each."""
    for report in (entry.REPORT for entry in ENTRIES):
        registry.register(report)
        register_standing(report.name, partial(standing, report))
    register_standing(BATCH, standing_of_zip)
