"""Clusters (Cụm thi đua), their members and heads of each year."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.clusters.enums import HEAD_TITLES, ClusterKind, HeadRole, Line
from apps.core.models import TimeStamped
from apps.units.models import organised_for


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
class ClusterYear(TimeStamped):
    """A cluster in one year: members in protocol order, heads (Cụm thi đua năm …). The name is that of the year."""

    cluster = models.ForeignKey(Cluster, on_delete=models.PROTECT, related_name="years", verbose_name=_("cụm"))
    year = models.ForeignKey(
        "periods.EmulationYear", on_delete=models.PROTECT, related_name="clusters", verbose_name=_("năm thi đua")
    )
    name = models.CharField(_("tên trong năm"), max_length=200)

    objects = ClusterYearQuerySet.as_manager()

    class Meta:
        verbose_name = _("cụm thi đua trong năm")
        verbose_name_plural = _("cụm thi đua trong năm")
        ordering = ["-year__year", "cluster__code"]
        constraints = [models.UniqueConstraint(fields=["cluster", "year"], name="clusters_cluster_year_once")]

    def __str__(self) -> str:
        return f"{self.name} – {self.year}"


class MemberQuerySet(models.QuerySet):
    def standing(self):
        """Members that have not left during the year (a unit that was merged into another one has)."""
        return self.filter(left_on=None)


@tracked()
class Member(TimeStamped):
    """A unit's place in a ClusterYear, with the name valid then (Đơn vị thành viên)."""

    cluster_year = models.ForeignKey(ClusterYear, on_delete=models.CASCADE, related_name="members")
    unit = models.ForeignKey(
        "units.Unit", on_delete=models.PROTECT, related_name="memberships", verbose_name=_("đơn vị")
    )
    unit_name = models.CharField(_("tên trong năm"), max_length=300)
    order = models.PositiveIntegerField(_("thứ tự"))
    line = models.CharField(_("khối"), max_length=12, choices=Line, blank=True)
    left_on = models.DateField(_("thôi là thành viên từ"), null=True, blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("đơn vị thành viên")
        verbose_name_plural = _("đơn vị thành viên")
        ordering = ["line", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cluster_year", "unit"], name="clusters_member_once"),
        ]

    def __str__(self) -> str:
        return self.unit_name


class HeadTermQuerySet(models.QuerySet):
    def valid_on(self, on: date):
        return self.filter(starts_on__lte=on).filter(Q(ends_on=None) | Q(ends_on__gte=on))


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
            models.UniqueConstraint(fields=["cluster_year", "unit", "role"], name="clusters_head_term_once"),
        ]

    def __str__(self) -> str:
        return f"{self.title} – {self.unit}"

    @property
    def title(self):
        return HEAD_TITLES[self.cluster_year.cluster.kind, self.role]
