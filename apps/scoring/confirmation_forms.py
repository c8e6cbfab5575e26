"""Shape of what is typed to ask a body outside of the portal, and of what it answers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.core.crispy import CrispyFormMixin
from apps.documents.domain.signed_copies import ChangedMeanwhile
from apps.documents.signing_forms import SignedCopyForm
from apps.scoring.domain.confirmations import MOST_DAYS, WORDS_LENGTH

USUAL_DAYS = 7
BODY = _("Cơ quan xác nhận")


class LinkForm(CrispyFormMixin, forms.Form):
    """To whom the link goes, and how long it lives."""

    body_name = forms.CharField(
        label=BODY, max_length=300, help_text=_("Ví dụ: Ủy ban nhân dân tỉnh, Ban Thi đua - Khen thưởng tỉnh.")
    )
    days = forms.IntegerField(
        label=_("Liên kết có hiệu lực (ngày)"), min_value=1, max_value=MOST_DAYS, initial=USUAL_DAYS
    )


class ConfirmationCopyForm(SignedCopyForm):
    """The scan of the paper that the body outside signed."""

    body_name = forms.CharField(label=BODY, max_length=300)


class AnswerLinkForm(CrispyFormMixin, forms.Form):
    """The outside signer: who, the code, the answer."""

    answer = forms.ChoiceField(
        label=_("Trả lời"),
        choices=[
            ("confirm", _("Xác nhận kết quả tự chấm điểm là khách quan, chính xác")),
            ("refuse", _("Không xác nhận")),
        ],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("Ý kiến, lý do"),
        max_length=WORDS_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Bắt buộc khi không xác nhận."),
    )
    name = forms.CharField(label=_("Họ và tên"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    post = forms.CharField(
        label=_("Chức vụ"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "organization-title"})
    )
    code = forms.CharField(
        label=_("Mã xác nhận"),
        max_length=20,
        help_text=_("Mã 8 chữ số do nơi gửi liên kết thông báo riêng, qua điện thoại."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
    seen = forms.CharField(  # fingerprint of the lines that were read
        max_length=16, widget=forms.HiddenInput, error_messages={"required": ChangedMeanwhile.default_message}
    )
