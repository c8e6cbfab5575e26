"""Kinds of duties and how somebody asks for an exception."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DutyKind(models.TextChoices):
    """What is asked for. The code of a duty is its kind, with more after a colon where a year has several.

    In the order of the home lists (glossary §7).
    """

    PLAN = "plan", _("Kế hoạch hoạt động của Cụm")
    REGISTRATION = "registration", _("Đăng ký thi đua")
    CONSOLIDATION = "consolidation", _("Bảng tổng hợp đăng ký thi đua")
    PLEDGE = "pledge", _("Giao ước thi đua")
    MOVEMENT_LAUNCH = "movement_launch", _("Phát động phong trào")
    REPORT = "report", _("Báo cáo định kỳ")
    SCORE_SHEET = "score_sheet", _("Bảng tự chấm điểm")
    PROPOSAL = "proposal", _("Hồ sơ đề nghị khen thưởng")
    INSPECTION = "inspection", _("Kiểm tra, khắc phục sau kiểm tra")
    OWN = "own", _("Việc của đơn vị giao trong nội bộ")
    OTHER = "other", _("Việc khác")


class Asked(models.TextChoices):
    """How somebody asked for an exception (Hình thức đề nghị)."""

    TELEPHONE = "telephone", _("Điện thoại")
    LETTER = "letter", _("Văn bản")
