"""What is measured (Chỉ số): the same rows serve targets, results, reports and scores."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.core.models import Versioned
from apps.core.search import trigram_index
from apps.core.text import fold
from apps.results.enums import Better, Excess, Measure
from apps.units.enums import Role
from apps.units.models import Unit
from apps.units.models.people_scope import reach_of


class IndicatorQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Those of the whole sector, and those of a body at or above one of the actor's units, or in the reach."""
        if actor.is_system:
            return self
        if actor.user_id is None:
            return self.none()
        step = Unit.steplen
        above = {path[:end] for path in actor.paths() for end in range(step, len(path) + 1, step)}
        reach = reach_of(actor, Role.STANDING_OFFICE, Role.AUDITOR)
        if reach.everybody:
            return self
        return self.filter(Q(owner=None) | Q(owner__path__in=above) | reach.condition("owner__path"))

    def at_work(self, year: int):
        """Indicators asked for in a year."""
        return self.filter(Q(valid_from=None) | Q(valid_from__lte=year), Q(valid_to=None) | Q(valid_to__gte=year))

    def in_order(self):
        return self.order_by("position", "code")


@tracked()
class Indicator(Versioned):
    """One measured thing (Chỉ số): label, unit of measure, amount or rate, which way is better.

    ``short_label`` is how a sentence names it ("về việc"). Of a rate ``numerator_label`` and ``denominator_label`` say
    what is divided by what, ``excess`` whether it is above its target by points or relative to it. ``field_code`` is
    the code of a work field (periods). ``owner``: the body that uses it for its own units; empty for the whole sector.
    """

    code = models.CharField(_("mã"), max_length=40, unique=True)
    label = models.CharField(_("chỉ số"), max_length=300)
    short_label = models.CharField(_("gọi tắt trong câu"), max_length=60, blank=True)
    unit_of_measure = models.CharField(_("đơn vị tính"), max_length=40)
    measure = models.CharField(_("loại"), max_length=6, choices=Measure)
    better = models.CharField(_("chiều tốt"), max_length=4, choices=Better, default=Better.UP)
    excess = models.CharField(_("cách tính vượt"), max_length=8, choices=Excess, default=Excess.POINTS)
    numerator_label = models.CharField(_("tử số"), max_length=200, blank=True)
    denominator_label = models.CharField(_("mẫu số"), max_length=200, blank=True)
    field_code = models.CharField(_("lĩnh vực công tác"), max_length=40, blank=True)
    kinds = models.JSONField(_("loại đơn vị"), default=list, blank=True)
    owner = models.ForeignKey(
        "units.Unit",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("đơn vị sử dụng"),
    )
    valid_from = models.PositiveSmallIntegerField(_("từ năm"), null=True, blank=True)
    valid_to = models.PositiveSmallIntegerField(_("đến năm"), null=True, blank=True)
    source = models.CharField(_("nguồn"), max_length=300, blank=True)
    position = models.PositiveIntegerField(_("thứ tự"), default=1000)
    search_text = models.TextField(editable=False)
    saved_by_label = models.CharField(_("người sửa"), max_length=300, blank=True)
    saved_at = models.DateTimeField(_("sửa lúc"), null=True, blank=True)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("chỉ số")
        verbose_name_plural = _("chỉ số")
        ordering = ["position", "code"]
        indexes = [trigram_index("results_indicator_search")]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gte=models.F("valid_from")),
                name="results_indicator_valid_years",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def save(self, *args, **kwargs):
        self.search_text = fold(f"{self.code} {self.label} {self.short_label}")
        super().save(*args, **kwargs)

    @property
    def is_rate(self) -> bool:
        return self.measure == Measure.RATE

    @property
    def in_points(self) -> bool:
        """Whether excess is a difference: of a rate unless it is told relative to the target, never of an amount."""
        return self.is_rate and self.excess == Excess.POINTS

    @property
    def in_sentence(self) -> str:
        """How a sentence names it."""
        return self.short_label or self.label
