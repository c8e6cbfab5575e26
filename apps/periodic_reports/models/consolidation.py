"""Frozen totals of a template (Bản tổng hợp báo cáo): what the next body took over, when, without whom."""

from decimal import Decimal

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.clusters.enums import READING
from apps.core.models import TimeStamped
from apps.core.numbers import parse_decimal
from apps.periodic_reports.models.template import ReportTemplate
from apps.units.models import organised_for


def frozen_figure(row: dict, name: str) -> Decimal | None:
    """``value``, ``numerator`` or ``denominator`` of one row of ``Consolidation.totals``; None where there is none."""
    return parse_decimal(row[name], decimal_mark=",") if row[name] else None


class ConsolidationQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Heads see those of their ClusterYear; the organiser's standing office and auditors all."""
        if actor.is_system:
            return self
        return self.filter(
            organised_for(actor, "template__year__organiser") | Q(cluster_year_id__in=actor.cluster_year_ids(*READING))
        )

    def for_list(self):
        return self.select_related("template__year__organiser", "cluster_year__cluster")


@tracked()
class Consolidation(TimeStamped):
    """One numbered consolidation of one template, of a ClusterYear or (without one) of the whole.

    ``totals``: per line code, label, kind, unit of measure, value, numerator, denominator (decimal texts), units,
    estimates, names of some that lack it and how many lack it. ``missing``: names of units that had not sent, the first
    of them where there are many. Never changed.
    """

    template = models.ForeignKey(ReportTemplate, on_delete=models.PROTECT, related_name="consolidations")
    cluster_year = models.ForeignKey(
        "clusters.ClusterYear", on_delete=models.PROTECT, null=True, related_name="report_consolidations"
    )
    number = models.PositiveIntegerField(_("lần"))
    asked = models.PositiveIntegerField(_("số đơn vị phải gửi"))
    sent = models.PositiveIntegerField(_("số đơn vị đã gửi"))
    missing = models.JSONField(_("còn thiếu"), default=list)
    totals = models.JSONField(_("số liệu"), default=list)
    made_at = models.DateTimeField(_("tổng hợp lúc"))
    made_by_label = models.CharField(_("người tổng hợp"), max_length=300)

    objects = ConsolidationQuerySet.as_manager()

    class Meta:
        verbose_name = _("bản tổng hợp báo cáo")
        verbose_name_plural = _("bản tổng hợp báo cáo")
        ordering = ["template", "cluster_year", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["template", "cluster_year", "number"],
                nulls_distinct=False,
                name="periodic_reports_consolidation_once",
            )
        ]
        triggers = [pgtrigger.Protect(name="frozen", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.template} ({self.number})"

    @property
    def unnamed(self) -> int:
        """Units that were missing beyond those named."""
        return self.asked - self.sent - len(self.missing)

    def get_absolute_url(self) -> str:
        return reverse("periodic_reports:consolidation-detail", args=[self.pk])
