"""States of the import of a sheet."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportState(models.TextChoices):
    CHECKING = "checking", _("Đang kiểm tra")
    CHECKED = "checked", _("Đã kiểm tra, chưa ghi")
    WRITING = "writing", _("Đang ghi")
    DONE = "done", _("Đã ghi vào hệ thống")
    ABANDONED = "abandoned", _("Đã bỏ")


BUSY_STATES = frozenset({ImportState.CHECKING, ImportState.WRITING})
