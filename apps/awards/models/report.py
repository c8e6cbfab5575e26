"""Achievement reports (Báo cáo thành tích) and the results that they rest on."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.awards.enums import ReportForm
from apps.awards.models.nominee import Nominee
from apps.core.models import TimeStamped, Versioned


@tracked()
class AchievementReport(Versioned):
    """Báo cáo thành tích of one nominee, by form. ``form_code``: number of the form in force, from the catalogue."""

    nominee = models.OneToOneField(Nominee, on_delete=models.CASCADE, related_name="report")
    form = models.CharField(_("mẫu"), max_length=10, choices=ReportForm)
    form_code = models.CharField(_("mẫu số"), max_length=100, blank=True)
    situation = models.TextField(_("sơ lược đặc điểm, tình hình"), blank=True)
    achievements = models.TextField(_("thành tích đạt được"), blank=True)
    awards_held = models.TextField(_("các hình thức đã được khen thưởng"), blank=True)
    saved_by_label = models.CharField(_("người lưu"), max_length=300, blank=True)
    saved_at = models.DateTimeField(_("lưu lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("báo cáo thành tích")
        verbose_name_plural = _("báo cáo thành tích")

    def __str__(self) -> str:
        return f"{self._meta.verbose_name}: {self.nominee}"

    @property
    def is_written(self) -> bool:
        return bool(self.achievements)


@tracked()
class ReportEntry(TimeStamped):
    """A result that the report rests on. Used for one award, it is flagged where another one rests on it too

    (Luật Thi đua, khen thưởng, Điều 5: no second reward for the same achievement).
    """

    report = models.ForeignKey(AchievementReport, on_delete=models.CASCADE, related_name="entries")
    entry = models.ForeignKey("results.ResultEntry", on_delete=models.PROTECT, related_name="report_uses")

    class Meta:
        verbose_name = _("kết quả dùng trong báo cáo thành tích")
        verbose_name_plural = _("kết quả dùng trong báo cáo thành tích")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["report", "entry"], name="awards_report_entry_once")]

    def __str__(self) -> str:
        return str(self.entry)
