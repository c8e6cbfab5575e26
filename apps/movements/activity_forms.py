"""Shape of what is typed about activities and commitments."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from apps.core.crispy import CrispyFormMixin
from apps.core.dates import VietnameseDateField
from apps.core.numbers import VietnameseDecimalField
from apps.core.reasons import ReasonForm
from apps.core.text import clean
from apps.core.whole_numbers import whole_number
from apps.documents.citation_fields import check_citation
from apps.movements.domain.activities import CitedPaper, Figure

FIGURES = (1, 2, 3)
MOST_PEOPLE = 5000


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files at once; cleans to a list."""

    widget = ManyFilesInput

    def clean(self, data, initial=None):
        files = data if isinstance(data, list | tuple) else [data]
        return [super(ManyFilesField, self).clean(each, initial) for each in files if each]


class ActivityForm(CrispyFormMixin, forms.Form):
    """What was done, when; figures, photos and a paper may be left out."""

    on = VietnameseDateField(label=_("Ngày"))
    text = forms.CharField(label=_("Đã làm gì"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
    photos = ManyFilesField(
        label=_("Ảnh (chọn được nhiều ảnh)"),
        required=False,
        widget=ManyFilesInput(attrs={"accept": "image/jpeg,image/png", "multiple": True}),
    )
    symbol = forms.CharField(label=_("Số, ký hiệu văn bản"), max_length=100, required=False)
    issued_on = VietnameseDateField(label=_("Ngày ban hành"), required=False)
    issuer_name = forms.CharField(
        label=_("Cơ quan ban hành"), max_length=300, required=False, help_text=_("Để trống nếu là chính đơn vị.")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for number in FIGURES:
            self.fields[f"label_{number}"] = forms.CharField(
                label=_("Số liệu %(n)s: tên") % {"n": number}, max_length=200, required=False
            )
            self.fields[f"value_{number}"] = VietnameseDecimalField(
                label=_("Số liệu %(n)s: số") % {"n": number}, required=False, max_digits=18, decimal_places=3
            )
            self.fields[f"measure_{number}"] = forms.CharField(
                label=_("Số liệu %(n)s: đơn vị tính") % {"n": number}, max_length=50, required=False
            )

    def figure_rows(self):
        """The boxes of each figure, for the page."""
        return [(self[f"label_{n}"], self[f"value_{n}"], self[f"measure_{n}"]) for n in FIGURES]

    def clean(self):
        data = super().clean()
        check_citation(self)
        seen = set()
        for number in FIGURES:
            label, value = clean(data.get(f"label_{number}") or ""), data.get(f"value_{number}")
            if label and value is None and f"value_{number}" not in self.errors:
                self.add_error(f"value_{number}", _("Nhập số của số liệu này."))
            if value is not None and not label:
                self.add_error(f"label_{number}", _("Nhập tên của số liệu này."))
            if label and label in seen:
                self.add_error(f"label_{number}", _("Số liệu này đã có ở trên."))
            seen.add(label)
        return data

    def arguments(self) -> dict:
        """What the domain function takes."""
        data = self.cleaned_data
        figures = [
            Figure(data[f"label_{n}"], data[f"value_{n}"], data[f"measure_{n}"])
            for n in FIGURES
            if data.get(f"label_{n}")
        ]
        paper = CitedPaper(data["symbol"], data["issued_on"], data["issuer_name"]) if data["symbol"] else None
        return {"on": data["on"], "text": data["text"], "figures": figures, "paper": paper, "photos": data["photos"]}


class ActivityEditForm(ActivityForm):
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, photos, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["dropped_photos"] = forms.ModelMultipleChoiceField(
            label=_("Bỏ ảnh đang có"), queryset=photos, required=False, widget=forms.CheckboxSelectMultiple
        )

    def arguments(self) -> dict:
        dropped = [photo.pk for photo in self.cleaned_data["dropped_photos"]]
        return super().arguments() | {"version": self.cleaned_data["version"], "dropped_photos": dropped}


class PeopleField(forms.MultipleChoiceField):
    """Ids of people of a roll; the page draws the boxes itself."""

    def __init__(self, **options):
        super().__init__(required=False, widget=forms.CheckboxSelectMultiple, **options)

    def to_python(self, value):
        ids = [whole_number(each) for each in super().to_python(value)]
        if len(ids) > MOST_PEOPLE or None in ids:
            raise ValidationError(_("Danh sách chọn không đọc được."))
        return ids

    def validate(self, value):
        """The domain asks whether they are on the roll of the day."""


class CommitForm(CrispyFormMixin, forms.Form):
    """Who has signed, when, and the scan of the list where there is one."""

    people = PeopleField(label=_("Những người đã ký"))
    everybody = forms.BooleanField(label=_("Tất cả những người chưa cam kết"), required=False)
    signed_on = VietnameseDateField(label=_("Ngày ký"))
    scan = forms.FileField(
        label=_("Bản chụp danh sách ký"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"}),
    )


class TakeBackForm(ReasonForm):
    people = PeopleField(label=_("Những người ghi nhầm"))


class PasteForm(CrispyFormMixin, forms.Form):
    """Names copied from Excel: one person a line."""

    pasted = forms.CharField(
        label=_("Danh sách người đã ký, dán từ Excel"),
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("Mỗi dòng một người: họ và tên; cột “Ngày ký” nếu có. Có dòng tiêu đề hay không đều được."),
    )
    signed_on = VietnameseDateField(label=_("Ngày ký"), help_text=_("Dùng cho dòng không có cột ngày ký."))
