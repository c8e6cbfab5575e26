"""Who prepares a conference, ticks presence, reads papers. Ballots have policies of their own (apps.ballots)."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.clusters.enums import FINISHING, READING
from apps.clusters.models import ClusterYear
from apps.conferences.enums import ConferenceKind, MinutesState, PaperState
from apps.conferences.models import Attendee, Conference, ConferenceMinutes, ConferencePaper, PaperVersion
from apps.core.actor import Actor
from apps.core.verdict import ALLOWED, Verdict, in_person, refused
from apps.units.enums import Role
from apps.units.models import Unit


def prepares(actor: Actor, conference: Conference) -> bool:
    """Head and deputies of the closing year, later those who finish it; the organiser's standing office.

    A congress of a unit without such an office: its own officer and leader.
    """
    if actor.is_system or actor.holds(Role.STANDING_OFFICE, unit_id=conference.organiser_id):
        return True
    if conference.kind == ConferenceKind.CONGRESS:
        return actor.holds(Role.OFFICER, Role.LEADER, unit_id=conference.organiser_id)
    return is_head(actor, conference)


def is_head(actor: Actor, conference: Conference) -> bool:
    """Head or deputy of the year that the meeting closes; later those who finish it."""
    return bool(conference.cluster_year_id) and actor.holds(*FINISHING, cluster_year_id=conference.cluster_year_id)


def prepared_by(actor: Actor) -> Q:
    """Conferences for which ``prepares`` holds, as a condition."""
    if actor.is_system:
        return Q(pk__isnull=False)
    office = Q(organiser_id__in=actor.unit_ids(Role.STANDING_OFFICE))
    own = Q(kind=ConferenceKind.CONGRESS, organiser_id__in=actor.unit_ids(Role.OFFICER, Role.LEADER))
    heads = Q(cluster_year_id__in=actor.cluster_year_ids(*FINISHING)) & ~Q(kind=ConferenceKind.CONGRESS)
    return office | own | heads


def letters_for(actor: Actor):
    """Invitations (attendees) that the actor may fetch: all of a meeting that it prepares; the own ones elsewhere, once
    they are sent.
    """
    seen = Conference.objects.visible_to(actor).order_by()
    prepared = Conference.objects.filter(prepared_by(actor)).order_by()
    own = Q(unit_id__in=actor.unit_ids(Role.OFFICER, Role.LEADER), invited_at__isnull=False)
    found = Attendee.objects.filter(own | Q(conference__in=prepared.values("pk")))
    return found.filter(conference__in=seen.values("pk"))


def can_hold(actor: Actor, *, organiser: Unit, cluster_year_id: int | None) -> Verdict:
    """Make a conference: whoever would prepare it."""
    kind = ConferenceKind.CLOSING if cluster_year_id else ConferenceKind.CONGRESS
    if prepares(actor, Conference(kind=kind, organiser=organiser, cluster_year_id=cluster_year_id)):
        return ALLOWED
    return refused(_("Chỉ Trưởng, Phó Trưởng của năm hoặc Thường trực Hội đồng của đơn vị tổ chức được lập hội nghị."))


def can_prepare(actor: Actor, conference: Conference) -> Verdict:
    if prepares(actor, conference):
        return ALLOWED
    return refused(_("Chỉ Trưởng, Phó Trưởng của năm hoặc Thường trực Hội đồng được chuẩn bị, điều hành hội nghị."))


def can_run(actor: Actor, conference: Conference) -> Verdict:
    """Open, conclude, make papers official: the same, in person."""
    if not (own := in_person(actor)):
        return own
    return can_prepare(actor, conference)


def can_answer(actor: Actor, attendee: Attendee) -> Verdict:
    """The unit's officer or leader; whoever prepares the meeting for a unit that answered by telephone."""
    if actor.is_system or actor.holds(Role.OFFICER, Role.LEADER, unit_id=attendee.unit_id):
        return ALLOWED
    return can_prepare(actor, attendee.conference)


def is_own(actor: Actor, attendee: Attendee) -> bool:
    return actor.holds(Role.OFFICER, Role.LEADER, unit_id=attendee.unit_id)


def can_arrive(actor: Actor, attendee: Attendee) -> Verdict:
    """Tick the own presence without a code: somebody of the unit, in person."""
    if not (own := in_person(actor)):
        return own
    if is_own(actor, attendee):
        return ALLOWED
    return refused(_("Chỉ người của đơn vị tự điểm danh cho đơn vị mình."))


def can_plan(actor: Actor, cluster_year: ClusterYear) -> Verdict:
    """Lập hội nghị of a ClusterYear."""
    return can_hold(actor, organiser=cluster_year.cluster.organiser, cluster_year_id=cluster_year.pk)


def can_hold_congress(actor: Actor) -> Verdict:
    """Lập đại hội: whoever works for some unit; of which one the form asks."""
    if actor.unit_ids(Role.STANDING_OFFICE, Role.OFFICER, Role.LEADER):
        return ALLOWED
    return refused(_("Chỉ đơn vị tổ chức đại hội được lập đại hội."))


def can_read(actor: Actor, paper: ConferencePaper, version: PaperVersion) -> Verdict:
    """Official papers: everybody who sees the meeting. Drafts: who prepares it, and the presenters of that paper."""
    if version.state == PaperState.OFFICIAL or prepares(actor, paper.conference):
        return ALLOWED
    if actor.user_id and paper.presenters.filter(user_id=actor.user_id).exists():
        return ALLOWED
    return refused(_("Tài liệu còn là dự thảo: chỉ người chuẩn bị hội nghị và người trình bày đọc được."))


def can_read_minutes(actor: Actor, conference: Conference) -> Verdict:
    """Signed: everybody who sees the meeting. Before that: who prepares it, and the auditors above."""
    if prepares(actor, conference) or _audits(actor, conference.organiser):
        return ALLOWED
    if ConferenceMinutes.objects.filter(conference=conference, state=MinutesState.SIGNED).exists():
        return ALLOWED
    return refused(_("Biên bản chưa ký: chỉ người chuẩn bị hội nghị xem được."))


def _audits(actor: Actor, organiser: Unit) -> bool:
    above = tuple(actor.paths(Role.AUDITOR))
    return bool(above) and organiser.path.startswith(above)


def can_read_handover(actor: Actor, old: ClusterYear) -> Verdict:
    """Heads and deputies of both years, also former ones, the organiser's standing office, the auditors above."""
    organiser = old.cluster.organiser
    both = ClusterYear.objects.filter(cluster=old.cluster_id, year__year__in=[old.year.year, old.year.year + 1])
    if actor.is_system or _audits(actor, organiser) or actor.holds(Role.STANDING_OFFICE, unit_id=organiser.pk):
        return ALLOWED
    if set(both.values_list("pk", flat=True)) & set(actor.cluster_year_ids(*READING)):
        return ALLOWED
    return refused(_("Bàn giao chỉ Trưởng, Phó Trưởng của hai năm và Thường trực Hội đồng xem được."))


def can_write(actor: Actor, paper: ConferencePaper) -> Verdict:
    return can_prepare(actor, paper.conference)


def can_make_official(actor: Actor, paper: ConferencePaper) -> Verdict:
    return can_run(actor, paper.conference)


def can_hand_over(actor: Actor, old: ClusterYear) -> Verdict:
    """Write and sign the giving side: head and deputies of the old year, in person."""
    if not (own := in_person(actor)):
        return own
    if actor.is_system or actor.holds(*FINISHING, cluster_year_id=old.pk):
        return ALLOWED
    return refused(_("Chỉ Trưởng, Phó Trưởng của năm cũ được lập, ký bàn giao."))


def can_take_over(actor: Actor, new: ClusterYear) -> Verdict:
    """Sign the receiving side: head and deputies of the new year, in person."""
    if not (own := in_person(actor)):
        return own
    if actor.is_system or actor.holds(*FINISHING, cluster_year_id=new.pk):
        return ALLOWED
    return refused(_("Chỉ Trưởng, Phó Trưởng của năm mới được nhận bàn giao."))


def can_vote(actor: Actor, voter_unit_id: int) -> Verdict:
    """For a unit: its leader, in person. Somebody absent votes by a sealed code instead."""
    if not (own := in_person(actor)):
        return own
    if actor.holds(Role.LEADER, unit_id=voter_unit_id):
        return ALLOWED
    return refused(_("Chỉ lãnh đạo đơn vị bỏ phiếu cho đơn vị mình."))
