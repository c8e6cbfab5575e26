"""Decisions by which awards were granted, ours or those of an outside authority."""

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import ExtractYear
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.catalog.enums import CommendationType, Level
from apps.core.models import Versioned
from apps.core.search import beginning_index, trigram_index
from apps.core.text import fold
from apps.periods.enums import PublicPart
from apps.periods.models import EmulationYear
from apps.registry.models.campaign import AwardCampaign
from apps.units.enums import Role
from apps.units.models import organised_for
from apps.units.models.people_scope import ROLES, reach_of


class GrantQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Decisions that ``kept_for`` tells, and those with an award that the actor may open: one scope for both."""
        if reach_of(actor, *ROLES).everybody:
            return self
        awards = apps.get_model("registry.Award").objects.order_by().visible_to(actor)
        kept = self.model.objects.order_by().kept_for(actor)
        return self.filter(Q(pk__in=kept.values("pk")) | Q(pk__in=awards.values("grant_id")))

    def kept_for(self, actor):
        """Decisions kept by the actor's units and by organisers that they serve or audit."""
        if actor.is_system:
            return self
        return self.filter(Q(keeper_id__in=actor.unit_ids(*Role.values)) | organised_for(actor, "keeper"))

    def public(self, on):
        """Published by then, one by one; unless its keeper shows no lists at all of the year of the decision."""
        year = EmulationYear.objects.filter(
            organiser=OuterRef("keeper"), year=ExtractYear(OuterRef("document__issued_on"))
        )
        return self.filter(published_on__lte=on).exclude(
            Exists(year.exclude(public_parts__contains=[PublicPart.AWARD]))
        )

    def for_list(self):
        return self.select_related("document", "keeper", "campaign").order_by("-document__issued_on", "-pk")


@tracked()
class GrantDocument(Versioned):
    """A decision of awards (Quyết định khen thưởng) with the numbers of recipients that it declares.

    ``authority_name`` is printed ("Chủ tịch UBND thành phố Hà Nội"); ``authority_level`` tells ours from others.
    ``keeper`` is the unit that entered it. Declared numbers are empty where the decision gives none.
    ``published_on``: from then on the public page shows recipients, units and awards. ``list_closed``: the list was
    decided in the portal as it stands; nobody is added to it.
    """

    document = models.OneToOneField(
        "documents.Document", on_delete=models.PROTECT, related_name="+", verbose_name=_("quyết định")
    )
    authority_name = models.CharField(_("người, cơ quan quyết định"), max_length=300)
    authority_level = models.CharField(_("cấp quyết định"), max_length=20, choices=Level)
    keeper = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("đơn vị nhập"))
    campaign = models.ForeignKey(
        AwardCampaign,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="grants",
        verbose_name=_("đợt khen thưởng"),
    )
    type = models.CharField(_("loại hình khen thưởng"), max_length=12, choices=CommendationType, blank=True)
    occasion = models.CharField(_("dịp khen thưởng"), max_length=500, blank=True)
    declared_collectives = models.PositiveIntegerField(_("số tập thể theo quyết định"), null=True, blank=True)
    declared_individuals = models.PositiveIntegerField(_("số cá nhân theo quyết định"), null=True, blank=True)
    published_on = models.DateField(_("công khai từ ngày"), null=True, blank=True)
    list_closed = models.BooleanField(_("danh sách đã khóa"), default=False)
    illustrative = models.BooleanField(_("minh họa"), default=False)
    search_text = models.TextField(editable=False)
    saved_by_label = models.CharField(_("người sửa"), max_length=300, blank=True)
    saved_at = models.DateTimeField(_("sửa lúc"), null=True, blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("quyết định khen thưởng")
        verbose_name_plural = _("quyết định khen thưởng")
        ordering = ["-pk"]
        indexes = [trigram_index("registry_grant_search"), beginning_index("registry_grant_beginning")]

    def __str__(self) -> str:
        return str(self.document)

    def derive(self) -> None:
        """Fill what is found by."""
        document = self.document
        self.search_text = fold(
            f"{document.symbol} {self.authority_name} {self.occasion} {document.abstract} {document.issuer_name}"
        )

    def save(self, *args, **kwargs):
        self.derive()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("registry:grant-detail", args=[self.pk])

    @property
    def decided_on(self):
        return self.document.issued_on
