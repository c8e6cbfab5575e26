"""States and choices of scoring; codes of methods as in the criteria file."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SetState(models.TextChoices):
    DRAFT = "draft", _("Dự thảo")
    CONSULTATION = "consultation", _("Đang lấy ý kiến")
    ISSUED = "issued", _("Đã ban hành")
    SUPERSEDED = "superseded", _("Đã thay thế")


class Method(models.TextChoices):
    """How a leaf gets its base points; ``additive`` is a group."""

    ADDITIVE = "additive", _("Cộng các tiêu chí con")
    MANUAL = "manual", _("Chấm trực tiếp")
    CHOICE = "choice", _("Chọn một mức")
    RATIO_BAND = "ratio_band", _("Theo tỷ lệ")
    LATENESS_BAND = "lateness_band", _("Theo số ngày chậm")
    COUNT = "count", _("Đếm số lượng")
    DEDUCT = "deduct", _("Trừ từ điểm chuẩn")
    LOOKUP2 = "lookup2", _("Tra bảng hai chiều")
    TARGET = "target", _("So với chỉ tiêu")
    PROPORTIONAL = "proportional", _("Theo phần trăm hoàn thành")
    TARGET_BEST = "target_best", _("So với chỉ tiêu và đơn vị tốt nhất")
    BONUS = "bonus", _("Điểm thưởng")
    PENALTY = "penalty", _("Điểm trừ")


class BandKind(models.TextChoices):
    BAND = "band", _("Mức điểm")
    BONUS = "bonus", _("Điểm thưởng")
    PENALTY = "penalty", _("Điểm trừ")


class EvidenceNeed(models.TextChoices):
    """What a line needs as proof; a file only where the decision asks for it."""

    NONE = "none", _("Không yêu cầu")
    DOCUMENT = "document", _("Nêu văn bản (số, ký hiệu, ngày)")
    FILE = "file", _("Đính kèm tệp")


class NotApplicablePolicy(models.TextChoices):
    NONE = "", _("Không áp dụng")
    FULL = "full", _("Được điểm tối đa")
    EXCLUDE = "exclude", _("Không tính vào tổng")
    ZERO = "zero", _("Tính 0 điểm")


class NotApplicableReason(models.TextChoices):
    """Why a line does not concern the unit this year (glossary 52)."""

    NOT_ARISING = "not_arising", _("Không phát sinh")
    NOT_ASSIGNED = "not_assigned", _("Không được giao")
    NOT_FUNCTION = "not_function", _("Không thuộc chức năng")


class SheetState(models.TextChoices):
    SELF_SCORING = "self_scoring", _("Tự chấm điểm")
    SELF_SUBMITTED = "self_submitted", _("Đã gửi bảng tự chấm")
    IN_STEP = "in_step", _("Đang kiểm tra")
    RETURNED = "returned", _("Yêu cầu bổ sung")
    FINAL = "final", _("Đã chốt")
    NOT_SUBMITTED = "not_submitted", _("Không nộp, không xếp hạng")


class Stage(models.TextChoices):
    SELF = "self", _("Tự chấm")
    STEP = "step", _("Kiểm tra, thẩm định")
    FINAL = "final", _("Chốt")


class QuotaRounding(models.TextChoices):
    """How a share of the units becomes a number of units."""

    DOWN = "down", _("Làm tròn xuống")
    NEAREST = "nearest", _("Làm tròn đến số gần nhất")
    UP = "up", _("Làm tròn lên")


class StepRole(models.TextChoices):
    """Who does a step: codes of the grants, or a body outside of the portal that confirms by paper or link."""

    CLUSTER_HEAD = "cluster_head", _("Trưởng, Phó Trưởng Cụm kiểm tra")
    STANDING_OFFICE = "standing_office", _("Thường trực Hội đồng thẩm định")
    OUTSIDE = "outside", _("Xác nhận của cơ quan thi đua, khen thưởng cấp tỉnh")


class PointsShown(models.TextChoices):
    """From when a unit reads the points that others gave it."""

    EACH_STEP = "each_step", _("Sau khi hoàn thành từng bước")
    FINAL = "final", _("Sau khi chốt điểm")


class MinutesState(models.TextChoices):
    DRAFT = "draft", _("Dự thảo")
    SIGNED = "signed", _("Đã ký")


class Consent(models.TextChoices):
    """What the unit says to the agreed points."""

    NONE = "", _("Chưa có ý kiến")
    AGREED = "agreed", _("Đồng ý")
    RESERVED = "reserved", _("Bảo lưu ý kiến")


class ConfirmationState(models.TextChoices):
    """Where the word of the outside signer stands."""

    WAITING = "waiting", _("Chờ xác nhận")
    CONFIRMED = "confirmed", _("Đã xác nhận")
    REFUSED = "refused", _("Không xác nhận")
    REVOKED = "revoked", _("Đã thu hồi")


class RemarkState(models.TextChoices):
    WAITING = "waiting", _("Chờ trả lời")
    ACCEPTED = "accepted", _("Tiếp thu, xem lại điểm")
    REJECTED = "rejected", _("Giữ nguyên điểm")
    WITHDRAWN = "withdrawn", _("Đơn vị đã rút")
