"""What the pages of one's own account have in common."""

from urllib.parse import urlencode

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponseRedirect
from django.urls import reverse

from apps.accounts import policies, signing
from apps.core.views import require


class OwnAccountMixin(LoginRequiredMixin):
    """A page on which people change their own account: not for somebody who stands in for them.

    ``needs_proof``: who they are must have been proved within the last fifteen minutes, else it is asked for first.
    """

    needs_proof = False

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        require(policies.can_change_own_account(request.actor))
        if self.needs_proof and not signing.is_fresh(request):
            return ask_for_proof(request)
        return super().dispatch(request, *args, **kwargs)


def ask_for_proof(request) -> HttpResponseRedirect:
    """To the page that asks who you are; from there back to the page (of a form: to where it is opened)."""
    back = request.get_full_path() if request.method in {"GET", "HEAD"} else request.path
    return HttpResponseRedirect(f"{reverse('accounts:confirm-identity')}?{urlencode({'next': back})}")
