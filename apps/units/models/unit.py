"""Units (Đơn vị): the tree of today. Former names and successions tell the past."""

from datetime import date

from django.db import models
from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Substr
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet

from apps.audit.history import tracked
from apps.core.collation import sort_key
from apps.core.models import Versioned
from apps.core.search import beginning_index, trigram_index
from apps.units.enums import UnitKind
from apps.units.models.search import own_text


class UnitQuerySet(MP_NodeQuerySet):
    def visible_to(self, actor):
        """Names of units are public inside the portal."""
        return self if actor.user_id or actor.is_system else self.none()

    def valid_on(self, on: date):
        """Units that were at work on a day, both ends included; an empty end is open."""
        return self.filter(Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_to=None) | Q(valid_to__gte=on))

    def below(self, paths):
        """Units under any of the materialised paths, themselves included."""
        condition = Q(pk__in=[])
        for path in paths:
            condition |= Q(path__startswith=path)
        return self.filter(condition)

    def search(self, text: str):
        """By present or former name, alias, code or predecessor; diacritics, case and dashes do not count."""
        return self.filter(search_text__matches=text)

    def with_name_on(self, on):
        """Each row carries ``name_then``: its official name on a day (a date or an expression), in the same query."""
        former = self.model._meta.get_field("former_names").related_model  # the module of names imports this one
        names = (
            former.objects.filter(unit_id=OuterRef("pk"), valid_to__gte=on)
            .filter(Q(valid_from=None) | Q(valid_from__lte=on))
            .order_by("valid_to")
        )
        return self.annotate(name_then=Coalesce(Subquery(names.values("name")[:1]), "name"))

    def with_parent(self):
        """Each row carries ``parent_code`` and ``parent_name`` ("" for a root), in the same query."""
        above = self.model.objects.filter(
            path=Substr(OuterRef("path"), 1, (OuterRef("depth") - 1) * self.model.steplen)
        )
        above = above.order_by()
        return self.annotate(
            parent_code=Coalesce(Subquery(above.values("code")), Value("")),
            parent_name=Coalesce(Subquery(above.values("name")), Value("")),
        )

    def in_order(self):
        """By the order of protocol, then in Vietnamese alphabetical order."""
        return self.order_by("protocol_order", "sort_key", "pk")


class UnitManager(MP_NodeManager.from_queryset(UnitQuerySet)):
    def get_queryset(self):
        # Treebeard's own manager always answers its plain queryset; ours has the words of the domain.
        return UnitQuerySet(self.model, using=self._db).order_by("path")


@tracked(exclude=["search_text", "sort_key"])
class Unit(MP_Node, Versioned):
    """A body that takes part in emulation or organises it (Đơn vị; in law "cơ quan, tổ chức, đơn vị").

    The tree holds the present only: what belonged together in a past year is read from that year's ClusterYear.
    ``name`` is the newest official name, earlier ones are UnitName rows. ``valid_to`` is the last day. ``search_text``
    (models.search) and ``sort_key`` follow the names; only ``domain`` changes anything else.
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
    saved_by_label = models.CharField(_("người lưu"), max_length=300, blank=True, db_default="")
    saved_at = models.DateTimeField(_("lưu lúc"), null=True, editable=False)
    search_text = models.TextField(editable=False)
    sort_key = models.CharField(max_length=1300, editable=False, db_collation="C", db_default="")

    objects = UnitManager()

    class Meta:
        verbose_name = _("đơn vị")
        verbose_name_plural = _("đơn vị")
        indexes = [
            trigram_index("units_unit_search"),
            beginning_index("units_unit_beginning"),
            models.Index(fields=["sort_key", "id"], name="units_unit_sort"),
            models.Index(fields=["protocol_order", "sort_key", "id"], name="units_unit_protocol"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gte=models.F("valid_from")),
                name="units_unit_valid_period",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs):
        if self.pk is None:
            self.search_text = own_text(self)
        self.sort_key = sort_key(self.name)
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "sort_key"}
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("units:unit-detail", args=[self.pk])

    @property
    def table_name(self) -> str:
        """Name for narrow tables."""
        return self.short_name or self.name

    def name_on(self, on: date) -> str:
        """The official name on a day. Lists use ``with_name_on`` or ``queries.names``, which ask once for all rows."""
        for former in sorted(self.former_names.all(), key=lambda each: each.valid_to or date.max):
            if former.was_in_force(on):
                return former.name
        return self.name
