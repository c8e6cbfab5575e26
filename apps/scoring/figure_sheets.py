"""Figures of one sheet copied from Excel: checked whole by the rule of each criterion, then saved, or nothing."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from apps.core import sheets
from apps.core.errors import DomainError
from apps.core.text import fold
from apps.scoring import policies, sources
from apps.scoring.domain.breaches import STOPPING
from apps.scoring.domain.engine import compute_line
from apps.scoring.domain.explain import describe_breach
from apps.scoring.domain.inputs import measure_of, same_inputs, stored_inputs
from apps.scoring.domain.lines import LineChange, save_lines
from apps.scoring.domain.methods import method_of
from apps.scoring.domain.methods.banded import by_label
from apps.scoring.domain.reading import SheetReading

FIGURES = ("points", "count", "numerator", "denominator", "target", "actual")


class FigureSheet(sheets.ImportKind):
    """One row a criterion, named by its code or printed number; columns that are empty leave what is stored."""

    name = "score_figures"
    label = _("Số liệu tự chấm điểm")
    columns = (
        sheets.SheetColumn(
            "code", _("Mã tiêu chí"), required=True, also=("mã", "số", "stt", "tiêu chí số", "code"), example="1.1"
        ),
        sheets.SheetColumn("points", _("Điểm"), kind="decimal", also=("điểm tự chấm", "points")),
        sheets.SheetColumn("count", _("Số lượng"), kind="decimal", also=("số ngày chậm", "số trường hợp", "count")),
        sheets.SheetColumn("numerator", _("Số đạt"), kind="decimal", also=("tử số", "numerator")),
        sheets.SheetColumn("denominator", _("Tổng số"), kind="decimal", also=("mẫu số", "denominator")),
        sheets.SheetColumn("target", _("Chỉ tiêu"), kind="decimal", also=("chỉ tiêu giao", "target")),
        sheets.SheetColumn("actual", _("Kết quả"), kind="decimal", also=("thực hiện", "actual")),
        sheets.SheetColumn("actual_on", _("Ngày thực hiện"), kind="date", also=("ngày",)),
        sheets.SheetColumn("band_label", _("Mức"), also=("mức đạt", "band_label")),
        sheets.SheetColumn("note", _("Ghi chú"), also=("note",), most=2000),
    )

    def __init__(self, reading: SheetReading):
        self.reading = reading
        self.by_name = {}
        for code, line in reading.lines.items():
            for name in dict.fromkeys((fold(code), fold(line.criterion.printed_number))):
                self.by_name.setdefault(name, []).append(line)

    def may(self, actor):
        return policies.can_edit(actor, self.reading.sheet)

    def check(self, table, *, actor, now, answers):
        table.refuse_repeats("code")
        plan, unchanged = {}, 0
        for row in table:
            values = row.read()
            line = self._line(row, values["code"])
            if line is None:
                continue
            inputs = self._inputs(row, line, values)
            if inputs is None:
                continue
            if same_inputs(line, inputs):
                unchanged += 1
            elif self._fits(row, line, inputs):
                plan[line.pk] = LineChange(line.version, inputs)
        return sheets.Checked(plan=plan, updated=len(plan), unchanged=unchanged)

    def _line(self, row, code):
        found = self.by_name.get(fold(code or ""), [])
        exact = [line for line in found if line.criterion.code == code]
        if len(exact or found) == 1:
            line = (exact or found)[0]
            if not sources.filling(self.reading.rule(line)):
                return line
            row.problem("code", _("Dòng này do hệ thống điền, không dán số liệu vào được."))
        elif found:
            codes = ", ".join(line.criterion.code for line in found)
            row.problem("code", _("Có nhiều tiêu chí cùng số này; ghi mã: %(codes)s.") % {"codes": codes})
        elif code:
            row.problem("code", _("Không có tiêu chí “%(code)s” trong bảng tiêu chí.") % {"code": code})
        return None

    def _inputs(self, row, line, values):
        """What would stand in the line; None where a column is given that its rule does not ask for."""
        rule = self.reading.rule(line)
        asked = method_of(rule).inputs_for(rule)
        given = {name: value for name, value in values.items() if name != "code" and value not in (None, "")}
        wrong = [name for name in given if name != "note" and name not in asked]
        for name in wrong:
            row.problem(name, _("Cách chấm của tiêu chí này không dùng cột này."))
        if "band_label" in given and not wrong:
            band = by_label(rule.bands, given["band_label"])
            if band is None:
                row.problem("band_label", _("Không có mức này trong tiêu chí."))
                return None
            given["band_label"] = band.label
        if wrong or self._has_percent(row, given):
            return None
        if any(name in given for name in (*FIGURES, "actual_on", "band_label")):
            given["not_applicable"] = ""  # a figure says that it did arise; a note alone leaves what is stored
        return replace(stored_inputs(line), **given)

    def _has_percent(self, row, given) -> bool:
        """A share is told by its two parts: "95%" as a part would be 95 of them. A target may be a rate."""
        told = [name for name in ("points", "count", "numerator", "denominator", "target", "actual") if name in given]
        if {"numerator", "denominator"} <= given.keys():
            told = [name for name in told if name != "target"]
        percent = [name for name in told if "%" in row.text(name)]
        for name in percent:
            row.problem(name, _("Ghi tử số và mẫu số, không ghi tỷ lệ phần trăm."))
        return bool(percent)

    def _fits(self, row, line, inputs) -> bool:
        keys = {column.key for column in self.columns}
        try:
            found = compute_line(self.reading.rule(line), measure_of(inputs))
        except DomainError as error:
            row.problem(error.field if error.field in keys else "code", str(error.message))
            return False
        stopping = [breach for breach in found.breaches if breach.code in STOPPING]
        for breach in stopping:
            row.problem("points", describe_breach(breach))
        return not stopping

    def write(self, checked, *, actor, now, step):
        save_lines(sheet_id=self.reading.sheet.pk, changes=checked.plan, actor=actor, now=now)
        return sheets.Summary(checked.created, checked.updated, checked.unchanged)
