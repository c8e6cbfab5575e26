from django.db import models
from django.utils.translation import gettext_lazy as _


class YearState(models.TextChoices):
    PREPARING = "preparing", _("Đang chuẩn bị")
    OPEN = "open", _("Đang thực hiện")
    CLOSING = "closing", _("Đang tổng kết")
    CLOSED = "closed", _("Đã khóa sổ")
