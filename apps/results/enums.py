"""Kinds of figures and targets."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Measure(models.TextChoices):
    """An amount adds up; a rate is a part of a whole and is computed again from the sums of both."""

    AMOUNT = "amount", _("Số lượng")
    RATE = "rate", _("Tỷ lệ")


class Better(models.TextChoices):
    UP = "up", _("Càng cao càng tốt")
    DOWN = "down", _("Càng thấp càng tốt")


class Excess(models.TextChoices):
    """How the distance of a rate to its target is told; of an amount it is always relative."""

    POINTS = "points", _("Hiệu số với chỉ tiêu (điểm phần trăm)")
    RELATIVE = "relative", _("So với chỉ tiêu (%)")


class Standing(models.TextChoices):
    """Whether a figure is counted or expected (Thực hiện, Ước)."""

    ACTUAL = "actual", _("Thực hiện")
    ESTIMATE = "estimate", _("Ước")


class Period(models.TextChoices):
    """What part of the year a figure covers."""

    HALF = "half", _("6 tháng")
    NINE = "nine", _("9 tháng")
    YEAR = "year", _("Cả năm")


class Origin(models.TextChoices):
    """Which parent a target comes from: the line of the sector, the locality, or the unit itself."""

    SECTOR = "sector", _("Ngành giao")
    LOCAL = "local", _("Địa phương giao")
    OWN = "own", _("Đơn vị tự đặt")


class Reached(models.TextChoices):
    """How a result stands against its target."""

    NOT_ASSIGNED = "not_assigned", _("Không giao")
    NO_RESULT = "no_result", _("Chưa có kết quả")
    MISSED = "missed", _("Chưa đạt")
    MET = "met", _("Đạt")
    EXCEEDED = "exceeded", _("Vượt")
