"""What a new year takes over of criteria sets: each as a draft, its dates moved by a year."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.core.actor import Actor
from apps.periods import opening
from apps.periods.opening import Change, Field, Row
from apps.scoring.domain.set_making import copy_set
from apps.scoring.enums import SetState
from apps.scoring.models import CriteriaSet


def register() -> None:
    opening.register(
        "criteria",
        lazy("Bảng tiêu chí"),
        preview,
        carry_over,
        order=40,
        help_text=lazy("Lấy sang ở dạng dự thảo: còn lấy ý kiến, ban hành theo quyết định của năm mới."),
    )


def preview(from_year, to_year, actor: Actor) -> list[Row]:
    """One row for each set in force; its code in the new year may be chosen."""
    there = set(CriteriaSet.objects.filter(year=to_year).values_list("code", flat=True)) if to_year.pk else set()
    rows = []
    for each in _sets(from_year):
        code = _next_code(each.code, from_year.year, to_year.year)
        last = f"{each.code} · {each.get_state_display()}"
        if code in there:
            note = _("Đã có trong năm mới, giữ nguyên.")
            rows.append(Row(each.code, each.title, last, code, Change.DONE, note, selectable=False))
            continue
        note = _("Minh họa, không phải bảng chính thức") if each.illustrative else ""
        field = Field("code", _("Mã trong năm mới"), code, kind="text", required=True)
        rows.append(Row(each.code, each.title, last, _("Dự thảo"), Change.CHANGED, note, fields=(field,)))
    return rows


def carry_over(from_year, to_year, chosen: Mapping, *, actor: Actor, now: datetime) -> int:
    """Copy the chosen sets as drafts. A code that the new year has already stays as it is. Raises SetElsewhere."""
    there = set(CriteriaSet.objects.filter(year=to_year).values_list("code", flat=True))
    written = 0
    for each in _sets(from_year):
        values = chosen.get(each.code)
        if values is None or values["code"] in there or _next_code(each.code, from_year.year, to_year.year) in there:
            continue
        copy_set(source_id=each.pk, year_id=to_year.pk, code=values["code"], actor=actor, now=now)
        written += 1
    return written


def _sets(year) -> list[CriteriaSet]:
    """The newest revision of each set of the year."""
    found: dict[str, CriteriaSet] = {}
    sets = CriteriaSet.objects.filter(year=year).exclude(state=SetState.SUPERSEDED)
    for each in sets.order_by("code", "revision"):
        found[each.code] = each
    return list(found.values())


def _next_code(code: str, last: int, then: int) -> str:
    """TC-2026 → TC-2027; a code without its year gets the new one."""
    return code.replace(str(last), str(then)) if str(last) in code else f"{code}-{then}"
