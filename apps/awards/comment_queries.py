"""Which lines the public reads: by the rules of the day, of which sending, to which day."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from apps.awards import rules
from apps.awards.models import AwardProposal, CommentPeriod, Nominee, SubmittedNominee
from apps.core.dates import local


def law_day(proposal: AwardProposal, on: date) -> date:
    """The day whose rules hold: a dossier follows those of the day on which it was received, as its conditions do."""
    return min(on, local(proposal.submitted_at).date()) if proposal.submitted_at else on


def line_key(row: Nominee | SubmittedNominee) -> tuple:
    """A line as the public read it."""
    return row.award_id, row.subject, row.name.lower(), row.unit_name.lower()


def published_lines(proposal: AwardProposal, on: date) -> set[tuple]:
    """Lines that stood on the public page to the last day; a query for each time it was published."""
    periods = proposal.comment_periods.standing().filter(ends_on__lt=on).select_related("submission")
    return {line_key(line) for period in periods for line in period.lines()}


def may_publish(proposal: AwardProposal) -> bool:
    """No list of the newest sending stands, or stood, on the public page. One query."""
    here = Q(submission__is_current=True) | Q(submission=None)
    return not proposal.comment_periods.standing().filter(here).exists()


def stands(periods: Iterable[CommentPeriod], newest_sending: int | None) -> bool:
    """The opposite of ``may_publish``, of periods that are read already. No query."""
    here = {newest_sending, None}
    return any(each.closed_on is None and each.submission_id in here for each in periods)


def comment_rule_of(proposal: AwardProposal, on: date) -> rules.CommentRule | None:
    return rules.comment_rule(_codes(proposal), law_day(proposal, on))


def published_awards(proposal: AwardProposal, on: date) -> set[str]:
    """Codes of its awards that a rule asks to publish. One query."""
    day = law_day(proposal, on)
    return {code for code in _codes(proposal) if rules.comment_rule([code], day)}


def _codes(proposal: AwardProposal) -> set[str]:
    return set(proposal.nominees.order_by().values_list("award__code", flat=True).distinct())
