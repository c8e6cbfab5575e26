"""Refusals of criteria sets."""

from django.utils.translation import gettext_lazy as _

from apps.core.errors import DomainError


class SetFrozen(DomainError):
    """The set is issued; a correction is a new version with a reason."""

    default_message = _("Bảng tiêu chí đã ban hành, không sửa được nội dung. Sửa đổi phải lập phiên bản mới.")


class SetElsewhere(DomainError):
    """The code already names a set of another year or organiser."""

    default_message = _("Mã này đã dùng cho bảng tiêu chí của năm hoặc đơn vị tổ chức khác.")


class ConsultationRunning(DomainError):
    """A round of consultation is open: its comments are answered first."""

    default_message = _("Đang lấy ý kiến dự thảo. Trả lời các ý kiến và đóng đợt lấy ý kiến trước khi ban hành.")


class SetUnnamed(DomainError):
    """The code or title is missing or longer than can be stored."""


class SetUnsound(DomainError):
    """Sums, bands, codes or methods are wrong."""


class CriterionGone(DomainError):
    """Somebody else removed the criterion."""

    default_message = _("Tiêu chí này vừa được người khác xóa khỏi bảng.")


class SetInUse(DomainError):
    """Something hangs on the set."""

    default_message = _("Bảng tiêu chí này đã có dữ liệu kèm theo, không xóa được.")


class CorrectionOpen(DomainError):
    """A correction of the set is being drafted already."""

    default_message = _("Đã có một phiên bản sửa đổi đang soạn.")


class ReasonMissing(DomainError):
    """A correction stands in the trail with its reason."""

    default_message = _("Ghi lý do sửa đổi.")


class WrongPeriod(DomainError):
    """The period counted ends before it begins."""

    default_message = _("Ngày cuối của thời gian tính không được trước ngày đầu.")


class TooManySteps(DomainError):
    """A set has at most three steps between self-score and final."""

    default_message = _("Bảng tiêu chí có nhiều nhất ba bước kiểm tra, thẩm định.")
