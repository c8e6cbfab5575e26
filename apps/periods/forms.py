"""Shapes of the forms about years."""

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.core.crispy import CrispyFormMixin
from apps.core.dates import VietnameseDateField, year_field
from apps.core.reasons import reason_form
from apps.periods.enums import PublicPart, Stage
from apps.units.models import Unit


class YearFields(CrispyFormMixin, forms.Form):
    """Dates and stages of a year."""

    starts_on = VietnameseDateField(label=_("Từ ngày"))
    ends_on = VietnameseDateField(label=_("Đến ngày"), help_text=_("Năm công tác THADS: từ 01/10 năm trước đến 30/9."))
    stages = forms.MultipleChoiceField(
        label=_("Các bước thực hiện trong năm"),
        choices=Stage.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Bước bỏ chọn không hiện trên menu và danh sách việc của năm đó."),
    )

    def days_and_stages(self) -> dict:
        """As the domain takes them."""
        data = self.cleaned_data
        off = tuple(stage for stage in Stage.values if stage not in data["stages"])
        return {"starts_on": data["starts_on"], "ends_on": data["ends_on"], "stages_off": off}


class SettingsForm(YearFields):
    version = forms.IntegerField(widget=forms.HiddenInput)


class PublicForm(CrispyFormMixin, forms.Form):
    parts = forms.MultipleChoiceField(
        label=_("Ai cũng xem được, không cần đăng nhập"),
        choices=PublicPart.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Danh sách lấy ý kiến được công khai riêng từng hồ sơ, trong đúng thời gian lấy ý kiến."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class FirstYearForm(YearFields):
    """The first year of a body that ran none."""

    organiser = forms.ModelChoiceField(label=_("Đơn vị tổ chức"), queryset=Unit.objects.none(), empty_label=None)
    year = year_field(_("Năm thi đua"))
    field_order = ("organiser", "year", "starts_on", "ends_on", "stages")

    def __init__(self, *args, organisers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organiser"].queryset = organisers


class CloseForm(CrispyFormMixin, forms.Form):
    acknowledged = forms.BooleanField(label=_("Tôi đã đọc các cảnh báo và vẫn khóa sổ."), required=False)

    def __init__(self, *args, warned: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not warned:
            del self.fields["acknowledged"]


ReopenForm = reason_form(_("Lý do, căn cứ"))


class StepForm(CrispyFormMixin, forms.Form):
    """A step that needs nothing but a yes."""
