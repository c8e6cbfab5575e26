"""Giấy mời of a meeting: one letter for each invited unit and guest."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.conferences.exports import invitations_data
from apps.conferences.models import Attendee, Conference
from apps.conferences.policies import prepares
from apps.core.actor import Actor
from apps.reports import params, registry
from apps.reports.entries.conferences import find_conference, stem
from apps.reports.renderers import invitation
from apps.reports.renderers.printed import several
from apps.units.enums import Role


def find_letters(chosen: Mapping[str, int], actor: Actor) -> registry.Subject:
    """All letters for whoever prepares the meeting; the own one for a unit that is invited."""
    conference = find_conference(chosen, actor)
    conference.letters_to = None
    if not prepares(actor, conference):
        own = conference.attendees.filter(unit_id__in=actor.unit_ids(Role.OFFICER, Role.LEADER)).order_by("order")
        conference.letters_to = list(own)
    elif chosen.get("attendee"):
        conference.letters_to = list(conference.attendees.filter(pk=chosen["attendee"]))
    if conference.letters_to == [] or not (conference.letters_to or conference.attendees.exists()):
        raise registry.NothingToReport(_("Hội nghị này không có giấy mời nào cho bạn."))
    title = _("Giấy mời: %(title)s") % {"title": conference.title}
    return registry.Subject(title, stem("giay-moi", conference), [conference])


def _attendees(actor: Actor):
    seen = Conference.objects.visible_to(actor)
    return Attendee.objects.filter(conference__in=seen.values("pk")).order_by("conference", "order")


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
    visible=Conference.objects.visible_to,
    find=find_letters,
    build=lambda subject: [letter for each in subject.objects for letter in invitations_data(each, each.letters_to)],
    renderers=several(invitation.compose),
)
