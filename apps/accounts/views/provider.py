"""Single sign-on: to the provider and back. Links, not forms: the CSP lets no form lead to another site."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import TemplateView, View

from apps.accounts import oidc, signing
from apps.accounts.domain.identities import account_for
from apps.accounts.enums import Way
from apps.core.errors import DomainError


class ProviderMixin:
    """Pages that exist only where a provider is set up."""

    def dispatch(self, request, *args, **kwargs):
        self.provider = oidc.provider()
        if self.provider is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def refuse(self, refusal: DomainError) -> HttpResponseRedirect:
        messages.error(self.request, str(refusal.message))
        return HttpResponseRedirect(reverse("accounts:sign-in"))


class ProviderSignInView(ProviderMixin, View):
    http_method_names = ["get"]

    def get(self, request):
        try:
            return HttpResponseRedirect(oidc.begin(request, self.provider, request.GET.get("next", "")))
        except DomainError as refusal:
            return self.refuse(refusal)


class ProviderCallbackView(ProviderMixin, View):
    """Back from the provider: the account it may open, then our second factor unless the provider's is trusted."""

    http_method_names = ["get"]

    def get(self, request):
        asked = self.provider
        try:
            claims, next_url = oidc.complete(request, asked)
            user = account_for(
                claims=claims, username_claim=asked.username_claim, provider_name=asked.name, now=request.received_at
            )
        except DomainError as refusal:
            return self.refuse(refusal)
        trusted = asked.has_asked_second_factor(claims)
        response = signing.begin(request, user, way=Way.PROVIDER, next_url=next_url, trusted=trusted)
        request.session[oidc.SIGNED_IN_BY] = True
        return response


class ProviderSignedOutView(ProviderMixin, TemplateView):
    """Signed out here, but still signed in there: the way to end that too."""

    template_name = "accounts/provider_signed_out.html"

    def get_context_data(self, **kwargs):
        try:
            address = oidc.sign_out_address(self.request, self.provider)
        except DomainError:
            address = ""
        return super().get_context_data(provider=self.provider, address=address, **kwargs)
