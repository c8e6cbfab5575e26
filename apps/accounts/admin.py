"""Technical administration of accounts. What is done here stands in the trail like everything else."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.audit.trail import operation, record


@admin.register(User)
class AccountAdmin(UserAdmin):
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Người dùng tài khoản"), {"fields": ("honorific", "full_name", "post", "phone", "email")}),
        (_("Quyền kỹ thuật"), {"fields": ("is_active", "is_staff", "is_superuser")}),
    )
    add_fieldsets = ((None, {"fields": ("username", "full_name", "usable_password", "password1", "password2")}),)
    list_display = ("username", "full_name", "post", "is_active", "is_staff")
    search_fields = ("username", "full_name", "email")
    ordering = ("username",)

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
