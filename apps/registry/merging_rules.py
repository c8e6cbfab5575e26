"""What a merge of units does to the registry: nothing moves; the timeline follows the successions."""

from django.utils.translation import gettext_lazy as _

from apps.registry.models import Award, AwardCampaign, EligibilityLetter, GrantDocument, Initiative, ReviewHold
from apps.units import merging


def register() -> None:
    stays = _("Giữ nguyên tên đơn vị lúc tặng; thành tích theo đơn vị kế thừa khi quyết định sắp xếp cho tính.")
    for model, field, label in (
        (Award, "unit", _("Khen thưởng đã tặng")),
        (GrantDocument, "keeper", _("Quyết định khen thưởng đã nhập")),
        (AwardCampaign, "owner", _("Đợt khen thưởng")),
        (Initiative, "unit", _("Sáng kiến, đề tài")),
        (EligibilityLetter, "unit", _("Phiếu kiểm tra điều kiện")),
        (ReviewHold, "unit", _("Tạm dừng xét khen thưởng")),
    ):
        key = f"{model._meta.app_label}.{model.__name__}.{field}"
        merging.register(key, **merging.stays(label, model, field, stays))
