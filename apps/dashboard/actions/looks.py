"""How an action of the trail looks on screen, and the groups in which the auditor looks for it."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class ActionLook:
    """Name and tone of an action; ``group`` is the auditor's way to look for it."""

    label: object
    tone: str = "neutral"
    group: str = "other"


GROUPS = {
    "exception": _("Nhập thay, mở lại, gia hạn"),
    "merge": _("Sáp nhập, chia tách, gộp hồ sơ"),
    "purge": _("Xóa nội dung văn bản"),
    "impersonation": _("Thao tác thay người khác"),
    "second_factor": _("Đặt lại xác thực hai bước"),
    "after_final": _("Sửa điểm sau khi chốt"),
    "regrade": _("Kiểm tra, thẩm định, chốt điểm"),
    "right": _("Quyền được cấp"),
    "paper": _("Lập, gửi, trả lại"),
    "ranking": _("Xếp hạng, công bố"),
    "other": _("Việc khác"),
}

# What “Việc ngoài lệ” lists: steps outside of the usual way.
EXCEPTIONAL = ("exception", "after_final", "merge", "purge", "impersonation", "second_factor")
