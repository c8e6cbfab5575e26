"""What a merge does to years: the organiser's running year goes on at the successor."""

from django.utils.translation import gettext_lazy as _

from apps.periods.enums import YearState
from apps.periods.models import EmulationYear
from apps.units import merging
from apps.units.merging import Line, Merge


def register() -> None:
    merging.register("periods.EmulationYear.organiser", preview=_preview, apply=_apply)


def _running(merge: Merge):
    """Years organised by a predecessor and not closed, but for those that the successor organises itself."""
    own = EmulationYear.objects.filter(organiser_id=merge.into_id).values("year")
    years = EmulationYear.objects.filter(organiser_id__in=merge.unit_ids, ends_on__gte=merge.on)
    return years.exclude(state=YearState.CLOSED).exclude(year__in=own)


def _preview(merge: Merge) -> list[Line]:
    moved = _running(merge).values("year").distinct().count()
    stays = EmulationYear.objects.filter(organiser_id__in=merge.unit_ids).count() - moved
    label = _("Năm thi đua do đơn vị tổ chức")
    return [
        Line(label, moved, _("Năm đang thực hiện chuyển cho đơn vị kế thừa tổ chức tiếp.")),
        Line(label, stays, _("Giữ nguyên: năm đã khóa sổ, hoặc đơn vị kế thừa đã có năm đó.")),
    ]


def _apply(merge: Merge, *, actor, now) -> int:
    taken = set()
    for year in _running(merge).order_by("pk").select_for_update(no_key=True):
        if year.year not in taken:  # of two predecessors' years one goes on, the other stays as it is
            taken.add(year.year)
            year.organiser_id = merge.into_id
            year.save(update_fields=["organiser", "updated_at"])
    return len(taken)
