"""Targets of many units through the sheet door, checked whole before anything is written."""

from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation
from apps.core import sheets
from apps.results import policies
from apps.results.domain.targets import assign_target
from apps.results.enums import Origin
from apps.results.models import Target
from apps.results.own_unit import keeper_of
from apps.results.sheet_reading import INDICATOR, PAPER, UNIT, YEAR, Reader, check_paper, paper

MOST_RATE = 100


class TargetImport(sheets.ImportKind):
    """One row is one target of one unit."""

    name = "targets"
    label = _("Chỉ tiêu giao các đơn vị")
    columns = (
        UNIT,
        YEAR,
        INDICATOR,
        sheets.SheetColumn("value", _("Chỉ tiêu giao"), kind="decimal", also=("chỉ tiêu được giao",), example="83,9"),
        sheets.SheetColumn("issuer", _("Cơ quan giao"), most=300, example="Bộ Tư pháp"),
        sheets.SheetColumn("origin", _("Nguồn giao"), kind="choice", choices=Origin.choices),
        *PAPER,
    )
    notes = (
        _("Một dòng là một chỉ tiêu của một đơn vị. Chỉ tiêu để trống hoặc bằng 0: năm đó không giao."),
        _("Tỷ lệ ghi bằng phần trăm: 83,9 hoặc 83,9%."),
        _("Chỉ tiêu đã có với số khác không bị ghi đè; điều chỉnh ở trang Chỉ tiêu, có lý do."),
    )

    def may(self, actor):
        return policies.can_assign_any(actor)

    def check(self, table, *, actor, now, answers):
        reader = Reader(table, actor)
        reach = policies.setting_reach(actor)
        found = [(row, values, *self._row(reader, actor, reach, row, values)) for row, values in reader.rows]
        found = [each for each in found if each[2] is not None]
        stored = {
            (each.unit_id, each.year, each.indicator_id, each.origin): each
            for each in Target.objects.filter(unit__in={unit.pk for _row, _values, unit, _indicator in found})
        }
        plan, unchanged = [], 0
        for row, values, unit, indicator in found:
            known = stored.get((unit.pk, values["year"], indicator.pk, values["origin"]))
            if known is None:
                plan.append((values, unit, indicator))
            elif known.value == values["value"]:
                unchanged += 1
            else:
                row.problem("value", now_in_words("Đã giao một số khác. Điều chỉnh ở trang Chỉ tiêu, có lý do."))
        return sheets.Checked(plan=plan, created=len(plan), unchanged=unchanged)

    def _row(self, reader, actor, reach, row, values):
        before = len(row.table.problems)
        unit = reader.units.unit(row, "unit", values["unit"])
        indicator = reader.indicator(row, values["indicator"])
        year = reader.year(row, values["year"])
        values["origin"] = values["origin"] or Origin.SECTOR
        check_paper(row, values)
        if unit is not None and not (verdict := policies.can_assign(actor, unit, values["origin"], reach)):
            row.problem("unit", str(verdict.reason))
        value = values["value"]
        if value is not None and value < 0:
            row.problem("value", now_in_words("Chỉ tiêu không nhỏ hơn 0."))
        if value is not None and indicator is not None and indicator.is_rate and value > MOST_RATE:
            row.problem("value", now_in_words("Chỉ tiêu tỷ lệ tính bằng phần trăm, không lớn hơn 100."))
        if unit is None or indicator is None or year is None or len(row.table.problems) > before:
            return None, None
        if not reader.is_open(row, unit, year):
            return None, None
        if not reader.once(row, (unit.pk, year, indicator.pk, values["origin"]), "indicator"):
            return None, None
        return unit, indicator

    @operation()
    def write(self, checked, *, actor, now, step):
        own = keeper_of(actor)
        for number, (values, unit, indicator) in enumerate(checked.plan, start=1):
            issuer = values["issuer"] or (own.name if own else unit.name)
            assign_target(
                unit_id=unit.pk,
                year=values["year"],
                indicator_id=indicator.pk,
                value=values["value"],
                origin=values["origin"],
                issuer_name=issuer,
                issuer_id=own.pk if own and own.name == issuer else None,
                document=paper(values, unit, issuer, actor, now),
                actor=actor,
                now=now,
            )
            step(number, len(checked.plan))
        return sheets.Summary(checked.created, checked.updated, checked.unchanged)
