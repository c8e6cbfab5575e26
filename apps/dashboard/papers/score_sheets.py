"""Score sheets on boards and homes. The first user of the register."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from apps.core.actor import Actor
from apps.core.components import StatusWord
from apps.core.together import Asking
from apps.dashboard.papers.kinds import Action, Asked, Key, Paper, PaperKind, about, known_in, register, tags_of
from apps.dashboard.queries.sheets import DUTY, Standing, standings
from apps.scoring.domain import relative
from apps.scoring.domain.lines import lock_sheet
from apps.scoring.domain.returns import close_again as close_sheet_again
from apps.scoring.domain.returns import reopen_sheet
from apps.scoring.enums import SheetState
from apps.scoring.models import ScoreSheet
from apps.scoring.policies import can_type_for
from apps.scoring.review_policies import can_close_unsent, can_reopen
from apps.scoring.review_queries import for_boards
from apps.scoring.workflow import SHEET_FLOW
from apps.units.enums import Role


def papers(asked: Asked) -> Asking:
    """Two questions: sheets with what policies ask and their steps, words."""
    sheets = for_boards(asked.actor).filter(unit_id__in=asked.unit_ids).order_by()
    if asked.cluster_year is None:
        sheets = sheets.filter(cluster_year__year_id__in=asked.year_ids)
        sheets = yield sheets.select_related("cluster_year__cluster").order_by("cluster_year")
    else:
        sheets = known_in(asked.cluster_year, (yield sheets.filter(cluster_year=asked.cluster_year)))
    found = yield from standings(sheets)
    times = Counter(standing.sheet.unit_id for standing in found)
    return [paper(standing, asked, named=times[standing.sheet.unit_id] > 1) for standing in found]


def paper(standing: Standing, asked: Asked, *, named: bool) -> Paper:
    """``named``: with its cluster, when a unit belongs to several."""
    sheet = standing.sheet
    may_reopen = SHEET_FLOW.allows("reopen", sheet.state) and bool(can_reopen(asked.actor, sheet))
    excused = sheet.state == SheetState.NOT_SUBMITTED
    scan = None if standing.is_missing else sheet.signed_copy_found
    return Paper(
        key=Key(sheet.cluster_year.year_id, DUTY, sheet.unit_id),
        word=standing.word,
        url=_url(standing, asked.actor),
        holder=standing.holder(),
        remark=" · ".join([*([sheet.cluster_year.name] if named else []), *_remarks(standing)]),
        tags=(_("Không nộp, không xếp hạng"),) if excused else tags_of(is_proxy=sheet.is_proxy, signed_copy=scan),
        actions=tuple(_actions(standing, asked)),
        subject=sheet,
        for_leader=bool(sheet.minutes_waiting) or (standing.is_missing and sheet.sent_to_leader_at is not None),
        leader_task=_("Cho ý kiến về Biên bản thống nhất điểm") if sheet.minutes_waiting else "",
        may_reopen=may_reopen,
        excused=excused,
    )


def _url(standing: Standing, actor: Actor) -> str:
    """The minutes where the unit's word is waited for, else where the sheet itself is worked on."""
    sheet = standing.sheet
    if sheet.minutes_waiting and actor.holds(Role.OFFICER, Role.LEADER, unit_id=sheet.unit_id):
        return reverse("scoring:minutes-detail", args=[sheet.minutes_waiting])
    return standing.url_for(actor)


def _remarks(standing: Standing) -> list[str]:
    sheet, found = standing.sheet, []
    if sheet.state == SheetState.NOT_SUBMITTED:
        found.append(str(sheet.get_state_display()))
    if sheet.remark:
        found.append(sheet.remark)
    if sheet.minutes_waiting:
        found.append(_("Biên bản thống nhất điểm chờ đơn vị cho ý kiến."))
    if sheet.remarks_waiting:
        text = ngettext(
            "%(n)d kiến nghị về điểm chờ trả lời.", "%(n)d kiến nghị về điểm chờ trả lời.", sheet.remarks_waiting
        )
        found.append(text % {"n": sheet.remarks_waiting})
    if standing.is_missing and sheet.reopened_reason:
        found.append(_("Đã mở lại để sửa: %(reason)s") % {"reason": sheet.reopened_reason})
    return found


def _actions(standing: Standing, asked: Asked) -> Iterable[Action]:
    sheet = standing.sheet
    if standing.is_missing and can_type_for(asked.actor, sheet):
        page, label = ("sheet-detail", _("Nhập thay tiếp")) if sheet.is_proxy else ("proxy-begin", _("Nhập thay"))
        yield Action(label, reverse(f"scoring:{page}", args=[sheet.pk]))
    if SHEET_FLOW.allows("close_unsent", sheet.state) and can_close_unsent(asked.actor, sheet):
        yield Action(_("Đóng: không nộp"), reverse("scoring:sheet-close-unsent", args=[sheet.pk]))


def reopen(*, paper: Paper, reason: str, actor: Actor, now: datetime) -> None:
    reopen_sheet(sheet_id=paper.subject.pk, reason=reason, actor=actor, now=now)


def lock(sheet_id: int) -> None:
    """In the order of every write of a sheet."""
    relative.lock_cluster(sheet_id)
    lock_sheet(sheet_id)


def close_again(*, key: Key, path: str, since: datetime, actor: Actor, now: datetime) -> bool:
    """A unit may stand in two clusters of a year: only what was reopened is closed."""
    sheets = ScoreSheet.objects.filter(cluster_year__year_id=key.year_id, unit_id=key.unit_id)
    reopened = sheets.exclude(reopened_reason="").filter(state=SheetState.SELF_SCORING)
    found = about(path, reopened.order_by("pk"))
    closed = [close_sheet_again(sheet_id=each.pk, actor=actor, now=now) for each in found]
    return any(each.state != SheetState.SELF_SCORING for each in closed)


register(
    PaperKind(
        code=DUTY,
        papers=papers,
        task=lazy("Tự chấm điểm"),
        leader_task=lazy("Duyệt bảng tự chấm điểm"),
        buttons={
            StatusWord.NOT_STARTED: lazy("Bắt đầu chấm"),
            StatusWord.DRAFT: lazy("Chấm tiếp"),
            StatusWord.RETURNED: lazy("Bổ sung"),
            StatusWord.AWAITING_SIGNATURE: lazy("Xem lại trước khi gửi"),
        },
        can_reopen=lambda actor, found: can_reopen(actor, found.subject),
        lock=lock,
        reopen=reopen,
        close_again=close_again,
        always=True,
    )
)
