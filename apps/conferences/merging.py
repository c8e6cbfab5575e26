"""What a merge does to conferences: meetings to come follow the successor, past ones stay as they were."""

from django.utils.translation import gettext_lazy as _

from apps.ballots.domain.parties import replace_party
from apps.conferences.domain.voting import party_of
from apps.conferences.enums import ConferenceState
from apps.conferences.models import Attendee, Conference
from apps.units import merging
from apps.units.merging import Line, Merge


def register() -> None:
    merging.register("conferences.Conference.organiser", preview=_preview_organised, apply=_move_organised)
    merging.register("conferences.Attendee.unit", preview=_preview_attendees, apply=_move_attendees)


def _organised(merge: Merge):
    to_come = Conference.objects.filter(organiser_id__in=merge.unit_ids)
    return to_come.exclude(state=ConferenceState.CONCLUDED)


def _preview_organised(merge: Merge) -> list[Line]:
    return [Line(_("Hội nghị chưa kết thúc"), _organised(merge).count(), _("Chuyển cho đơn vị kế thừa tổ chức."))]


def _move_organised(merge: Merge, *, actor, now) -> int:
    found = list(_organised(merge).order_by("pk").select_for_update(of=("self",), no_key=True))
    for conference in found:
        conference.organiser_id = merge.into_id
        conference.save(update_fields=["organiser", "updated_at"])
    return len(found)


def _places(merge: Merge):
    to_come = Attendee.objects.filter(unit_id__in=merge.unit_ids)
    return to_come.exclude(conference__state=ConferenceState.CONCLUDED)


def _preview_attendees(merge: Merge) -> list[Line]:
    return [Line(_("Giấy mời họp"), _places(merge).count(), _("Đơn vị kế thừa dự họp, một lần ở mỗi hội nghị."))]


def _move_attendees(merge: Merge, *, actor, now) -> int:
    places = list(_places(merge).order_by("order", "pk").select_for_update(of=("self",)))
    taken = set(
        Attendee.objects.filter(unit_id=merge.into_id, conference__in=[p.conference_id for p in places]).values_list(
            "conference_id", flat=True
        )
    )
    for place in places:
        if place.conference_id in taken:
            _keep_presence(place, merge.into_id)
            place.delete()
        else:
            taken.add(place.conference_id)
            place.unit_id = merge.into_id
            place.save(update_fields=["unit"])
    for unit_id in merge.unit_ids:
        replace_party(party_of(unit_id), party_of(merge.into_id), reason=str(_("Sáp nhập đơn vị.")))
    return len(places)


def _keep_presence(place: Attendee, into_id: int) -> None:
    """Whoever was there for the former unit is there for the successor."""
    if place.is_present:
        Attendee.objects.filter(conference_id=place.conference_id, unit_id=into_id, present_at=None).update(
            present_at=place.present_at, present_by_label=place.present_by_label
        )
