"""What the pages of a consultation show: facts, lines of the draft, states of units. Plain values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.core.components import Fact, StatusWord
from apps.core.dates import format_date, format_datetime
from apps.scoring.consultation_enums import ReplyState
from apps.scoring.consultation_queries import AskedUnit
from apps.scoring.domain.consultation_drafts import ConsultedDraft
from apps.scoring.domain.explain import describe_rule
from apps.scoring.models import Consultation, ConsultationReply, SentComment


def status_word(reply: ConsultationReply | None) -> StatusWord:
    """The word that people see for a reply (glossary §4). One function decides, for every screen."""
    if reply is None:
        return StatusWord.NOT_STARTED
    if not reply.consultation.is_open and reply.submitted_at:
        return StatusWord.FINAL
    if reply.state == ReplyState.SENT:
        return StatusWord.SENT
    if reply.printed_at or reply.sent_to_leader_at:
        return StatusWord.AWAITING_SIGNATURE
    return StatusWord.DRAFT if reply.saved_at else StatusWord.NOT_STARTED


def round_facts(consultation: Consultation) -> list[Fact]:
    """What a round is: by when, by which letter, since when, how it ended."""
    opened = _("%(time)s, %(who)s") % {
        "time": format_datetime(consultation.opened_at),
        "who": consultation.opened_by_label,
    }
    facts = [
        Fact(_("Hạn góp ý"), _("Hết ngày %(day)s") % {"day": format_date(consultation.duty.due_on)}),
        Fact(_("Mở lúc"), opened),
    ]
    if consultation.duty.document:
        facts.append(Fact(_("Công văn lấy ý kiến"), str(consultation.duty.document)))
    if consultation.closed_at:
        closed = {"time": format_datetime(consultation.closed_at), "who": consultation.closed_by_label}
        facts.append(Fact(_("Đóng lúc"), _("%(time)s, %(who)s") % closed))
    facts.append(Fact(_("Mã băm dự thảo"), consultation.draft_hash))
    return facts


@dataclass(frozen=True)
class DraftLine:
    """One row of the draft: group or criterion, with its rule in words."""

    code: str
    number: str
    label: str
    points: object
    is_leaf: bool
    depth: int
    rules: tuple[str, ...]


def draft_lines(draft: ConsultedDraft) -> list[DraftLine]:
    return [
        DraftLine(
            code=rule.code,
            number=rule.number or rule.code,
            label=rule.label,
            points=rule.max_points,
            is_leaf=draft.nodes[rule.code].is_leaf,
            depth=draft.nodes[rule.code].depth,
            rules=tuple(describe_rule(rule)),
        )
        for rule in draft.rules
    ]


@dataclass(frozen=True)
class UnitRow:
    """One unit that was asked, as the organiser sees it."""

    asked: AskedUnit
    word: StatusWord
    tag: str


def unit_rows(asked: Iterable[AskedUnit], now: datetime) -> list[UnitRow]:
    return [UnitRow(each, _word(each), _tag(each, now)) for each in asked]


def _word(each: AskedUnit) -> StatusWord:
    """What the organiser sees: the unit's own drafts are its own business."""
    return StatusWord.SENT if each.sending else StatusWord.NOT_STARTED


def _tag(each: AskedUnit, now: datetime) -> str:
    owed = each.obligation
    if owed.waived_at:
        return _("Được miễn")
    if owed.closed_unsent_at and each.sending is None:
        return _("Không gửi")
    late = owed.days_late(now)
    if not late:
        return ""
    if each.sending:
        return _("Gửi sau hạn")
    return ngettext("Quá hạn %(n)d ngày", "Quá hạn %(n)d ngày", late) % {"n": late}


def comments_by_code(comments: Iterable[SentComment]) -> dict[str, list[SentComment]]:
    """Comments by the criterion that changed for them, or the one commented on; those on the annex under ""."""
    found: dict[str, list[SentComment]] = {}
    for comment in comments:
        answer = getattr(comment, "answer", None)
        code = (answer.changed_code if answer else "") or comment.code
        found.setdefault(code, []).append(comment)
    return found
