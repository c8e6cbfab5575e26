"""Giấy mời of a meeting: one letter for each invited unit and guest."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.conferences.exports import InvitationData, invitations_data
from apps.conferences.models import Attendee, Conference
from apps.conferences.policies import letters_for, prepares
from apps.core.actor import Actor
from apps.reports import params, registry
from apps.reports.entries.conferences import find_conference, stem
from apps.reports.renderers import invitation
from apps.reports.renderers.printed import several
from apps.units.enums import Role


@dataclass(frozen=True)
class Letters(registry.Subject):
    """Invitations of one meeting; ``guests``: with those of its guests."""

    conference: Conference
    guests: bool


def find_letters(chosen: Mapping[str, int], actor: Actor) -> Letters:
    """All letters for whoever prepares the meeting; the own one for a unit that has been sent it.

    The letters are the objects: a file of all of them closes to who prepares no longer, the own letter stays.
    """
    conference = find_conference(chosen, actor)
    found, for_all = conference.attendees.order_by("order"), prepares(actor, conference)
    if not for_all:
        found = found.exclude(invited_at=None).filter(unit_id__in=actor.unit_ids(Role.OFFICER, Role.LEADER))
    elif chosen.get("attendee"):
        found = found.filter(pk=chosen["attendee"])
    letters = list(found)
    if not letters:
        raise registry.NothingToReport(_("Hội nghị này không có giấy mời nào cho bạn."))
    title = _("Giấy mời: %(title)s") % {"title": conference.title}
    guests = for_all and not chosen.get("attendee")
    return Letters(title, stem("giay-moi", conference), letters, conference=conference, guests=guests)


def _build(subject: Letters) -> list[InvitationData]:
    return invitations_data(subject.conference, None if subject.guests else subject.objects)


def _attendees(actor: Actor):
    return letters_for(actor).order_by("conference", "order")


def _attendee(names: params.Names, found: Mapping[str, int]) -> int | None:
    if not names.unit:
        return None
    invited = Attendee.objects.filter(conference_id=found.get("conference"), unit__code=names.unit)
    pk = invited.values_list("pk", flat=True).first()
    if pk is None:
        raise params.NoSuchSubject(_("Hội nghị này không mời đơn vị %(unit)s.") % {"unit": names.unit})
    return pk


params.register(
    "attendee",
    params.Param(
        params.choice(gettext_lazy("Đơn vị được mời"), _attendees, gettext_lazy("Mọi đơn vị, khách mời")),
        _attendee,
        takes_unit=True,
    ),
)

REPORT = registry.Report(
    name="invitation",
    title=gettext_lazy("Giấy mời hội nghị"),
    description=gettext_lazy("Giấy mời từng đơn vị và khách mời của một hội nghị, mỗi giấy một trang."),
    scope=gettext_lazy("Hội nghị"),
    params=("conference", "attendee"),
    needed=("conference",),
    title_is_public=True,
    visible=letters_for,
    find=find_letters,
    build=_build,
    renderers=several(invitation.compose),
)
