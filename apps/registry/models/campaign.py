"""Campaigns of awards for one occasion (Đợt khen thưởng)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.catalog.enums import CommendationType
from apps.core.models import Versioned
from apps.core.search import trigram_index
from apps.core.text import fold
from apps.registry.enums import CampaignState
from apps.units.enums import Role
from apps.units.models.people_scope import ROLES, reach_of


class CampaignQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Campaigns of units in the actor's reach: own unit and below, everybody's from the ministry."""
        reach = reach_of(actor, *ROLES)
        if reach.everybody:
            return self
        return self.filter(Q(owner_id__in=actor.unit_ids(*Role.values)) | reach.condition("owner__path"))

    def for_list(self):
        return self.select_related("owner").order_by("-year", "pk")


@tracked()
class AwardCampaign(Versioned):
    """One occasion for which several awards by several authorities are asked or granted (Đợt khen thưởng).

    It may stand without a list ("đang rà soát") and without a fixed number: the quotas are then empty.
    """

    owner = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("đơn vị"))
    occasion = models.CharField(_("dịp khen thưởng"), max_length=500)
    type = models.CharField(_("loại hình khen thưởng"), max_length=12, choices=CommendationType)
    year = models.PositiveSmallIntegerField(_("năm"))
    period_from = models.PositiveSmallIntegerField(_("thành tích từ năm"), null=True, blank=True)
    period_to = models.PositiveSmallIntegerField(_("thành tích đến năm"), null=True, blank=True)
    quota_collectives = models.PositiveIntegerField(_("số tập thể dự kiến"), null=True, blank=True)
    quota_individuals = models.PositiveIntegerField(_("số cá nhân dự kiến"), null=True, blank=True)
    state = models.CharField(_("tình trạng"), max_length=12, choices=CampaignState, default=CampaignState.REVIEWING)
    note = models.TextField(_("ghi chú"), blank=True)
    search_text = models.TextField(editable=False)
    saved_by_label = models.CharField(_("người sửa"), max_length=300, blank=True)
    saved_at = models.DateTimeField(_("sửa lúc"), null=True, blank=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("đợt khen thưởng")
        verbose_name_plural = _("đợt khen thưởng")
        ordering = ["-year", "pk"]
        indexes = [trigram_index("registry_campaign_search")]
        constraints = [
            models.CheckConstraint(
                condition=Q(period_to=None) | Q(period_from=None) | Q(period_to__gte=models.F("period_from")),
                name="registry_campaign_valid_period",
            ),
            models.UniqueConstraint(fields=["owner", "year", "occasion"], name="registry_campaign_once"),
        ]

    def __str__(self) -> str:
        return f"{self.occasion} ({self.year})"

    def save(self, *args, **kwargs):
        self.search_text = fold(self.occasion)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("registry:campaign-detail", args=[self.pk])
