"""Shape of what is typed about a paper. Sense (twins, secrecy marks) is judged by the domain."""

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.core.crispy import CrispyFormMixin
from apps.core.dates import FIRST_YEAR, LAST_YEAR, VietnameseDateField
from apps.core.reasons import reason_field
from apps.documents.domain.filing import PAPER_FIELDS, Paper
from apps.documents.enums import DocumentKind, SigningPrefix
from apps.documents.scope import Keeper

FILE_KINDS = _("Tệp PDF, ảnh JPG, PNG, Word (.docx) hoặc Excel (.xlsx).")


def digital_field() -> forms.BooleanField:
    """Which of the two a signed paper is; a scan, or another file, unless ticked."""
    return forms.BooleanField(
        label=_("Tệp là bản điện tử đã ký số (PDF)"),
        required=False,
        help_text=_("Đánh dấu để kiểm tra chữ ký số; để trống nếu là bản quét của bản giấy."),
    )


class PaperForm(CrispyFormMixin, forms.Form):
    """What is printed on an official paper. ``registers``: bodies into whose register the person may file."""

    owner_code = forms.ChoiceField(label=_("Vào sổ của"))
    symbol = forms.CharField(
        label=_("Số, ký hiệu"),
        max_length=100,
        help_text=_("Ghi như trên văn bản, ví dụ 36/KH-KVTĐ hoặc 10-Ctr/BCS."),
        error_messages={"required": _("Nhập số, ký hiệu của văn bản.")},
    )
    issued_on = VietnameseDateField(label=_("Ngày ban hành"), help_text=_("Ví dụ 08/4/2022 hoặc 19-09-2022."))
    issuer_name = forms.CharField(
        label=_("Cơ quan ban hành"),
        max_length=300,
        required=False,
        help_text=_("Tên in trên văn bản: đơn vị, Khu vực, Cụm hoặc cơ quan khác."),
        widget=forms.TextInput(attrs={"list": "known-issuers", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(label=_("Loại văn bản"), required=False)
    abstract = forms.CharField(
        label=_("Trích yếu"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    prefix = forms.ChoiceField(label=_("Thẩm quyền ký"), choices=SigningPrefix.choices, required=False)
    signer_name = forms.CharField(label=_("Người ký"), max_length=200, required=False)
    signer_post = forms.CharField(label=_("Chức vụ người ký"), max_length=200, required=False)
    guidance_year = forms.IntegerField(
        label=_("Là công văn, biểu mẫu hướng dẫn của năm thi đua"),
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": _("Nhập năm, ví dụ 2026.")},
    )
    for_everyone = forms.BooleanField(label=_("Công bố cho mọi đơn vị trong hệ thống"), required=False)
    secret_route = forms.BooleanField(
        label=_("Có văn bản gửi theo đường công văn mật"),
        required=False,
        help_text=_("Chỉ ghi số, ngày, cơ quan ban hành: không ghi trích yếu, không đính tệp."),
    )
    confirmed = forms.BooleanField(label=_("Đây là văn bản khác, vẫn ghi vào sổ"), required=False)

    def __init__(self, *args, registers: list[Keeper], **kwargs):
        super().__init__(*args, **kwargs)
        self.registers = {keeper.code: keeper for keeper in registers}
        self.fields["owner_code"].choices = [(keeper.code, keeper.name) for keeper in registers]
        self.fields["kind"].choices = [("", _("Theo số, ký hiệu")), *DocumentKind.choices]
        if len(registers) == 1:
            self.fields["owner_code"].widget = forms.HiddenInput()
            self.fields["owner_code"].initial = registers[0].code
        if not any(keeper.publishes for keeper in registers):
            del self.fields["for_everyone"]

    @property
    def keeper(self) -> Keeper:
        return self.registers[self.cleaned_data["owner_code"]]

    def clean(self):
        data = super().clean()
        keeper = self.registers.get(data.get("owner_code"))
        if data.get("for_everyone") and keeper and not keeper.publishes:
            self.add_error("for_everyone", _("Chỉ công bố được văn bản trong sổ của Thường trực Hội đồng."))
        return data

    def paper(self, **kept) -> Paper:
        """What was typed; ``kept``: fields that the form does not offer."""
        return Paper(**{name: self.cleaned_data[name] for name in PAPER_FIELDS if name in self.cleaned_data} | kept)


class FileForm(CrispyFormMixin, forms.Form):
    """A scan or form to add to a paper."""

    file = forms.FileField(
        label=_("Tệp"),
        allow_empty_file=True,
        help_text=FILE_KINDS,
        error_messages={"required": _("Chọn tệp cần tải lên.")},
    )
    digital = digital_field()
    note = forms.CharField(
        label=_("Ghi chú"), max_length=200, required=False, help_text=_("Ví dụ: bản quét, biểu mẫu số 2.")
    )


class NewPaperForm(PaperForm):
    """Filing: the scan may come at once."""

    file = forms.FileField(label=_("Bản quét"), required=False, allow_empty_file=True, help_text=FILE_KINDS)
    digital = digital_field()
    kept = forms.UUIDField(widget=forms.HiddenInput, required=False)


class ChangePaperForm(PaperForm):
    """Correcting: the register stays, the version seen goes along."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class PurgeForm(CrispyFormMixin, forms.Form):
    """Why a content is removed; the trail keeps it, so it must not say what was in the file."""

    reason = reason_field(help_text=_("Được lưu trong nhật ký. Không ghi nội dung của tệp."))


class NothingForm(CrispyFormMixin, forms.Form):
    """A button that needs no further words."""
