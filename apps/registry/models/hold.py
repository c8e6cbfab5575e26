"""Reviews during which nothing is proposed or granted."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.core.models import Versioned
from apps.registry.enums import HoldKind
from apps.units.enums import Role
from apps.units.models.people_scope import reach_of


class HoldQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Reviews in the reach of standing offices and auditors."""
        reach = reach_of(actor, Role.STANDING_OFFICE, Role.AUDITOR)
        return self if reach.everybody else self.filter(reach.condition("unit__path"))

    def for_list(self):
        return self.select_related("unit", "person").order_by("ended_on", "-started_on", "-pk")


@tracked()
class ReviewHold(Versioned):
    """A time in which a person or unit is looked into (Tạm dừng xét khen thưởng; NĐ 152/2025/NĐ-CP, nguyên tắc xét).

    ``person`` empty: the whole ``unit``. ``ended_on`` with the result ends it; the proposal may then go on.
    """

    kind = models.CharField(_("lý do"), max_length=12, choices=HoldKind)
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("đơn vị"))
    person = models.ForeignKey(
        "units.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("cá nhân")
    )
    started_on = models.DateField(_("từ ngày"))
    ended_on = models.DateField(_("kết thúc ngày"), null=True, blank=True)
    result = models.CharField(_("kết luận"), max_length=500, blank=True)
    note = models.CharField(_("ghi chú"), max_length=500, blank=True)
    saved_by_label = models.CharField(_("người sửa"), max_length=300, blank=True)
    saved_at = models.DateTimeField(_("sửa lúc"), null=True, blank=True)

    objects = HoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("tạm dừng xét khen thưởng")
        verbose_name_plural = _("tạm dừng xét khen thưởng")
        ordering = ["-started_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")), name="registry_hold_valid_period"
            ),
            models.UniqueConstraint(
                fields=["unit", "person", "kind"],
                condition=Q(ended_on=None),
                nulls_distinct=False,
                name="registry_hold_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.person or self.unit}"

    def get_absolute_url(self) -> str:
        return reverse("registry:hold-list")
