"""Shapes of the forms about accounts."""

from django import forms
from django.utils.translation import gettext_lazy as lazy

from apps.accounts.domain.slips import MOST_DAYS
from apps.core.crispy import CrispyFormMixin
from apps.core.dates import VietnameseDateField
from apps.core.reasons import reason_form
from apps.units.enums import Role
from apps.units.models import Person

HONORIFICS = [("", lazy("Không ghi")), ("Ông", "Ông"), ("Bà", "Bà")]


class MakeAccountsForm(CrispyFormMixin, forms.Form):
    """People of one unit: those on file without an account, and one more by hand."""

    people = forms.ModelMultipleChoiceField(
        label=lazy("Người của đơn vị chưa có tài khoản"),
        queryset=Person.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    full_name = forms.CharField(
        label=lazy("Thêm một người: họ và tên"), max_length=200, required=False, help_text=lazy("Nếu chưa có hồ sơ.")
    )
    honorific = forms.ChoiceField(label=lazy("Danh xưng"), choices=HONORIFICS, required=False)
    post = forms.CharField(label=lazy("Chức vụ"), max_length=200, required=False)
    phone = forms.CharField(label=lazy("Điện thoại cơ quan"), max_length=30, required=False)
    email = forms.EmailField(label=lazy("Thư điện tử công vụ"), required=False)
    role = forms.ChoiceField(label=lazy("Vai trò"), required=False)
    starts_on = VietnameseDateField(label=lazy("Giữ vai trò từ ngày"))
    valid_days = forms.IntegerField(
        label=lazy("Phiếu có hiệu lực mấy ngày"), min_value=1, max_value=MOST_DAYS, initial=14
    )

    def __init__(self, *args, people, roles, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = people
        self.fields["role"].choices = [("", lazy("Chưa giao vai trò")), *((r.value, r.label) for r in roles)]
        if Role.OFFICER in roles:
            self.fields["role"].initial = Role.OFFICER
        if not people.exists():
            del self.fields["people"]

    def clean(self):
        data = super().clean()
        if not data.get("people") and not data.get("full_name") and not self.errors:
            self.add_error("full_name", lazy("Chọn người có hồ sơ, hoặc nhập họ và tên một người."))
        return data


ResetForm = reason_form(min_length=5, help_text=lazy("Ví dụ: quên mật khẩu, gọi điện ngày 05/01/2026."))
