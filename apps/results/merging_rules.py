"""What a merge does to results and targets: nothing moves. Rates of the successor are computed from the parts."""

from django.utils.translation import gettext_lazy as _

from apps.results.models import Indicator, ResultEntry, Target
from apps.units import merging


def register() -> None:
    stays = _("Giữ nguyên ở đơn vị cũ; tổng của đơn vị kế thừa cộng lại từ số của các đơn vị.")
    for model, field, label in (
        (ResultEntry, "unit", _("Kết quả, thành tích")),
        (Target, "unit", _("Chỉ tiêu được giao")),
        (Target, "issuer", _("Chỉ tiêu đã giao")),
        (Indicator, "owner", _("Chỉ số của đơn vị")),
    ):
        key = f"{model._meta.app_label}.{model.__name__}.{field}"
        merging.register(key, **merging.stays(label, model, field, stays))
