"""Rows of a criteria file, gathered by criterion, cell by cell into plain rules.

A cell that cannot be read notes a problem at its place and counts as empty; sense is judged in ``checks``.
"""

from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from apps.core.spreadsheets import Problem, Row, Table
from apps.core.text import fold
from apps.scoring.domain.rules import BONUS, CHOOSE_ONE, PENALTY, AdjustmentRule, BandRule, CriterionRule
from apps.scoring.domain.wording import number

MAX_POINTS = Decimal(10) ** 9
MAX_BOUND = Decimal(10) ** 12
BOUND_PLACES = 6
LENGTHS = {
    "code": 60,
    "number": 30,
    "requires": 200,
    "band_label": 300,
    "applies_to": 200,
    "self_by": 100,
    "review_by": 100,
    "source_fact": 60,
    "provision": 300,
}
YES = {"1", "true", "yes", "x", "co", "open", "mo", "dung"}
NO = {"", "0", "false", "no", "khong", "closed", "sai"}


@dataclass(frozen=True, slots=True)
class Placed:
    """A band or adjustment and the row it stands in."""

    rule: BandRule | AdjustmentRule
    row: Row


@dataclass(slots=True)
class CriterionRows:
    """One criterion: its own row and those below it."""

    row: Row
    head: CriterionRule
    bands: list[Placed] = field(default_factory=list)
    adjustments: list[Placed] = field(default_factory=list)

    def rule(self) -> CriterionRule:
        bands = tuple(placed.rule for placed in self.bands)
        return replace(self.head, bands=bands, adjustments=tuple(placed.rule for placed in self.adjustments))


def read_rows(table: Table) -> tuple[list[CriterionRows], list[Problem]]:
    """Criteria in file order and the doubts met on the way; problems are noted in the table."""
    criteria = [CriterionRows(row, _criterion(row)) for row in table if row.text("code")]
    by_code = {}
    for each in criteria:
        by_code.setdefault(each.head.code, each)
    warnings: list[Problem] = []
    for row in table:
        if row.text("code"):
            continue
        owner = by_code.get(row.text("parent_code"))
        if not row.text("parent_code"):
            row.problem("code", _("Dòng này không có mã tiêu chí, cũng không nêu thuộc tiêu chí nào (parent_code)."))
        elif owner is None:
            row.problem("parent_code", _("Không có tiêu chí “%(code)s”.") % {"code": row.text("parent_code")})
        else:
            _place(row, owner, warnings)
    return criteria, warnings


def _criterion(row: Row) -> CriterionRule:
    method = code_word(row.text("method"))
    sign_free = method in (BONUS, PENALTY)
    return CriterionRule(
        code=_text(row, "code"),
        parent_code=row.text("parent_code"),
        number=_text(row, "number"),
        label=row.text("label_vi"),
        method=method,
        max_points=_points(row, "max_points", sign_free=sign_free),
        step=_points(row, "step"),
        per_item=_points(row, "per_item", sign_free=sign_free or method == "deduct"),
        cap=_points(row, "cap", sign_free=sign_free or method == "deduct"),
        floor=_points(row, "floor"),
        group_rule=_group_rule(row),
        requires=_text(row, "requires"),
        not_applicable=code_word(row.text("not_applicable")),
        applies_to=_text(row, "applies_to"),
        self_by=_text(row, "self_by"),
        review_by=_text(row, "review_by"),
        source_fact=_text(row, "source_fact"),
        provision=_text(row, "provision"),
        note=row.text("note"),
    )


def _place(row: Row, owner: CriterionRows, warnings: list[Problem]) -> None:
    """A band row or an adjustment row. The criterion's own method written there counts as empty."""
    method, own = code_word(row.text("method")), owner.head.method
    kind = own if method in ("", own) and own in (BONUS, PENALTY) else method
    if kind in (BONUS, PENALTY):
        owner.adjustments.append(Placed(_adjustment(row, kind, warnings), row))
    elif method in ("", own):
        owner.bands.append(Placed(_band(row), row))
    else:
        row.problem("method", _("Dòng mức điểm để trống cách chấm; dòng thưởng, trừ ghi bonus hoặc penalty."))


def _adjustment(row: Row, kind: str, warnings: list[Problem]) -> AdjustmentRule:
    column = "band_points" if row.text("band_points") or not row.text("per_item") else "per_item"
    points = _required_points(row, column)
    if kind == BONUS and points < 0:
        message = _("Khoản thưởng ghi %(points)s điểm: được hiểu là điểm trừ.")
        warnings.append(row.cell(column).problem(message % {"points": number(points)}))
        kind = PENALTY
    return AdjustmentRule(
        label=_label(row),
        kind=kind,
        points=abs(points),
        cap=_points(row, "cap", sign_free=True),
        group_rule=_group_rule(row),
        requires=_text(row, "requires"),
        note=row.text("note"),
    )


def _band(row: Row) -> BandRule:
    return BandRule(
        label=_label(row),
        points=_required_points(row, "band_points"),
        lo=_bound(row, "band_from"),
        lo_open=_flag(row, "band_from_open"),
        hi=_bound(row, "band_to"),
        hi_open=_flag(row, "band_to_open"),
        date_to=row.date("band_date_to"),
        lo2=_bound(row, "band2_from"),
        lo2_open=_flag(row, "band2_from_open"),
        hi2=_bound(row, "band2_to"),
        hi2_open=_flag(row, "band2_to_open"),
        note=row.text("note"),
    )


def code_word(text: str) -> str:
    """A code typed by a person: small letters, "_" for blanks and dashes."""
    return fold(text).replace("-", "_").replace(" ", "_")


def _label(row: Row) -> str:
    return _text(row, "band_label" if row.text("band_label") else "label_vi", limit=LENGTHS["band_label"])


def _group_rule(row: Row) -> str:
    word = code_word(row.text("group_rule"))
    return {"chon_mot": CHOOSE_ONE, "chooseone": CHOOSE_ONE, "cong_don": "cumulative"}.get(word, word)


def _text(row: Row, column: str, limit: int | None = None) -> str:
    text, limit = row.text(column), limit or LENGTHS[column]
    if len(text) > limit:
        row.problem(column, _("Dài quá %(limit)s ký tự.") % {"limit": limit})
    return text


def _flag(row: Row, column: str) -> bool:
    word = fold(row.text(column))
    if word not in YES and word not in NO:
        row.problem(column, _("Ghi 1 (không lấy đúng cận này) hoặc để trống."))
    return word in YES


def file_decimal(row: Row, column: str) -> Decimal | None:
    """A number of a file: a dot is its decimal mark; "1,750" is asked about, "1,75" is clear."""
    return row.decimal(column, decimal_mark=None if "," in row.text(column) else ".")


def _points(row: Row, column: str, *, sign_free: bool = False) -> Decimal | None:
    value = file_decimal(row, column)
    if value is not None and abs(value) >= MAX_POINTS:
        row.problem(column, _("Số quá lớn, đề nghị kiểm tra lại."))
        return None
    return abs(value) if sign_free and value is not None else value


def _required_points(row: Row, column: str) -> Decimal:
    if not row.text(column):
        row.problem(column, _("Thiếu điểm của mức này."))
    return _points(row, column) or Decimal(0)


def _bound(row: Row, column: str) -> Decimal | None:
    value = file_decimal(row, column)
    if value is None:
        return None
    if abs(value) >= MAX_BOUND:
        row.problem(column, _("Số quá lớn, đề nghị kiểm tra lại."))
    elif -value.as_tuple().exponent > BOUND_PLACES:
        row.problem(column, _("Nhập không quá sáu chữ số thập phân."))
    return value
