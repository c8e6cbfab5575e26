"""What a merge does to score sheets: papers that were sent stay, the successor makes one sheet for the year."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.obligations.domain.duties import owe
from apps.periods.enums import YearState
from apps.scoring.domain.returns import close_unsent
from apps.scoring.domain.set_sheets import set_in_force
from apps.scoring.domain.sheets import open_sheets
from apps.scoring.domain.submissions import DUTY
from apps.scoring.enums import SheetState
from apps.scoring.models import ConsultationReply, PartAssignment, ReviewAssignment, ScoreSheet
from apps.units import merging
from apps.units.domain import merging_people
from apps.units.merging import Line, Merge

UNSENT = (SheetState.SELF_SCORING, SheetState.RETURNED)


def register() -> None:
    merging.register("scoring.ScoreSheet.unit", preview=_preview, apply=_apply)
    merging.register(
        "scoring.PartAssignment.division",
        **merging.stays(gettext_lazy("Phần tự chấm đã phân công"), PartAssignment, "division"),
    )
    merging.register(
        "scoring.ConsultationReply.unit",
        **merging.stays(
            gettext_lazy("Ý kiến tham gia dự thảo bảng tiêu chí"),
            ConsultationReply,
            "unit",
            gettext_lazy("Giữ nguyên của đơn vị cũ."),
        ),
    )
    merging.register("scoring.ReviewAssignment.unit", preview=_given_preview, apply=_give_on)
    merging_people.register("scoring.ReviewAssignment.person", _give_to_kept)


def _running(merge: Merge):
    """Sheets of the predecessors in running years."""
    sheets = ScoreSheet.objects.filter(unit_id__in=merge.unit_ids, cluster_year__year__ends_on__gte=merge.on)
    return sheets.exclude(cluster_year__year__state=YearState.CLOSED)


def _without_successors_sheet(merge: Merge):
    """The first of the predecessors' sheets in each ClusterYear where the successor has none."""
    own = ScoreSheet.objects.filter(unit_id=merge.into_id).values("cluster_year_id")
    return (
        _running(merge)
        .exclude(cluster_year_id__in=own)
        .order_by("cluster_year_id", "order", "pk")
        .distinct("cluster_year_id")
    )


def _preview(merge: Merge) -> list[Line]:
    running = _running(merge)
    unsent = running.filter(state__in=UNSENT).count()
    kept = ScoreSheet.objects.filter(unit_id__in=merge.unit_ids).count() - unsent
    label = gettext_lazy("Bảng chấm điểm")
    opened = len(_without_successors_sheet(merge))
    return [
        Line(label, unsent, gettext_lazy("Chưa gửi: đóng lại, nội dung đã nhập vẫn xem được.")),
        Line(
            label, kept, gettext_lazy("Đã gửi: giữ nguyên của đơn vị cũ; năm đang thực hiện không xếp hạng riêng nữa.")
        ),
        Line(label, opened, gettext_lazy("Mở mới cho đơn vị kế thừa: mỗi năm một bảng.")),
    ]


def _apply(merge: Merge, *, actor, now) -> int:
    needed = list(_without_successors_sheet(merge).select_related("cluster_year", "criteria_set"))
    unsent = list(_running(merge).filter(state__in=UNSENT).order_by("pk"))
    reason = _("Đã sáp nhập vào %(unit)s; đơn vị kế thừa chấm chung một bảng.") % {"unit": merge.into.name}
    for sheet in unsent:
        close_unsent(sheet_id=sheet.pk, reason=reason, actor=actor, now=now)
    for sheet in needed:
        criteria_set = set_in_force(sheet.criteria_set)
        open_sheets(cluster_year_id=sheet.cluster_year_id, criteria_set_id=criteria_set.pk, actor=actor, now=now)
        owe(year_id=sheet.cluster_year.year_id, code=DUTY, unit_id=merge.into_id, until=merge.overdue_until)
    return len(unsent) + len(needed)


def _given(merge: Merge):
    """Criteria that the predecessors check in running years."""
    rows = ReviewAssignment.objects.filter(unit_id__in=merge.unit_ids, cluster_year__year__ends_on__gte=merge.on)
    return rows.exclude(cluster_year__year__state=YearState.CLOSED)


def _given_preview(merge: Merge) -> list[Line]:
    label = gettext_lazy("Phân công kiểm tra điểm")
    return [Line(label, _given(merge).count(), gettext_lazy("Năm đang thực hiện: chuyển cho đơn vị kế thừa."))]


def _give_on(merge: Merge, *, actor, now) -> int:
    return _hand_over(_given(merge), unit_id=merge.into_id)


def _give_to_kept(kept, other) -> int:
    return _hand_over(ReviewAssignment.objects.filter(person=other), person_id=kept.pk)


def _hand_over(rows, **to) -> int:
    """Give the rows to another reviewer; what that one has already is not given twice."""
    count = 0
    for each in rows.order_by("pk"):
        where = {name: getattr(each, name) for name in ("cluster_year_id", "step_id", "criterion_id")}
        if ReviewAssignment.objects.filter(**where, **to).exists():
            each.delete()
        else:
            for name, value in to.items():
                setattr(each, name, value)
            each.save()
        count += 1
    return count
