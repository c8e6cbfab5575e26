"""Results of many units through the sheet door, checked whole before anything is written."""

from dataclasses import replace
from functools import partial

from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation
from apps.core import sheets
from apps.core.dates import local
from apps.results import policies
from apps.results.domain.entries import Result, enter_result
from apps.results.domain.figures_given import FigureWrong, Given, check_figure
from apps.results.domain.whole_years import EstimateTooEarly, require_over
from apps.results.enums import Period, Standing
from apps.results.models import ResultEntry
from apps.results.sheet_reading import PAPER, UNIT, YEAR, Reader, check_paper, paper


class Stored:
    """The results that the rows of a file may repeat; one query."""

    def __init__(self, reader: Reader):
        years = {values["year"] for _row, values in reader.rows if values["year"]}
        entries = (
            ResultEntry.objects.filter(unit__in=reader.named_units, year__in=years).order_by().defer("search_text")
        )
        self.by_key = {self.key(each, each.unit_id, each.year): each for each in entries}

    @staticmethod
    def key(result: Result | ResultEntry, unit_id: int, year: int) -> tuple:
        indicator_id = (
            result.indicator_id if isinstance(result, ResultEntry) else result.indicator and result.indicator.pk
        )
        return (unit_id, year, *((indicator_id, result.period) if indicator_id else (None, result.text)))

    def same(self, unit, year: int, result: Result) -> ResultEntry | None:
        return self.by_key.get(self.key(result, unit.pk, year))


class ResultImport(sheets.ImportKind):
    """One row is one result of one unit: a figure, or an achievement in words."""

    name = "results"
    label = _("Kết quả, thành tích")
    columns = (
        UNIT,
        YEAR,
        sheets.SheetColumn("indicator", _("Chỉ số"), also=("mã chỉ số",), example="THADS-VIEC", most=300),
        sheets.SheetColumn("numerator", _("Tử số"), kind="decimal", example="8427"),
        sheets.SheetColumn("denominator", _("Mẫu số"), kind="decimal", example="10000"),
        sheets.SheetColumn("value", _("Số liệu"), kind="decimal", also=("kết quả", "số lượng", "tỷ lệ")),
        sheets.SheetColumn("standing", _("Ước / Thực hiện"), kind="choice", choices=Standing.choices),
        sheets.SheetColumn("period", _("Kỳ số liệu"), kind="choice", choices=Period.choices),
        sheets.SheetColumn("text", _("Thành tích"), also=("nội dung", "ghi chú"), most=5000),
        sheets.SheetColumn("field", _("Lĩnh vực công tác"), also=("mã lĩnh vực",), most=40),
        sheets.SheetColumn("happened_on", _("Ngày"), kind="date"),
        sheets.SheetColumn("as_of", _("Số liệu đến ngày"), kind="date"),
        *PAPER,
    )
    notes = (
        _("Một dòng là một số liệu hoặc một thành tích. Tỷ lệ: ghi tử số và mẫu số, hệ thống tự tính."),
        _("Số ước được in kèm chữ (ước) và chưa dùng để xếp hạng cho đến khi xác nhận."),
    )

    def may(self, actor):
        return policies.can_enter_any(actor)

    def check(self, table, *, actor, now, answers):
        reader = Reader(table, actor)
        may_enter = partial(policies.can_enter, actor, reach=policies.entering_reach(actor))
        plan, unchanged, stored = [], 0, None
        for row, values in reader.rows:
            found = self._row(reader, row, values, may_enter, now)
            if found is None:
                continue
            unit, result = found
            stored = Stored(reader) if stored is None else stored
            if not self._is_known(row, stored.same(unit, values["year"], result), result):
                plan.append((unit, values, result))
            else:
                unchanged += 1
        return sheets.Checked(plan=plan, created=len(plan), unchanged=unchanged)

    def _row(self, reader, row, values, may_enter, now):
        before = len(row.table.problems)
        unit = reader.units.unit(row, "unit", values["unit"])
        indicator = reader.indicator(row, values["indicator"])
        year = reader.year(row, values["year"])
        check_paper(row, values)
        given = Given(values["value"], values["numerator"], values["denominator"])
        if not values["indicator"] and not values["text"]:
            row.problem("indicator", now_in_words("Ghi chỉ số, hoặc ghi thành tích bằng lời."))
        elif indicator is not None or not values["indicator"]:
            try:
                check_figure(indicator, given)
            except FigureWrong as error:
                row.problem(error.field, error.message)
        today = local(now).date()
        day = values["happened_on"] or values["issued_on"] or today
        period, standing = values["period"] or Period.YEAR, values["standing"] or Standing.ACTUAL
        if day > today:
            row.problem("happened_on", now_in_words("Ngày chưa tới."))
        if unit is not None and not (verdict := may_enter(unit)):
            row.problem("unit", str(verdict.reason))
        if unit is not None and year is not None and indicator is not None and standing == Standing.ACTUAL:
            try:
                require_over(unit, year, period, now)
            except EstimateTooEarly as error:
                row.problem("standing", str(error.message))
        if unit is None or year is None or len(row.table.problems) > before or not reader.is_open(row, unit, year):
            return None
        if indicator is not None and not reader.once(row, (unit.pk, year, indicator.pk, period), "indicator"):
            return None
        return unit, Result(
            happened_on=day,
            indicator=indicator,
            given=given,
            text=values["text"],
            field_code=values["field"],
            period=period,
            standing=standing,
            as_of=values["as_of"],
        )

    def _is_known(self, row, known: ResultEntry | None, result: Result) -> bool:
        if known is None or result.indicator is None:
            return known is not None
        stored = (known.value, known.numerator, known.denominator, known.standing)
        given = result.given
        if stored != (given.value, given.numerator, given.denominator, result.standing):
            row.problem("indicator", now_in_words("Đã có số liệu khác. Sửa ở trang Kết quả, thành tích."))
        return True

    @operation()
    def write(self, checked, *, actor, now, step):
        for number, (unit, values, result) in enumerate(checked.plan, start=1):
            document = paper(values, unit, "", actor, now)
            told = replace(result, document=document)
            enter_result(unit_id=unit.pk, year=values["year"], result=told, actor=actor, now=now)
            step(number, len(checked.plan))
        return sheets.Summary(checked.created, checked.updated, checked.unchanged)
