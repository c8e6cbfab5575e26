"""Shape of what is typed when a paper is signed and sent; the same for every paper that leaves a unit signed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.core.crispy import CrispyFormMixin
from apps.core.dates import VietnameseDateField
from apps.documents.enums import SigningPrefix
from apps.documents.forms import digital_field


class RemarkForm(CrispyFormMixin, forms.Form):
    """Yêu cầu sửa lại: what the officer is to change."""

    remark = forms.CharField(
        label=_("Nội dung yêu cầu sửa"), min_length=5, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class SeenForm(forms.Form):
    """What the person read before signing (signed_copies.fingerprint)."""

    seen = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)


class SignedCopyForm(CrispyFormMixin, forms.Form):
    """Tải lên bản ký, đóng dấu: the scan and what is printed on it."""

    number = forms.CharField(label=_("Số văn bản"), max_length=100, help_text=_("Ví dụ: 128/BC-VPLDS"))
    signed_on = VietnameseDateField(label=_("Ngày ký"))
    signer_name = forms.CharField(label=_("Người ký"), max_length=200)
    signer_post = forms.CharField(label=_("Chức vụ người ký"), max_length=200)
    prefix = forms.ChoiceField(label=_("Thẩm quyền ký"), choices=SigningPrefix.choices, required=False)
    file = forms.FileField(
        label=_("Bản ký, đóng dấu"),
        allow_empty_file=True,
        help_text=_("Tệp PDF, JPG hoặc PNG."),
        error_messages={"required": _("Chọn tệp quét của bản đã ký, đóng dấu.")},
    )
    digital = digital_field()
    kept = forms.UUIDField(widget=forms.HiddenInput, required=False)
    seen = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *args, **kwargs):
        super().__init__(data, *args, **kwargs)
        self.fields["file"].required = not (data and data.get("kept"))


class PaperReceivedForm(CrispyFormMixin, forms.Form):
    """Đã nhận bản giấy: when the original arrived."""

    received_on = VietnameseDateField(label=_("Ngày nhận bản giấy"))
