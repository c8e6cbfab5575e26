"""How a notice reaches people, and how far a mail is."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Delivery(models.TextChoices):
    """When a notice is also sent by e-mail. The inbox gets every notice."""

    AT_ONCE = "at_once", _("Gửi thư ngay")
    DIGEST = "digest", _("Gộp vào thư hằng ngày")
    NONE = "none", _("Không gửi thư")


class MailState(models.TextChoices):
    QUEUED = "queued", _("Chờ gửi")
    SENDING = "sending", _("Đang gửi")
    SENT = "sent", _("Đã gửi")
    FAILED = "failed", _("Sẽ gửi lại")
    DEAD = "dead", _("Không gửi được")


# What a person may send again.
RESENDABLE = frozenset({MailState.FAILED, MailState.DEAD})
