"""What a merge does to schedules of reports: those that run are answered for by the successor."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from apps.core.actor import Actor
from apps.reports.models import ReportSchedule
from apps.units import merging
from apps.units.merging import Line, Merge


def register() -> None:
    merging.register("reports.ReportSchedule.organiser", preview=_preview, apply=_move)


def _preview(merge: Merge) -> list[Line]:
    count = ReportSchedule.objects.running().filter(organiser_id__in=merge.unit_ids).count()
    return [Line(_("Báo cáo theo lịch"), count, _("Thường trực của đơn vị kế thừa quản lý tiếp."))]


def _move(merge: Merge, *, actor: Actor, now: datetime) -> int:
    found = ReportSchedule.objects.running().filter(organiser_id__in=merge.unit_ids)
    return found.update(organiser_id=merge.into_id, updated_at=now)
