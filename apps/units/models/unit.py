"""Units (Đơn vị): the tree of today, with names by date."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet

from apps.audit.history import tracked
from apps.core.models import TimeStamped
from apps.core.text import fold
from apps.units.enums import UnitKind


class UnitQuerySet(MP_NodeQuerySet):
    def visible_to(self, actor):
        """Names of units are public inside the portal."""
        return self if actor.user_id or actor.is_system else self.none()

    def valid_on(self, on: date):
        return self.filter(Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_to=None) | Q(valid_to__gte=on))

    def below(self, paths):
        """Units under any of the materialised paths, themselves included."""
        condition = Q(pk__in=[])
        for path in paths:
            condition |= Q(path__startswith=path)
        return self.filter(condition)

    def search(self, text: str):
        """By present name, former name or alias, without regard to diacritics, case and dashes."""
        folded = fold(text)
        if not folded:
            return self
        return self.filter(
            Q(search_text__contains=folded)
            | Q(pk__in=UnitName.objects.filter(search_text__contains=folded).values("unit_id"))
            | Q(pk__in=UnitAlias.objects.filter(search_text__contains=folded).values("unit_id"))
        )


class UnitManager(MP_NodeManager.from_queryset(UnitQuerySet)):
    def get_queryset(self):
        # Treebeard's own manager always answers its plain queryset; ours has the words of the domain.
        return UnitQuerySet(self.model, using=self._db).order_by("path")


@tracked()
class Unit(MP_Node, TimeStamped):
    """A body that takes part in emulation or organises it (Đơn vị; in law "cơ quan, tổ chức, đơn vị").

    The tree holds the present only: what belonged together in a past year is read from that year's ClusterYear.
    """

    code = models.CharField(_("mã đơn vị"), max_length=50, unique=True)
    name = models.CharField(_("tên đơn vị"), max_length=300)
    short_name = models.CharField(_("tên ngắn"), max_length=150, blank=True)
    kind = models.CharField(_("loại đơn vị"), max_length=30, choices=UnitKind)
    province = models.CharField(_("tỉnh, thành phố"), max_length=100, blank=True)
    protocol_order = models.PositiveIntegerField(_("thứ tự"), default=0)
    legal_person = models.BooleanField(_("có tư cách pháp nhân"), null=True)
    valid_from = models.DateField(_("hoạt động từ"), null=True, blank=True)
    valid_to = models.DateField(_("hoạt động đến"), null=True, blank=True)
    search_text = models.TextField(editable=False)

    objects = UnitManager()

    class Meta:
        verbose_name = _("đơn vị")
        verbose_name_plural = _("đơn vị")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gte=models.F("valid_from")),
                name="units_unit_valid_period",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs):
        self.search_text = fold(f"{self.name} {self.short_name} {self.code}")
        super().save(*args, **kwargs)

    @property
    def table_name(self) -> str:
        """Name for narrow tables."""
        return self.short_name or self.name


class DatedName(models.Model):
    search_text = models.TextField(editable=False)
    name = models.CharField(_("tên"), max_length=300)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs):
        self.search_text = fold(self.name)
        super().save(*args, **kwargs)


@tracked()
class UnitName(DatedName):
    """A former official name with the time it was in force (Tên cũ của đơn vị)."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="former_names")
    valid_from = models.DateField(_("từ ngày"), null=True, blank=True)
    valid_to = models.DateField(_("đến ngày"), null=True, blank=True)

    class Meta:
        verbose_name = _("tên cũ")
        verbose_name_plural = _("tên cũ")


@tracked()
class UnitAlias(DatedName):
    """Another spelling by which the unit is found (Tên gọi khác)."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="aliases")

    class Meta:
        verbose_name = _("tên gọi khác")
        verbose_name_plural = _("tên gọi khác")
