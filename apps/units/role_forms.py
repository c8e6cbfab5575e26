"""Shapes of the forms about roles."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.accounts.models import User
from apps.core.crispy import CrispyFormMixin
from apps.core.dates import VietnameseDateField
from apps.core.reasons import reason_field
from apps.core.text import clean, fold

MOST_NAMED = 5
LONGEST_NAME = 200


class AccountField(forms.CharField):
    """One active account by user name, or by full name where only one person bears it; a doubt names the choices."""

    def __init__(self, **options):
        options.setdefault("help_text", lazy("Tên đăng nhập, hoặc họ và tên đầy đủ nếu không trùng người khác."))
        super().__init__(**options)

    def to_python(self, value):
        if isinstance(value, User):
            return value
        text = clean(super().to_python(value) or "")[:LONGEST_NAME]
        if not text:  # also what consists of signs that nobody sees
            return ""
        accounts = User.objects.filter(is_active=True)
        found = list(accounts.filter(username__iexact=text))
        if not found:
            named = accounts.filter(search_text__matches=text).order_by("name_key", "pk")[: MOST_NAMED * 4]
            found = [user for user in named if fold(user.full_name) == fold(text)] or list(named)
        if not found:
            raise ValidationError(
                _("Không có tài khoản nào như “%(text)s”. Kiểm tra lại, hoặc cấp tài khoản cho người này trước."),
                params={"text": text},
            )
        if len(found) > 1:
            names = "; ".join(f"{user.full_name} ({user.username})" for user in found[:MOST_NAMED])
            raise ValidationError(
                _("Có nhiều người như vậy: %(names)s. Hãy nhập tên đăng nhập."), params={"names": names}
            )
        return found[0]


class GiveRoleForm(CrispyFormMixin, forms.Form):
    person = AccountField(label=lazy("Người được phân công"))
    role = forms.ChoiceField(label=lazy("Vai trò"), widget=forms.RadioSelect)
    starts_on = VietnameseDateField(label=lazy("Từ ngày"), help_text=lazy("Ví dụ: 01/01/2026."))
    ends_on = VietnameseDateField(
        label=lazy("Đến ngày"), required=False, help_text=lazy("Kể cả ngày này. Để trống nếu chưa định ngày kết thúc.")
    )
    basis = forms.CharField(
        label=lazy("Căn cứ"),
        max_length=300,
        required=False,
        help_text=lazy("Văn bản phân công, ví dụ: Công văn 125/STP-VP ngày 05/01/2026."),
    )

    def __init__(self, *args, roles=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, role.label) for role in roles]


class ChangeRoleForm(CrispyFormMixin, forms.Form):
    starts_on = VietnameseDateField(label=lazy("Từ ngày"))
    ends_on = VietnameseDateField(
        label=lazy("Đến ngày"), required=False, help_text=lazy("Kể cả ngày này. Để trống nếu chưa định ngày kết thúc.")
    )
    basis = forms.CharField(label=lazy("Căn cứ"), max_length=300, required=False)
    reason = reason_field(min_length=5)
    version = forms.IntegerField(widget=forms.HiddenInput)


class EndRoleForm(CrispyFormMixin, forms.Form):
    ends_on = VietnameseDateField(label=lazy("Ngày cuối cùng giữ vai trò"), help_text=lazy("Kể cả ngày này."))
    reason = reason_field(min_length=5)


class DelegateForm(CrispyFormMixin, forms.Form):
    person = AccountField(label=lazy("Người làm thay"))
    starts_on = VietnameseDateField(label=lazy("Từ ngày"))
    ends_on = VietnameseDateField(label=lazy("Đến ngày"), help_text=lazy("Kể cả ngày này."))
    reason = reason_field(min_length=5, help_text=lazy("Ví dụ: nghỉ phép, đi công tác."))


class EndDelegationForm(CrispyFormMixin, forms.Form):
    ends_on = VietnameseDateField(label=lazy("Ngày cuối cùng làm thay"), help_text=lazy("Kể cả ngày này."))
    reason = reason_field(min_length=5)
