"""What documents and merges want to know of inspections."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from apps.clusters.models import Finding, Inspection
from apps.core.actor import Actor
from apps.periods.enums import YearState
from apps.units import merging
from apps.units.merging import Line, Merge


def followed(keys: Iterable[str], actor: Actor) -> set[str]:
    """Keys (``decision:<id>``, ``minutes:<id>`` of inspections, ``finding:<id>``) that the actor sees; two queries."""
    by_model: dict[type, dict[int, set[str]]] = {Inspection: {}, Finding: {}}
    for key in keys:
        kind, pk = key.split(":")
        by_model[Finding if kind == "finding" else Inspection].setdefault(int(pk), set()).add(key)
    return {
        key
        for model, rows in by_model.items()
        for pk in model.objects.visible_to(actor).filter(pk__in=rows).order_by().values_list("pk", flat=True)
        for key in rows[pk]
    }


def register_merging() -> None:
    merging.register("clusters.Inspection.unit", preview=_preview, apply=_apply)
    stays = _("Giữ nguyên đơn vị tổ chức ghi lúc kiểm tra.")
    rule = merging.stays(_("Cuộc kiểm tra đã tổ chức"), Inspection, "organiser", stays)
    merging.register("clusters.Inspection.organiser", **rule)


def _running(merge: Merge):
    """Inspections of predecessors still to be held in a running year, or with anything left to be put right.

    What was found outlasts its year: somebody has to put it right after the closing too.
    """
    to_hold = Q(held_on=None) & ~Q(year__state=YearState.CLOSED)
    unfinished = Exists(Finding.objects.unfinished().filter(inspection=OuterRef("pk")))
    return Inspection.objects.filter(to_hold | unfinished, unit_id__in=merge.unit_ids)


def _preview(merge: Merge) -> list[Line]:
    moved = _running(merge).count()
    label = _("Kiểm tra, nội dung cần khắc phục")
    rest = Inspection.objects.filter(unit_id__in=merge.unit_ids).count() - moved
    return [
        Line(label, moved, _("Chưa kiểm tra hoặc chưa khắc phục xong: đơn vị kế thừa làm tiếp, giữ hạn.")),
        Line(label, rest, _("Đã xong: giữ nguyên ở đơn vị cũ.")),
    ]


def _apply(merge: Merge, *, actor, now) -> int:
    return Inspection.objects.filter(pk__in=list(_running(merge).values_list("pk", flat=True))).update(
        unit_id=merge.into_id
    )
