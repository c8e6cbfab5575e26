"""Khen thưởng under "Cần xử lý hôm nay": proposals to verify, sessions, drafts of decisions, missing councils."""

from datetime import datetime

from django.db.models import Count, F, Min, OuterRef, QuerySet, Subquery, Value
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.awards.council_enums import SessionState
from apps.awards.council_filters import OPEN
from apps.awards.council_queries import waiting_for_submission
from apps.awards.decision_enums import DecisionState
from apps.awards.domain.councils import lacking
from apps.awards.enums import ProposalState
from apps.awards.models import AwardDecision, AwardProposal, CouncilSession, Nominee, UpwardSubmission
from apps.catalog.enums import Level
from apps.core.actor import Actor
from apps.core.components import StatusWord, TaskRow
from apps.core.dates import local
from apps.core.together import Asking
from apps.dashboard.papers.kinds import register_office_tasks
from apps.units.models import Unit

OFFICE_ORDER = 60


def office_tasks(*, organiser_id: int, year: int, actor: Actor, now: datetime) -> Asking:
    """One line for each kind of work that waits, of every year; one question."""
    [found] = (yield _counted(organiser_id, now)) or [None]
    if found is None:
        return []
    lines = (
        (found.proposals, _to_verify),
        (found.sessions, _sessions),
        (found.drafts, _drafts),
        (found.upwards or found.upward_drafts, _upwards),
        (found.without, _councils),
    )
    return [line(found, now) for number, line in lines if number]


def _counted(organiser_id: int, now: datetime) -> QuerySet:
    """The body with what waits there. A council that is missing is one of the body itself or of a body below."""
    on = local(now).date()
    proposals = AwardProposal.objects.filter(year__organiser=OuterRef("pk"), state=ProposalState.SUBMITTED)
    sessions = CouncilSession.objects.filter(council__organiser=OuterRef("pk")).exclude(state=SessionState.CONCLUDED)
    drafts = AwardDecision.objects.filter(organiser=OuterRef("pk"), state=DecisionState.DRAFT)
    upward_drafts = UpwardSubmission.objects.filter(organiser=OuterRef("pk"), document=None)
    # What the State grants always goes upwards; the session and the day tell the rest (awards.domain.routing).
    upwards = waiting_for_submission(
        Nominee.objects.filter(proposal__year__organiser=OuterRef("pk"), award__level=Level.STATE)
    )
    bodies = lacking(on).filter(path__startswith=OuterRef("path"))
    return Unit.objects.filter(pk=organiser_id).annotate(
        proposals=_number(proposals),
        sessions=_number(sessions),
        next_on=Subquery(_together(sessions).annotate(day=Min("held_on")).values("day")),
        next_id=Subquery(sessions.order_by("held_on", "pk").values("pk")[:1]),
        drafts=_number(drafts),
        upwards=_number(upwards),
        upward_drafts=_number(upward_drafts),
        without=_number(bodies),
    )


def _together(rows: QuerySet) -> QuerySet:
    return rows.order_by().annotate(one=Value(1)).values("one")


def _number(rows: QuerySet) -> Subquery:
    return Subquery(_together(rows).annotate(n=Count(F("pk"))).values("n"))


def _to_verify(found, now: datetime) -> TaskRow:
    return TaskRow(
        _("Hồ sơ đề nghị khen thưởng chờ thẩm định"),
        f"{reverse('awards:proposal-list')}?step={ProposalState.SUBMITTED}",
        StatusWord.SENT,
        holder=_("Thường trực HĐ"),
        note=_("%(n)s hồ sơ đang chờ.") % {"n": found.proposals},
        action_label=_("Thẩm định"),
    )


def _sessions(found, now: datetime) -> TaskRow:
    one = found.sessions == 1
    return TaskRow(
        _("Phiên họp Hội đồng"),
        reverse("awards:session-detail", args=[found.next_id])
        if one
        else f"{reverse('awards:session-list')}?state={OPEN}",
        StatusWord.DRAFT,
        due_on=found.next_on,
        days_left=(found.next_on - local(now).date()).days,
        holder=_("Thường trực HĐ"),
        note=_("%(n)s phiên chưa kết thúc.") % {"n": found.sessions},
        action_label=_("Mở phiên họp"),
    )


def _drafts(found, now: datetime) -> TaskRow:
    return TaskRow(
        _("Quyết định chờ số"),
        f"{reverse('awards:decision-list')}?state={DecisionState.DRAFT}",
        StatusWord.DRAFT,
        holder=_("Thường trực HĐ"),
        note=_("%(n)s dự thảo quyết định khen thưởng.") % {"n": found.drafts},
        action_label=_("Xem dự thảo"),
    )


def _upwards(found, now: datetime) -> TaskRow:
    return TaskRow(
        _("Trình cấp trên"),
        reverse("awards:upward-list" if found.upward_drafts else "awards:session-list"),
        StatusWord.DRAFT,
        holder=_("Thường trực HĐ"),
        note=_("%(n)s trường hợp chờ lập tờ trình, %(drafts)s dự thảo tờ trình.")
        % {"n": found.upwards or 0, "drafts": found.upward_drafts or 0},
        action_label=_("Xem tờ trình") if found.upward_drafts else _("Mở phiên họp"),
    )


def _councils(found, now: datetime) -> TaskRow:
    return TaskRow(
        _("Hội đồng sáng kiến chưa kiện toàn"),
        reverse("awards:council-list"),
        StatusWord.NOT_STARTED,
        note=_("%(n)s đơn vị có tư cách pháp nhân chưa có Hội đồng còn hiệu lực.") % {"n": found.without},
        action_label=_("Xem Hội đồng"),
    )


register_office_tasks("awards", OFFICE_ORDER, office_tasks)
