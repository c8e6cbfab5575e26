"""The head's plan of activities of a year (Kế hoạch hoạt động của Cụm), e.g. 36/KH-KVTĐ."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.clusters.enums import DUTY_OF_KIND, READING, ItemKind, PlanState
from apps.clusters.models.clusters import ClusterYear
from apps.core.models import TimeStamped, Versioned
from apps.units.models import organised_for


class ActivityPlanQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Issued plans: members and all who see the ClusterYear; drafts: heads, the organiser's office, auditors."""
        if actor.is_system:
            return self
        headed = Q(cluster_year_id__in=actor.cluster_year_ids(*READING))
        organised = organised_for(actor, "cluster_year__cluster__organiser")
        member = Q(cluster_year__members__unit_id__in=actor.unit_ids("officer", "leader"), state=PlanState.ISSUED)
        return self.filter(headed | organised | member).distinct()

    def for_list(self):
        return self.select_related("cluster_year__cluster__organiser", "cluster_year__year", "document")


@tracked()
class ActivityPlan(Versioned):
    """The plan of one ClusterYear; its number and date are those of the cited document once it is issued."""

    cluster_year = models.OneToOneField(ClusterYear, on_delete=models.PROTECT, related_name="plan")
    title = models.CharField(_("trích yếu"), max_length=300)
    intro = models.TextField(_("mục đích, yêu cầu"), blank=True)
    state = models.CharField(_("trạng thái"), max_length=8, choices=PlanState, default=PlanState.DRAFT)
    document = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("văn bản")
    )
    issued_at = models.DateTimeField(_("ghi ban hành lúc"), null=True)
    illustrative = models.BooleanField(_("minh họa"), default=False)
    saved_by_label = models.CharField(_("người sửa"), max_length=300, blank=True)
    saved_at = models.DateTimeField(_("sửa lúc"), null=True)

    objects = ActivityPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("kế hoạch hoạt động")
        verbose_name_plural = _("kế hoạch hoạt động")
        ordering = ["-cluster_year__year__year", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=PlanState.ISSUED) | Q(document__isnull=False, issued_at__isnull=False),
                name="clusters_plan_issued_by_paper",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} – {self.cluster_year}"

    def get_absolute_url(self) -> str:
        return reverse("clusters:plan-detail", args=[self.cluster_year_id])


@tracked()
class PlanItem(TimeStamped):
    """One line of the plan: what, until when, by whom.

    ``asks_members``: the members owe it, a duty with that date is made when the plan is issued.
    """

    plan = models.ForeignKey(ActivityPlan, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(_("thứ tự"))
    title = models.CharField(_("nội dung"), max_length=500)
    kind = models.CharField(_("loại việc"), max_length=12, choices=ItemKind, default=ItemKind.OTHER)
    due_on = models.DateField(_("thời hạn"), null=True, blank=True)
    owner = models.CharField(_("đơn vị chủ trì"), max_length=300, blank=True)
    asks_members = models.BooleanField(_("giao các đơn vị thành viên"), default=False)

    class Meta:
        verbose_name = _("nội dung kế hoạch")
        verbose_name_plural = _("nội dung kế hoạch")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(asks_members=False) | Q(due_on__isnull=False), name="clusters_item_asked_has_date"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def code(self) -> str:
        """The code of the duty that its members owe."""
        return DUTY_OF_KIND.get(self.kind) or f"plan_item:{self.pk}"

    @property
    def has_own_duty(self) -> bool:
        """Whether the unit ticks it off here: no paper of another page fulfils it."""
        return self.asks_members and self.kind not in DUTY_OF_KIND
