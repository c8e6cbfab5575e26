"""Remarks of a unit on the points that others gave it (Kiến nghị về điểm)."""

from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.clusters.enums import FINISHING
from apps.core.models import TimeStamped
from apps.scoring.enums import RemarkState
from apps.scoring.models.criteria import Criterion, points_field
from apps.scoring.models.sheet import ScoreSheet, SheetVersion
from apps.units.models import organised_for

# Ids of remarks on criteria at or below those that somebody was given, whatever the depth. Django's ORM has no word for
# recursion.
GIVEN = """
WITH RECURSIVE given(cluster_year_id, criterion_id) AS (
    SELECT a.cluster_year_id, a.criterion_id
    FROM scoring_reviewassignment a
    LEFT JOIN units_person p ON p.id = a.person_id
    WHERE a.unit_id = ANY(%s::bigint[]) OR p.user_id = %s
    UNION
    SELECT g.cluster_year_id, c.id FROM given g JOIN scoring_criterion c ON c.parent_id = g.criterion_id
)
SELECT r.id
FROM scoring_scoreremark r
JOIN scoring_scoresheet s ON s.id = r.sheet_id
JOIN given g ON g.cluster_year_id = s.cluster_year_id AND g.criterion_id = r.criterion_id
"""


class ScoreRemarkQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """The unit's own people; heads of the ClusterYear while they may finish it; the standing office; auditors;
        whoever was given the criterion, or a group above it, to check.
        """
        if actor.is_system:
            return self
        if actor.user_id is None:
            return self.none()
        own = actor.unit_ids("officer", "leader")
        return self.filter(
            Q(sheet__unit_id__in=own)
            | Q(pk__in=RawSQL(GIVEN, [list(own), actor.user_id]))  # noqa: S611 -- values are parameters
            | Q(sheet__cluster_year_id__in=actor.cluster_year_ids(*FINISHING))
            | organised_for(actor, "sheet__cluster_year__cluster__organiser")
        )

    def for_list(self):
        """All that a row of the list shows."""
        return self.select_related(
            *("sheet__unit", "sheet__cluster_year__cluster", "sheet__cluster_year__year", "sheet__criteria_set"),
            *("criterion__part", "version"),
        )

    def waiting(self):
        return self.filter(state=RemarkState.WAITING)


@tracked()
class ScoreRemark(TimeStamped):
    """One remark on one line: the points seen, those that the unit asks for, why; and the answer with its reason.

    ``version`` is the locked version whose points the unit had read. ``due_on``: last day for the answer.
    """

    sheet = models.ForeignKey(ScoreSheet, on_delete=models.PROTECT, related_name="remarks")
    version = models.ForeignKey(SheetVersion, on_delete=models.PROTECT, related_name="+")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    points_seen = points_field(_("điểm đã xem"))
    points_wanted = points_field(_("điểm đề nghị"))
    text = models.TextField(_("nội dung kiến nghị"))
    state = models.CharField(_("trạng thái"), max_length=9, choices=RemarkState, default=RemarkState.WAITING)
    sent_at = models.DateTimeField(_("gửi lúc"))
    sent_by_label = models.CharField(_("người gửi"), max_length=300)
    due_on = models.DateField(_("hạn trả lời"))
    answer = models.TextField(_("trả lời"), blank=True)
    answered_at = models.DateTimeField(_("trả lời lúc"), null=True)
    answered_by_label = models.CharField(_("người trả lời"), max_length=300, blank=True)

    objects = ScoreRemarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("kiến nghị về điểm")
        verbose_name_plural = _("kiến nghị về điểm")
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "criterion"],
                condition=Q(state="waiting"),
                name="scoring_remark_one_waiting",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "rejected"]) | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="scoring_remark_answered_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet.unit_name}: {self.criterion.printed_number}"

    def get_absolute_url(self) -> str:
        return reverse("scoring:remark-detail", args=[self.pk])
