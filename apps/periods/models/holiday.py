"""Days off by law and by the yearly arrangement of the Government (Ngày nghỉ, ngày làm bù)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.core.models import TimeStamped
from apps.periods.enums import Confidence, DayKind


@tracked()
class Holiday(TimeStamped):
    """One day that is not as its weekday says: a day off, or a Saturday worked in exchange."""

    day = models.DateField(_("ngày"), unique=True)
    kind = models.CharField(_("loại"), max_length=10, choices=DayKind)
    label = models.CharField(_("tên"), max_length=200)
    source = models.CharField(_("nguồn"), max_length=300)
    confidence = models.CharField(_("mức tin cậy"), max_length=12, choices=Confidence)

    class Meta:
        verbose_name = _("ngày nghỉ, ngày làm bù")
        verbose_name_plural = _("ngày nghỉ, ngày làm bù")
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.label}"
