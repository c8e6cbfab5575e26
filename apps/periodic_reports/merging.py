"""What a merge does to reports: what was sent stays under the old name, the successor reports once for what is open."""

from django.utils.translation import gettext_lazy as _

from apps.obligations.domain.duties import owe
from apps.periodic_reports.enums import IN_HAND
from apps.periodic_reports.models import PeriodicReport
from apps.periods.enums import YearState
from apps.units import merging
from apps.units.merging import Line, Merge


def register() -> None:
    merging.register("periodic_reports.PeriodicReport.unit", preview=_preview, apply=_apply)


def _unsent(merge: Merge):
    """Reports of the predecessors in running years that were not sent."""
    reports = PeriodicReport.objects.filter(
        unit_id__in=merge.unit_ids, template__year__ends_on__gte=merge.on, state__in=IN_HAND
    )
    return reports.exclude(template__year__state=YearState.CLOSED)


def _to_open(merge: Merge):
    """The first of them for each template by which the successor does not report yet."""
    own = PeriodicReport.objects.filter(unit_id=merge.into_id).values("template_id")
    return _unsent(merge).exclude(template_id__in=own).order_by("template_id", "order", "pk").distinct("template_id")


def _preview(merge: Merge) -> list[Line]:
    unsent = _unsent(merge).count()
    kept = PeriodicReport.objects.filter(unit_id__in=merge.unit_ids).count() - unsent
    label = _("Báo cáo định kỳ")
    return [
        Line(label, kept, _("Đã gửi: giữ nguyên của đơn vị cũ, vẫn tính vào số liệu tổng hợp.")),
        Line(label, unsent, _("Chưa gửi: đơn vị kế thừa báo cáo chung, nội dung đã soạn vẫn xem được.")),
        Line(label, len(_to_open(merge)), _("Mở mới cho đơn vị kế thừa: mỗi mẫu một báo cáo.")),
    ]


def _apply(merge: Merge, *, actor, now) -> int:
    """The successor's reports; those of predecessors that nobody began are taken away, begun ones stay to be read."""
    needed = list(_to_open(merge).select_related("template"))
    gone, _kinds = _unsent(merge).filter(versions=None).delete()
    PeriodicReport.objects.bulk_create(
        PeriodicReport(
            template=each.template,
            unit_id=merge.into_id,
            unit_name=merge.into.name,
            order=merge.into.protocol_order,
        )
        for each in needed
    )
    for each in needed:
        owe(
            year_id=each.template.year_id,
            code=each.template.duty_code,
            unit_id=merge.into_id,
            until=merge.overdue_until,
        )
    return gone + len(needed)
