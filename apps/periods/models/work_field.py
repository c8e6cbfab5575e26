"""The lists under which achievements, reports and criteria are filed (Lĩnh vực công tác)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.core.models import TimeStamped
from apps.periods.enums import Confidence
from apps.units.enums import UnitKind


class WorkFieldQuerySet(models.QuerySet):
    def in_year(self, year: int):
        """The fields of a year, whatever kind of unit."""
        return self.filter(valid_from_year__lte=year).filter(Q(valid_to_year=None) | Q(valid_to_year__gte=year))

    def of(self, year: int, unit_kind: str):
        """The list of one year and kind of unit, in its order. Empty for a kind that no list names."""
        return self.in_year(year).filter(unit_kinds__contains=[unit_kind]).order_by("order", "code")


@tracked()
class WorkField(TimeStamped):
    """One field of work, in the years and for the kinds of unit that have it. The list is not nine for
    ever.

    The same ``code`` goes through the years: a field whose content changes gets a new row from that year.
    """

    code = models.CharField(_("mã"), max_length=40)
    label = models.CharField(_("tên"), max_length=200)
    scope = models.CharField(_("nội dung"), max_length=400, blank=True)
    order = models.PositiveIntegerField(_("thứ tự"))
    unit_kinds = ArrayField(models.CharField(max_length=30, choices=UnitKind), verbose_name=_("loại đơn vị"))
    valid_from_year = models.PositiveIntegerField(_("từ năm"))
    valid_to_year = models.PositiveIntegerField(_("đến năm"), null=True, blank=True)
    source = models.CharField(_("nguồn"), max_length=300)
    confidence = models.CharField(_("mức tin cậy"), max_length=12, choices=Confidence)

    objects = WorkFieldQuerySet.as_manager()

    class Meta:
        verbose_name = _("lĩnh vực công tác")
        verbose_name_plural = _("lĩnh vực công tác")
        ordering = ["order", "code"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from_year"], name="periods_work_field_once"),
            models.CheckConstraint(
                condition=Q(valid_to_year=None) | Q(valid_to_year__gte=F("valid_from_year")),
                name="periods_work_field_years",
            ),
        ]

    def __str__(self) -> str:
        return self.label
