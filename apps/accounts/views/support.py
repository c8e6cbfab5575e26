"""Help for people with their accounts, by technical administrators: see what they see, reset a lost factor."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import FormView
from django_filters.views import FilterView

from apps.accounts import policies, signing
from apps.accounts.domain import factors, impersonation
from apps.accounts.filters import SupportFilter
from apps.accounts.forms import ReasonForm
from apps.accounts.grants import actor_for
from apps.accounts.models import User
from apps.accounts.views.access import ask_for_proof
from apps.core.components import Column
from apps.core.dates import local
from apps.core.errors import DomainError
from apps.core.lists import ExportMixin
from apps.core.spreadsheets import Column as SheetColumn
from apps.core.views import InvalidMixin, require


class SupportListView(ExportMixin, LoginRequiredMixin, FilterView):
    """Every account, and what an administrator can do for its owner. Accounts and rights are given elsewhere."""

    filterset_class = SupportFilter
    template_name = "accounts/support_list.html"
    paginate_by = 50
    export_title = gettext_lazy("Hỗ trợ tài khoản")
    export_file = "tai-khoan"
    export_columns = (
        SheetColumn("name", gettext_lazy("Họ và tên")),
        SheetColumn("username", gettext_lazy("Tên đăng nhập")),
        SheetColumn("post", gettext_lazy("Chức vụ")),
        SheetColumn("factor", gettext_lazy("Xác thực hai bước")),
        SheetColumn("last", gettext_lazy("Đăng nhập lần cuối"), "datetime"),
        SheetColumn("state", gettext_lazy("Trạng thái")),
    )
    columns = (
        Column(gettext_lazy("Họ và tên"), sort="name"),
        Column(gettext_lazy("Tên đăng nhập"), sort="username"),
        Column(gettext_lazy("Xác thực hai bước")),
        Column(gettext_lazy("Đăng nhập lần cuối"), sort="last"),
        Column(gettext_lazy("Trạng thái")),
        Column(gettext_lazy("Việc có thể làm")),
    )

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        require(policies.can_support(request.actor))
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self):
        return factors.with_second_factor(User.objects.order_by("name_key", "pk"))

    def export_row(self, row):
        factor = _("Đã bật") if row.has_second_factor else _("Chưa bật")
        state = _("Đang dùng") if row.is_active else _("Đã khóa")
        return [row.label, row.username, row.post, factor, row.last_login, state]

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        actor = self.request.actor
        rows = [
            (row, policies.can_impersonate(actor, row), row.has_second_factor and policies.can_reset_factor(actor, row))
            for row in context["page_obj"]
        ]
        return {**context, "rows": rows}


class SupportView(LoginRequiredMixin, InvalidMixin, FormView):
    """A reason, then one act on somebody else's account. ``policy(actor, user)`` answers a Verdict."""

    template_name = "core/confirm.html"
    form_class = ReasonForm
    policy = None

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        require(policies.can_support(request.actor))
        self.person = get_object_or_404(User, pk=kwargs["pk"])
        require(type(self).policy(request.actor, self.person))
        if not signing.is_fresh(request):
            return ask_for_proof(request)
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        try:
            return self.act(form.cleaned_data["reason"])
        except DomainError as refusal:
            form.add_error(None, str(refusal.message))
            return self.form_invalid(form)

    def get_context_data(self, **kwargs):
        return super().get_context_data(cancel_url=reverse("accounts:support-list"), **kwargs)


class ImpersonateView(SupportView):
    policy = policies.can_impersonate

    def act(self, reason):
        request = self.request
        until = impersonation.start_impersonation(
            user_id=self.person.pk, reason=reason, actor=request.actor, now=request.received_at
        )
        signing.stand_in(request, self.person, until)
        return HttpResponseRedirect(reverse("dashboard:home"))

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            question=_("Xem với tư cách %(person)s") % {"person": self.person.label},
            consequences=[
                _(
                    "Bạn thấy và làm được những gì người này thấy và làm được,"
                    " trừ ký, xác nhận, bỏ phiếu, công bố, phân công và cấp tài khoản."
                ),
                _("Mọi trang mở ra và mọi thay đổi được ghi vào nhật ký với tên của cả hai người."),
                _("Người này được thông báo ngay, kèm lý do. Tự kết thúc sau 30 phút."),
            ],
            confirm_label=_("Bắt đầu xem"),
            **kwargs,
        )


class ImpersonationEndView(LoginRequiredMixin, View):
    http_method_names = ["post"]

    def post(self, request):
        if request.impersonator is not None:
            signing.stand_back(request)
            actor = actor_for(request.impersonator, local(request.received_at).date())
            impersonation.end_impersonation(user_id=request.user.pk, actor=actor, now=request.received_at)
            messages.success(request, _("Đã trở lại tài khoản của bạn."))
        return HttpResponseRedirect(reverse("dashboard:home"))


class FactorResetView(SupportView):
    policy = policies.can_reset_factor

    def act(self, reason):
        factors.reset_factors(
            user_id=self.person.pk, reason=reason, actor=self.request.actor, now=self.request.received_at
        )
        messages.success(
            self.request, _("Đã đặt lại xác thực hai bước của %(person)s.") % {"person": self.person.label}
        )
        return HttpResponseRedirect(reverse("accounts:support-list"))

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            question=_("Đặt lại xác thực hai bước của %(person)s") % {"person": self.person.label},
            consequences=[
                _("Hãy chắc chắn đúng là người này yêu cầu: gọi lại số điện thoại đã biết."),
                _("Ứng dụng xác thực, khóa truy cập, mã dự phòng hiện có không dùng được nữa; các phiên kết thúc."),
                _("Lần đăng nhập sau, người này cài đặt lại. Người này được thông báo, kèm lý do."),
            ],
            confirm_label=_("Đặt lại xác thực hai bước"),
            **kwargs,
        )
