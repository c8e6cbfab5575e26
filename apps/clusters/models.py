"""Clusters (Cụm thi đua), their members and heads of each year."""

from datetime import date

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.clusters.enums import HEAD_TITLES, ClusterKind, HeadRole, Line
from apps.core.collation import sort_key
from apps.core.models import TimeStamped, Versioned
from apps.core.search import trigram_index
from apps.core.text import fold
from apps.units.models import organised_for
from apps.units.models.role import Days


@tracked()
class Cluster(TimeStamped):
    """A grouping that lives through the years (Khu vực, Cụm, Khối thi đua)."""

    code = models.CharField(_("mã"), max_length=50, unique=True)
    name = models.CharField(_("tên"), max_length=200)
    kind = models.CharField(_("loại"), max_length=10, choices=ClusterKind)
    organiser = models.ForeignKey(
        "units.Unit", on_delete=models.PROTECT, related_name="organised_clusters", verbose_name=_("đơn vị tổ chức")
    )

    class Meta:
        verbose_name = _("cụm thi đua")
        verbose_name_plural = _("cụm thi đua")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class ClusterYearQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """ClusterYears in which one of the actor's units is a member, that the actor heads, organises or oversees."""
        if actor.is_system:
            return self
        organised = organised_for(actor, "cluster__organiser")
        own = Q(members__unit_id__in=actor.unit_ids("officer", "leader"))
        headed = Q(pk__in=actor.cluster_year_ids())
        return self.filter(organised | own | headed).distinct()

    def for_list(self):
        return self.select_related("cluster", "year", "cluster__organiser")


@tracked()
class ClusterYear(Versioned):
    """A cluster in one year: members in protocol order, heads (Cụm thi đua năm …). The name is that of the year."""

    cluster = models.ForeignKey(Cluster, on_delete=models.PROTECT, related_name="years", verbose_name=_("cụm"))
    year = models.ForeignKey(
        "periods.EmulationYear", on_delete=models.PROTECT, related_name="clusters", verbose_name=_("năm thi đua")
    )
    name = models.CharField(_("tên trong năm"), max_length=200)
    name_key = models.CharField(editable=False, max_length=900, default="", db_collation="C")
    search_text = models.TextField(editable=False, default="")
    saved_by_label = models.CharField(_("người sửa"), max_length=300, blank=True)
    saved_at = models.DateTimeField(_("sửa lúc"), null=True)

    objects = ClusterYearQuerySet.as_manager()

    class Meta:
        verbose_name = _("cụm thi đua trong năm")
        verbose_name_plural = _("cụm thi đua trong năm")
        ordering = ["-year__year", "cluster__code"]
        constraints = [models.UniqueConstraint(fields=["cluster", "year"], name="clusters_cluster_year_once")]
        indexes = [trigram_index("clusters_cluster_year_search")]

    def __str__(self) -> str:
        return f"{self.name} – {self.year}"

    def save(self, *args, **kwargs):
        self.name_key = sort_key(self.name)
        self.search_text = fold(f"{self.name} {self.cluster.code} {self.cluster.name}")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("clusters:cluster-year-detail", args=[self.pk])


class MemberQuerySet(models.QuerySet):
    def standing(self):
        """Members that have not left during the year (a unit that was merged into another one has)."""
        return self.filter(left_on=None)


@tracked()
class Member(TimeStamped):
    """A unit's place in a ClusterYear, with the name valid then (Đơn vị thành viên).

    ``year`` repeats that of the ClusterYear (a trigger writes it), so that the database itself keeps a unit out of two
    clusters of one organiser and year.
    """

    cluster_year = models.ForeignKey(ClusterYear, on_delete=models.CASCADE, related_name="members")
    unit = models.ForeignKey(
        "units.Unit", on_delete=models.PROTECT, related_name="memberships", verbose_name=_("đơn vị")
    )
    unit_name = models.CharField(_("tên trong năm"), max_length=300)
    order = models.PositiveIntegerField(_("thứ tự"))
    line = models.CharField(_("khối"), max_length=12, choices=Line, blank=True)
    left_on = models.DateField(_("thôi là thành viên từ"), null=True, blank=True)
    year = models.ForeignKey(
        "periods.EmulationYear", on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("đơn vị thành viên")
        verbose_name_plural = _("đơn vị thành viên")
        ordering = ["line", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cluster_year", "unit"], name="clusters_member_once"),
            models.UniqueConstraint(
                fields=["year", "unit"], condition=Q(left_on=None), name="clusters_member_one_cluster_a_year"
            ),
            models.CheckConstraint(condition=Q(year__isnull=False), name="clusters_member_has_year"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="year_of_cluster",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="NEW.year_id := (SELECT year_id FROM clusters_clusteryear WHERE id = NEW.cluster_year_id); "
                "RETURN NEW;",
            )
        ]

    def __str__(self) -> str:
        return self.unit_name


class HeadTermQuerySet(models.QuerySet):
    def valid_on(self, on: date):
        return self.filter(starts_on__lte=on).filter(Q(ends_on=None) | Q(ends_on__gte=on))

    def for_list(self):
        return self.select_related("unit", "decision", "cluster_year__cluster", "cluster_year__year")


@tracked()
class HeadTerm(TimeStamped):
    """Who leads a ClusterYear, by decision (Trưởng, Phó Trưởng Cụm): a unit holds the office, a person may be named.

    Rights run from the date in the decision; the old head acts until then.
    """

    cluster_year = models.ForeignKey(ClusterYear, on_delete=models.PROTECT, related_name="head_terms")
    unit = models.ForeignKey(
        "units.Unit", on_delete=models.PROTECT, related_name="head_terms", verbose_name=_("đơn vị")
    )
    role = models.CharField(_("chức danh"), max_length=16, choices=HeadRole)
    person_name = models.CharField(_("người được nêu tên"), max_length=200, blank=True)
    person_post = models.CharField(_("chức vụ"), max_length=200, blank=True)
    decision = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("quyết định")
    )
    starts_on = models.DateField(_("từ ngày"))
    ends_on = models.DateField(_("đến ngày"), null=True, blank=True)

    objects = HeadTermQuerySet.as_manager()

    class Meta:
        verbose_name = _("trưởng, phó cụm")
        verbose_name_plural = _("trưởng, phó cụm")
        ordering = ["role", "starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
                name="clusters_head_term_valid_period",
            ),
            ExclusionConstraint(
                name="clusters_one_head_at_a_time",
                expressions=[("cluster_year", RangeOperators.EQUAL), (Days(), RangeOperators.OVERLAPS)],
                condition=Q(role=HeadRole.HEAD),
            ),
            ExclusionConstraint(
                name="clusters_one_office_a_unit",
                expressions=[
                    ("cluster_year", RangeOperators.EQUAL),
                    ("unit", RangeOperators.EQUAL),
                    (Days(), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} – {self.unit}"

    @property
    def holder(self) -> str:
        """As the decision reads: Bạch Quốc An, Vụ trưởng Vụ Pháp luật quốc tế; without a name the unit."""
        return ", ".join(filter(None, [self.person_name, self.person_post])) or str(self.unit)

    @property
    def title(self):
        return HEAD_TITLES[self.cluster_year.cluster.kind, self.role]
