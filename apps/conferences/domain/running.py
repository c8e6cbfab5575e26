"""The meeting itself: opened, step by step, concluded."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.audit.trail import operation, record
from apps.ballots.enums import BEFORE_CLOSING, UNDER_WAY, BallotState
from apps.ballots.models import Ballot
from apps.clusters.enums import HEAD_TITLES, ClusterKind, HeadRole
from apps.conferences.domain.attending import quorum_of
from apps.conferences.domain.ballot_notices import tell_of_session
from apps.conferences.domain.moving import move
from apps.conferences.domain.planning import lock_conference
from apps.conferences.enums import ConferenceState, MinutesState, PaperKind, PaperState, Step
from apps.conferences.models import Conference, ConferenceMinutes, StepMark
from apps.core.actor import Actor
from apps.core.errors import DomainError, TransitionNotAllowed
from apps.core.text import clean
from apps.pledges.enums import PledgeState
from apps.pledges.models import Pledge
from apps.ranking.models import RankingRun
from apps.ranking.queries import lines_of


class NothingSaid(DomainError):
    """A reason is needed."""

    default_message = lazy("Hãy ghi lý do.")


class NotAnnounced(DomainError):
    """The last step is done by reading out the names (``announcing``), not by a tick."""

    default_message = lazy("Công bố Trưởng, Phó Trưởng năm sau")


class StillVoting(DomainError):
    """A ballot is open or not certified."""

    default_message = lazy("Còn cuộc bỏ phiếu chưa lập biên bản hoặc chưa hủy.")


@dataclass(frozen=True)
class Standing:
    """One step on the screen: whether it is done, and in words what is missing for it. ``label``: as the kind of the
    cluster words it.
    """

    step: Step
    mark: StepMark | None
    missing: str
    label: object

    @property
    def is_done(self) -> bool:
        return self.mark is not None


@operation()
def open_conference(*, conference_id: int, actor: Actor, now: datetime) -> Conference:
    """Khai mạc. The caller has asked ``can_run``. Raises TransitionNotAllowed."""
    conference = lock_conference(conference_id)
    move(conference, "open", actor=actor, now=now, opened_at=now)
    tell_of_session(conference, actor=actor, now=now)
    return conference


@operation()
def conclude(*, conference_id: int, actor: Actor, now: datetime) -> Conference:
    """Bế mạc; no ballot may be under way. Raises TransitionNotAllowed, StillVoting."""
    conference = lock_conference(conference_id)
    if Ballot.objects.filter(keeper=conference.keeper, state__in=UNDER_WAY).exists():
        raise StillVoting
    move(conference, "conclude", actor=actor, now=now, concluded_at=now)
    return conference


@operation()
def reopen(*, conference_id: int, reason: str, actor: Actor, now: datetime) -> Conference:
    """Raises TransitionNotAllowed, NothingSaid."""
    if not clean(reason):
        raise NothingSaid(field="reason")
    conference = lock_conference(conference_id)
    move(conference, "reopen", actor=actor, now=now, reason=clean(reason), concluded_at=None)
    return conference


@operation()
def mark_step(*, conference_id: int, step: str, done: bool, actor: Actor, now: datetime, note: str = "") -> Conference:
    """The step is done, or not yet after all. Repeating changes nothing. Raises TransitionNotAllowed, NotAnnounced."""
    if step == Step.NEXT_HEADS and done:
        raise NotAnnounced
    return write_mark(lock_conference(conference_id), step, done=done, actor=actor, now=now, note=note)


def write_mark(
    conference: Conference, step: str, *, done: bool, actor: Actor, now: datetime, note: str = ""
) -> Conference:
    """``mark_step`` of a meeting that is locked. Raises TransitionNotAllowed."""
    if conference.state != ConferenceState.IN_SESSION:
        raise TransitionNotAllowed
    found = conference.marks.filter(step=step).first()
    if bool(found) == done:
        return conference
    if found:
        found.delete()
    else:
        StepMark.objects.create(
            conference=conference, step=step, done_at=now, done_by_label=actor.label, note=clean(note)
        )
    record("conferences.conference.step", actor=actor, target=conference, at=now, before=not done, after=[step, done])
    return conference


def steps_of(conference: Conference) -> list[Standing]:
    """The nine steps in their order, each with what is missing; a meeting that signs nothing has no such step."""
    marks = {mark.step: mark for mark in conference.marks.all()}
    lacks = _lacks(conference)
    steps = [step for step in Step if conference.next_cluster_year_id or step not in {Step.PLEDGE, Step.NEXT_HEADS}]
    return [
        Standing(step, marks.get(step), "" if step in marks else lacks.get(step, ""), _label(step, conference))
        for step in steps
    ]


def _label(step: Step, conference: Conference):
    """Trưởng Cụm, Trưởng Khu vực or Trưởng Khối."""
    kind = conference.next_cluster_year.cluster.kind if step == Step.NEXT_HEADS else ClusterKind.CLUSTER
    if kind == ClusterKind.CLUSTER:
        return step.label
    return _("Công bố %(title)s năm sau") % {"title": HEAD_TITLES[kind, HeadRole.HEAD]}


def _lacks(conference: Conference) -> dict[str, str]:
    quorum = quorum_of(conference)
    words = {"present": quorum.present, "invited": quorum.invited}
    found = {}
    if not quorum.is_enough:
        found[Step.ATTENDANCE] = _("Có mặt %(present)s/%(invited)s: chưa đủ điều kiện tiến hành.") % words
    drafts = conference.papers.filter(kind=PaperKind.REPORT).exclude(versions__state=PaperState.OFFICIAL)
    if not conference.papers.filter(kind=PaperKind.REPORT).exists():
        found[Step.REPORT] = _("Chưa có báo cáo.")
    elif drafts.exists():
        found[Step.REPORT] = _("Báo cáo còn là dự thảo.")
    if conference.cluster_year_id and not is_ranking_shown(conference.cluster_year_id):
        found[Step.RESULTS] = _("Kết quả xếp hạng chưa được thông báo.")
    ballots = list(Ballot.objects.filter(keeper=conference.keeper).exclude(state=BallotState.VOID))
    if not ballots:
        found |= dict.fromkeys((Step.TELLERS, Step.BALLOT, Step.COUNT), _("Chưa chuẩn bị cuộc bỏ phiếu nào."))
    else:
        found |= _ballots_lack(ballots)
    minutes = ConferenceMinutes.objects.filter(conference=conference).first()
    if minutes is None or minutes.state != MinutesState.SIGNED:
        found[Step.MINUTES] = _("Biên bản chưa ký.") if minutes else _("Chưa lập biên bản.")
    if conference.next_cluster_year_id:
        found |= _next_year_lacks(conference)
    return found


def is_ranking_shown(cluster_year_id: int) -> bool:
    """Whether members may see a result of every line: announced or published."""
    shown = RankingRun.objects.filter(cluster_year=cluster_year_id).in_force().shown_to_members()
    return set(lines_of(cluster_year_id)) <= set(shown.order_by().values_list("line", flat=True)) and shown.exists()


def _ballots_lack(ballots: list[Ballot]) -> dict[str, str]:
    found = {}
    if any(not ballot.tellers.exists() for ballot in ballots):
        found[Step.TELLERS] = _("Chưa thông qua Tổ kiểm phiếu.")
    if any(ballot.state in BEFORE_CLOSING for ballot in ballots):
        found[Step.BALLOT] = _("Còn cuộc bỏ phiếu chưa đóng.")
    if any(ballot.state != BallotState.CERTIFIED for ballot in ballots):
        found[Step.COUNT] = _("Còn cuộc bỏ phiếu chưa lập biên bản kiểm phiếu.")
    return found


def _next_year_lacks(conference: Conference) -> dict[str, str]:
    found = {}
    pledges = Pledge.objects.filter(cluster_year_id=conference.next_cluster_year_id)
    if not pledges.exists():
        found[Step.PLEDGE] = _("Giao ước năm sau chưa soạn.")
    elif pledges.filter(state__in=[PledgeState.DRAFT, PledgeState.OPEN]).exists():
        found[Step.PLEDGE] = _("Giao ước năm sau chưa ký xong.")
    if not conference.next_cluster_year.head_terms.filter(role=HeadRole.HEAD).exists():
        found[Step.NEXT_HEADS] = _("Chưa có quyết định giao Trưởng, Phó Trưởng năm sau.")
    return found
