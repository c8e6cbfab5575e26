"""Technical administration of accounts."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User


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
