"""Shape of remarks on points and of their answers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.core.crispy import CrispyFormMixin
from apps.core.numbers import VietnameseDecimalField
from apps.scoring.domain.remarks import TEXT_LENGTH, Wish
from apps.scoring.domain.wording import number_in_set
from apps.scoring.models import ScoreLine


class RemarksForm(forms.Form):
    """One text and the points asked for, for each line; an empty text leaves the line out.

    Fields bear the criterion's id: what was typed stays when another version of the line takes its place.
    """

    seen = forms.CharField(max_length=20, required=False)  # id of the version whose points were read

    def __init__(self, *args, lines: list[ScoreLine], **kwargs):
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            part = line.criterion.part or line.criterion
            number = number_in_set(part.printed_number, line.criterion.printed_number)
            self.fields[f"line_{line.criterion_id}"] = forms.CharField(
                label=_("Kiến nghị cho dòng %(number)s") % {"number": number},
                max_length=TEXT_LENGTH,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"}),
            )
            self.fields[f"points_{line.criterion_id}"] = VietnameseDecimalField(
                label=_("Điểm đề nghị cho dòng %(number)s") % {"number": number},
                required=False,
                max_digits=12,
                decimal_places=3,
            )
            self.fields[f"points_{line.criterion_id}"].widget.attrs["class"] = "form-control"

    @property
    def rows(self):
        return [(line, self[f"line_{line.criterion_id}"], self[f"points_{line.criterion_id}"]) for line in self.lines]

    def clean(self):
        data = super().clean()
        for line in self.lines:
            if data.get(f"points_{line.criterion_id}") is not None and not data.get(f"line_{line.criterion_id}"):
                self.add_error(f"line_{line.criterion_id}", _("Ghi nội dung kiến nghị cho điểm đề nghị này."))
        return data

    def wishes(self) -> dict[int, Wish]:
        data = self.cleaned_data
        return {
            line.criterion_id: Wish(data[f"line_{line.criterion_id}"], data[f"points_{line.criterion_id}"])
            for line in self.lines
        }


class AnswerForm(CrispyFormMixin, forms.Form):
    """Trả lời kiến nghị."""

    accept = forms.TypedChoiceField(
        label=_("Trả lời"),
        choices=[
            ("yes", _("Tiếp thu: mở lại dòng này để chấm lại; kết quả xếp hạng đã tính được đánh dấu là cũ")),
            ("no", _("Giữ nguyên điểm")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("Nội dung trả lời, lý do"),
        min_length=5,
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
