"""Giấy mời: which units are on the list, and when they were invited."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.conferences.domain.attending import lock_attendee
from apps.conferences.domain.planning import lock_running
from apps.conferences.domain.telling import people_of, when_and_where
from apps.conferences.models import Attendee, Conference
from apps.core.actor import Actor
from apps.core.dates import format_date
from apps.core.errors import DomainError
from apps.core.kept import kept_language
from apps.notifications.domain.sending import notify
from apps.units.models import Unit


class NobodyToInvite(DomainError):
    """All units on the list were invited already, or none is on it."""

    default_message = _("Không còn đơn vị nào chưa được mời.")


class StaysOnList(DomainError):
    """The unit has a vote there, or was there."""

    default_message = _("Đơn vị có mặt hoặc có quyền bỏ phiếu không bỏ khỏi danh sách được.")


@operation()
def send_invitations(*, conference_id: int, actor: Actor, now: datetime) -> int:
    """Invite every unit on the list that was not yet; officers and leaders are told. Answers how many units.

    The caller has asked ``can_prepare``. Raises NobodyToInvite, TransitionNotAllowed.
    """
    conference = lock_running(conference_id)
    found = list(conference.attendees.filter(invited_at=None).select_for_update().order_by("order"))
    if not found:
        raise NobodyToInvite
    for attendee in found:
        attendee.invited_at = now
        attendee.save()
    with kept_language():
        body = f"{when_and_where(conference)} Đề nghị đơn vị trả lời giấy mời và ghi tên đại biểu"
        body += f" trước hết ngày {format_date(conference.answer_by)}." if conference.answer_by else "."
        to = people_of([attendee.unit_id for attendee in found], now)
        notify("conferences.invited", to=to, about=conference, body=body, actor=actor, now=now)
    names = [attendee.unit_name for attendee in found]
    record("conferences.conference.invite", actor=actor, target=conference, at=now, after=names)
    return len(found)


@operation()
def add_units(
    *, conference_id: int, unit_ids: Collection[int], allotted: int = 0, actor: Actor, now: datetime
) -> list[Attendee]:
    """More units at the end of the list, by their names of the day; who is on it already stays as it is.

    ``allotted``: how many delegates each may send, 0 = no limit. The caller has asked ``can_prepare``.
    """
    conference = lock_running(conference_id)
    known = set(conference.attendees.values_list("unit_id", flat=True))
    last = conference.attendees.aggregate(last=Max("order"))["last"] or 0
    wanted = Unit.objects.filter(pk__in=set(unit_ids) - known).with_name_on(conference.held_on).in_order()
    made = Attendee.objects.bulk_create(
        Attendee(conference=conference, unit=unit, unit_name=unit.name_then, order=last + place, allotted=allotted)
        for place, unit in enumerate(wanted, start=1)
    )
    if made:
        names = [attendee.unit_name for attendee in made]
        record("conferences.attendee.add", actor=actor, target=conference, at=now, after=names)
    return made


@operation()
def take_off(*, attendee_id: int, actor: Actor, now: datetime) -> Conference:
    """Bỏ khỏi danh sách: a unit that was put there by hand. Raises StaysOnList, TransitionNotAllowed."""
    attendee = lock_attendee(attendee_id)
    conference = attendee.conference
    years = [pk for pk in (conference.cluster_year_id, conference.next_cluster_year_id) if pk]
    if attendee.is_present or attendee.unit.memberships.filter(cluster_year_id__in=years).exists():
        raise StaysOnList
    attendee.delete()
    record("conferences.attendee.take_off", actor=actor, target=conference, at=now, before=attendee.unit_name)
    return conference


@operation()
def allot(*, attendee_id: int, allotted: int, actor: Actor, now: datetime) -> Attendee:
    """Phân bổ đại biểu; 0 = no limit. Names that are there already stay. Raises TransitionNotAllowed."""
    attendee = lock_attendee(attendee_id)
    before, attendee.allotted = attendee.allotted, allotted
    attendee.save()
    what = [attendee.unit_name, allotted]
    record("conferences.attendee.allot", actor=actor, target=attendee.conference, at=now, before=before, after=what)
    return attendee
