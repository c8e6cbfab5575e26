"""Shape of a duty of the organiser, and of a unit's own call."""

from datetime import datetime, time

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.core.crispy import CrispyFormMixin
from apps.core.dates import VietnameseDateField
from apps.obligations import audience
from apps.obligations.enums import MADE_ELSEWHERE, DutyKind

KINDS = [(kind.value, kind.label) for kind in DutyKind if kind not in MADE_ELSEWHERE]


class DutyForm(CrispyFormMixin, forms.Form):
    """What, for whom, by when, on what basis. ``cleaned_data["closes_at"]`` is the moment of Khóa sổ, or None."""

    kind = forms.ChoiceField(label=_("Loại việc"), choices=KINDS)
    label = forms.CharField(label=_("Tên việc"), help_text=_("Ví dụ: Gửi báo cáo sơ kết 6 tháng."), max_length=200)
    audience = forms.MultipleChoiceField(label=_("Giao cho"), widget=forms.CheckboxSelectMultiple)
    opens_on = VietnameseDateField(label=_("Mở từ ngày"), required=False)
    due_on = VietnameseDateField(
        label=_("Hạn nộp"), help_text=_("Hết 24 giờ ngày này; số ngày chậm tính từ đây. Ví dụ: 28/02/2026.")
    )
    internal_due_on = VietnameseDateField(
        label=_("Hạn nội bộ"), required=False, help_text=_("Hạn của Cụm trước hạn của Bộ; chỉ để sắp xếp và nhắc.")
    )
    closes_on = VietnameseDateField(
        label=_("Khóa sổ ngày"), required=False, help_text=_("Để trống: việc gửi chậm vẫn được nhận và ghi chậm.")
    )
    closes_time = forms.TimeField(
        label=_("Khóa sổ lúc"),
        required=False,
        initial=time(17, 0),
        input_formats=["%H:%M", "%Hh%M", "%Hh", "%H.%M"],
        widget=forms.TimeInput(attrs={"autocomplete": "off", "inputmode": "numeric"}, format="%H:%M"),
    )
    basis_symbol = forms.CharField(label=_("Công văn hướng dẫn: số, ký hiệu"), required=False, max_length=100)
    basis_issued_on = VietnameseDateField(label=_("Công văn hướng dẫn: ngày ban hành"), required=False)

    until = VietnameseDateField(
        label=_("Hạn của đơn vị được thêm sau hạn nộp"),
        required=False,
        help_text=_("Chỉ cần khi hạn nộp đã qua mà thêm đơn vị."),
    )
    expected_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, year, changing=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["audience"].choices = audience.choices(year)
        for name in ["kind"] if changing else ["until", "expected_version"]:
            del self.fields[name]

    def clean(self):
        data = super().clean()
        closes_on, at = data.pop("closes_on", None), data.pop("closes_time", None)
        data["closes_at"] = timezone.make_aware(datetime.combine(closes_on, at or time(17, 0))) if closes_on else None
        if data.get("basis_issued_on") and not data.get("basis_symbol"):
            self.add_error("basis_symbol", _("Nhập số, ký hiệu của công văn."))
        return data


class ReceivedForm(CrispyFormMixin, forms.Form):
    """Đã nhận: the day on which the paper came."""

    received_on = VietnameseDateField(label=_("Ngày nhận"), help_text=_("Số ngày chậm tính theo ngày này."))


class UnitsReceivedForm(ReceivedForm):
    """The same for several units."""

    unit_ids = forms.MultipleChoiceField(label=_("Đã nhận của"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit_ids"].choices = [(str(unit.pk), unit.name) for unit in units]

    def clean_unit_ids(self):
        return [int(value) for value in self.cleaned_data["unit_ids"]]


class MembersDateForm(CrispyFormMixin, forms.Form):
    """Hạn nội bộ that a head sets for its members."""

    internal_due_on = VietnameseDateField(
        label=_("Hạn nội bộ"), required=False, help_text=_("Trước hoặc vào hạn nộp. Để trống: bỏ hạn nội bộ đã đặt.")
    )


class OwnCallForm(CrispyFormMixin, forms.Form):
    """Hạn nội bộ and the divisions that are called."""

    internal_due_on = VietnameseDateField(label=_("Hạn nội bộ"), help_text=_("Trước hoặc vào hạn nộp của đơn vị."))
    unit_ids = forms.MultipleChoiceField(
        label=_("Giao cho phòng, ban, đơn vị trực thuộc"), widget=forms.CheckboxSelectMultiple, required=False
    )
    label = forms.CharField(
        label=_("Việc giao"), max_length=200, required=False, help_text=_("Để trống: như tên việc của đơn vị.")
    )

    def __init__(self, *args, divisions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit_ids"].choices = [(str(unit.pk), unit.name) for unit in divisions]
        if not divisions:
            del self.fields["unit_ids"], self.fields["label"]

    def clean_unit_ids(self):
        return [int(value) for value in self.cleaned_data["unit_ids"]]
