"""Shape of an exception: until which hour, who asked, how, why."""

from datetime import datetime, time

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.core.crispy import CrispyFormMixin
from apps.core.dates import VietnameseDateField
from apps.core.reasons import reason_field
from apps.obligations.enums import OUTSIDE


class UntilForm(CrispyFormMixin, forms.Form):
    """Until which day and hour; ``cleaned_data["until"]`` is the moment."""

    until_on = VietnameseDateField(label=_("Gia hạn đến ngày"), help_text=_("Ví dụ: 20/11/2026."))
    until_time = forms.TimeField(
        label=_("Đến giờ"),
        help_text=_("Ví dụ: 17:00. Sau giờ này, thời hạn tự đóng lại."),
        initial=time(17, 0),
        input_formats=["%H:%M", "%Hh%M", "%Hh", "%H.%M"],
        widget=forms.TimeInput(attrs={"autocomplete": "off", "inputmode": "numeric"}, format="%H:%M"),
        error_messages={"invalid": _("Nhập giờ và phút, ví dụ 17:00."), "required": _("Nhập giờ, ví dụ 17:00.")},
    )

    def clean(self):
        data = super().clean()
        if data.get("until_on") and data.get("until_time") is not None:
            data["until"] = timezone.make_aware(datetime.combine(data["until_on"], data["until_time"]))
        return data


class ExtensionForm(UntilForm):
    """Until when, who asked, how and why."""

    asked_by = forms.CharField(
        label=_("Người đề nghị"), help_text=_("Họ tên, chức vụ người gọi hoặc ký văn bản."), max_length=200
    )
    asked_how = forms.ChoiceField(label=_("Hình thức đề nghị"), choices=OUTSIDE, widget=forms.RadioSelect)
    reason = reason_field(max_length=1000)

    @property
    def asked(self) -> dict:
        """What a valid form says, as ``extend``, ``note_reopening`` and whoever reopens take it."""
        return {name: self.cleaned_data[name] for name in ("until", "asked_by", "asked_how", "reason")}


class ReopeningForm(ExtensionForm):
    """Mở lại: the same facts."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["until_on"].label = _("Mở lại đến ngày")
        self.fields["until_time"].help_text = _("Ví dụ: 17:00. Sau giờ này, hệ thống tự đóng lại.")


class WaivingForm(CrispyFormMixin, forms.Form):
    """Miễn: why a unit need not do it."""

    reason = reason_field(max_length=1000)


class TimeRequestForm(UntilForm):
    """A unit asks: until when, and why."""

    reason = reason_field(max_length=1000)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["until_on"].label = _("Đề nghị đến ngày")
        self.fields["until_time"].help_text = _("Ví dụ: 17:00.")


class RefusalForm(CrispyFormMixin, forms.Form):
    """Không chấp thuận: why."""

    reason = reason_field(_("Lý do không chấp thuận"), max_length=1000)
