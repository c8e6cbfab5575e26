"""What keeps a proposal from being sent. Each check answers sentences."""

from collections.abc import Callable, Sequence
from datetime import date

from django.utils.translation import gettext as _

from apps.awards import queries, rules
from apps.awards.domain.councils import council_missing
from apps.awards.models import AwardProposal, Nominee
from apps.awards.works_needed import needs_works
from apps.catalog.domain.eligibility import Outcome
from apps.catalog.enums import Subject
from apps.core.errors import DomainError

MOST_NAMED = 5

Check = Callable[[AwardProposal, Sequence[Nominee]], list[str]]


class NotReady(DomainError):
    """Something keeps the proposal from being sent; ``problems`` say what, each with its article or place."""

    def __init__(self, problems: Sequence[str]):
        super().__init__(" ".join(problems), code="not_ready")
        self.problems = list(problems)


def nobody_named(proposal: AwardProposal, nominees: Sequence[Nominee]) -> list[str]:
    return [] if nominees else [_("Danh sách chưa có tập thể, cá nhân nào.")]


def counts_differ(proposal: AwardProposal, nominees: Sequence[Nominee]) -> list[str]:
    """List 31 of 32: the tờ trình says one number, the list has another."""
    found = queries.counted(nominees)
    return count_differences(proposal, found["collectives"], found["individuals"])


def count_differences(proposal: AwardProposal, collectives: int, individuals: int) -> list[str]:
    """Where a list differs from what the tờ trình states; open numbers never do."""
    told = []
    for label, found, declared in (
        (_("tập thể"), collectives, proposal.declared_collectives),
        (_("cá nhân"), individuals, proposal.declared_individuals),
    ):
        if declared is None or declared == found:
            continue
        words = {"found": found, "declared": declared, "label": label, "n": abs(declared - found)}
        if found < declared:
            told.append(
                _("Danh sách có %(found)s %(label)s, thiếu %(n)s %(label)s so với tờ trình (%(declared)s).") % words
            )
        else:
            told.append(
                _("Danh sách có %(found)s %(label)s, thừa %(n)s %(label)s so với tờ trình (%(declared)s).") % words
            )
    return told


def conditions_missed(_proposal: AwardProposal, nominees: Sequence[Nominee]) -> list[str]:
    return not_qualified(nominees)


def not_qualified(nominees: Sequence[Nominee]) -> list[str]:
    """Of those whom the engine stops, the first ones by name: verified rules block, what is not verified only warns."""
    blocked = [nominee for nominee in nominees if nominee.outcome == Outcome.BLOCKED]
    told = [
        _("%(name)s không đủ điều kiện tặng %(award)s: %(reason)s.")
        % {
            "name": nominee.recipient,
            "award": nominee.award.name,
            "reason": "; ".join(missed_with_article(nominee.findings)) or nominee.outcome_reason.rstrip("."),
        }
        for nominee in blocked[:MOST_NAMED]
    ]
    if len(blocked) > MOST_NAMED:
        told.append(_("Và %(n)s trường hợp khác không đủ điều kiện.") % {"n": len(blocked) - MOST_NAMED})
    return told


def missed_with_article(findings: list[dict]) -> list[str]:
    """Conditions of the version that counts that block, each with its article."""
    return list(_blocking(findings[0]["parts"])) if findings else []


def _blocking(parts: list[dict]):
    for part in parts:
        if part["outcome"] != Outcome.BLOCKED:
            continue
        if "group" in part:
            yield from _blocking(part["parts"])
        else:
            yield f"{part['label']} ({part['provision']})" if part["provision"] else part["label"]


def targets_unexplained(proposal: AwardProposal, nominees: Sequence[Nominee]) -> list[str]:
    """S002-9: a missed target asks for a written reason before it can go on."""
    return [
        _("%(name)s có chỉ tiêu không đạt (%(targets)s): ghi lý do đề nghị (%(article)s).")
        % {
            "name": nominee.recipient,
            "targets": ", ".join(missed["indicator"] for missed in nominee.missed_targets),
            "article": rules.target_article(nominee.award.code),
        }
        for nominee in nominees
        if nominee.needs_missed_reason
    ][:MOST_NAMED]


def remarks_unanswered(proposal: AwardProposal, nominees: Sequence[Nominee]) -> list[str]:
    if proposal.submitted_at is None:  # what was never sent was never remarked on
        return []
    n = proposal.remarks.filter(answered_at=None).count()
    return [_("Còn %(n)s yêu cầu bổ sung chưa trả lời.") % {"n": n}] if n else []


def subject_of_award(proposal: AwardProposal, nominees: Sequence[Nominee]) -> list[str]:
    """Rows of the catalogue change: an award that is no longer for such a recipient."""
    return [
        _("%(award)s không dành cho %(subject)s (%(name)s).")
        % {
            "award": nominee.award.name,
            "subject": Subject(nominee.subject).label.lower(),
            "name": nominee.recipient,
        }
        for nominee in nominees
        if not nominee.award.fits(nominee.subject)
    ][:MOST_NAMED]


def asked_already(proposal: AwardProposal, nominees: Sequence[Nominee]) -> list[str]:
    """The same award for the same recipient and years, in another proposal that was sent."""
    return [
        _("%(name)s đã được đề nghị tặng %(award)s trong hồ sơ khác đã gửi: %(proposal)s.")
        % {"name": each.recipient, "award": each.award.name, "proposal": each.proposal}
        for each in queries.also_sent(proposal)[:MOST_NAMED]
    ]


CHECKS: list[Check] = [
    nobody_named,
    counts_differ,
    subject_of_award,
    asked_already,
    conditions_missed,
    targets_unexplained,
    remarks_unanswered,
]


def problems(proposal: AwardProposal, nominees: Sequence[Nominee], on: date) -> list[str]:
    """All that keeps it from being sent on the day, in words; empty when it may go. The page of checking and the
    sending ask the same, so that nobody signs what is then refused.
    """
    found = [sentence for check in CHECKS for sentence in check(proposal, nominees)]
    resting = {each.award_id for each in nominees if needs_works(each.findings)}
    return found + council_missing(proposal.unit, resting, on)
