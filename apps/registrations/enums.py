"""States and marks of registrations."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RegistrationState(models.TextChoices):
    DRAFT = "draft", _("Đang soạn")
    SUBMITTED = "submitted", _("Đã gửi")
    RETURNED = "returned", _("Yêu cầu bổ sung")
    ACCEPTED = "accepted", _("Đã tiếp nhận")
    CONSOLIDATED = "consolidated", _("Đã tổng hợp")


# What the unit may change; what the head holds in hand.
EDITABLE = (RegistrationState.DRAFT, RegistrationState.RETURNED)
HELD = (RegistrationState.SUBMITTED, RegistrationState.ACCEPTED, RegistrationState.CONSOLIDATED)
# Held, and no consolidated sheet holds what it says now.
FRESH = (RegistrationState.SUBMITTED, RegistrationState.ACCEPTED)


class Mark(models.TextChoices):
    """What the eligibility engine found for a row: a warning, never a refusal."""

    NONE = "", _("Chưa kiểm tra")
    MET = "met", _("Đủ điều kiện")
    UNKNOWN = "unknown", _("Chưa đủ dữ liệu")
    WARNED = "warned", _("Cần xem lại")
    BLOCKED = "blocked", _("Chưa đủ điều kiện")


class Change(models.TextChoices):
    """How a row of a consolidation differs from the version before."""

    SAME = "", _("Không đổi")
    ADDED = "added", _("Bổ sung")
    REMOVED = "removed", _("Rút")
    CHANGED = "changed", _("Sửa")
