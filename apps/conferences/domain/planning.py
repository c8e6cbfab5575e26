"""Making and changing a conference."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.clusters.models import ClusterYear
from apps.clusters.queries import members_in_order
from apps.conferences.domain.congresses import warn_dependents
from apps.conferences.domain.telling import tell_of_change
from apps.conferences.enums import ConferenceKind, ConferenceState, Session
from apps.conferences.models import Attendee, Conference, Guest
from apps.core.actor import Actor
from apps.core.errors import DomainError, TransitionNotAllowed
from apps.core.locking import hold
from apps.core.text import clean
from apps.core.versions import require_version
from apps.periods.domain.years import require_writable


class WrongConference(DomainError):
    """Years, clusters or parents do not fit each other."""


@dataclass(frozen=True)
class Plan:
    """What is typed about a meeting; ``guests``: names with posts, as printed."""

    title: str
    held_on: date
    place: str = ""
    session: str = Session.MORNING
    chair_name: str = ""
    chair_post: str = ""
    secretary_name: str = ""
    secretary_post: str = ""
    answer_by: date | None = None
    quorum_percent: Decimal = Decimal(0)
    quorum_basis: str = ""
    days_before_parent: int | None = None
    guests: tuple[tuple[str, str], ...] = ()


FIELDS = (
    "title",
    "held_on",
    "place",
    "session",
    "chair_name",
    "chair_post",
    "secretary_name",
    "secretary_post",
    "answer_by",
    "quorum_percent",
    "quorum_basis",
    "days_before_parent",
)


def lock_conference(conference_id: int) -> Conference:
    """The conference under its lock, for the rest of the transaction; every write of it starts here.

    Raises YearClosed.
    """
    conference = hold(Conference.objects.for_list(), conference_id)
    if conference.cluster_year is not None:
        require_writable(conference.cluster_year.year)
    return conference


def lock_running(conference_id: int) -> Conference:
    """As ``lock_conference``, of a meeting that is neither over nor called off: reopen it to change what it says.

    Raises TransitionNotAllowed, YearClosed.
    """
    conference = lock_conference(conference_id)
    if conference.is_over:
        raise TransitionNotAllowed
    return conference


@operation()
def hold_closing(
    *,
    cluster_year_id: int,
    plan: Plan,
    actor: Actor,
    now: datetime,
    next_cluster_year_id: int | None = None,
    kind: str = ConferenceKind.CLOSING,
    illustrative: bool = False,
) -> Conference:
    """A meeting of one cluster; members of the closing year and of the next are on the list, both lines, each once.

    The caller has asked ``can_hold``. Raises WrongConference, YearClosed.
    """
    closing = ClusterYear.objects.select_related("cluster__organiser", "year").get(pk=cluster_year_id)
    require_writable(closing.year)
    following = _following(closing, next_cluster_year_id) if next_cluster_year_id is not None else None
    conference = Conference(
        kind=kind,
        organiser=closing.cluster.organiser,
        cluster_year=closing,
        next_cluster_year=following,
        illustrative=illustrative,
    )
    _write(conference, plan, actor, now)
    invite_members(conference)
    _record("conferences.conference.plan", conference, actor, now)
    return conference


def _following(closing: ClusterYear, next_cluster_year_id: int) -> ClusterYear:
    """The year that is signed at the meeting. Raises WrongConference."""
    following = ClusterYear.objects.select_related("year").get(pk=next_cluster_year_id)
    if following.cluster_id != closing.cluster_id or following.year.year != closing.year.year + 1:
        raise WrongConference(_("Năm ký giao ước phải là năm liền sau của cùng Cụm."), field="next_cluster_year")
    return following


@operation()
def hold_congress(
    *,
    organiser_id: int,
    plan: Plan,
    actor: Actor,
    now: datetime,
    parent_id: int | None = None,
    illustrative: bool = False,
) -> Conference:
    """Đại hội: of one organiser, perhaps below another congress. Raises WrongConference."""
    parent = Conference.objects.get(pk=parent_id) if parent_id else None
    if parent is not None and parent.kind != ConferenceKind.CONGRESS:
        raise WrongConference(_("Cấp trên của một đại hội phải là đại hội."), field="parent")
    conference = Conference(
        kind=ConferenceKind.CONGRESS, organiser_id=organiser_id, parent=parent, illustrative=illustrative
    )
    _write(conference, plan, actor, now)
    _record("conferences.conference.plan", conference, actor, now)
    return conference


@operation()
def change_plan(
    *,
    conference_id: int,
    plan: Plan,
    version: int,
    actor: Actor,
    now: datetime,
    next_cluster_year_id: int | None = None,
    reason: str = "",
) -> Conference:
    """Another day, place, chair, … before the meeting has ended. Congresses below are flagged when the day moves.

    ``reason``: why the day or the place moves, told to whoever was invited. ``next_cluster_year_id``: the year to be
    signed, where the meeting was planned before that year was opened; its members join the list. Once set it stays.

    Raises StaleVersion, TransitionNotAllowed, WrongConference, YearClosed.
    """
    conference = lock_running(conference_id)
    require_version(conference, version)
    before, day = _told(conference), conference.held_on
    joins = next_cluster_year_id is not None and conference.cluster_year and conference.next_cluster_year_id is None
    if joins:
        conference.next_cluster_year = _following(conference.cluster_year, next_cluster_year_id)
    _write(conference, plan, actor, now)
    if joins:
        invite_members(conference)
    if conference.held_on != day:
        forget_presence(conference, actor, now)
        warn_dependents(conference, actor=actor, now=now)
    if any(before[name] != str(getattr(conference, name)) for name in ("held_on", "session", "place")):
        tell_of_change(conference, reason=clean(reason), actor=actor, now=now)
    _record("conferences.conference.change", conference, actor, now, before=before, reason=clean(reason))
    return conference


def forget_presence(conference: Conference, actor: Actor, now: datetime) -> None:
    """Who was ticked on a day on which the meeting is not held is not there on another; once begun it stays."""
    if conference.state != ConferenceState.PLANNED:
        return
    there = conference.attendees.present()
    names = list(there.order_by("order").values_list("unit_name", flat=True))
    if names:
        there.update(present_at=None, present_by_label="")
        record("conferences.attendee.tick", actor=actor, target=conference, at=now, before=names, after=[])


def invite_members(conference: Conference) -> None:
    """Members of both years in protocol order; who is on the list already stays as it is."""
    known = dict(conference.attendees.values_list("unit_id", "order"))
    last, made = max(known.values(), default=0), []
    for cluster_year_id in filter(None, (conference.cluster_year_id, conference.next_cluster_year_id)):
        for member in members_in_order(cluster_year_id):
            if member.unit_id not in known:
                last += 1
                known[member.unit_id] = last
                made.append(
                    Attendee(
                        conference=conference,
                        unit_id=member.unit_id,
                        unit_name=member.unit_name,
                        line=member.line,
                        order=last,
                    )
                )
    Attendee.objects.bulk_create(made)


def _write(conference: Conference, plan: Plan, actor: Actor, now: datetime) -> None:
    if conference.cluster_year:
        require_writable(conference.cluster_year.year)
    for name in FIELDS:
        value = getattr(plan, name)
        setattr(conference, name, clean(value) if isinstance(value, str) else value)
    conference.saved_by_label, conference.saved_at = actor.label, now
    conference.version = conference.version + 1 if conference.pk else 1
    conference.save()
    conference.guests.all().delete()
    Guest.objects.bulk_create(
        Guest(conference=conference, order=order, name=clean(name), post=clean(post))
        for order, (name, post) in enumerate(plan.guests, start=1)
    )


def _told(conference: Conference) -> dict:
    return {name: str(getattr(conference, name) or "") for name in (*FIELDS, "next_cluster_year")}


def _record(
    action: str, conference: Conference, actor: Actor, now: datetime, before: dict | None = None, reason: str = ""
) -> None:
    record(action, actor=actor, target=conference, at=now, before=before, after=_told(conference), reason=reason)
