"""Words of decisions on awards."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DecisionState(models.TextChoices):
    """Design §4: the history is in the acts of the registry, the state says the last of them."""

    DRAFT = "draft", _("Dự thảo")
    ISSUED = "issued", _("Đã ban hành")
    CORRECTED = "corrected", _("Đã đính chính")
    REVOKED = "revoked", _("Đã hủy bỏ")
    RESTORED = "restored", _("Đã khôi phục hiệu lực")


class UpwardAnswer(models.TextChoices):
    """What the authority above said about one line of a tờ trình."""

    WAITING = "", _("Chưa có kết quả")
    GRANTED = "granted", _("Được khen thưởng")
    REFUSED = "refused", _("Không được khen thưởng")


IN_FORCE = (DecisionState.ISSUED, DecisionState.CORRECTED, DecisionState.RESTORED)
