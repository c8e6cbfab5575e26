"""What a merge does to rankings: nothing. What was computed and published stays as it was printed."""

from django.utils.translation import gettext_lazy as _

from apps.ranking.models import Exclusion, RankingEntry, WorkloadFigure
from apps.units import merging


def register() -> None:
    merging.register("ranking.RankingEntry.unit", **merging.stays(_("Kết quả xếp hạng"), RankingEntry, "unit"))
    merging.register("ranking.Exclusion.unit", **merging.stays(_("Đơn vị không xét"), Exclusion, "unit"))
    merging.register("ranking.WorkloadFigure.unit", **merging.stays(_("Khối lượng công việc"), WorkloadFigure, "unit"))
