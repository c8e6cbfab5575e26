"""Words of the reports that people write."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Part(models.TextChoices):
    """Parts of a summary report (Báo cáo tổng kết) in their order."""

    DIRECTION = "direction", _("Công tác chỉ đạo, tổ chức thực hiện")
    MOVEMENTS = "movements", _("Kết quả các phong trào thi đua")
    RESULTS = "results", _("Kết quả thực hiện nhiệm vụ, chỉ tiêu")
    SCORING = "scoring", _("Chấm điểm, xếp hạng; bình xét, suy tôn")
    AWARDS = "awards", _("Công tác khen thưởng")
    JUDGEMENT = "judgement", _("Đánh giá chung: ưu điểm, hạn chế, nguyên nhân")
    NEXT = "next", _("Phương hướng, nhiệm vụ; kiến nghị")
