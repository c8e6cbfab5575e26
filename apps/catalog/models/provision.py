"""Legal sources (Provision) that rules, criteria and findings cite."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.catalog.enums import Confidence
from apps.core.models import TimeStamped


class ProvisionQuerySet(models.QuerySet):
    def in_force(self, on):
        """Provisions in force on a date."""
        return self.filter(Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_to=None) | Q(valid_to__gte=on))


@tracked()
class Provision(TimeStamped):
    """One article of law, circular, decision or guidance with its dates of force (Căn cứ pháp lý)."""

    code = models.CharField(_("mã"), max_length=60, unique=True)
    title = models.CharField(_("tên văn bản"), max_length=500)
    symbol = models.CharField(_("số, ký hiệu"), max_length=100, blank=True)
    article = models.CharField(_("điều, khoản"), max_length=100, blank=True)
    valid_from = models.DateField(_("hiệu lực từ"), null=True, blank=True)
    valid_to = models.DateField(_("hiệu lực đến"), null=True, blank=True)
    confidence = models.CharField(_("độ tin cậy"), max_length=12, choices=Confidence, default=Confidence.UNVERIFIED)

    objects = ProvisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("căn cứ pháp lý")
        verbose_name_plural = _("căn cứ pháp lý")
        ordering = ["code"]

    def __str__(self) -> str:
        return " ".join(part for part in (self.article, self.symbol or self.title) if part)
