"""What a merge does to duties: the open ones go to the successor once, lateness of the past is not charged to it."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core.dates import format_date
from apps.obligations.domain.closing_requests import lapse
from apps.obligations.models import Duty, Extension, Obligation, last_moment
from apps.periods.enums import YearState
from apps.units import merging
from apps.units.merging import Line, Merge

TIME_TO_CATCH_UP = timedelta(days=30)  # where the page named no day


def register() -> None:
    merging.register("obligations.Obligation.unit", preview=_preview, apply=_apply)
    calls = merging.stays(gettext_lazy("Việc đơn vị giao trong nội bộ"), Duty, "asked_by")
    merging.register("obligations.Duty.asked_by", **calls)


def _open(merge: Merge):
    """What the predecessors still owe in running years."""
    found = Obligation.objects.filter(unit_id__in=merge.unit_ids, duty__year__ends_on__gte=merge.on).open()
    return found.exclude(duty__year__state=YearState.CLOSED).select_related("duty", "unit")


def _until(merge: Merge):
    return last_moment(merge.overdue_until or merge.on + TIME_TO_CATCH_UP)


def _is_overdue(obligation: Obligation, merge: Merge) -> bool:
    return obligation.last_day < merge.on


def _preview(merge: Merge) -> list[Line]:
    own = set(Obligation.objects.filter(unit_id=merge.into_id).values_list("duty_id", flat=True))
    waiting = list(_open(merge))
    new = {}
    for each in waiting:
        if each.duty_id not in own:
            new.setdefault(each.duty_id, each)
    overdue = sum(_is_overdue(each, merge) for each in new.values())
    label = gettext_lazy("Việc phải làm")
    until = _("Đã quá hạn ở đơn vị cũ: chuyển sang với hạn mới %(date)s, không tính chậm cho đơn vị kế thừa.")
    kept = Obligation.objects.filter(unit_id__in=merge.unit_ids).count() - len(waiting)
    return [
        Line(label, len(new) - overdue, gettext_lazy("Chưa gửi: chuyển cho đơn vị kế thừa, giữ hạn nộp.")),
        Line(label, overdue, until % {"date": format_date(timezone.localdate(_until(merge)))}),
        Line(label, len(waiting) - len(new), gettext_lazy("Chưa gửi, đơn vị kế thừa đã có việc này: chỉ làm một lần.")),
        Line(label, kept, gettext_lazy("Đã gửi hoặc của năm đã khóa: giữ nguyên ở đơn vị cũ, kể cả số ngày chậm.")),
    ]


def _apply(merge: Merge, *, actor, now) -> int:
    waiting = list(_open(merge).order_by("pk").select_for_update(of=("self",), no_key=True))
    own = set(Obligation.objects.filter(unit_id=merge.into_id).values_list("duty_id", flat=True))
    for old in waiting:
        if old.duty_id not in own:
            own.add(old.duty_id)
            _take_over(old, merge)
        old.waived_at = now  # the successor owes it now; the predecessor's own record shows no lateness either
        old.save(update_fields=["waived_at", "updated_at"])
    lapse([old.pk for old in waiting], now=now)
    return len(waiting)


def _take_over(old: Obligation, merge: Merge) -> Obligation:
    overdue = _is_overdue(old, merge)
    until = _until(merge) if overdue else old.extended_to
    new = Obligation.objects.create(duty=old.duty, unit_id=merge.into_id, extended_to=until)
    if overdue:
        reason = _("Việc quá hạn của %(unit)s, chuyển sang khi sáp nhập ngày %(date)s.")
        Extension.objects.create(
            obligation=new,
            until=until,
            asked_by=_("Sắp xếp đơn vị"),
            asked_how=Extension.Asked.LETTER,
            reason=reason % {"unit": old.unit.name, "date": format_date(merge.on)},
        )
    return new
