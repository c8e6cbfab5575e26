"""Technical administration of accounts. What is done here stands in the trail like everything else."""

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import UserAdmin
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from apps.accounts import signing
from apps.accounts.domain.factors import end_sessions_without_factor
from apps.accounts.domain.sign_ins import end_all
from apps.accounts.models import User
from apps.accounts.telling import tell
from apps.accounts.views.access import ask_for_proof
from apps.audit.trail import operation, record
from apps.core.kept import kept_language

# Second factors are reset with a reason and a line in the trail (accounts:factor-reset), never edited here.
for model in (Authenticator, EmailAddress, EmailConfirmation):
    if admin.site.is_registered(model):
        admin.site.unregister(model)


TOLD = ("email", "is_staff", "is_superuser")


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

    def save_model(self, request, obj, form, change):
        """What opens or widens an account is told to its owner, at the address they had before."""
        changed = [name for name in TOLD if name in form.changed_data] if change else []
        if changed:
            with kept_language():
                words = ", ".join(str(obj._meta.get_field(name).verbose_name) for name in changed)
                body = str(_("Đã đổi: %(what)s. Nếu bạn không biết việc này, hãy báo cho Thường trực Hội đồng ngay."))
            self._tell(request, obj, _("Quản trị đã đổi tài khoản của bạn"), body % {"what": words})
        super().save_model(request, obj, form, change)
        if change and obj.is_staff:
            end_sessions_without_factor(user_id=obj.pk, now=request.received_at)

    def user_change_password(self, request, id, form_url=""):  # noqa: A002 -- the name of Django's argument
        """Only for accounts that no slip can be made for: else this would be a quiet way into somebody's account."""
        person = self.get_object(request, unquote(id))
        if person is not None and self.has_change_permission(request, person):
            if person.pk == request.user.pk:
                return HttpResponseRedirect(reverse("accounts:password-change"))
            if not person.is_staff and person.has_usable_password():
                return self._to_slips(request, person)
            if not signing.is_fresh(request):
                return ask_for_proof(request)
        return self._set_password(request, id, form_url)

    @operation()
    def _set_password(self, request, person_id, form_url):
        before = self.get_object(request, unquote(person_id))
        response = super().user_change_password(request, person_id, form_url)
        person = self.get_object(request, unquote(person_id))
        if person.password != before.password:
            ended = end_all(user_id=person.pk, now=request.received_at)
            after = {"sessions_ended": ended}
            record("accounts.password.set", actor=request.actor, target=person, at=request.received_at, after=after)
            body = _("Mọi phiên đăng nhập đã kết thúc. Nếu bạn không yêu cầu, hãy báo cho Thường trực Hội đồng.")
            self._tell(request, person, _("Quản trị đã đặt mật khẩu của bạn"), body)
        return response

    def _to_slips(self, request, person):
        messages.error(
            request,
            _("Mật khẩu của người khác chỉ cấp lại bằng phiếu mã một lần, có lý do và người đó được báo."),
        )
        return HttpResponseRedirect(reverse("units:account-reset", args=[person.pk]))

    def _tell(self, request, person, title, body):
        with kept_language():
            title, body = str(title), str(body)
        path = reverse("accounts:profile")
        tell(user=person, title=title, body=body, path=path, now=request.received_at, actor=request.actor)

    def log_addition(self, request, obj, message):
        self._record("create", request, obj, {"username": obj.username})
        return super().log_addition(request, obj, message)

    def log_change(self, request, obj, message):
        """Names of the changed fields; their values are in the history of the row."""
        self._record("change", request, obj, message)
        return super().log_change(request, obj, message)

    def _record(self, verb, request, obj, after):
        record(f"accounts.user.{verb}", actor=request.actor, target=obj, at=request.received_at, after=after)
