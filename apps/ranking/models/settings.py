"""What a cluster shows of its ranking to whom."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.core.models import Versioned


@tracked()
class RankingSettings(Versioned):
    """The choices of one cluster, for all its years. Without a row the defaults stand.

    Figures of others on fairness and lateness are for the standing office and the auditor; the cluster may open them
    to its heads, and lateness to the unit itself.
    """

    cluster = models.OneToOneField("clusters.Cluster", on_delete=models.CASCADE, related_name="ranking_settings")
    members_see_provisional = models.BooleanField(_("Đơn vị thành viên xem được Kết quả dự kiến"), default=True)
    heads_see_fairness = models.BooleanField(_("Trưởng, Phó Trưởng xem được bảng so sánh cách chấm"), default=False)
    heads_see_lateness = models.BooleanField(_("Trưởng, Phó Trưởng xem được thời gian kiểm tra điểm"), default=True)
    units_see_lateness = models.BooleanField(_("Đơn vị xem được thời gian kiểm tra bảng của mình"), default=True)
    saved_by_label = models.CharField(_("người sửa"), max_length=300, blank=True)
    saved_at = models.DateTimeField(_("sửa lúc"), null=True)

    class Meta:
        verbose_name = _("thiết lập xếp hạng của cụm")
        verbose_name_plural = _("thiết lập xếp hạng của cụm")

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.cluster_id}"
