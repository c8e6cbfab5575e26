"""Shape of what is typed while the meeting goes on and after it."""

from django import forms
from django.utils.translation import gettext_lazy as lazy

from apps.core.crispy import CrispyFormMixin
from apps.core.reasons import reason_form
from apps.core.version_fields import FirstOrSeenField


class NoteForm(CrispyFormMixin, forms.Form):
    """A remark on a step, kept with it."""

    note = forms.CharField(label=lazy("Ghi chú"), max_length=500, required=False)


ReasonForm = reason_form(min_length=5, max_length=1000)


class MinutesForm(CrispyFormMixin, forms.Form):
    """What was said and concluded; attendance, papers, votes are taken from the records."""

    ended_at = forms.TimeField(
        label=lazy("Kết thúc lúc"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    opinions = forms.CharField(
        label=lazy("Ý kiến thảo luận"), max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 8})
    )
    conclusion = forms.CharField(
        label=lazy("Kết luận của chủ trì"), max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 8})
    )
    version = FirstOrSeenField()


class HandoverForm(CrispyFormMixin, forms.Form):
    """What the old head leaves to the next one."""

    remarks = forms.CharField(
        label=lazy("Lưu ý cho Trưởng năm sau"),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    contacts = forms.CharField(
        label=lazy("Đầu mối liên hệ"),
        max_length=5_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=lazy("Ngoài danh sách cán bộ phụ trách của các đơn vị ở trang bàn giao."),
    )
    files = forms.CharField(
        label=lazy("Hồ sơ, biểu mẫu bàn giao"),
        max_length=5_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=lazy("Hồ sơ giấy, biểu mẫu và nơi để. Không ghi nội dung tài liệu mật."),
    )
    version = FirstOrSeenField()


class SeenVersionForm(forms.Form):
    """The version that the person has read."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
