"""Clusters (Khu vực, Cụm, Khối thi đua) and their form in each year."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.clusters.enums import GROUPINGS, HEAD_TITLES, READING, ClusterKind, HeadRole
from apps.core.collation import sort_key
from apps.core.models import TimeStamped, Versioned
from apps.core.search import trigram_index
from apps.core.text import fold
from apps.units.models import organised_for


class ClusterQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Clusters of which the actor sees some year."""
        return self.filter(pk__in=ClusterYear.objects.visible_to(actor).order_by().values("cluster_id"))


@tracked()
class Cluster(TimeStamped):
    """A grouping that lives through the years (Khu vực, Cụm, Khối thi đua)."""

    code = models.CharField(_("mã"), max_length=50, unique=True)
    name = models.CharField(_("tên"), max_length=200)
    kind = models.CharField(_("loại"), max_length=10, choices=ClusterKind)
    organiser = models.ForeignKey(
        "units.Unit", on_delete=models.PROTECT, related_name="organised_clusters", verbose_name=_("đơn vị tổ chức")
    )

    objects = ClusterQuerySet.as_manager()

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

    def watched_by(self, actor):
        """ClusterYears that the actor reads whole: leads or led, or whose organiser it serves or audits."""
        if actor.is_system:
            return self
        return self.filter(Q(pk__in=actor.cluster_year_ids(*READING)) | organised_for(actor, "cluster__organiser"))

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

    @property
    def grouping(self) -> str:
        """Cụm, Khu vực, Khối."""
        return GROUPINGS[self.cluster.kind]

    @property
    def head_title(self) -> str:
        """Trưởng Cụm, Trưởng Khu vực, Trưởng Khối."""
        return HEAD_TITLES[self.cluster.kind, HeadRole.HEAD]
