"""Score sheets (Bảng chấm điểm) and their versions."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.clusters.models.scope import handed_in_to
from apps.clusters.ordering import by_line
from apps.core.models import TimeStamped
from apps.documents.enums import SigningWay
from apps.scoring.enums import SheetState, Stage
from apps.scoring.models.criteria_set import CriteriaSet

PROXY = ("proxy_received_on", "proxy_basis", "proxy_by_label", "correct_until")


class ScoreSheetQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """The unit itself, and whoever reads what is handed in to its cluster."""
        return self if actor.is_system else self.filter(handed_in_to(actor))

    def filled_by(self, actor):
        """Sheets of which a division of the actor fills a part: those lines only (``domain.departments``)."""
        if actor.user_id is None:
            return self.none()
        return self.filter(assignments__division_id__in=actor.unit_ids("officer", "leader")).distinct()

    def lines_open_to(self, actor):
        """Sheets of which the actor may see lines: whole ones, and those that a division of the actor fills in part."""
        return self.filter(
            Q(pk__in=self.visible_to(actor).order_by().values("pk"))
            | Q(pk__in=self.model.objects.filled_by(actor).order_by().values("pk"))
        )

    def for_list(self):
        """All that a row of a board shows."""
        return self.select_related("unit", "cluster_year__cluster", "cluster_year__year", "criteria_set")

    def in_protocol_order(self):
        return self.order_by(by_line(), "order", "pk")


@tracked()
class ScoreSheet(TimeStamped):
    """The sheet of one unit in one ClusterYear (Bảng tự chấm điểm; after the first check: Bảng chấm điểm).

    ``step`` is the order of the review step that has the sheet, 0 before the first one. ``unit_name``, ``order`` and
    ``line`` are copied from the membership: they are printed as they were that year. ``proxy_…``: typed by another body
    from the unit's paper (Nhập thay); it arrived on ``proxy_received_on``, the unit may correct what was sent so until
    the end of ``correct_until``.
    """

    cluster_year = models.ForeignKey("clusters.ClusterYear", on_delete=models.PROTECT, related_name="score_sheets")
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="score_sheets")
    unit_name = models.CharField(_("tên đơn vị"), max_length=300)
    order = models.PositiveIntegerField(_("thứ tự"))
    line = models.CharField(_("khối"), max_length=12, blank=True)
    criteria_set = models.ForeignKey(CriteriaSet, on_delete=models.PROTECT, related_name="sheets")
    state = models.CharField(_("trạng thái"), max_length=14, choices=SheetState, default=SheetState.SELF_SCORING)
    step = models.PositiveIntegerField(_("bước"), default=0)
    printed_at = models.DateTimeField(_("in để trình ký lúc"), null=True)
    sent_to_leader_at = models.DateTimeField(_("trình lãnh đạo lúc"), null=True)
    submitted_at = models.DateTimeField(_("gửi lúc"), null=True)
    remark = models.TextField(_("yêu cầu bổ sung"), blank=True)
    reopened_reason = models.TextField(_("lý do mở lại"), blank=True)
    proxy_received_on = models.DateField(_("ngày nhận bản giấy"), null=True)
    proxy_basis = models.CharField(_("căn cứ nhập thay"), max_length=300, blank=True, default="")
    proxy_by_label = models.CharField(_("người nhập thay"), max_length=300, blank=True, default="")
    correct_until = models.DateField(_("đơn vị được sửa đến"), null=True)

    objects = ScoreSheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("bảng chấm điểm")
        verbose_name_plural = _("bảng chấm điểm")
        ordering = ["cluster_year", "line", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cluster_year", "unit"], name="scoring_sheet_once"),
            models.CheckConstraint(
                condition=Q(state__in=["self_scoring", "returned", "not_submitted"]) | Q(submitted_at__isnull=False),
                name="scoring_sheet_sent_has_time",
            ),
            models.CheckConstraint(
                condition=Q(proxy_received_on=None) | ~Q(proxy_by_label=""), name="scoring_sheet_proxy_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_name} – {self.cluster_year}"

    def get_absolute_url(self) -> str:
        return reverse("scoring:sheet-detail", args=[self.pk])

    @property
    def is_proxy(self) -> bool:
        """Typed by another body from the paper."""
        return self.proxy_received_on is not None

    def forget_proxy(self) -> None:
        """From now on it is the unit's own; the caller saves ``PROXY``."""
        self.proxy_received_on, self.proxy_basis, self.proxy_by_label = None, "", ""
        self.correct_until = None


@tracked()
class SheetVersion(TimeStamped):
    """One version of a sheet (Phiên bản bảng điểm): each submission, one per step, the final one.

    Open while ``locked_at`` is null. Locking stores totals, canonical text and SHA-256; never changed after.
    ``received_on``, ``proxy_by_label``: of one typed from the unit's paper, the day it arrived and who typed.
    """

    sheet = models.ForeignKey(ScoreSheet, on_delete=models.PROTECT, related_name="versions")
    stage = models.CharField(_("giai đoạn"), max_length=5, choices=Stage)
    step_order = models.PositiveIntegerField(_("bước"), default=0)
    number = models.PositiveIntegerField(_("lần"), default=1)
    locked_at = models.DateTimeField(_("chốt lúc"), null=True)
    locked_by_label = models.CharField(_("người chốt"), max_length=300, blank=True)
    base = models.DecimalField(_("điểm chuẩn đạt"), max_digits=12, decimal_places=3, null=True)
    bonus = models.DecimalField(_("điểm thưởng"), max_digits=12, decimal_places=3, null=True)
    penalty = models.DecimalField(_("điểm trừ"), max_digits=12, decimal_places=3, null=True)
    total = models.DecimalField(_("tổng điểm"), max_digits=12, decimal_places=3, null=True)
    canonical = models.TextField(_("văn bản chuẩn"), blank=True)
    sha256 = models.CharField(_("mã băm SHA-256"), max_length=64, blank=True, db_index=True)
    signing_way = models.CharField(_("cách ký"), max_length=8, choices=SigningWay, blank=True)
    signed_by_label = models.CharField(_("người ký"), max_length=300, blank=True)
    signed_copy = models.ForeignKey("documents.SignedCopy", on_delete=models.PROTECT, null=True, related_name="+")
    receipt_number = models.CharField(_("số xác nhận"), max_length=60, unique=True, null=True)
    received_on = models.DateField(_("ngày nhận bản giấy"), null=True)
    proxy_by_label = models.CharField(_("người nhập thay"), max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("phiên bản bảng điểm")
        verbose_name_plural = _("phiên bản bảng điểm")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "stage", "step_order", "number"], name="scoring_version_once"),
            models.UniqueConstraint(fields=["sheet"], condition=Q(locked_at=None), name="scoring_version_one_open"),
            models.CheckConstraint(
                condition=Q(locked_at=None) | (Q(total__isnull=False) & ~Q(sha256="")),
                name="scoring_version_locked_has_hash",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet} – {self.get_stage_display()} {self.number}"
