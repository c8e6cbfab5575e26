"""Dry runs of a draft set on the data of an earlier year (Tính thử bộ tiêu chí mới)."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.core.models import TimeStamped
from apps.units.models import organised_for


class DryRunQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """The standing office of the organiser and the auditors: nobody else learns who would move."""
        if actor.is_system:
            return self
        return self.filter(organised_for(actor, "criteria_set__year__organiser"))

    def for_list(self):
        return self.select_related("criteria_set__year__organiser", "source_year")


@tracked(exclude=("result",))
class DryRun(TimeStamped):
    """One computation of the final sheets of ``source_year`` under a draft. Nothing of that year is touched.

    ``mapping``: code in the draft → code in the old set, where they differ. ``content_hash``: of the draft as it was
    then. ``result``: see ``domain.dry_runs``; empty until the job has ended.
    """

    criteria_set = models.ForeignKey("scoring.CriteriaSet", on_delete=models.PROTECT, related_name="dry_runs")
    source_year = models.ForeignKey("periods.EmulationYear", on_delete=models.PROTECT, related_name="+")
    mapping = models.JSONField(_("mã tương ứng"), default=dict, blank=True)
    content_hash = models.CharField(_("mã băm dự thảo"), max_length=64)
    asked_at = models.DateTimeField(_("yêu cầu lúc"))
    asked_by_label = models.CharField(_("người yêu cầu"), max_length=300)
    computed_at = models.DateTimeField(_("tính lúc"), null=True)
    result = models.JSONField(_("kết quả"), default=dict, blank=True)

    objects = DryRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("lần tính thử bộ tiêu chí")
        verbose_name_plural = _("lần tính thử bộ tiêu chí")
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.criteria_set} – {self.source_year}"

    def get_absolute_url(self) -> str:
        return reverse("ranking:dry-run", args=[self.pk])

    @property
    def job_key(self) -> str:
        return f"ranking:dry-run:{self.pk}"
