"""Kinds and states of periodic reports."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReportKind(models.TextChoices):
    HALF_YEAR = "half_year", _("Sơ kết 6 tháng")
    YEAR = "year", _("Tổng kết năm")
    THEMATIC = "thematic", _("Chuyên đề")


class ItemKind(models.TextChoices):
    """What a line of a report holds. Amounts add up; rates add up numerator and denominator apart."""

    AMOUNT = "amount", _("Số liệu")
    RATE = "rate", _("Tỷ lệ")
    TEXT = "text", _("Nội dung")


class TemplateState(models.TextChoices):
    DRAFT = "draft", _("Dự thảo")
    ISSUED = "issued", _("Đã ban hành")


class ReportState(models.TextChoices):
    DRAFT = "draft", _("Đang soạn")
    SUBMITTED = "submitted", _("Đã gửi")
    RETURNED = "returned", _("Yêu cầu bổ sung")
    ACCEPTED = "accepted", _("Đã tiếp nhận")


# The unit writes; the next body has it.
IN_HAND = (ReportState.DRAFT, ReportState.RETURNED)
SENT = (ReportState.SUBMITTED, ReportState.ACCEPTED)
