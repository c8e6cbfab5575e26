"""Targets and results of many units through the sheet door, checked whole before anything is written."""

from dataclasses import replace
from functools import partial

from django.utils.functional import cached_property
from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation
from apps.core import sheets
from apps.core.dates import FIRST_YEAR, LAST_YEAR, local
from apps.core.text import fold
from apps.documents.domain.citing import file_document
from apps.results import policies
from apps.results.domain.entries import Result, enter_result
from apps.results.domain.figures_given import FigureWrong, Given, check_figure
from apps.results.domain.targets import assign_target
from apps.results.domain.whole_years import EstimateTooEarly, require_over
from apps.results.domain.years import closed_pairs
from apps.results.enums import Origin, Period, Standing
from apps.results.models import Indicator, ResultEntry, Target
from apps.results.own_unit import keeper_of
from apps.units.models import Unit
from apps.units.unit_reading import UnitReader

UNIT = sheets.SheetColumn(
    "unit", _("Đơn vị"), required=True, also=("mã đơn vị", "tên đơn vị"), example="THADS-DONG-NAI"
)
YEAR = sheets.SheetColumn("year", _("Năm"), required=True, kind="integer", example="2026")
INDICATOR = sheets.SheetColumn(
    "indicator", _("Chỉ số"), required=True, also=("mã chỉ số", "chỉ tiêu"), example="THADS-VIEC", most=300
)
PAPER = (
    sheets.SheetColumn("symbol", _("Số, ký hiệu văn bản"), also=("số văn bản", "văn bản"), most=100),
    sheets.SheetColumn("issued_on", _("Ngày ban hành"), kind="date", also=("ngày văn bản",)),
)
MOST_RATE = 100


class Reader:
    """Units and indicators of a whole file, looked up together; who may write for which unit."""

    def __init__(self, rows, actor):
        self.rows = [(row, row.read()) for row in rows]
        self.units = UnitReader(values["unit"] for _row, values in self.rows)
        self.by_text: dict[str, Indicator] = {}
        for indicator in Indicator.objects.visible_to(actor).in_order():
            for text in (indicator.label, indicator.short_label, indicator.code):
                if text:
                    self.by_text.setdefault(fold(text), indicator)
        self.seen: set[tuple] = set()

    def indicator(self, row, text: str) -> Indicator | None:
        found = self.by_text.get(fold(text)) if text else None
        if text and found is None:
            message = now_in_words("Không có chỉ số “%(text)s”. Nhập mã hoặc tên trong danh sách Chỉ số.")
            row.problem("indicator", message % {"text": text})
        return found

    def year(self, row, value: int | None) -> int | None:
        if value is not None and not FIRST_YEAR <= value <= LAST_YEAR:
            row.problem("year", now_in_words("Năm %(year)s không hợp lệ.") % {"year": value})
            return None
        return value

    @cached_property
    def named_units(self) -> list[Unit]:
        """Every unit that a cell may mean."""
        texts = {values["unit"] for _row, values in self.rows if values["unit"]}
        return list({unit.pk: unit for text in texts for unit in self.units.finder.meant(text)}.values())

    @cached_property
    def closed(self) -> set[tuple[int, int]]:
        years = {values["year"] for _row, values in self.rows if values["year"]}
        return closed_pairs(self.named_units, {year for year in years if FIRST_YEAR <= year <= LAST_YEAR})

    def is_open(self, row, unit, year: int) -> bool:
        if (unit.pk, year) not in self.closed:
            return True
        row.problem("year", now_in_words("Năm thi đua %(year)s đã khóa sổ.") % {"year": year})
        return False

    def once(self, row, key: tuple, field: str) -> bool:
        if key in self.seen:
            row.problem(field, now_in_words("Dòng này lặp lại một dòng trước."))
            return False
        self.seen.add(key)
        return True


def paper(values, unit, issuer: str, actor, now):
    """The paper named in a row, filed in the register of whoever imports."""
    if not values["symbol"] or not values["issued_on"]:
        return None
    keeper = keeper_of(actor) or unit
    return file_document(
        symbol=values["symbol"],
        issued_on=values["issued_on"],
        issuer_name=issuer or keeper.name,
        owner_code=keeper.code,
        owner_name=keeper.name,
        actor=actor,
        now=now,
    )


def check_paper(row, values) -> None:
    if bool(values["symbol"]) != bool(values["issued_on"]):
        row.problem("symbol", now_in_words("Ghi cả số, ký hiệu và ngày ban hành, hoặc để trống cả hai."))


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
