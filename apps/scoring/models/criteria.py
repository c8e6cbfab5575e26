"""Criteria (Tiêu chí): an n-level tree, and the bands and adjustments of its leaves."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.scoring.enums import BandKind, EvidenceNeed, Method, NotApplicablePolicy
from apps.scoring.models.criteria_set import CriteriaSet


def points_field(label, **options):
    """Points, counts and ratios: up to nine digits before the mark, three after it."""
    return models.DecimalField(label, max_digits=12, decimal_places=3, null=True, blank=True, **options)


def bound_field(label):
    """Bounds keep more decimals: bands are tested on the unrounded fraction."""
    return models.DecimalField(label, max_digits=18, decimal_places=6, null=True, blank=True)


@tracked()
class Criterion(models.Model):
    """One row of a set, group or leaf (Phần, Nhóm, Tiêu chí). ``number`` is what is printed and may restart.

    ``position`` is the order in the file, parents first. ``part`` is the top row above (null for a part itself).
    ``evidence`` empty: as the set says; it is not part of the criteria file. ``version`` counts changes of content:
    the second writer of a draft is told; moving a criterion does not count.
    """

    criteria_set = models.ForeignKey(CriteriaSet, on_delete=models.CASCADE, related_name="criteria")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="children")
    part = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="+")
    position = models.PositiveIntegerField(_("thứ tự"))
    depth = models.PositiveIntegerField(_("cấp"))
    is_leaf = models.BooleanField(_("chấm điểm"))
    code = models.CharField(_("mã"), max_length=60)
    number = models.CharField(_("số thứ tự in"), max_length=30, blank=True)
    label = models.TextField(_("nội dung"))
    method = models.CharField(_("cách chấm"), max_length=20, choices=Method, blank=True)
    max_points = points_field(_("điểm chuẩn"))
    step = points_field(_("bước điểm"))
    per_item = points_field(_("điểm mỗi đơn vị đếm"))
    cap = points_field(_("giới hạn"))
    floor = points_field(_("điểm thấp nhất"))
    group_rule = models.CharField(_("quy tắc nhóm"), max_length=20, blank=True)
    requires = models.CharField(_("điều kiện trước"), max_length=200, blank=True)
    not_applicable = models.CharField(
        _("khi không phát sinh"), max_length=8, choices=NotApplicablePolicy, blank=True, default=""
    )
    applies_to = models.CharField(_("áp dụng cho"), max_length=200, blank=True)
    self_by = models.CharField(_("đơn vị tự chấm"), max_length=100, blank=True)
    review_by = models.CharField(_("đơn vị chấm"), max_length=100, blank=True)
    source_fact = models.CharField(_("nguồn số liệu"), max_length=60, blank=True)
    provision = models.CharField(_("căn cứ"), max_length=300, blank=True)
    note = models.TextField(_("ghi chú"), blank=True)
    evidence = models.CharField(_("tài liệu minh chứng"), max_length=8, choices=EvidenceNeed, blank=True, default="")
    version = models.PositiveIntegerField(_("phiên bản"), default=1)
    saved_by_label = models.CharField(_("người sửa"), max_length=300, blank=True)
    saved_at = models.DateTimeField(_("sửa lúc"), null=True)

    class Meta:
        verbose_name = _("tiêu chí")
        verbose_name_plural = _("tiêu chí")
        ordering = ["position"]
        constraints = [
            # Checked at the commit: criteria change places and codes among themselves while a draft is arranged.
            models.UniqueConstraint(
                fields=["criteria_set", "code"], name="scoring_criterion_code", deferrable=models.Deferrable.DEFERRED
            ),
            models.UniqueConstraint(
                fields=["criteria_set", "position"],
                name="scoring_criterion_position",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number or self.code} {self.label}"

    @property
    def printed_number(self) -> str:
        return self.number or self.code


@tracked()
class Band(models.Model):
    """A step of a banded criterion, or a bonus or penalty on top of it (Mức điểm, Điểm thưởng, Điểm trừ)."""

    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="bands")
    position = models.PositiveIntegerField(_("thứ tự"))
    kind = models.CharField(_("loại"), max_length=8, choices=BandKind, default=BandKind.BAND)
    label = models.CharField(_("mức"), max_length=300)
    points = points_field(_("điểm"))
    cap = points_field(_("giới hạn"))
    group_rule = models.CharField(_("quy tắc nhóm"), max_length=20, blank=True)
    requires = models.CharField(_("điều kiện trước"), max_length=200, blank=True)
    lo = bound_field(_("từ"))
    lo_open = models.BooleanField(_("lớn hơn hẳn"), default=False)
    hi = bound_field(_("đến"))
    hi_open = models.BooleanField(_("nhỏ hơn hẳn"), default=False)
    date_to = models.DateField(_("đến ngày"), null=True, blank=True)
    lo2 = bound_field(_("từ (chiều hai)"))
    lo2_open = models.BooleanField(_("lớn hơn hẳn (chiều hai)"), default=False)
    hi2 = bound_field(_("đến (chiều hai)"))
    hi2_open = models.BooleanField(_("nhỏ hơn hẳn (chiều hai)"), default=False)
    note = models.TextField(_("ghi chú"), blank=True)

    class Meta:
        verbose_name = _("mức điểm")
        verbose_name_plural = _("mức điểm")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["criterion", "position"], name="scoring_band_position")]

    def __str__(self) -> str:
        return self.label
