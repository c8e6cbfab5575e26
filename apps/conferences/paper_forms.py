"""Shapes of what is typed about papers of a meeting."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from apps.conferences.enums import PaperKind
from apps.core.crispy import CrispyFormMixin
from apps.core.form_rows import RowForm, RowsFormMixin
from apps.core.version_fields import FirstOrSeenField
from apps.units.role_forms import AccountField


class PaperForm(CrispyFormMixin, forms.Form):
    """A paper: text, a file, or both. ``known``: the draft of a paper that stands already."""

    kind = forms.ChoiceField(label=_("Loại"), choices=PaperKind.choices)
    title = forms.CharField(label=_("Tên tài liệu"), max_length=300)
    text = forms.CharField(
        label=_("Nội dung"),
        required=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text=_("Mỗi dòng là một đoạn; các bản được so sánh theo từng dòng. Có thể chỉ tải tệp."),
    )
    file = forms.FileField(
        label=_("Tệp"),
        required=False,
        help_text=_("PDF, Word (.docx) hoặc Excel (.xlsx). Không chọn tệp mới thì giữ tệp của dự thảo."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.xlsx"}),
    )
    version = FirstOrSeenField()

    def __init__(self, *args, known: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.known = known
        if known:
            del self.fields["kind"]

    def clean(self):
        data = super().clean()
        if not self.known and not data.get("text") and not data.get("file") and "file" not in self.errors:
            raise ValidationError(_("Nhập nội dung hoặc chọn tệp."))
        return data


class OfficialForm(CrispyFormMixin, forms.Form):
    """Ý kiến của chủ trì."""

    remark = forms.CharField(
        label=_("Ý kiến của chủ trì"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Để trống nếu chủ trì nhất trí. Ý kiến được giữ cùng bản chính thức."),
    )
    version = FirstOrSeenField()


class PresenterRow(RowForm):
    main_field = "person"

    person = AccountField(label=_("Người trình bày"), required=False, widget=forms.TextInput({"class": "form-control"}))


class PresentersForm(RowsFormMixin, CrispyFormMixin, forms.Form):
    """One account per row."""

    row_form = PresenterRow
    least_rows = 2

    version = FirstOrSeenField()


class ReadForm(forms.Form):
    """Which version was read."""

    number = forms.IntegerField(min_value=1)
