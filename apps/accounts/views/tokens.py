"""Mã truy cập API của tôi: which programs read in my name, made and revoked."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import FormView, ListView

from apps.accounts.domain import access_tokens
from apps.accounts.forms import TokenForm
from apps.accounts.models import AccessToken
from apps.accounts.views.access import OwnAccountMixin
from apps.core.components import Column
from apps.core.views import OneTimeFormMixin


class TokenListView(OwnAccountMixin, ListView):
    """Tokens of one's own, the newest first, past ones too; a person has a handful, so there is nothing to filter."""

    template_name = "accounts/token_list.html"
    paginate_by = 50
    columns = (
        Column(gettext_lazy("Tên")),
        Column(gettext_lazy("Được đọc")),
        Column(gettext_lazy("Đến hết ngày")),
        Column(gettext_lazy("Dùng lần cuối")),
        Column(gettext_lazy("Tình trạng")),
        Column(gettext_lazy("Thao tác"), hidden_label=True),
    )

    def get_queryset(self):
        return AccessToken.objects.visible_to(self.request.actor).order_by("-created_at", "-pk")

    def get_context_data(self, **kwargs):
        return super().get_context_data(now=self.request.received_at, **kwargs)


class TokenCreateView(OwnAccountMixin, OneTimeFormMixin, FormView):
    """The answer to the form shows the secret, the one time that it is shown; sent again it leads to the list."""

    template_name = "accounts/token_create.html"
    form_class = TokenForm
    needs_proof = True
    new = None

    def make(self, form):
        self.new = access_tokens.create_token(
            **form.cleaned_data, actor=self.request.actor, now=self.request.received_at
        )
        return reverse("accounts:token-list")

    def get_success_url(self):
        return reverse("accounts:token-list")

    def form_valid(self, form):
        response = super().form_valid(form)
        if self.new is None:
            return response
        shown = render(self.request, "accounts/token_created.html", {"new": self.new})
        shown.headers["Cache-Control"] = "no-store, private"
        return shown


class TokenRevokeView(OwnAccountMixin, View):
    http_method_names = ["post"]

    def post(self, request, pk):
        token = get_object_or_404(AccessToken.objects.visible_to(request.actor), pk=pk)
        access_tokens.revoke_token(token_id=token.pk, actor=request.actor, now=request.received_at)
        messages.success(request, _("Đã thu hồi mã %(name)s.") % {"name": token.name})
        return HttpResponseRedirect(reverse("accounts:token-list"))
