"""Words of the registry: who received, how an award stands, what later acts did to it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Standing(models.TextChoices):
    """What tied the recipient to the unit on the day of the decision; all but the first ask for a reason."""

    OFFICIAL = "official", _("Đang công tác tại đơn vị")
    FORMER = "former", _("Nguyên cán bộ, công chức, viên chức")
    SECONDED = "seconded", _("Biệt phái")
    TRANSFERRED = "transferred", _("Đã chuyển công tác")
    OUTSIDE = "outside", _("Ngoài ngành")


class AwardState(models.TextChoices):
    """How an award stands."""

    GRANTED = "granted", _("Đã tặng")
    CORRECTED = "corrected", _("Đã đính chính")
    CANCELLED = "cancelled", _("Đã hủy bỏ")
    RESTORED = "restored", _("Đã khôi phục hiệu lực")


HELD = (AwardState.GRANTED, AwardState.CORRECTED, AwardState.RESTORED)


class ActKind(models.TextChoices):
    """Later acts on an award, each by a decision of its own."""

    CORRECT = "correct", _("Đính chính")
    CANCEL = "cancel", _("Hủy bỏ")
    RESTORE = "restore", _("Khôi phục hiệu lực")


class CancelReason(models.TextChoices):
    """Luật Thi đua, khen thưởng 06/2022/QH15, Điều 93 khoản 2."""

    DISHONEST = "a", _("a) Kê khai gian dối thành tích")
    FALSE_PAPERS = "b", _("b) Cung cấp thông tin sai sự thật, làm giả hồ sơ, giấy tờ")
    UNLAWFUL = "c", _("c) Thẩm định, xét, đề nghị khen thưởng trái quy định của pháp luật")
    FAULT_FOUND = (
        "d",
        _("d) Có kết luận, bản án xác định vi phạm làm không đủ tiêu chuẩn trong thời gian tính thành tích"),
    )


class CampaignState(models.TextChoices):
    """A campaign may stand without a list."""

    REVIEWING = "reviewing", _("Đang rà soát")
    PROPOSED = "proposed", _("Đã đề nghị")
    DONE = "done", _("Đã khen thưởng")
    DROPPED = "dropped", _("Không thực hiện")


class InitiativeLevel(models.TextChoices):
    """Who recognised the initiative (Cấp công nhận)."""

    UNIT = "unit", _("Cấp cơ sở")
    MINISTRY = "ministry", _("Cấp Bộ, ngành")
    PROVINCE = "province", _("Cấp tỉnh")
    NATIONAL = "national", _("Toàn quốc")


class WorkKind(models.TextChoices):
    """What was recognised."""

    INITIATIVE = "initiative", _("Sáng kiến")
    RESEARCH = "research", _("Đề tài, đề án khoa học")


class HoldKind(models.TextChoices):
    """Why nothing is proposed meanwhile."""

    DISCIPLINE = "discipline", _("Đang xem xét kỷ luật")
    INSPECTION = "inspection", _("Đang điều tra, thanh tra, kiểm tra khi có dấu hiệu vi phạm")
    COMPLAINT = "complaint", _("Đang xác minh khiếu nại, tố cáo")
    PRESS = "press", _("Đang xác minh nội dung báo chí nêu")
