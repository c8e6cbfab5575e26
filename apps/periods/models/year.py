"""The emulation year of an organiser (Năm thi đua)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.core.models import Versioned
from apps.periods.enums import PublicPart, Stage, YearState, usually_public

ENFORCEMENT_STARTS = (10, 1)  # the work year of the enforcement bodies; statistics run 01/10 – 30/9


class EmulationYearQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Calendars are public inside the portal."""
        return self if actor.user_id or actor.is_system else self.none()


@tracked()
class EmulationYear(Versioned):
    """One year of one organiser (Năm thi đua). A Sở runs its own; the enforcement work year runs 01/10–30/9."""

    organiser = models.ForeignKey(
        "units.Unit", on_delete=models.PROTECT, related_name="emulation_years", verbose_name=_("đơn vị tổ chức")
    )
    year = models.PositiveIntegerField(_("năm"))
    starts_on = models.DateField(_("từ ngày"))
    ends_on = models.DateField(_("đến ngày"))
    state = models.CharField(_("trạng thái"), max_length=10, choices=YearState, default=YearState.PREPARING)
    stages_off = ArrayField(
        models.CharField(max_length=20, choices=Stage), default=list, blank=True, verbose_name=_("bước không thực hiện")
    )
    public_parts = ArrayField(
        models.CharField(max_length=20, choices=PublicPart),
        default=usually_public,
        blank=True,
        verbose_name=_("phần công khai"),
    )
    saved_by_label = models.CharField(_("người sửa"), max_length=300, blank=True)
    saved_at = models.DateTimeField(_("sửa lúc"), null=True)

    objects = EmulationYearQuerySet.as_manager()

    class Meta:
        verbose_name = _("năm thi đua")
        verbose_name_plural = _("năm thi đua")
        ordering = ["-year", "organiser"]
        constraints = [
            models.UniqueConstraint(fields=["organiser", "year"], name="periods_year_once_per_organiser"),
            models.CheckConstraint(condition=Q(ends_on__gt=models.F("starts_on")), name="periods_year_period"),
        ]

    def __str__(self) -> str:
        return str(self.year)

    def get_absolute_url(self) -> str:
        return reverse("periods:year-detail", args=[self.pk])

    def uses(self, stage: str) -> bool:
        """Whether the organiser runs this step of the cycle in this year; what it leaves out is shown nowhere."""
        return stage not in self.stages_off

    @property
    def is_enforcement_work_year(self) -> bool:
        """Năm công tác THADS: from 1 October of the year before to 30 September."""
        return (self.starts_on.month, self.starts_on.day) == ENFORCEMENT_STARTS
