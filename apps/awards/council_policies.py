"""Who keeps councils, serves their sessions, sits in them."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.awards.models import Council, CouncilSession, Seat
from apps.core.actor import Actor
from apps.core.verdict import ALLOWED, Verdict, in_person, refused
from apps.units.enums import Role, UnitKind
from apps.units.models import Unit
from apps.units.models.people_scope import reach_of


def can_keep(actor: Actor, organiser: Unit) -> Verdict:
    """Found and complete a council: the body's own officer, leader and standing office, the standing office above."""
    if not (own := in_person(actor)):
        return own
    if actor.is_system or actor.holds(Role.OFFICER, Role.LEADER, Role.STANDING_OFFICE, unit_id=organiser.pk):
        return ALLOWED
    if reach_of(actor, Role.STANDING_OFFICE).holds(organiser.path):
        return ALLOWED
    return refused(_("Hội đồng do chính đơn vị, hoặc Thường trực Hội đồng cấp trên ghi vào hệ thống."))


def keepable_units(actor: Actor):
    """Units for which the actor may found a council: the own ones, and all below a standing office's."""
    own = Q(pk__in=actor.unit_ids(Role.OFFICER, Role.LEADER, Role.STANDING_OFFICE))
    below = reach_of(actor, Role.STANDING_OFFICE).condition("path")
    units = Unit.objects.exclude(kind=UnitKind.EXTERNAL).filter(valid_to=None)
    return units.filter(own | below).order_by("protocol_order", "sort_key", "pk")


def can_keep_any(actor: Actor) -> Verdict:
    """Found a council at all."""
    if not (own := in_person(actor)):
        return own
    if actor.is_system or actor.holds(Role.OFFICER, Role.LEADER, Role.STANDING_OFFICE):
        return ALLOWED
    return refused(_("Hội đồng do chính đơn vị, hoặc Thường trực Hội đồng cấp trên ghi vào hệ thống."))


def can_change_council(actor: Actor, council: Council) -> Verdict:
    return can_keep(actor, council.organiser)


def can_hold_sessions(actor: Actor, council: Council) -> Verdict:
    """Plan a session: the standing office of the council's body."""
    if not (own := in_person(actor)):
        return own
    if actor.is_system or actor.holds(Role.STANDING_OFFICE, unit_id=council.organiser_id):
        return ALLOWED
    return refused(_("Chỉ Thường trực Hội đồng chuẩn bị phiên họp."))


def can_serve(actor: Actor, session: CouncilSession) -> Verdict:
    """Prepare and run a session, write its minutes. Ballots are opened and counted by their tellers alone."""
    return can_hold_sessions(actor, session.council)


def seat_of(actor: Actor, session: CouncilSession) -> Seat | None:
    """The actor's own seat in the session."""
    if actor.user_id is None:
        return None
    return session.seats.filter(member__person__user_id=actor.user_id).first()


def can_sit(actor: Actor, session: CouncilSession) -> Verdict:
    """Answer, read, declare what concerns one, vote: the member, in person."""
    if not (own := in_person(actor)):
        return own
    if seat_of(actor, session) is not None:
        return ALLOWED
    return refused(_("Bạn không phải thành viên dự phiên họp này."))


def can_declare(actor: Actor, session: CouncilSession) -> Verdict:
    """A member for itself; the standing office for a member who said so in the meeting."""
    return can_sit(actor, session) or can_serve(actor, session)
