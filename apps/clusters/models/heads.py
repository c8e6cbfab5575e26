"""Heads and deputies of a ClusterYear (Trưởng, Phó Trưởng), by decision."""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.clusters.enums import FINISHING, HEAD_TITLES, HeadRole
from apps.clusters.models.clusters import ClusterYear
from apps.core.models import TimeStamped
from apps.units.models.role import Days


class HeadTermQuerySet(models.QuerySet):
    def valid_on(self, on: date):
        return self.filter(starts_on__lte=on).filter(Q(ends_on=None) | Q(ends_on__gte=on))

    def named_for(self, actor):
        """Terms that have not begun, held by units in which the actor works."""
        return self.filter(starts_on__gt=actor.on, unit_id__in=actor.unit_ids("officer", "leader"))

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


def years_made_ready_by(actor):
    """ClusterYears that the actor makes ready before their own head acts: at the closing meeting of the year before.

    Those whose head or deputy was named with the actor's unit, not begun yet; while nobody leads them, those that
    follow, in the same cluster, a year that the actor leads or finishes.
    """
    if actor.on is None or not actor.grants:
        return ClusterYear.objects.none()
    named = HeadTerm.objects.named_for(actor).filter(cluster_year=OuterRef("pk"))
    led = HeadTerm.objects.valid_on(actor.on).filter(cluster_year=OuterRef("pk"), role=HeadRole.HEAD)
    before = ClusterYear.objects.filter(
        pk__in=actor.cluster_year_ids(*FINISHING),
        cluster=OuterRef("cluster"),
        year__year=OuterRef("year__year") - 1,
    )
    return ClusterYear.objects.filter(Exists(named) | (Exists(before) & ~Exists(led)))
