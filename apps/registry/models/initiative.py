"""Recognised initiatives and research (Sáng kiến, đề tài)."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.core.collation import sort_key
from apps.core.models import Versioned
from apps.core.search import trigram_index
from apps.core.text import fold
from apps.registry.enums import InitiativeLevel, WorkKind
from apps.units.models.people_scope import ROLES, reach_of


class InitiativeQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Initiatives of units in the actor's reach."""
        reach = reach_of(actor, *ROLES)
        if reach.everybody:
            return self
        return self.filter(reach.condition("unit__path")) if reach else self.none()

    def for_list(self):
        return self.select_related("unit", "document").order_by("-year", "title_key", "pk")


@tracked()
class Initiative(Versioned):
    """A recognised initiative, or accepted research (Sáng kiến; đề tài, đề án).

    ``council_name`` is that of the council as printed in the decision; ``scope`` the reach of its effect.
    """

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("đơn vị"))
    title = models.CharField(_("tên"), max_length=500)
    kind = models.CharField(_("loại"), max_length=10, choices=WorkKind, default=WorkKind.INITIATIVE)
    level = models.CharField(_("cấp công nhận"), max_length=10, choices=InitiativeLevel)
    scope = models.CharField(_("phạm vi ảnh hưởng"), max_length=10, choices=InitiativeLevel)
    year = models.PositiveSmallIntegerField(_("năm công nhận"))
    document = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, related_name="+", verbose_name=_("quyết định công nhận")
    )
    council_name = models.CharField(_("Hội đồng sáng kiến (tên in trong quyết định)"), max_length=300, blank=True)
    effect = models.TextField(_("hiệu quả áp dụng"), blank=True)
    search_text = models.TextField(editable=False)
    title_key = models.TextField(editable=False, db_collation="C")
    saved_by_label = models.CharField(_("người sửa"), max_length=300, blank=True)
    saved_at = models.DateTimeField(_("sửa lúc"), null=True, blank=True)

    objects = InitiativeQuerySet.as_manager()

    class Meta:
        verbose_name = _("sáng kiến, đề tài")
        verbose_name_plural = _("sáng kiến, đề tài")
        indexes = [trigram_index("registry_initiative_search")]
        constraints = [
            models.UniqueConstraint(fields=["unit", "title", "document"], name="registry_initiative_once"),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args, **kwargs):
        self.search_text = fold(f"{self.title} {self.council_name}")
        self.title_key = sort_key(self.title)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("registry:initiative-detail", args=[self.pk])


@tracked()
class InitiativeAuthor(models.Model):
    """One author of an initiative (Tác giả, đồng tác giả), in the order of the decision."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="authors")
    person = models.ForeignKey(
        "units.Person", on_delete=models.PROTECT, related_name="initiatives", verbose_name=_("tác giả")
    )
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=1)

    class Meta:
        verbose_name = _("tác giả sáng kiến")
        verbose_name_plural = _("tác giả sáng kiến")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "person"], name="registry_author_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person}"
