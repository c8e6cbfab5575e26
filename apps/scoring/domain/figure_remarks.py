"""Objecting to a filled figure: the unit says why, whoever checks the sheet answers; both are kept with the sheet."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.core.kept import kept_language
from apps.core.text import clean
from apps.notifications.domain.sending import notify
from apps.periods.domain.years import require_writable
from apps.scoring.domain.answers import answer_text
from apps.scoring.domain.inputs import stored_inputs
from apps.scoring.domain.lines import lock_sheet
from apps.scoring.domain.set_rows import stored_rules
from apps.scoring.enums import SheetState
from apps.scoring.models import FigureRemark, ScoreLine
from apps.units.telling_queries import people_of

LONGEST = 1000
ENDED = (SheetState.FINAL, SheetState.NOT_SUBMITTED)


class NothingToRemark(DomainError):
    """The line is typed by people, or the sheet is final."""

    default_message = _("Chỉ nêu ý kiến về số liệu do hệ thống điền, khi bảng chưa chốt.")


class RemarkEmpty(DomainError):
    """A remark or an answer without words."""

    default_message = _("Ghi rõ số liệu nào chưa đúng, căn cứ nào.")


class RemarkAnswered(DomainError):
    """Somebody else answered first."""

    default_message = _("Ý kiến này đã được trả lời.")


@operation()
def say(*, line_id: int, text: str, actor: Actor, now: datetime) -> FigureRemark:
    """Nêu ý kiến: one open remark a line; saying it again before the answer replaces the words.

    The caller has asked ``policies.can_prepare``. Raises NothingToRemark, RemarkEmpty, YearClosed.
    """
    line = ScoreLine.objects.select_related("criterion", "sheet_version").get(pk=line_id)
    sheet = lock_sheet(line.sheet_version.sheet_id)
    require_writable(sheet.cluster_year.year)
    if not line.filled or sheet.state in ENDED:
        raise NothingToRemark
    words = _needed(text)
    rules = {rule.code: rule for rule in stored_rules(sheet.criteria_set_id)}
    with kept_language():
        figure = answer_text(rules[line.criterion.code], stored_inputs(line)) or line.filled["missing"]
    remark, created = FigureRemark.objects.get_or_create(
        sheet=sheet,
        criterion=line.criterion,
        answered_at=None,
        defaults={"text": words, "figure": figure[:500], "said_by_label": actor.label, "said_at": now},
    )
    before = None if created else remark.text
    if before == words:
        return remark
    if not created:
        remark.text, remark.figure, remark.said_by_label, remark.said_at = words, figure[:500], actor.label, now
        remark.save()
    if created or before != words:
        record("scoring.figure_remark.say", actor=actor, target=remark, at=now, before=before, after=words)
    return remark


@operation()
def answer(*, remark_id: int, text: str, actor: Actor, now: datetime) -> FigureRemark:
    """Trả lời ý kiến, once. The caller has asked ``review_policies.can_review``.

    Raises RemarkAnswered, RemarkEmpty, NothingToRemark, YearClosed.
    """
    sheet_id = FigureRemark.objects.values_list("sheet_id", flat=True).get(pk=remark_id)
    sheet = lock_sheet(sheet_id)
    require_writable(sheet.cluster_year.year)
    remark = FigureRemark.objects.select_related("criterion", "sheet").get(pk=remark_id)
    if remark.answered_at is not None:
        raise RemarkAnswered
    if sheet.state in ENDED:
        raise NothingToRemark
    remark.answer = _needed(text)
    remark.answered_by_label, remark.answered_at = actor.label, now
    remark.save()
    record("scoring.figure_remark.answer", actor=actor, target=remark, at=now, after=remark.answer)
    people = people_of(sheet, now)
    notify("scoring.figure_remark_answered", to=people, about=sheet, body=remark.answer, actor=actor, now=now)
    return remark


def _needed(text: str) -> str:
    words = clean(text, multiline=True)[:LONGEST]
    if not words:
        raise RemarkEmpty(field="text")
    return words
