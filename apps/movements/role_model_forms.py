"""Shape of what is typed about role models; the suggestion fits a phone."""

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.core.crispy import CrispyFormMixin
from apps.core.dates import VietnameseDateField
from apps.core.text import clean, fold
from apps.core.whole_numbers import whole_number
from apps.movements.role_model_enums import SpreadWay, Subject
from apps.units.models import Person

LONGEST_DEED = 2000


class SuggestionForm(CrispyFormMixin, forms.Form):
    """Who, what, when; the rest is optional. One field more than needed loses a deed.

    ``name``: somebody of the roll, or anybody as written; ``#12 Trần Thị Thử`` names one file where several bear it.
    """

    unit = forms.ModelChoiceField(label=_("Đơn vị"), queryset=None, empty_label=None)
    name = forms.CharField(
        label=_("Ai, tập thể nào?"), max_length=300, help_text=_("Họ và tên; chọn từ danh sách hoặc gõ tên.")
    )
    deed = forms.CharField(
        label=_("Đã làm được việc gì?"),
        max_length=LONGEST_DEED,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Một vài câu: việc gì, ở đâu, cho ai, kết quả."),
    )
    deed_on = VietnameseDateField(label=_("Ngày có việc làm"))
    photo = forms.FileField(
        label=_("Ảnh"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png"}),
    )
    subject = forms.ChoiceField(
        label=_("Đây là"), choices=Subject.choices, initial=Subject.PERSON, widget=forms.RadioSelect
    )
    field = forms.CharField(label=_("Lĩnh vực công tác"), max_length=200, required=False)
    movement = forms.ModelChoiceField(
        label=_("Thuộc phong trào"),
        queryset=None,
        required=False,
        empty_label=_("Không thuộc phong trào nào"),
    )

    def __init__(self, *args, units, movements, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
        self.fields["unit"].initial = units.first()
        self.fields["movement"].queryset = movements
        for name in ("name", "field"):  # the page carries lists to pick from; anything else may be typed
            self.fields[name].widget.attrs |= {"list": f"listed-{name}", "autocomplete": "off"}
        if units.count() == 1:  # nothing to choose: no tap is spent on it
            self.fields["unit"].widget = forms.HiddenInput()

    def clean_name(self):
        name = clean(self.cleaned_data["name"])
        if not fold(name):
            raise forms.ValidationError(_("Viết tên người hoặc tập thể."))
        return name

    def clean(self):
        data = super().clean()
        data["person"] = None
        number, _space, rest = data.get("name", "").partition(" ")
        file_number = whole_number(number.removeprefix("#")) if number.startswith("#") else None
        if file_number is not None and rest:
            person = Person.objects.filter(pk=file_number, merged_into=None, folded_name=fold(rest)).first()
            if person is None:
                self.add_error("name", _("Không có hồ sơ số này với tên đó. Chỉ viết họ và tên cũng được."))
            data["person"], data["name"] = person, rest
        return data


class CorrectionForm(SuggestionForm):
    """The same text, corrected."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["photo"].label = _("Ảnh khác (để trống: giữ ảnh đang có)")


class StepForm(CrispyFormMixin, forms.Form):
    """One step: when, and what was done."""

    on = VietnameseDateField(label=_("Ngày"))
    note = forms.CharField(
        label=_("Đã làm gì"),
        min_length=5,
        max_length=LONGEST_DEED,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class SpreadForm(CrispyFormMixin, forms.Form):
    """Where it was told."""

    way = forms.ChoiceField(label=_("Hình thức"), choices=SpreadWay.choices)
    where = forms.CharField(
        label=_("Ở đâu"), max_length=300, help_text=_("Tên hội nghị, tờ báo, trang tin; dán cả đường dẫn cũng được.")
    )
    on = VietnameseDateField(label=_("Ngày"))
    reached = forms.IntegerField(
        label=_("Số người tham dự, theo dõi"), min_value=0, max_value=100_000_000, required=False
    )


class AwardForm(CrispyFormMixin, forms.Form):
    """Which award recognised the deed."""

    award = forms.ModelChoiceField(label=_("Khen thưởng trong Sổ"), queryset=None, empty_label=None)

    def __init__(self, *args, awards, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["award"].queryset = awards
        self.fields["award"].label_from_instance = award_label


def award_label(award) -> str:
    return f"{award.award_type.name} – {award.recipient} ({award.grant.document})"
