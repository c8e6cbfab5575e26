"""A unit's report for a first or final review of a movement (Báo cáo sơ kết, tổng kết)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.core.models import Versioned
from apps.movements.enums import ReviewState
from apps.movements.models.milestone import Milestone
from apps.movements.models.participation import Participation


class MovementReviewQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Reports of participations that one sees; what is still written, only by the unit and those above it."""
        if actor.is_system:
            return self
        seen = Participation.objects.visible_to(actor).order_by().values("pk")
        own = Q(participation__unit_id__in=actor.unit_ids("officer", "leader"))
        return self.filter(Q(participation__in=seen) & (own | ~Q(state=ReviewState.DRAFT)))

    def for_list(self):
        return self.select_related("participation__unit", "participation__movement__organiser", "milestone")


@tracked()
class MovementReview(Versioned):
    """What one unit reports at one milestone: filled in beforehand from its entries, sent, returned or accepted.

    ``entries`` freezes what stood in the activity of the years covered when the report was sent.
    """

    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="reviews")
    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="reviews")
    state = models.CharField(_("trạng thái"), max_length=10, choices=ReviewState, default=ReviewState.DRAFT)
    results = models.TextField(_("kết quả đạt được"), blank=True)
    limits = models.TextField(_("hạn chế, nguyên nhân"), blank=True)
    proposals = models.TextField(_("phương hướng, kiến nghị"), blank=True)
    entries = models.JSONField(_("hoạt động, kết quả đã ghi"), default=list, blank=True)
    remark = models.TextField(_("ý kiến yêu cầu bổ sung"), blank=True)
    submitted_at = models.DateTimeField(_("gửi lúc"), null=True)
    first_submitted_at = models.DateTimeField(_("gửi lần đầu"), null=True)
    submitted_by_label = models.CharField(_("người gửi"), max_length=300, blank=True)
    received_on = models.DateField(_("ngày nhận bản giấy"), null=True)
    basis = models.CharField(_("nhập thay theo"), max_length=300, blank=True)
    document = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("văn bản báo cáo")
    )
    accepted_at = models.DateTimeField(_("tiếp nhận lúc"), null=True)
    saved_by_label = models.CharField(_("người sửa"), max_length=300, blank=True)
    saved_at = models.DateTimeField(_("sửa lúc"), null=True)

    objects = MovementReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("báo cáo sơ kết, tổng kết phong trào")
        verbose_name_plural = _("báo cáo sơ kết, tổng kết phong trào")
        ordering = ["milestone", "participation"]
        constraints = [
            models.UniqueConstraint(fields=["participation", "milestone"], name="movements_review_once"),
            models.CheckConstraint(
                condition=Q(state=ReviewState.DRAFT) | Q(submitted_at__isnull=False),
                name="movements_review_sent_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.milestone} – {self.participation}"

    def get_absolute_url(self) -> str:
        return reverse("movements:review-detail", args=[self.pk])
