from django.db import models
from django.utils.translation import gettext_lazy as _


class AccessKind(models.TextChoices):
    """How personal data left the screen of those who keep it (Cách truy cập)."""

    VIEW = "view", _("Xem")
    EXPORT = "export", _("Xuất ra tệp")
    PRINT = "print", _("In")
