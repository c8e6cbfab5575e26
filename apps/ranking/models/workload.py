"""How much work a unit had (Khối lượng công việc), shown beside its rank and without effect on it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.core.models import Versioned


@tracked()
class WorkloadFigure(Versioned):
    """Staff and cases of one unit in one ClusterYear as typed, with the source (S002-7).

    They stand instead of what the staff roll and the results say.
    """

    cluster_year = models.ForeignKey("clusters.ClusterYear", on_delete=models.CASCADE, related_name="workload_figures")
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="workload_figures")
    staff = models.PositiveIntegerField(_("số công chức, người lao động"), null=True, blank=True)
    cases = models.PositiveIntegerField(_("số việc"), null=True, blank=True)
    source = models.CharField(_("nguồn số liệu"), max_length=300)
    illustrative = models.BooleanField(_("minh họa"), default=False)
    saved_by_label = models.CharField(_("người sửa"), max_length=300, blank=True)
    saved_at = models.DateTimeField(_("sửa lúc"), null=True)

    class Meta:
        verbose_name = _("khối lượng công việc")
        verbose_name_plural = _("khối lượng công việc")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["cluster_year", "unit"], name="ranking_workload_once"),
            models.CheckConstraint(
                condition=Q(staff__isnull=False) | Q(cases__isnull=False), name="ranking_workload_has_figure"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.staff} / {self.cases}"
