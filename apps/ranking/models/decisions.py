"""What people decide beside the rule, with the reason: who is not considered, who gets the last place of a quota."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.clusters.enums import READING
from apps.core.models import TimeStamped
from apps.units.models import organised_for


class ExclusionQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Whoever oversees or leads the ClusterYear; the unit reads its reason in the result."""
        if actor.is_system:
            return self
        led = Q(cluster_year_id__in=actor.cluster_year_ids(*READING))
        return self.filter(led | organised_for(actor, "cluster_year__cluster__organiser"))

    def in_force(self):
        return self.filter(lifted_at=None)

    def for_list(self):
        return self.select_related("unit", "document").order_by("-pk")


@tracked()
class Exclusion(TimeStamped):
    """A unit that is not considered in a year (Không xét): corruption, misconduct, by a recorded decision.

    It has no rank, and may not lead the cluster in the next year. Lifted with a reason, never deleted.
    """

    cluster_year = models.ForeignKey("clusters.ClusterYear", on_delete=models.PROTECT, related_name="exclusions")
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="ranking_exclusions")
    reason = models.CharField(_("lý do"), max_length=500)
    document = models.ForeignKey(
        "documents.Document",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("văn bản"),
    )
    decided_at = models.DateTimeField(_("ghi lúc"))
    decided_by_label = models.CharField(_("người ghi"), max_length=300)
    lifted_at = models.DateTimeField(_("bỏ lúc"), null=True)
    lifted_by_label = models.CharField(_("người bỏ"), max_length=300, blank=True)
    lifted_reason = models.CharField(_("lý do bỏ"), max_length=500, blank=True)

    objects = ExclusionQuerySet.as_manager()

    class Meta:
        verbose_name = _("đơn vị không xét")
        verbose_name_plural = _("đơn vị không xét")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cluster_year", "unit"], condition=Q(lifted_at=None), name="ranking_exclusion_one_in_force"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.reason}"


@tracked()
class QuotaDecision(TimeStamped):
    """Who of equal units at the line of a quota gets the class (Quyết định ở ranh giới chỉ tiêu xếp loại).

    It holds for exactly these equal units (``tied``, codes): when points change so that others are equal, it does not
    apply. The newest one counts; earlier ones stay.
    """

    cluster_year = models.ForeignKey("clusters.ClusterYear", on_delete=models.PROTECT, related_name="quota_decisions")
    line = models.CharField(_("khối"), max_length=12, blank=True)
    class_label = models.CharField(_("xếp loại"), max_length=60)
    tied = models.JSONField(_("các đơn vị bằng nhau"))
    chosen = models.JSONField(_("đơn vị được xếp"))
    reason = models.CharField(_("lý do"), max_length=500)
    decided_at = models.DateTimeField(_("quyết định lúc"))
    decided_by_label = models.CharField(_("người quyết định"), max_length=300)

    class Meta:
        verbose_name = _("quyết định ở ranh giới xếp loại")
        verbose_name_plural = _("quyết định ở ranh giới xếp loại")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.class_label}: {', '.join(self.chosen)}"

    def as_data(self) -> dict:
        """What a run stores of it and hashes."""
        return {"class": self.class_label, "tied": self.tied, "chosen": self.chosen, "reason": self.reason}
