"""Who is asked to take part: kinds, lines, clusters or single units, resolved to a list at the launch."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.core.models import TimeStamped
from apps.movements.models.movement import Movement
from apps.units.enums import LINE_LABELS, UnitKind


@tracked()
class AudiencePart(TimeStamped):
    """One part of the audience (Đối tượng): exactly one of kind, line, cluster or unit."""

    movement = models.ForeignKey(Movement, on_delete=models.CASCADE, related_name="audience")
    unit_kind = models.CharField(_("loại đơn vị"), max_length=30, choices=UnitKind, blank=True)
    line = models.CharField(_("khối"), max_length=12, choices=list(LINE_LABELS.items()), blank=True)
    cluster_year = models.ForeignKey(
        "clusters.ClusterYear", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("cụm thi đua")
    )
    unit = models.ForeignKey(
        "units.Unit", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("đơn vị")
    )

    class Meta:
        verbose_name = _("đối tượng tham gia")
        verbose_name_plural = _("đối tượng tham gia")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=(~Q(unit_kind="") & Q(line="", cluster_year=None, unit=None))
                | (~Q(line="") & Q(unit_kind="", cluster_year=None, unit=None))
                | Q(unit_kind="", line="", cluster_year__isnull=False, unit=None)
                | Q(unit_kind="", line="", cluster_year=None, unit__isnull=False),
                name="movements_audience_one_of_four",
            ),
            models.UniqueConstraint(
                fields=["movement", "unit_kind", "line", "cluster_year", "unit"],
                nulls_distinct=False,
                name="movements_audience_once",
            ),
        ]

    def __str__(self) -> str:
        if self.unit_kind:
            return str(self.get_unit_kind_display())
        if self.line:
            return str(LINE_LABELS[self.line])
        return str(self.cluster_year or self.unit)
