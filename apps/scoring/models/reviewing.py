"""Who checks which criteria (Phân công kiểm tra), and what the organiser set for the steps of one ClusterYear."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.core.models import TimeStamped, Versioned
from apps.scoring.enums import PointsShown
from apps.scoring.models.criteria import Criterion
from apps.scoring.models.criteria_set import ReviewStep

ANSWER_DAYS = 5  # minh họa: no source names the time for an answer; each organiser sets its own


@tracked()
class ReviewAssignment(TimeStamped):
    """One unit (its officers and leaders) or one person checks one group of criteria in one step.

    It holds for all sheets of the ClusterYear. The nearest group above a line counts: what is given on group II.1 is
    taken out of what is given on part II. Lines that nobody was given are checked by whoever does the step.
    """

    cluster_year = models.ForeignKey("clusters.ClusterYear", on_delete=models.PROTECT, related_name="+")
    step = models.ForeignKey(ReviewStep, on_delete=models.PROTECT, related_name="assignments")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="assignments")
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey("units.Person", on_delete=models.PROTECT, null=True, related_name="+")
    assigned_by_label = models.CharField(_("người phân công"), max_length=300)

    class Meta:
        verbose_name = _("phân công kiểm tra điểm")
        verbose_name_plural = _("phân công kiểm tra điểm")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False, person=None) | Q(unit=None, person__isnull=False),
                name="scoring_assignment_one_reviewer",
            ),
            models.UniqueConstraint(
                fields=["cluster_year", "step", "criterion", "unit"],
                condition=Q(unit__isnull=False),
                name="scoring_assignment_unit_once",
            ),
            models.UniqueConstraint(
                fields=["cluster_year", "step", "criterion", "person"],
                condition=Q(person__isnull=False),
                name="scoring_assignment_person_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion} – {self.unit or self.person}"


@tracked()
class ReviewSetting(Versioned):
    """What one ClusterYear does differently (Cài đặt kiểm tra điểm); without a row the defaults hold.

    ``remarks_until``: last day on which units may send remarks on points, None: until the year is closed.
    ``answer_days``: calendar days for the answer to a remark.
    """

    cluster_year = models.OneToOneField("clusters.ClusterYear", on_delete=models.PROTECT, related_name="review_setting")
    points_shown = models.CharField(
        _("đơn vị xem được điểm kiểm tra"), max_length=10, choices=PointsShown, default=PointsShown.EACH_STEP
    )
    remarks_until = models.DateField(_("nhận kiến nghị về điểm đến hết ngày"), null=True, blank=True)
    answer_days = models.PositiveSmallIntegerField(_("số ngày trả lời kiến nghị"), default=ANSWER_DAYS)
    saved_by_label = models.CharField(_("người sửa"), max_length=300, blank=True)
    saved_at = models.DateTimeField(_("sửa lúc"), null=True)

    class Meta:
        verbose_name = _("cài đặt kiểm tra điểm")
        verbose_name_plural = _("cài đặt kiểm tra điểm")

    def __str__(self) -> str:
        return str(self.cluster_year)
