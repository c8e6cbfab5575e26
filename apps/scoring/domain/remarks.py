"""Remarks on points (Kiến nghị về điểm): the unit says why, whoever checked answers with a reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.dates import format_date, local
from apps.core.errors import DomainError
from apps.core.kept import kept_language
from apps.core.text import clean
from apps.notifications.domain.sending import notify
from apps.periods.domain.years import require_writable
from apps.scoring.domain.line_reopening import reopen_line
from apps.scoring.domain.lines import lock_sheet
from apps.scoring.domain.review_settings import readable, setting_of
from apps.scoring.enums import RemarkState, SheetState, Stage
from apps.scoring.models import ScoreLine, ScoreRemark, ScoreSheet, SheetVersion
from apps.scoring.telling_queries import answerers_of
from apps.units.telling_queries import people_of

TEXT_LENGTH = 2000


class PointsNotShown(DomainError):
    """The unit has not been given points of others to read yet."""

    default_message = _("Chưa có điểm kiểm tra để kiến nghị: bước kiểm tra chưa hoàn thành hoặc chưa cho đơn vị xem.")


class RemarksClosed(DomainError):
    """The last day for remarks has passed."""


class NothingSaid(DomainError):
    """No line has a text."""

    default_message = _("Ghi nội dung kiến nghị cho ít nhất một dòng.")


class PointsChanged(DomainError):
    """There are newer points than those that the unit read."""

    default_message = _(
        "Điểm kiểm tra đã có bản mới sau khi bạn mở trang này. Nội dung đã ghi còn nguyên: xem lại rồi gửi."
    )


class AlreadyWaiting(DomainError):
    """One remark on a line at a time."""

    default_message = _("Đã có kiến nghị chờ trả lời cho dòng này.")


class AlreadyAnswered(DomainError):
    """Somebody answered first, or the unit took it back."""

    default_message = _("Kiến nghị này đã được trả lời hoặc đã rút.")


class AnswerMissing(DomainError):
    """An answer gives its reason."""

    default_message = _("Ghi nội dung trả lời, nêu lý do.")


@dataclass(frozen=True)
class Wish:
    """What the unit says about one line; ``points``: those it asks for, None where it names none."""

    text: str
    points: Decimal | None = None


def versions_read(sheet: ScoreSheet) -> list[SheetVersion]:
    """Locked versions that the unit may read, oldest first."""
    return readable(sheet, list(sheet.versions.filter(locked_at__isnull=False).defer("canonical").order_by("pk")))


def version_to_remark(sheet: ScoreSheet) -> SheetVersion | None:
    """The newest points of others that the unit may read; None while there are none, or it scores anew itself."""
    if sheet.state not in (SheetState.FINAL, SheetState.IN_STEP):
        return None
    shown = versions_read(sheet)
    return shown[-1] if shown and shown[-1].stage != Stage.SELF else None


def require_open_for_remarks(sheet: ScoreSheet, now: datetime) -> SheetVersion:
    """The version to remark on. Raises PointsNotShown, RemarksClosed, YearClosed."""
    require_writable(sheet.cluster_year.year)
    version = version_to_remark(sheet)
    if version is None:
        raise PointsNotShown
    until = setting_of(sheet.cluster_year_id).remarks_until
    if until and local(now).date() > until:
        raise RemarksClosed(_("Thời hạn gửi kiến nghị đã hết ngày %(day)s.") % {"day": format_date(until)})
    return version


@operation()
def send_remarks(
    *, sheet_id: int, wishes: Mapping[int, Wish], seen: str = "", actor: Actor, now: datetime
) -> list[ScoreRemark]:
    """Gửi kiến nghị: id of the criterion → what the unit says; criteria without a text are left out.

    ``seen``: id of the version whose points were read. Whoever answers is told. Raises PointsNotShown, RemarksClosed,
    YearClosed, NothingSaid, PointsChanged, AlreadyWaiting (``field``: ``line_<id of the criterion>``).
    """
    sheet = lock_sheet(sheet_id)
    version = require_open_for_remarks(sheet, now)
    said = {pk: wish for pk, wish in wishes.items() if clean(wish.text)}
    lines = {line.criterion_id: line for line in version.lines.filter(criterion__in=said).select_related("criterion")}
    if not lines:
        raise NothingSaid
    if seen and seen != str(version.pk):
        raise PointsChanged
    waiting = set(sheet.remarks.waiting().values_list("criterion_id", flat=True))
    due_on = local(now).date() + timedelta(days=setting_of(sheet.cluster_year_id).answer_days)
    made = []
    for pk, line in lines.items():
        if line.criterion_id in waiting:
            raise AlreadyWaiting(field=f"line_{pk}")
        made.append(_made(sheet, version, line, said[pk], due_on, actor, now))
    with kept_language():
        told = ngettext("%(n)d dòng có kiến nghị.", "%(n)d dòng có kiến nghị.", len(made)) % {"n": len(made)}
    after = {"lines": [remark.criterion.printed_number for remark in made], "due_on": format_date(due_on)}
    record("scoring.remark.send", actor=actor, target=sheet, at=now, after=after)
    told_people = answerers_of(sheet, {remark.criterion.code for remark in made}, now)
    notify("scoring.remark_sent", to=told_people, about=sheet, body=told, path=_path(made), actor=actor, now=now)
    return made


@operation()
def answer_remark(*, remark_id: int, accept: bool, answer: str, actor: Actor, now: datetime) -> ScoreRemark:
    """Trả lời: take it up, which opens the line again in its step, or keep the points; always with a reason.

    Raises AnswerMissing, AlreadyAnswered, TransitionNotAllowed (the sheet is with the unit), ConfirmedFirst,
    YearClosed.
    """
    sheet = lock_sheet(_sheet_of(remark_id))
    require_writable(sheet.cluster_year.year)
    remark = _waiting(remark_id)
    remark.answer = clean(answer, multiline=True)[:TEXT_LENGTH]
    if not remark.answer:
        raise AnswerMissing(field="answer")
    remark.state = RemarkState.ACCEPTED if accept else RemarkState.REJECTED
    remark.answered_at, remark.answered_by_label = now, actor.label
    remark.save()
    if accept:
        with kept_language():
            text = now_in_words("Kiến nghị của đơn vị: %(text)s") % {"text": remark.text}
        reopen_line(sheet, remark.criterion, text, actor=actor, now=now)
    after = {"answer": remark.state, "line": remark.criterion.printed_number, "state": sheet.state}
    record("scoring.remark.answer", actor=actor, target=sheet, at=now, after=after, reason=remark.answer)
    notify(
        "scoring.remark_answered",
        to=people_of(sheet, now),
        about=remark,
        body=f"{remark.get_state_display()}: {remark.answer}",
        actor=actor,
        now=now,
    )
    return remark


@operation()
def withdraw_remark(*, remark_id: int, actor: Actor, now: datetime) -> ScoreRemark:
    """Rút kiến nghị that nobody answered yet. Raises AlreadyAnswered, YearClosed."""
    sheet = lock_sheet(_sheet_of(remark_id))
    require_writable(sheet.cluster_year.year)
    remark = _waiting(remark_id)
    remark.state = RemarkState.WITHDRAWN
    remark.save(update_fields=["state", "updated_at"])
    after = {"line": remark.criterion.printed_number}
    record("scoring.remark.withdraw", actor=actor, target=sheet, at=now, after=after)
    return remark


def _made(
    sheet: ScoreSheet, version: SheetVersion, line: ScoreLine, wish: Wish, due_on, actor: Actor, now: datetime
) -> ScoreRemark:
    return ScoreRemark.objects.create(
        sheet=sheet,
        version=version,
        criterion=line.criterion,
        points_seen=line.points,
        points_wanted=wish.points,
        text=clean(wish.text, multiline=True)[:TEXT_LENGTH],
        sent_at=now,
        sent_by_label=actor.label_for(sheet),
        due_on=due_on,
    )


def _path(made: list[ScoreRemark]) -> str:
    """The remark, or the list with those of the unit that wait: each reader finds there what they may answer."""
    if len(made) == 1:
        return made[0].get_absolute_url()
    query = urlencode({"state": RemarkState.WAITING.value, "unit": made[0].sheet.unit.name})
    return f"{reverse('scoring:remark-list')}?{query}"


def _sheet_of(remark_id: int) -> int:
    return ScoreRemark.objects.values_list("sheet_id", flat=True).get(pk=remark_id)


def _waiting(remark_id: int) -> ScoreRemark:
    """The remark under its sheet's lock. Raises AlreadyAnswered, saying by whom."""
    remark = ScoreRemark.objects.select_related("criterion", "sheet").get(pk=remark_id)
    if remark.state != RemarkState.WAITING:
        if remark.answered_by_label:
            text = _("%(who)s đã trả lời kiến nghị này: %(answer)s")
            raise AlreadyAnswered(text % {"who": remark.answered_by_label, "answer": remark.get_state_display()})
        raise AlreadyAnswered
    return remark
