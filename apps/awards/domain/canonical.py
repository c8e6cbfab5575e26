"""What a proposal said when it was sent, as plain data with no ids and no times, and the hash of it."""

import hashlib
import json
from collections.abc import Iterable

from apps.awards.models import AchievementReport, AwardProposal, ProposalSubmission, SubmittedNominee
from apps.awards.queries import meeting_of
from apps.core.text import nfc
from apps.results.sentences import sentence_of

HEAD = ("unit_name", "type", "occasion", "addressed_to", "grounds")
MEETING = (
    "place", "chair_name", "secretary_name", "invited", "present", "conclusion", "confirms_conditions",
    "confirmed_facts",
)  # fmt: skip
LINE = (
    "subject", "recipient", "post", "unit_name", "standing", "standing_reason", "achievement", "votes_for",
    "votes_base", "outcome", "version_code", "findings", "missed_targets", "missed_reason", "report",
)  # fmt: skip


def content_of(proposal: AwardProposal) -> dict:
    """Letter, meeting and papers of a locked proposal; two queries."""
    meeting = meeting_of(proposal)
    papers = proposal.papers.select_related("document", "nominee").order_by("item_code", "pk")
    return {name: getattr(proposal, name) for name in HEAD} | {
        "unit": proposal.unit.code,
        "receiver": proposal.year.organiser.name,
        "period": [proposal.period_from, proposal.period_to],
        "declared": [proposal.declared_collectives, proposal.declared_individuals],
        "meeting": {
            "held_on": meeting.held_on.isoformat(),
            **{name: getattr(meeting, name) for name in MEETING},
        }
        if meeting
        else None,
        "papers": [
            {
                "item": paper.item_code,
                "label": paper.label,
                "of": paper.nominee.recipient if paper.nominee else "",
                "symbol": paper.document.symbol if paper.document else "",
                "issued_on": paper.document.issued_on.isoformat() if paper.document else "",
                "secret_route": paper.secret_route,
                "note": paper.note,
            }
            for paper in papers
        ],
    }


def reports_of(proposal: AwardProposal) -> dict[int, dict]:
    """Nominee → its achievement report with the results that it rests on; three queries at most."""
    written = AchievementReport.objects.filter(nominee__proposal=proposal)
    return {
        report.nominee_id: {
            "form": report.form,
            "form_code": report.form_code,
            "situation": report.situation,
            "achievements": report.achievements,
            "awards_held": report.awards_held,
            "entries": [sentence_of(use.entry) for use in report.entries.all()],
        }
        for report in written.prefetch_related("entries__entry__indicator", "entries__entry__document")
    }


def hash_of(content: dict, lines: Iterable[SubmittedNominee]) -> str:
    """SHA-256 of what was sent: ``content`` and the lines in order, as JSON with sorted keys."""
    rows = [{"award": line.award.code, **{name: getattr(line, name) for name in LINE}} for line in lines]
    text = json.dumps({"content": content, "lines": rows}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(nfc(text).encode()).hexdigest()


def is_whole(submission: ProposalSubmission) -> bool | None:
    """Whether what is kept is what was hashed; None for what was sent before everything hashed was kept."""
    if not submission.content:
        return None
    return hash_of(submission.content, submission.nominees.select_related("award").order_by("position", "pk")) == (
        submission.sha256
    )
