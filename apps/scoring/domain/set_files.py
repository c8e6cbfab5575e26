"""The criteria file as a workbook: the same columns and rows as the CSV, numbers as numbers, a sheet that explains."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _

from apps.core.spreadsheets import Column, Sheet, write_workbook
from apps.scoring.domain.criteria_files import COLUMNS, file_rows
from apps.scoring.domain.rules import CriterionRule

NUMBERS = frozenset(
    ("max_points", "step", "per_item", "cap", "floor", "band_points", "band_from", "band_to", "band2_from", "band2_to")
)
SAFE_DIGITS = 15  # a workbook keeps that many digits of a number; longer ones stay text
WIDE = {"label_vi": 60, "band_label": 32, "provision": 30, "note": 40, "requires": 24}


def write_criteria_workbook(rules: Iterable[CriterionRule]) -> bytes:
    """The table on the first sheet, read back to the same rules; the meaning of the columns on the second."""
    columns = [Column(name, name, "number" if name in NUMBERS else "text", WIDE.get(name, 14)) for name in COLUMNS]
    rows = [{name: _cell(name, text) for name, text in row.items()} for row in file_rows(rules)]
    table = Sheet(_("Bảng tiêu chí"), "", columns, rows)
    meaning = (Column("column", _("Cột")), Column("meaning", _("Ý nghĩa"), width=90))
    return write_workbook([table, Sheet(_("Giải thích"), "", meaning, list(meanings().items()))])


def meanings() -> dict[str, str]:
    """What each column holds."""
    return {
        "code": _("Mã tiêu chí, không trùng. Dòng mức điểm, thưởng, trừ để trống."),
        "parent_code": _("Mã của nhóm chứa tiêu chí; với dòng mức điểm, thưởng, trừ: mã của tiêu chí."),
        "number": _("Số thứ tự in trên bảng; để trống thì in mã."),
        "label_vi": _("Nội dung tiêu chí."),
        "max_points": _("Điểm chuẩn; nhóm bằng tổng các tiêu chí con."),
        "method": _(
            "Cách chấm: additive, manual, choice, ratio_band, lateness_band, count, deduct, lookup2, target,"
            " proportional, target_best, bonus, penalty. Dòng thưởng, trừ: bonus, penalty."
        ),
        "step": _("Bước điểm khi chấm trực tiếp."),
        "per_item": _("Điểm mỗi đơn vị đếm hoặc mỗi trường hợp."),
        "cap": _("Giới hạn."),
        "floor": _("Điểm thấp nhất."),
        "group_rule": _("choose_one: chỉ chọn một khoản thưởng, trừ; cumulative: cộng dồn."),
        "requires": _("Điều kiện trước: full, mã tiêu chí, hoặc mã>=điểm; cách nhau bằng dấu chấm phẩy."),
        "band_label": _("Tên mức, khoản thưởng, trừ."),
        "band_points": _("Điểm của mức, của mỗi trường hợp."),
        "band_from": _("Từ (tỷ lệ theo phần trăm, số ngày chậm hoặc số lượng)."),
        "band_from_open": _("1: lớn hơn hẳn."),
        "band_to": _("Đến."),
        "band_to_open": _("1: nhỏ hơn hẳn."),
        "band_date_to": _("Đến hết ngày (năm-tháng-ngày)."),
        "band2_from": _("Từ, của chiều thứ hai (lookup2)."),
        "band2_from_open": _("1: lớn hơn hẳn, chiều thứ hai."),
        "band2_to": _("Đến, của chiều thứ hai."),
        "band2_to_open": _("1: nhỏ hơn hẳn, chiều thứ hai."),
        "not_applicable": _("Khi không phát sinh: full (đủ điểm), exclude (không tính vào tổng), zero (0 điểm)."),
        "applies_to": _("Chỉ áp dụng cho."),
        "self_by": _("Phòng, ban tự chấm."),
        "review_by": _("Đơn vị chấm điểm theo lĩnh vực."),
        "source_fact": _("Nguồn số liệu hệ thống tự điền."),
        "provision": _("Căn cứ."),
        "note": _("Ghi chú."),
    }


def _cell(name: str, text: str) -> Decimal | str:
    if name not in NUMBERS or not text or len(text.strip("-0").replace(".", "")) > SAFE_DIGITS:
        return text
    return Decimal(text)
