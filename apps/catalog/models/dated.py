"""What every row of law has: dates of force, source, confidence; shipped rows and rows that the ministry changed."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.catalog.enums import Confidence
from apps.core.models import Versioned


class DatedQuerySet(models.QuerySet):
    def in_force(self, on):
        """Rows in force on a date, both ends included."""
        return self.filter(Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_to=None) | Q(valid_to__gte=on))


class DatedRow(Versioned):
    """A row of law, in force from a date to a date.

    ``code`` is stable: reference files, findings and tests name it. ``kept_by_ministry``: the ministry changed the row,
    so the shipped file no longer overwrites it. ``source``: the articles as the source gives them.
    """

    code = models.CharField(_("mã"), max_length=80, unique=True)
    valid_from = models.DateField(_("hiệu lực từ"), null=True, blank=True)
    valid_to = models.DateField(_("hiệu lực đến"), null=True, blank=True)
    provision = models.ForeignKey(
        "catalog.Provision",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("căn cứ pháp lý"),
    )
    source = models.CharField(_("nguồn"), max_length=500, blank=True)
    confidence = models.CharField(_("độ tin cậy"), max_length=12, choices=Confidence, default=Confidence.UNVERIFIED)
    kept_by_ministry = models.BooleanField(_("Bộ đã sửa"), default=False, editable=False)
    saved_by_label = models.CharField(_("người sửa"), max_length=300, blank=True, editable=False)
    saved_at = models.DateTimeField(_("sửa lúc"), null=True, editable=False)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gte=models.F("valid_from")),
                name="%(app_label)s_%(class)s_valid_period",
            ),
        ]
