"""Phiên đăng nhập của tôi: where this account is open, and how to close it there."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import ListView

from apps.accounts.domain import sign_ins
from apps.accounts.models import SignIn
from apps.accounts.views.access import OwnAccountMixin
from apps.core.components import Column


class SessionListView(OwnAccountMixin, ListView):
    """Open sessions, the last used first; a person has a handful, so there is nothing to filter."""

    template_name = "accounts/session_list.html"
    paginate_by = 50
    columns = (
        Column(gettext_lazy("Thiết bị")),
        Column(gettext_lazy("Địa chỉ mạng")),
        Column(gettext_lazy("Cách đăng nhập")),
        Column(gettext_lazy("Từ lúc")),
        Column(gettext_lazy("Lần cuối")),
        Column(gettext_lazy("Thao tác"), hidden_label=True),
    )

    def get_queryset(self):
        rows = SignIn.objects.visible_to(self.request.actor).open_at(self.request.received_at)
        return rows.order_by("-last_seen_at", "-pk")

    def get_context_data(self, **kwargs):
        return super().get_context_data(present=self.request.session.session_key, **kwargs)


class SessionEndView(OwnAccountMixin, View):
    http_method_names = ["post"]

    def post(self, request, pk):
        sign_in = get_object_or_404(SignIn.objects.visible_to(request.actor), pk=pk)
        sign_ins.end_sign_in(sign_in_id=sign_in.pk, actor=request.actor, now=request.received_at)
        messages.success(request, _("Đã kết thúc phiên trên %(device)s.") % {"device": sign_in.device})
        return HttpResponseRedirect(reverse("accounts:session-list"))


class SessionEndOthersView(OwnAccountMixin, View):
    http_method_names = ["post"]

    def post(self, request):
        ended = sign_ins.end_others(
            keep_session_key=request.session.session_key or "", actor=request.actor, now=request.received_at
        )
        messages.success(request, _("Đã kết thúc %(count)d phiên khác.") % {"count": ended})
        return HttpResponseRedirect(reverse("accounts:session-list"))
