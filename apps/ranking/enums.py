from django.db import models
from django.utils.translation import gettext_lazy as _


class RunState(models.TextChoices):
    QUEUED = "queued", _("Đang chờ tính")
    COMPUTING = "computing", _("Đang tính")
    COMPUTED = "computed", _("Dự kiến")
    PUBLISHED = "published", _("Đã công bố")
    SUPERSEDED = "superseded", _("Đã thay thế")


class Disqualifier(models.TextChoices):
    NONE = "", ""
    NO_SHEET = "no_sheet", _("Không nộp, không xếp hạng")
    TARGETS = "targets", _("Không đạt chỉ tiêu, không xếp hạng")
    DISCIPLINE = "discipline", _("Có kỷ luật trong năm, không xếp hạng")
    EXCLUDED = "excluded", _("Có sai phạm, không xét")
