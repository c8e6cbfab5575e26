"""Hiệp y, lấy ý kiến công khai."""

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.awards.enums import Opinion
from apps.awards.forms import CitedFields, text_field
from apps.core.crispy import CrispyFormMixin
from apps.core.dates import VietnameseDateField


class ConsultForm(CitedFields):
    """Lấy ý kiến hiệp y."""

    body_name = forms.CharField(label=_("Cơ quan được hỏi"), max_length=300)
    asked_on = VietnameseDateField(label=_("Ngày gửi hỏi"))
    due_on = VietnameseDateField(label=_("Hạn trả lời"))
    field_order = ("body_name", "asked_on", "due_on")


class OpinionForm(CitedFields):
    """Ý kiến trả lời của cơ quan được hỏi."""

    opinion = forms.ChoiceField(
        label=_("Ý kiến"),
        choices=[(value, label) for value, label in Opinion.choices if value],
        widget=forms.RadioSelect,
    )
    answered_on = VietnameseDateField(label=_("Ngày trả lời"))
    text = text_field(_("Nội dung trả lời"), required=False, max_length=4000)
    field_order = ("opinion", "answered_on", "text")


class CommentForm(CrispyFormMixin, forms.Form):
    """Công khai lấy ý kiến."""

    starts_on = VietnameseDateField(label=_("Công khai từ ngày"))
    days = forms.IntegerField(
        label=_("Số ngày làm việc"),
        min_value=1,
        max_value=60,
        required=False,
        help_text=_("Để trống: theo quy định."),
    )
    basis = forms.CharField(label=_("Căn cứ"), max_length=500, required=False, help_text=_("Để trống: theo quy định."))
    contact = forms.CharField(
        label=_("Nơi nhận ý kiến"), max_length=500, help_text=_("Địa chỉ, điện thoại, thư điện tử công vụ.")
    )
    whole = forms.BooleanField(
        label=_("Công khai cả các hình thức không bắt buộc lấy ý kiến"),
        required=False,
    )


class PublicOpinionForm(CrispyFormMixin, forms.Form):
    received_on = VietnameseDateField(label=_("Ngày nhận"))
    sender = forms.CharField(label=_("Người gửi"), max_length=300, required=False)
    text = text_field(_("Nội dung ý kiến"), max_length=4000)
    conclusion = text_field(_("Kết luận"), required=False, max_length=4000)


class SentOpinionForm(CrispyFormMixin, forms.Form):
    """Written by anybody on the public page; whoever receives it must be able to answer."""

    sender = forms.CharField(label=_("Họ tên người gửi"), max_length=150)
    contact = forms.CharField(label=_("Điện thoại hoặc thư điện tử"), max_length=140)
    text = text_field(_("Nội dung ý kiến"), min_length=10, max_length=4000, rows=6)


class ConclusionForm(CrispyFormMixin, forms.Form):
    conclusion = text_field(_("Kết luận"), max_length=4000)
