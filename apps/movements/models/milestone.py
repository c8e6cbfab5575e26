"""First and final reviews of a movement, with or without a day (Sơ kết, Tổng kết)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.core.models import TimeStamped
from apps.movements.enums import ReviewKind
from apps.movements.models.movement import Movement


@tracked()
class Milestone(TimeStamped):
    """One review to come. ``due_on`` is empty until the day is known: then ``window_text`` is all that is said
    ("trong năm 2025, gắn với tổng kết Nghị quyết"). With the day the units owe their report.

    The report of the units tells of the years ``covers_from``–``covers_to``.
    """

    movement = models.ForeignKey(Movement, on_delete=models.CASCADE, related_name="milestones")
    kind = models.CharField(_("loại"), max_length=6, choices=ReviewKind)
    year = models.PositiveSmallIntegerField(_("năm"))
    window_text = models.CharField(_("thời gian"), max_length=300, blank=True)
    due_on = models.DateField(_("hạn báo cáo"), null=True, blank=True)
    covers_from = models.PositiveSmallIntegerField(_("từ năm"))
    covers_to = models.PositiveSmallIntegerField(_("đến năm"))
    asked_at = models.DateTimeField(_("giao báo cáo lúc"), null=True)

    class Meta:
        verbose_name = _("mốc sơ kết, tổng kết")
        verbose_name_plural = _("mốc sơ kết, tổng kết")
        ordering = ["year", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__isnull=False) | ~Q(window_text=""), name="movements_milestone_has_some_time"
            ),
            models.CheckConstraint(
                condition=Q(covers_to__gte=models.F("covers_from")), name="movements_milestone_valid_years"
            ),
            models.UniqueConstraint(fields=["movement", "kind", "year"], name="movements_milestone_once_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.year}"

    @property
    def duty_code(self) -> str:
        """Code of the obligation that the units owe once the day is set."""
        return f"movement_review:{self.pk}"
