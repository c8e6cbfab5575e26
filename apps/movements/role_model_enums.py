"""Words of role models (Điển hình tiên tiến)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Subject(models.TextChoices):
    PERSON = "person", _("Cá nhân")
    COLLECTIVE = "collective", _("Tập thể")


class ModelStep(models.TextChoices):
    """How far a role model is: phát hiện – bồi dưỡng – tổng kết – nhân rộng; or no longer followed."""

    FOUND = "found", _("Phát hiện")
    NURTURED = "nurtured", _("Bồi dưỡng")
    SUMMED_UP = "summed_up", _("Tổng kết")
    SPREAD = "spread", _("Nhân rộng")
    STOPPED = "stopped", _("Thôi theo dõi")


# The four steps in order, for the bar of steps.
STEPS = (ModelStep.FOUND, ModelStep.NURTURED, ModelStep.SUMMED_UP, ModelStep.SPREAD)
# From here on the unit has confirmed the deed: heads of clusters read it; what is spread is there for everybody.
CONFIRMED = (ModelStep.SUMMED_UP, ModelStep.SPREAD)


class SpreadWay(models.TextChoices):
    """Where a role model was told of."""

    CONFERENCE = "conference", _("Hội nghị, giao lưu điển hình")
    MEETING = "meeting", _("Sinh hoạt cơ quan, chào cờ, họp chi bộ")
    PRESS = "press", _("Báo, đài, trang thông tin điện tử")
    NETWORK = "network", _("Mạng xã hội")
    BOOK = "book", _("Sách, kỷ yếu, gương người tốt, việc tốt")
    LETTER = "letter", _("Văn bản phổ biến, học tập")
    OTHER = "other", _("Hình thức khác")
