"""Placeholders of notices and mails: a name in braces, ``{tieu_de}``, filled with text as it is.

Nothing is computed: no attributes, no formats, so whoever edits a text can reach nothing but these words.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Placeholder:
    """One word that may stand in a text, what it becomes, and an example for the preview."""

    name: str
    meaning: object
    example: str


_COMMON = (
    Placeholder("nguoi_nhan", _("Danh xưng, họ tên người nhận"), "Bà Trần Thị Minh Họa"),
    Placeholder("ten_he_thong", _("Tên hệ thống"), "Cổng thi đua, khen thưởng ngành Tư pháp"),
    Placeholder("duong_dan", _("Địa chỉ để mở trên hệ thống"), "https://thidua.example/notifications/1/"),
    Placeholder("chon_cach_nhan", _("Địa chỉ trang Nhận thông báo"), "https://thidua.example/notifications/choices/"),
)
NOTICE = (
    Placeholder("tieu_de", _("Tiêu đề thông báo"), "Yêu cầu bổ sung: Bảng tự chấm điểm năm 2026, Vụ Minh họa"),
    Placeholder("noi_dung", _("Nội dung thông báo (có thể để trống)"), "Dòng I.2: đề nghị bổ sung tài liệu."),
    Placeholder("doi_tuong", _("Việc, giấy tờ được nói đến"), "Bảng tự chấm điểm năm 2026, Vụ Minh họa"),
    Placeholder("nguoi_thuc_hien", _("Người thực hiện"), "Ông Lê Văn Minh Họa"),
    Placeholder("thoi_gian", _("Giờ, ngày xảy ra"), "16:20 ngày 12/11/2026"),
    *_COMMON,
)
DIGEST = (
    Placeholder("so_thong_bao", _("Số thông báo"), "2"),
    Placeholder("ngay", _("Ngày gửi"), "12/11/2026"),
    Placeholder("danh_sach", _("Danh sách thông báo, mỗi dòng một việc"), "- Gia hạn …\n- Công bố xếp hạng …"),
    *_COMMON,
)
DIGEST_KIND = "notifications.digest"

_NAME = re.compile(r"\{([^{}\n]*)\}")


def placeholders_of(kind_code: str) -> tuple[Placeholder, ...]:
    """What may stand in the mail of a kind."""
    return DIGEST if kind_code == DIGEST_KIND else NOTICE


def unknown_names(text: str, allowed: tuple[Placeholder, ...]) -> list[str]:
    """Placeholders of ``text`` that nobody fills, in their order, and braces without a partner as "{" or "}"."""
    known = {each.name for each in allowed}
    names = [f"{{{name}}}" for name in _NAME.findall(text) if name not in known]
    return list(dict.fromkeys(names + [brace for brace in "{}" if brace in _NAME.sub("", text)]))


def fill(text: str, values: Mapping[str, str]) -> str:
    """``text`` with its placeholders replaced, in one pass: braces inside of a value stay as they are.

    Unknown names stay too. Empty values leave no row of empty lines.
    """
    filled = _NAME.sub(lambda found: str(values.get(found[1], found[0])), text)
    return re.sub(r"\n{3,}", "\n\n", filled)
