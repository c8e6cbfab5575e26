"""Filter of the accounts that technical administration helps with."""

import django_filters
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.core.filters import ListFilter, ListOrder, TextFilter


class SupportFilter(ListFilter):
    q = TextFilter(field_name="search_text", label=_("Tên, tên đăng nhập, chức vụ"))
    open = django_filters.ChoiceFilter(
        field_name="is_active", label=_("Trạng thái"), choices=[("True", _("Đang dùng")), ("False", _("Đã khóa"))]
    )
    factor = django_filters.ChoiceFilter(
        field_name="has_second_factor",
        label=_("Xác thực hai bước"),
        choices=[("True", _("Đã bật")), ("False", _("Chưa bật"))],
    )
    o = ListOrder(fields={"name_key": "name", "username": "username", "last_login": "last"})

    class Meta:
        model = User
        fields = ["q", "open", "factor"]
