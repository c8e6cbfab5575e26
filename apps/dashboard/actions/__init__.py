"""What the trail's actions are called on screen. ``tests/test_actions.py`` finds actions that lack a name here."""

from apps.dashboard.actions import awards, councils, ground, meetings, papers, scoring, year
from apps.dashboard.actions.looks import EXCEPTIONAL, GROUPS, ActionLook

__all__ = ["ACTIONS", "EXCEPTIONAL", "GROUPS", "TOLD_TO_UNIT", "ActionLook", "actions_of", "look"]

_PARTS = (ground, year, scoring, meetings, awards, councils, papers)
ACTIONS: dict[str, ActionLook] = {action: look for part in _PARTS for action, look in part.ACTIONS.items()}

# What a unit wants to read under "Vừa thay đổi": the work of others on its papers, not each saved line.
TOLD_TO_UNIT = frozenset(
    {
        "awards.proposal.return",
        "awards.proposal.reopen",
        "awards.proposal.begin_proxy",
        "awards.proposal.submit_proxy",
        "awards.proposal.verify",
        "awards.proposal.to_council",
        "awards.proposal.recommend",
        "awards.proposal.not_recommend",
        "awards.proposal.decide",
        "awards.comment.publish",
        "movements.participation.tick_instead",
        "movements.review.accept",
        "movements.review.enter_instead",
        "movements.review.return",
        "obligations.obligation.extend",
        "obligations.obligation.reopen",
        "obligations.obligation.enter_for",
        "obligations.time_request.refuse",
        "periodic_reports.report.enter_for",
        "periodic_reports.report.reopen",
        "periodic_reports.report.return",
        "pledges.pledge.open",
        "pledges.pledge.reopen",
        "pledges.pledge.revise",
        "registrations.registration.accept",
        "registrations.registration.begin_proxy",
        "registrations.registration.reopen",
        "registrations.registration.return",
        "registrations.registration.submit_proxy",
        "scoring.figure_remark.answer",
        "scoring.consultation_reply.return_to_officer",
        "scoring.score_sheet.return_to_officer",
        "scoring.score_sheet.submit",
        "scoring.score_sheet.start_step",
        "scoring.score_sheet.return",
        "scoring.score_sheet.finish_step",
        "scoring.score_sheet.bring_over",
        "scoring.score_sheet.reopen",
        "scoring.score_sheet.begin_proxy",
        "scoring.score_sheet.submit_proxy",
        "scoring.score_sheet.close_unsent",
        "ranking.exclusion.lift",
        "ranking.exclusion.make",
        "scoring.remark.answer",
        "scoring.minutes.share",
        "scoring.minutes.sign",
        "scoring.confirmation.confirm",
        "scoring.confirmation.refuse",
        "ranking.run.publish",
    }
)


def actions_of(group: str) -> list[str]:
    return [action for action, look in ACTIONS.items() if look.group == group]


def look(action: str) -> ActionLook:
    """The name of an action; an unknown one is shown by its code rather than hidden."""
    return ACTIONS.get(action) or ActionLook(action)
