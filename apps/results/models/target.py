"""What a unit is asked to reach in a year (Chỉ tiêu)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.core.models import Versioned
from apps.results.enums import Origin
from apps.results.models.scope import seen_by


class TargetQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Targets of units in the actor's reach, and of the members of ClusterYears that the actor leads."""
        return seen_by(self, actor)

    def assigned(self):
        """With a number; 0 and empty mean that nothing was assigned."""
        return self.filter(value__gt=0)

    def for_list(self):
        return self.select_related("unit", "indicator", "document", "issuer").order_by(
            "-year", "unit__protocol_order", "unit__sort_key", "indicator__position", "origin", "pk"
        )


@tracked()
class Target(Versioned):
    """One target of one unit in one year: an amount, or a rate in percent; empty when none is assigned (Chỉ tiêu).

    The ministry's line and the locality may both set one for the same thing: ``origin`` keeps them apart.
    ``issuer_name`` is as printed; ``issuer`` the unit where it is one of ours.
    """

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="targets", verbose_name=_("đơn vị"))
    year = models.PositiveSmallIntegerField(_("năm"))
    indicator = models.ForeignKey(
        "results.Indicator", on_delete=models.PROTECT, related_name="targets", verbose_name=_("chỉ số")
    )
    origin = models.CharField(_("nguồn giao"), max_length=6, choices=Origin, default=Origin.SECTOR)
    issuer = models.ForeignKey(
        "units.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("đơn vị giao")
    )
    issuer_name = models.CharField(_("cơ quan giao"), max_length=300)
    value = models.DecimalField(_("chỉ tiêu giao"), max_digits=24, decimal_places=4, null=True, blank=True)
    document = models.ForeignKey(
        "documents.Document",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("văn bản giao"),
    )
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)
    illustrative = models.BooleanField(_("minh họa"), default=False)
    saved_by_label = models.CharField(_("người sửa"), max_length=300, blank=True)
    saved_at = models.DateTimeField(_("sửa lúc"), null=True, blank=True)

    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = _("chỉ tiêu")
        verbose_name_plural = _("chỉ tiêu")
        ordering = ["-year", "unit", "indicator__position", "origin"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "indicator", "origin"], name="results_target_once"),
            models.CheckConstraint(condition=Q(value=None) | Q(value__gte=0), name="results_target_not_negative"),
        ]
        indexes = [models.Index(fields=["year", "indicator", "unit"], name="results_target_year")]

    def __str__(self) -> str:
        return f"{self.indicator.label} – {self.unit}, {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("results:unit-targets", args=[self.unit_id, self.year])
