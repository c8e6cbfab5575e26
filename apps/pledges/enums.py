from django.db import models
from django.utils.translation import gettext_lazy as _


class PledgeState(models.TextChoices):
    """The four words of a pledge (glossary §4)."""

    DRAFT = "draft", _("Dự thảo")
    OPEN = "open", _("Đang ký")
    SIGNED = "signed", _("Đã ký đủ")
    CLOSED = "closed", _("Đã khóa")
