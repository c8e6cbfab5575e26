"""What a change of a row will do, told before it is done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.formats import localize
from django.utils.translation import gettext as _

from apps.catalog import queries
from apps.catalog.enums import Subject
from apps.catalog.models import AwardTerm
from apps.catalog.models.dated import DatedRow
from apps.core.components import Difference
from apps.core.dates import format_date
from apps.core.numbers import format_decimal


@dataclass(frozen=True)
class Effect:
    """Field by field, then sentences about what follows."""

    differences: tuple[Difference, ...]
    consequences: tuple[str, ...]


def effect(row: DatedRow, changes: Mapping[str, object], from_day: date | None) -> Effect:
    """The effect of ``changes`` on a stored row; ``from_day`` None: a mistake mended in place."""
    changed = {name: value for name, value in changes.items() if getattr(row, name) != value}
    differences = tuple(
        Difference(
            str(row._meta.get_field(name).verbose_name), _shown(row, name, getattr(row, name)), _shown(row, name, value)
        )
        for name, value in changed.items()
    )
    lines = []
    if not changed:
        lines.append(_("Không có gì thay đổi so với dòng đang lưu."))
    elif from_day:
        lines.append(
            _("Dòng hiện tại hết hiệu lực sau ngày %(end)s; dòng mới có hiệu lực từ ngày %(start)s.")
            % {"end": format_date(date.fromordinal(from_day.toordinal() - 1)), "start": format_date(from_day)}
        )
        lines.append(_("Hồ sơ nhận trước ngày này vẫn xét theo dòng cũ."))
    else:
        lines.append(_("Mọi ngày trong thời gian hiệu lực của dòng được tính theo giá trị mới, cả ngày đã qua."))
    if isinstance(row, AwardTerm):
        lines += _money(row, changed, from_day)
    return Effect(differences, tuple(lines))


def effect_of_new(row: DatedRow, values: Mapping[str, object], valid_from: date) -> Effect:
    """The effect of a row that is not stored yet."""
    differences = tuple(
        Difference(str(row._meta.get_field(name).verbose_name), "–", _shown(row, name, value))
        for name, value in values.items()
        if value not in (None, "")
    )
    lines = [
        _("Dòng mới có hiệu lực từ ngày %(start)s.") % {"start": format_date(valid_from)},
        _("Hồ sơ nhận từ ngày này được xét theo cả dòng mới."),
    ]
    return Effect(differences, tuple(lines))


def _money(row: AwardTerm, changed: Mapping[str, object], from_day: date | None) -> list[str]:
    salary = queries.base_salary(from_day or row.valid_from) if (from_day or row.valid_from) else None
    names = {"individual_multiple": Subject.INDIVIDUAL, "collective_multiple": Subject.COLLECTIVE}
    return [
        _("Tiền thưởng %(subject)s: %(before)s → %(after)s đồng.")
        % {
            "subject": names[name].label.lower(),
            "before": _amount(getattr(row, name), salary),
            "after": _amount(value, salary),
        }
        for name, value in changed.items()
        if name in names and salary
    ]


def _amount(multiple, salary) -> str:
    return "–" if multiple is None else format_decimal(multiple * salary.amount)


def _shown(row: DatedRow, name: str, value) -> str:
    model_field = row._meta.get_field(name)
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if model_field.choices:
        return str(dict(model_field.flatchoices).get(value, value))
    return format_decimal(value) if model_field.get_internal_type() == "DecimalField" else str(localize(value))
