"""What a merge does to movements: in live ones the successor takes the place, with a note; the past stays."""

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from apps.core.dates import format_date
from apps.core.kept import kept_language
from apps.movements.domain import reviews
from apps.movements.enums import LIVE, MovementState, ReviewState
from apps.movements.models import AudiencePart, Commitment, Milestone, Movement, MovementReview, Participation
from apps.obligations.models import Obligation
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
    """The successor begins with empty ticks: what it has launched and planned it says itself.

    It owes the reports that the predecessors still owed; personal commitments of the year and later go along.
    """
    places = list(_places(merge).select_related("unit").order_by("pk").select_for_update(of=("self",), no_key=True))
    movements = {place.movement_id for place in places}
    own = {
        row.movement_id: row for row in Participation.objects.filter(unit_id=merge.into_id, movement_id__in=movements)
    }
    with kept_language():
        reason = str(_("Sắp xếp đơn vị: tiếp tục tại %(unit)s.") % {"unit": merge.into.name})[:500]
        for place in places:
            note = _("Kế thừa %(unit)s từ %(day)s.") % {"unit": place.unit_name, "day": format_date(merge.on)}
            taken = _in_place_of(place, own.get(place.movement_id), str(note), merge, actor, now)
            own[place.movement_id] = taken
            place.left_on, place.left_reason, place.continued_in = merge.on, reason, taken
            place.save(update_fields=["left_on", "left_reason", "continued_in", "updated_at"])
            Participation.objects.filter(continued_in=place).update(continued_in=taken)
            _move_commitments(place, taken, merge)
    _open_reviews(places, own, merge, actor, now)
    return len(places)


def _in_place_of(place, known: Participation | None, note: str, merge: Merge, actor, now) -> Participation:
    """The successor's row: its own, one that had left and comes back, or a new one."""
    if known is not None and known.left_on is None:
        return known
    row = known or Participation(movement_id=place.movement_id, unit_id=merge.into_id)
    row.unit_name, row.added_on, row.added_late, row.note = merge.into.name, merge.on, True, note[:500]
    row.left_on, row.left_reason = None, ""
    row.saved_by_label, row.saved_at = actor.label, now
    row.save()
    return row


def _move_commitments(place: Participation, taken: Participation, merge: Merge) -> None:
    """Each person once in a year; what was signed for years before stays where it was."""
    known = Commitment.objects.filter(participation=taken, person=OuterRef("person"), year=OuterRef("year"))
    moving = Commitment.objects.filter(participation=place, year__gte=merge.on.year)
    moving.exclude(Exists(known.order_by())).update(participation=taken)


def _open_reviews(places, own: dict[int, Participation], merge: Merge, actor, now) -> None:
    """Reports that a predecessor was asked for and has not sent; the duty went over with its date (obligations)."""
    open_states = [ReviewState.DRAFT, ReviewState.RETURNED]
    waiting = MovementReview.objects.filter(participation__in=places, state__in=open_states).order_by()
    for milestone in Milestone.objects.filter(pk__in=waiting.values("milestone")).select_related("movement"):
        owed = Obligation.objects.filter(duty__code=milestone.duty_code, unit_id=merge.into_id)
        if milestone.due_on >= merge.on or owed.exists():
            reviews.open_for(milestone, [own[milestone.movement_id]], actor=actor, now=now)
