"""Shape of what is typed about the layout of certificates."""

from collections.abc import Iterator
from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.awards.certificate_enums import Paper, Part, Reissue
from apps.awards.certificate_layout import Place, places_of, shipped_places
from apps.awards.domain.layouts import Setting
from apps.awards.models import CertificateLayout
from apps.catalog.models import AwardType
from apps.core.crispy import CrispyFormMixin
from apps.core.numbers import VietnameseDecimalField
from apps.core.reasons import ReasonForm

MEASURES = {
    "left": (_("Cách trái (mm)"), 0, 420),
    "top": (_("Cách trên (mm)"), 0, 297),
    "width": (_("Rộng (mm)"), 5, 420),
    "size": (_("Cỡ chữ"), 6, 90),
}
RESET = "reset"


class ReissueForm(ReasonForm):
    """Cấp đổi, cấp lại of one sheet, the one that was seen."""

    kind = forms.ChoiceField(label=_("Việc thực hiện"), choices=Reissue.choices, widget=forms.RadioSelect)
    number = forms.IntegerField(widget=forms.HiddenInput)

    field_order = ("kind", "reason", "number")


class NewLayoutForm(CrispyFormMixin, forms.Form):
    """For which body, award and paper."""

    unit = forms.ModelChoiceField(label=_("Đơn vị"), queryset=None, empty_label=None)
    award = forms.ModelChoiceField(
        label=_("Danh hiệu, hình thức"),
        queryset=AwardType.objects.order_by("order", "code"),
        required=False,
        empty_label=_("Mọi danh hiệu, hình thức"),
    )
    paper = forms.ChoiceField(label=_("Khổ giấy"), choices=Paper.choices)
    blank = forms.BooleanField(
        label=_("In lên phôi đã có sẵn Quốc hiệu, người quyết định, tên hình thức"),
        required=False,
    )

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units


class LayoutForm(forms.Form):
    """A row for each part: shown, from the left, from above, width, size of the letters."""

    paper = forms.ChoiceField(label=_("Khổ giấy"), choices=Paper.choices)
    shift_left = VietnameseDecimalField(
        label=_("Dịch tất cả sang phải (mm)"),
        min_value=-50,
        max_value=50,
        decimal_places=1,
        help_text=_("Khi máy in kéo giấy lệch; số âm: sang trái."),
    )
    shift_top = VietnameseDecimalField(
        label=_("Dịch tất cả xuống (mm)"),
        min_value=-50,
        max_value=50,
        decimal_places=1,
        help_text=_("Số âm: lên trên."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for part in Part:
            self.fields[f"shown_{part}"] = forms.BooleanField(label=_("In phần này"), required=False)
            for name, (label, low, high) in MEASURES.items():
                self.fields[f"{name}_{part}"] = VietnameseDecimalField(
                    label=label, min_value=low, max_value=high, decimal_places=1
                )

    @classmethod
    def initial_of(cls, row: CertificateLayout) -> dict:
        found = {name: getattr(row, name) for name in ("paper", "shift_left", "shift_top", "version")}
        for part, place in places_of(row).items():
            found |= {f"{name}_{part}": getattr(place, name) for name in (*MEASURES, "shown")}
        return found

    def rows(self) -> Iterator[tuple[str, str, forms.BoundField, list[forms.BoundField]]]:
        for part in Part:
            yield part.value, part.label, self[f"shown_{part}"], [self[f"{name}_{part}"] for name in MEASURES]

    def setting(self) -> Setting:
        data = self.cleaned_data
        places = {
            part: Place(
                **{name: Decimal(data[f"{name}_{part}"]) for name in MEASURES},
                style=place.style,
                align=place.align,
                shown=data[f"shown_{part}"],
            )
            for part, place in shipped_places(data["paper"]).items()
        }
        return Setting(data["paper"], places, data["shift_left"], data["shift_top"])
