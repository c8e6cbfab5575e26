"""Lines of a score sheet: what was typed and the points that follow."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.core.models import Versioned
from apps.scoring.enums import NotApplicableReason
from apps.scoring.models.criteria import Criterion, bound_field, points_field
from apps.scoring.models.sheet import SheetVersion


class DifferenceReason(models.Model):
    """A reason from the short list (Lý do chênh lệch). Reference rows, in ``data/difference_reasons.json``."""

    code = models.CharField(_("mã"), max_length=40, unique=True)
    label = models.CharField(_("lý do"), max_length=200)
    position = models.PositiveIntegerField(_("thứ tự"), default=0)
    retired = models.BooleanField(_("không dùng nữa"), default=False)

    class Meta:
        verbose_name = _("lý do chênh lệch")
        verbose_name_plural = _("lý do chênh lệch")
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.label


@tracked()
class ScoreLine(Versioned):
    """One leaf in one version of a sheet (Dòng điểm).

    Inputs are those of ``domain.rules.Measure`` (``points_given`` is its ``points``); ``cases`` maps the label of
    an adjustment to its number of cases. Points are stored, rounded once; null while nothing was typed.
    ``points = base + bonus - penalty`` always. ``agreed``: a reviewer stated the points of the whole line outright
    (they lie in ``points_given``), so they do not follow from the other inputs. ``filled``: what a source said when it
    filled the line (``domain.filling``); null where people type.
    """

    sheet_version = models.ForeignKey(SheetVersion, on_delete=models.CASCADE, related_name="lines")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="lines")
    points_given = points_field(_("điểm chấm"))
    count = points_field(_("số lượng"))
    numerator = bound_field(_("tử số"))
    denominator = bound_field(_("mẫu số"))
    target = bound_field(_("chỉ tiêu"))
    actual = bound_field(_("kết quả"))
    actual_on = models.DateField(_("ngày thực hiện"), null=True, blank=True)
    band_label = models.CharField(_("mức chọn"), max_length=300, blank=True)
    not_applicable = models.CharField(_("không tính"), max_length=12, choices=NotApplicableReason, blank=True)
    cases = models.JSONField(_("số trường hợp"), default=dict)
    note = models.TextField(_("ghi chú"), blank=True)
    base = points_field(_("điểm chuẩn đạt"))
    bonus = points_field(_("điểm thưởng"))
    penalty = points_field(_("điểm trừ"))
    points = points_field(_("điểm"))
    complete = models.BooleanField(_("đã chấm"), default=False)
    breaches = models.JSONField(_("vượt giới hạn"), default=list)
    agreed = models.BooleanField(_("điểm thống nhất"), default=False)
    filled = models.JSONField(_("hệ thống điền"), null=True, blank=True)
    reason = models.ForeignKey(
        DifferenceReason, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lý do")
    )
    reason_text = models.CharField(_("lý do khác"), max_length=500, blank=True)
    checked_at = models.DateTimeField(_("đã kiểm tra lúc"), null=True)
    return_remark = models.CharField(_("yêu cầu bổ sung"), max_length=500, blank=True)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    saved_by_label = models.CharField(_("người lưu"), max_length=300, blank=True)
    saved_at = models.DateTimeField(_("lưu lúc"), null=True)

    class Meta:
        verbose_name = _("dòng điểm")
        verbose_name_plural = _("dòng điểm")
        ordering = ["criterion__position"]
        constraints = [
            models.UniqueConstraint(fields=["sheet_version", "criterion"], name="scoring_line_once"),
            models.CheckConstraint(
                condition=Q(points=None) | Q(points=F("base") + F("bonus") - F("penalty")), name="scoring_line_adds_up"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion.printed_number}: {self.points}"
