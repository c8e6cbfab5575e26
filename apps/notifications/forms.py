"""Shape of what is typed: choices, texts of mails."""

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.core.crispy import CrispyFormMixin
from apps.core.dates import VietnameseDateField
from apps.notifications.enums import Delivery

GENERAL = "general"


class PreferenceForm(CrispyFormMixin, forms.Form):
    """One choice for all optional kinds, and one for each; a field is named by the kind's code."""

    def __init__(self, *args, kinds, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields[GENERAL] = forms.ChoiceField(
            label=_("Cách nhận chung"),
            choices=[("", _("Theo mặc định của từng loại")), *Delivery.choices],
            required=False,
            help_text=_("Áp dụng cho mọi loại không bắt buộc mà bạn chưa chọn riêng ở dưới."),
        )
        for kind in kinds:
            self.fields[kind.code] = forms.ChoiceField(
                label=str(kind),
                choices=[("", _("Theo cách nhận chung")), *Delivery.choices],
                required=False,
                help_text=_("Mặc định: %(delivery)s.") % {"delivery": kind.get_delivery_display()},
            )

    def choices(self) -> dict[str | None, str]:
        """By kind, None for the general choice."""
        return {None if name == GENERAL else name: value for name, value in self.cleaned_data.items()}


class TemplateForm(CrispyFormMixin, forms.Form):
    """One version of the mail of a kind. What its words may be is checked by the domain."""

    subject = forms.CharField(label=_("Tiêu đề thư"), max_length=200)
    body = forms.CharField(label=_("Nội dung thư"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 14}))
    starts_on = VietnameseDateField(label=_("Dùng từ ngày"))
    expected_number = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class ResetTemplateForm(forms.Form):
    expected_number = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
