"""What files of targets and of results share: columns, units and indicators looked up together, the paper of a row."""

from django.utils.functional import cached_property
from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _

from apps.core import sheets
from apps.core.dates import FIRST_YEAR, LAST_YEAR
from apps.core.text import fold
from apps.documents.domain.citing import file_document
from apps.results.domain.years import closed_pairs
from apps.results.models import Indicator
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
