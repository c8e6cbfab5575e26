"""Former names and other spellings of a unit; both are found by ``Unit.objects.search``."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.units.models.search import refresh_search
from apps.units.models.unit import Unit


class NameOfUnit(models.Model):
    """What a unit is found by beside its present name. Saving or deleting one renews the unit's search text."""

    name = models.CharField(_("tên"), max_length=300)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        refresh_search([self.unit_id])

    def delete(self, *args, **kwargs):
        unit_id = self.unit_id
        answer = super().delete(*args, **kwargs)
        refresh_search([unit_id])
        return answer


@tracked()
class UnitName(NameOfUnit):
    """A former official name with the time it was in force, both ends included (Tên cũ của đơn vị).

    Without ``valid_to`` nothing is known of its time: the unit is found by it, no record is printed with it.
    """

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="former_names")
    valid_from = models.DateField(_("từ ngày"), null=True, blank=True)
    valid_to = models.DateField(_("đến ngày"), null=True, blank=True)

    class Meta:
        verbose_name = _("tên cũ")
        verbose_name_plural = _("tên cũ")
        ordering = [F("valid_to").asc(nulls_first=True), "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gte=F("valid_from")),
                name="units_name_valid_period",
            ),
        ]

    def was_in_force(self, on: date) -> bool:
        return self.valid_to is not None and on <= self.valid_to and (self.valid_from is None or self.valid_from <= on)


@tracked()
class UnitAlias(NameOfUnit):
    """Another spelling by which the unit is found (Tên gọi khác)."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="aliases")

    class Meta:
        verbose_name = _("tên gọi khác")
        verbose_name_plural = _("tên gọi khác")
        ordering = ["pk"]
