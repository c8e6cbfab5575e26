"""Shape of what is typed when a meeting that was called off is held after all."""

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.conferences.domain.calling_off import NewDay
from apps.conferences.enums import Session
from apps.core.crispy import CrispyFormMixin
from apps.core.dates import VietnameseDateField


class NewDayForm(CrispyFormMixin, forms.Form):
    """Tổ chức lại: when and where."""

    held_on = VietnameseDateField(label=_("Ngày họp"))
    session = forms.ChoiceField(label=_("Buổi"), choices=Session.choices, widget=forms.RadioSelect)
    place = forms.CharField(label=_("Địa điểm"), max_length=300, required=False)
    answer_by = VietnameseDateField(
        label=_("Trả lời giấy mời trước hết ngày"), required=False, help_text=_("Có thể để trống.")
    )

    def day(self) -> NewDay:
        return NewDay(**self.cleaned_data)
