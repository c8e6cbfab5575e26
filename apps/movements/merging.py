"""What a merge does to movements: in live ones the successor takes the place, with a note; the past stays."""

from django.utils.translation import gettext_lazy as _

from apps.core.dates import format_date
from apps.core.kept import kept_language
from apps.movements.enums import LIVE, MovementState
from apps.movements.models import AudiencePart, Movement, Participation
from apps.units import merging
from apps.units.merging import Line, Merge


def register() -> None:
    merging.register("movements.Movement.organiser", preview=_preview_organised, apply=_move_organised)
    merging.register("movements.Participation.unit", preview=_preview_places, apply=_move_places)
    merging.register(
        "movements.AudiencePart.unit", **merging.stays(_("Đối tượng của phong trào"), AudiencePart, "unit")
    )


def _organised(merge: Merge):
    return Movement.objects.filter(organiser_id__in=merge.unit_ids).exclude(state=MovementState.CONCLUDED)


def _preview_organised(merge: Merge) -> list[Line]:
    moved = _organised(merge).count()
    kept = Movement.objects.filter(organiser_id__in=merge.unit_ids).count() - moved
    label = _("Phong trào do đơn vị chủ trì")
    return [
        Line(label, moved, _("Chưa tổng kết: đơn vị kế thừa chủ trì tiếp.")),
        Line(label, kept, _("Đã tổng kết: giữ nguyên.")),
    ]


def _move_organised(merge: Merge, *, actor, now) -> int:
    rows = list(_organised(merge).order_by("pk").select_for_update(no_key=True))
    for row in rows:
        row.organiser_id = merge.into_id
        row.save(update_fields=["organiser", "updated_at"])
    return len(rows)


def _places(merge: Merge):
    return Participation.objects.standing().filter(unit_id__in=merge.unit_ids, movement__state__in=LIVE)


def _preview_places(merge: Merge) -> list[Line]:
    moved = _places(merge).count()
    kept = Participation.objects.filter(unit_id__in=merge.unit_ids).count() - moved
    label = _("Tham gia phong trào thi đua")
    return [
        Line(label, moved, _("Đang thực hiện: đơn vị kế thừa tham gia tiếp, có ghi chú; đơn vị cũ thôi tham gia.")),
        Line(label, kept, _("Đã tổng kết hoặc đã thôi tham gia: giữ nguyên.")),
    ]


def _move_places(merge: Merge, *, actor, now) -> int:
    """The successor begins with empty ticks: what it has launched and planned it says itself."""
    places = list(_places(merge).select_related("unit").order_by("pk").select_for_update(of=("self",), no_key=True))
    movements = {place.movement_id for place in places}
    own = set(
        Participation.objects.filter(unit_id=merge.into_id, movement_id__in=movements).values_list(
            "movement_id", flat=True
        )
    )
    with kept_language():
        reason = str(_("Sắp xếp đơn vị: tiếp tục tại %(unit)s.") % {"unit": merge.into.name})[:500]
        for place in places:
            place.left_on, place.left_reason = merge.on, reason
            place.save(update_fields=["left_on", "left_reason", "updated_at"])
            if place.movement_id in own:
                continue
            own.add(place.movement_id)
            note = _("Kế thừa %(unit)s từ %(day)s.") % {"unit": place.unit_name, "day": format_date(merge.on)}
            Participation.objects.create(
                movement_id=place.movement_id,
                unit_id=merge.into_id,
                unit_name=merge.into.name,
                added_on=merge.on,
                added_late=True,
                note=str(note)[:500],
                saved_by_label=actor.label,
                saved_at=now,
            )
    return len(places)
