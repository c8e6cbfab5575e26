"""Which division of a unit fills which lines of its sheet (Phân công tự chấm)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.core.models import TimeStamped
from apps.scoring.models.sheet import ScoreSheet


@tracked()
class PartAssignment(TimeStamped):
    """One group of lines of one sheet, filled by one division of the unit.

    ``group``: "by:…" with the self-scoring department that the criteria name, or "part:…" with the code of a part
    (``domain.departments``). ``done_at``: the division has said that it has finished; it may still correct.
    """

    sheet = models.ForeignKey(ScoreSheet, on_delete=models.CASCADE, related_name="assignments")
    group = models.CharField(_("phần việc"), max_length=120)
    division = models.ForeignKey(
        "units.Unit", on_delete=models.PROTECT, related_name="score_parts", verbose_name=_("phòng, đơn vị trực thuộc")
    )
    assigned_by_label = models.CharField(_("người phân công"), max_length=300, blank=True)
    assigned_at = models.DateTimeField(_("phân công lúc"))
    done_at = models.DateTimeField(_("báo xong lúc"), null=True)
    done_by_label = models.CharField(_("người báo xong"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("phân công tự chấm")
        verbose_name_plural = _("phân công tự chấm")
        ordering = ["sheet", "group"]
        constraints = [models.UniqueConstraint(fields=["sheet", "group"], name="scoring_assignment_once")]

    def __str__(self) -> str:
        return f"{self.sheet} – {self.division}"

    def get_absolute_url(self) -> str:
        return self.sheet.get_absolute_url()
