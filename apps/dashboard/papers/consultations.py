"""Góp ý dự thảo bảng tiêu chí on boards and homes, and the office's line of comments that wait for an answer."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.core.actor import Actor
from apps.core.components import StatusWord, TaskRow
from apps.core.dates import local
from apps.core.together import Asking
from apps.core.whole_numbers import whole_number
from apps.dashboard.papers.kinds import Asked, Key, Paper, PaperKind, register, register_office_tasks
from apps.scoring.consultation_enums import ReplyState
from apps.scoring.consultation_policies import is_own, reads_for
from apps.scoring.consultation_presentation import status_word
from apps.scoring.consultation_queries import with_counts
from apps.scoring.models import Consultation, ConsultationReply
from apps.scoring.models.consultation import DUTY_PREFIX


def papers(asked: Asked) -> Asking:
    """One question for all units and rounds asked."""
    found = ConsultationReply.objects.filter(
        unit_id__in=asked.unit_ids, consultation__in=_rounds(asked.codes), consultation__duty__isnull=False
    )
    return [_paper(reply, asked.actor) for reply in (yield found.for_list().order_by("pk"))]


def _rounds(codes: Iterable[str]) -> list[int]:
    return [number for code in codes if (number := whole_number(code.removeprefix(DUTY_PREFIX))) is not None]


def _paper(reply: ConsultationReply, actor: Actor) -> Paper:
    duty, organiser = reply.consultation.duty, reply.consultation.criteria_set.year.organiser
    own = is_own(actor, reply)
    seen = own or (reply.submitted_at is not None and reads_for(actor, organiser))
    draft = reply.state == ReplyState.DRAFT
    amended = draft and reply.submitted_at is not None and not own
    return Paper(
        key=Key(duty.year_id, duty.code, reply.unit_id),
        word=StatusWord.SENT if amended else status_word(reply),
        url=reply.get_absolute_url() if seen else "",
        holder=_holder(reply),
        remark=reply.inner_remark if own else "",
        subject=reply,
        for_leader=draft and reply.sent_to_leader_at is not None,
    )


def _holder(reply: ConsultationReply) -> str:
    if reply.state == ReplyState.SENT:
        return reply.consultation.criteria_set.year.organiser.name
    return _("Lãnh đạo đơn vị") if reply.sent_to_leader_at else reply.unit_name


def start_urls(_asked: Asked, keys: Iterable[Key]) -> Asking:
    """The page of the round, from which the unit begins; one question."""
    rounds = {key: _rounds([key.code]) for key in keys}
    open_rounds = Consultation.objects.running().filter(pk__in={pk for found in rounds.values() for pk in found})
    running = set((yield open_rounds.values_list("pk", flat=True)))
    return {
        key: reverse("consultations:consultation-detail", args=found)
        for key, found in rounds.items()
        if found and found[0] in running
    }


def office_tasks(*, organiser_id: int, year: int, actor: Actor, now: datetime) -> Asking:
    """Ý kiến dự thảo chờ trả lời, one line for each open round; one question."""
    rounds = Consultation.objects.running().filter(
        criteria_set__year__organiser_id=organiser_id, criteria_set__year__year=year
    )
    return [_office_row(each, now) for each in (yield with_counts(rounds.for_list()).order_by("opened_at", "pk"))]


def _office_row(each: Consultation, now: datetime) -> TaskRow:
    shown = {
        "sent": each.sent_count,
        "asked": each.asked_count,
        "waiting": each.comment_count - each.answered_count,
    }
    return TaskRow(
        _("Lấy ý kiến: %(title)s") % {"title": each.criteria_set.title},
        each.get_absolute_url(),
        StatusWord.DRAFT if each.sent_count else StatusWord.NOT_STARTED,
        due_on=each.duty.due_on,
        days_left=(each.duty.due_on - local(now).date()).days,
        note=_("Đã gửi %(sent)s/%(asked)s đơn vị; %(waiting)s ý kiến chờ trả lời.") % shown,
        action_label=_("Xem ý kiến"),
    )


register(
    PaperKind(
        code=DUTY_PREFIX,
        papers=papers,
        leader_task=lazy("Ký ý kiến tham gia dự thảo"),
        buttons={
            StatusWord.NOT_STARTED: lazy("Góp ý"),
            StatusWord.DRAFT: lazy("Góp ý tiếp"),
            StatusWord.AWAITING_SIGNATURE: lazy("Xem lại trước khi gửi"),
        },
        start_urls=start_urls,
    )
)
register_office_tasks("consultations", 35, office_tasks)
