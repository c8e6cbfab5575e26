"""Shapes of what is typed about pledges."""

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.clusters.enums import Line
from apps.core.crispy import CrispyFormMixin
from apps.core.dates import VietnameseDateField
from apps.core.form_rows import RowForm, RowsFormMixin
from apps.core.reasons import reason_field, reason_form
from apps.documents.signing_forms import SignedCopyForm
from apps.pledges.domain.texts import Promised
from apps.pledges.models import PledgeVersion


class CreateForm(CrispyFormMixin, forms.Form):
    """For which line, from what."""

    line = forms.ChoiceField(label=_("Khối ký giao ước"), required=False, widget=forms.RadioSelect)
    from_last_year = forms.BooleanField(
        label=_("Lấy từ năm trước"),
        required=False,
        initial=True,
        help_text=_("Nội dung và cam kết của bản đã ký năm trước được chép sang để sửa; năm trước không thay đổi."),
    )

    def __init__(self, *args, lines, has_last_year, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["line"].choices = [(line, Line(line).label if line else _("Chung cả Cụm")) for line in lines]
        self.fields["line"].initial = lines[0] if lines else ""
        if not has_last_year:
            del self.fields["from_last_year"]


class CommitmentRow(RowForm):
    """One commitment."""

    main_field = "text"

    text = forms.CharField(
        label=_("Nội dung cam kết"),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"class": "form-control", "rows": 2}),
    )
    unit = forms.TypedChoiceField(
        label=_("Đơn vị thực hiện"),
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.Select({"class": "form-select"}),
    )
    due_on = VietnameseDateField(label=_("Thời hạn"), required=False, widget=forms.TextInput({"class": "form-control"}))

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = units


class DraftForm(RowsFormMixin, CrispyFormMixin, forms.Form):
    """The whole draft; each line of the text is one paragraph, compared line by line between versions."""

    row_form = CommitmentRow
    least_rows = 5

    title = forms.CharField(label=_("Tiêu đề"), max_length=300)
    text = forms.CharField(
        label=_("Nội dung giao ước"),
        required=False,
        max_length=50_000,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("Mỗi dòng là một đoạn; các bản được so sánh theo từng dòng."),
    )
    place = forms.CharField(
        label=_("Nơi ký kết"), required=False, max_length=200, help_text=_("In cạnh ngày ký. Ví dụ: Hà Nội.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, units, **kwargs):
        self.units = units
        super().__init__(*args, **kwargs)

    def rows_options(self):
        choices = [("", _("Mọi đơn vị")), *((unit.pk, unit.table_name) for unit in self.units)]
        return {"form_kwargs": {"units": choices}}

    def commitments(self) -> list[Promised]:
        return [Promised(row["text"], row["unit"], row["due_on"], row["key"]) for row in self.filled_rows()]


def rows_of(version: PledgeVersion) -> list[dict]:
    """The stored commitments as initial rows."""
    return [
        {"key": each.pk, "text": each.text, "unit": each.unit_id, "due_on": each.due_on}
        for each in version.commitments.order_by("position", "pk")
    ]


class OpenForm(CrispyFormMixin, forms.Form):
    """Mở ký: until when, and the day of the meeting where there is one."""

    due_on = VietnameseDateField(label=_("Hạn ký"), help_text=_("Các đơn vị được báo; quá ngày này là chậm."))
    signed_on = VietnameseDateField(
        label=_("Ngày ký kết"),
        required=False,
        help_text=_("In trên giao ước, thường là ngày hội nghị. Có thể để trống."),
    )


ReasonForm = reason_form(min_length=5)


class CloseForm(CrispyFormMixin, forms.Form):
    """Khóa; a reason where units have not signed."""

    reason = reason_field(required=False, min_length=None, help_text=_("Bắt buộc khi còn đơn vị chưa ký."))


class ProxyForm(SignedCopyForm):
    """Nhập thay: the scan, the day on which the paper arrived, on what basis."""

    received_on = VietnameseDateField(
        label=_("Ngày nhận bản giấy"), help_text=_("Tính đúng hạn theo ngày này, không theo ngày nhập.")
    )
    basis = forms.CharField(
        label=_("Lý do nhập thay"),
        min_length=5,
        max_length=500,
        help_text=_("Ví dụ: đơn vị gửi bản giấy qua bưu điện."),
    )


class DoneForm(CrispyFormMixin, forms.Form):
    """Đã thực hiện."""

    done_on = VietnameseDateField(label=_("Ngày hoàn thành"))
    note = forms.CharField(
        label=_("Kết quả"), required=False, max_length=500, help_text=_("Ngắn gọn; số, ngày văn bản nếu có.")
    )
