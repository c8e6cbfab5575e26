"""Khen thưởng under "Cần xử lý hôm nay": proposals to verify, who was asked about them and until when, sessions, drafts
of decisions, missing councils.
"""

from datetime import date, datetime, timedelta

from django.db.models import Count, F, Min, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.awards import rules
from apps.awards.council_enums import SessionState
from apps.awards.council_filters import OPEN
from apps.awards.council_queries import waiting_for_submission
from apps.awards.decision_enums import DecisionState
from apps.awards.domain.councils import lacking
from apps.awards.enums import RECEIVED, ProposalState
from apps.awards.models import (
    AwardDecision,
    AwardProposal,
    CommentPeriod,
    Consultation,
    CouncilSession,
    Nominee,
    ProposalSubmission,
    UpwardSubmission,
)
from apps.catalog.enums import Confidence, Level
from apps.core.actor import Actor
from apps.core.components import StatusWord, TaskRow
from apps.core.dates import format_date, local
from apps.core.together import Asking
from apps.dashboard.papers.kinds import register_office_tasks
from apps.periods.domain.working_days import calendar_of, days_around
from apps.units.models import Unit

OFFICE_ORDER = 60
LONGEST_WAIT = timedelta(days=300)  # of the days off around today; what waits longer is late whatever they are


def office_tasks(*, organiser_id: int, year: int, actor: Actor, now: datetime) -> Asking:
    """One line for each kind of work that waits, of every year; one question."""
    today = local(now).date()
    units, holidays = yield _counted(organiser_id, now), days_around(today - LONGEST_WAIT, today + LONGEST_WAIT)
    if not units:
        return []
    [found] = units
    found.calendar = calendar_of(holidays)
    lines = (
        (found.proposals, _to_verify),
        (found.consultations, _consultations),
        (found.comments, _comments),
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
    newest = ProposalSubmission.objects.filter(proposal=OuterRef("pk"), is_current=True).values("sent_at")[:1]
    sent = proposals.annotate(sent=Coalesce(Subquery(newest), F("submitted_at"))).order_by("sent")
    asked = Consultation.objects.filter(
        proposal__year__organiser=OuterRef("pk"), proposal__state__in=RECEIVED, opinion=""
    ).order_by("due_on", "pk")
    comments = CommentPeriod.objects.open_on(on).filter(proposal__year__organiser=OuterRef("pk"))
    comments = comments.order_by("ends_on", "pk")
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
        first_sent=Subquery(sent.values("sent")[:1]),
        consultations=_number(asked),
        overdue=_number(asked.filter(due_on__lt=on)),
        asked_body=Subquery(asked.values("body_name")[:1]),
        asked_until=Subquery(asked.values("due_on")[:1]),
        asked_about=Subquery(asked.values("proposal_id")[:1]),
        comments=_number(comments),
        public_until=Subquery(comments.values("ends_on")[:1]),
        public_about=Subquery(comments.values("proposal_id")[:1]),
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
    """The last day is that of the dossier that was sent first; a term that was not checked says so."""
    sent_on = local(found.first_sent).date()
    term, note = rules.appraisal_term(sent_on), _("%(n)s hồ sơ đang chờ.") % {"n": found.proposals}
    due_on = found.calendar.after(sent_on, term.working_days) if term else None
    if term:
        sure = str(Confidence(term.confidence).label).lower()
        words = _("Gửi sớm nhất ngày %(day)s, thẩm định trong %(n)s ngày làm việc (thời hạn: %(how)s).")
        note += " " + words % {"day": format_date(sent_on), "n": term.working_days, "how": sure}
    return TaskRow(
        _("Hồ sơ sắp hết hạn thẩm định"),
        f"{reverse('awards:proposal-list')}?step={ProposalState.SUBMITTED}",
        StatusWord.SENT,
        holder=_("Thường trực HĐ"),
        note=note,
        action_label=_("Thẩm định"),
        **_until(due_on, now),
    )


def _until(due_on: date | None, now: datetime) -> dict:
    """The day in a row, and how far it is."""
    return {"due_on": due_on, "days_left": (due_on - local(now).date()).days if due_on else None}


def _consultations(found, now: datetime) -> TaskRow:
    return TaskRow(
        _("Hiệp y chờ trả lời"),
        reverse("awards:proposal-detail", args=[found.asked_about]),
        StatusWord.SENT,
        holder=found.asked_body,
        note=_("%(n)s cơ quan chưa trả lời, %(overdue)s quá hạn.")
        % {"n": found.consultations, "overdue": found.overdue or 0},
        action_label=_("Mở hồ sơ"),
        **_until(found.asked_until, now),
    )


def _comments(found, now: datetime) -> TaskRow:
    return TaskRow(
        _("Đang lấy ý kiến công khai"),
        reverse("awards:proposal-detail", args=[found.public_about]),
        StatusWord.SENT,
        holder=_("Thường trực HĐ"),
        note=_("%(n)s danh sách đang công khai; hạn là ngày cuối của danh sách sớm nhất.") % {"n": found.comments},
        action_label=_("Mở hồ sơ"),
        **_until(found.public_until, now),
    )


def _sessions(found, now: datetime) -> TaskRow:
    one = found.sessions == 1
    return TaskRow(
        _("Phiên họp Hội đồng"),
        reverse("awards:session-detail", args=[found.next_id])
        if one
        else f"{reverse('awards:session-list')}?state={OPEN}",
        StatusWord.DRAFT,
        holder=_("Thường trực HĐ"),
        note=_("%(n)s phiên chưa kết thúc.") % {"n": found.sessions},
        action_label=_("Mở phiên họp"),
        **_until(found.next_on, now),
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
