"""The units of a ClusterYear (Đơn vị thành viên), in protocol order."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.clusters.enums import Line
from apps.clusters.models.clusters import ClusterYear
from apps.core.models import TimeStamped


class MemberQuerySet(models.QuerySet):
    def standing(self):
        """Members that have not left during the year (a unit that was merged into another one has)."""
        return self.filter(left_on=None)


@tracked()
class Member(TimeStamped):
    """A unit's place in a ClusterYear, with the name valid then (Đơn vị thành viên).

    ``year`` repeats that of the ClusterYear (a trigger writes it), so that the database itself keeps a unit out of two
    clusters of one organiser and year.
    """

    cluster_year = models.ForeignKey(ClusterYear, on_delete=models.CASCADE, related_name="members")
    unit = models.ForeignKey(
        "units.Unit", on_delete=models.PROTECT, related_name="memberships", verbose_name=_("đơn vị")
    )
    unit_name = models.CharField(_("tên trong năm"), max_length=300)
    order = models.PositiveIntegerField(_("thứ tự"))
    line = models.CharField(_("khối"), max_length=12, choices=Line, blank=True)
    left_on = models.DateField(_("thôi là thành viên từ"), null=True, blank=True)
    year = models.ForeignKey(
        "periods.EmulationYear", on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("đơn vị thành viên")
        verbose_name_plural = _("đơn vị thành viên")
        ordering = ["line", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cluster_year", "unit"], name="clusters_member_once"),
            models.UniqueConstraint(
                fields=["year", "unit"], condition=Q(left_on=None), name="clusters_member_one_cluster_a_year"
            ),
            models.CheckConstraint(condition=Q(year__isnull=False), name="clusters_member_has_year"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="year_of_cluster",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="NEW.year_id := (SELECT year_id FROM clusters_clusteryear WHERE id = NEW.cluster_year_id); "
                "RETURN NEW;",
            )
        ]

    def __str__(self) -> str:
        return self.unit_name
