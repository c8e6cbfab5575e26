"""Technical administration of accounts. What is done here stands in the trail like everything else."""

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.audit.trail import operation, record

# Second factors are reset with a reason and a line in the trail (accounts:factor-reset), never edited here.
for model in (Authenticator, EmailAddress, EmailConfirmation):
    if admin.site.is_registered(model):
        admin.site.unregister(model)


@admin.register(User)
class AccountAdmin(UserAdmin):
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Người dùng tài khoản"), {"fields": ("honorific", "full_name", "post", "phone", "email")}),
        (_("Quyền kỹ thuật"), {"fields": ("is_active", "is_staff", "is_superuser")}),
        (_("Hỗ trợ"), {"fields": ("support",)}),
    )
    add_fieldsets = ((None, {"fields": ("username", "full_name", "usable_password", "password1", "password2")}),)
    list_display = ("username", "full_name", "post", "is_active", "is_staff")
    readonly_fields = ("support",)
    search_fields = ("username", "full_name", "email")
    ordering = ("username",)

    @admin.display(description=_("Việc có thể làm"))
    def support(self, obj):
        """Ways to the pages that ask for a reason first."""
        return format_html(
            '<a href="{}">{}</a> · <a href="{}">{}</a>',
            reverse("accounts:impersonate", args=[obj.pk]),
            _("Xem với tư cách"),
            reverse("accounts:factor-reset", args=[obj.pk]),
            _("Đặt lại xác thực hai bước"),
        )

    def has_delete_permission(self, request, obj=None):
        """Accounts are locked, not deleted: the trail and the papers name them."""
        return False

    @operation()
    def changeform_view(self, *args, **kwargs):
        return super().changeform_view(*args, **kwargs)

    @operation()
    def user_change_password(self, *args, **kwargs):
        return super().user_change_password(*args, **kwargs)

    def log_addition(self, request, obj, message):
        self._record("create", request, obj, {"username": obj.username})
        return super().log_addition(request, obj, message)

    def log_change(self, request, obj, message):
        """Names of the changed fields; their values are in the history of the row."""
        self._record("change", request, obj, message)
        return super().log_change(request, obj, message)

    def _record(self, verb, request, obj, after):
        record(f"accounts.user.{verb}", actor=request.actor, target=obj, at=request.received_at, after=after)
