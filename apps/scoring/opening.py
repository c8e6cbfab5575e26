"""What a new year takes over of criteria sets: each as a draft, its dates moved by a year."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.core.actor import Actor
from apps.periods import opening
from apps.periods.opening import Change, Field, Row, moved
from apps.scoring.domain.criteria_sets import Step, arrange_set, class_of, import_criteria
from apps.scoring.domain.set_rows import stored_rules
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
        _copy(each, values["code"], from_year, to_year, actor, now)
        written += 1
    return written


def _copy(source: CriteriaSet, code: str, from_year, to_year, actor: Actor, now: datetime) -> None:
    rules = [
        replace(rule, bands=tuple(_band(band, from_year, to_year) for band in rule.bands))
        for rule in stored_rules(source.pk)
    ]
    made = import_criteria(
        rules=rules,
        code=code,
        year_id=to_year.pk,
        kinds=source.kinds,
        title=source.title.replace(str(from_year.year), str(to_year.year)),
        illustrative=source.illustrative,
        actor=actor,
        now=now,
    ).criteria_set

    def on(day):
        return day and moved(day, from_year, to_year)

    period = (on(source.counted_from), on(source.counted_to))
    arrange_set(
        criteria_set_id=made.pk,
        steps=[Step(step.name, step.role, on(step.due_on)) for step in source.steps.order_by("order")],
        classes=[class_of(rule) for rule in source.class_rules.order_by("order")],
        disqualifiers=source.disqualifiers,
        tie_break=source.tie_break,
        counted=period,
        actor=actor,
        now=now,
    )


def _band(band, from_year, to_year):
    """A cut-off date of a band lies in the new year."""
    return replace(band, date_to=moved(band.date_to, from_year, to_year)) if band.date_to else band


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
