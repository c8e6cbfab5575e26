"""The two switchers of the header."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from apps.dashboard.workplace import ROLE_KEY, YEAR_KEY, workplace


@require_POST
@login_required
def choose_year(request):
    """Work in another year; leads home, because the page at hand may not exist in that year."""
    chosen = next((year for year in workplace(request).years if str(year) == request.POST.get("year")), None)
    if chosen is None:
        raise Http404
    request.session[YEAR_KEY] = chosen
    return HttpResponseRedirect(reverse("dashboard:home"))


@require_POST
@login_required
def choose_role(request):
    """Work in another of the person's own roles."""
    chosen = next((role for role in workplace(request).roles if role.key == request.POST.get("role")), None)
    if chosen is None:
        raise Http404
    request.session[ROLE_KEY] = chosen.key
    return HttpResponseRedirect(reverse("dashboard:home"))
