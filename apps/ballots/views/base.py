"""What the pages of a ballot have in common."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from apps.ballots import policies
from apps.ballots.hosts import host_of, keeper_id_of
from apps.ballots.models import Ballot
from apps.core.components import Crumb
from apps.core.errors import TransitionNotAllowed
from apps.core.form_pages import FormPageMixin
from apps.core.views import ScopedObjectMixin, ScopedPageView, TransitionView


class BallotMixin(ScopedObjectMixin):
    """Finds the ballot among those whose record the actor sees, or that the actor counts; with its host."""

    def get_object(self):
        ballot = get_object_or_404(Ballot, pk=self.kwargs["pk"])
        if not policies.sees(self.request.actor, ballot):
            raise Http404
        return ballot

    @property
    def host(self):
        return host_of(self.object)

    @property
    def keeper_id(self) -> int:
        return keeper_id_of(self.object)

    def crumbs(self) -> list[Crumb]:
        return [
            *self.host.crumbs(self.keeper_id),
            Crumb(self.host.title_of(self.object), self.object.get_absolute_url()),
        ]

    def get_kicker(self) -> str:
        return self.host.heading(self.keeper_id)

    def get_context_data(self, **kwargs):
        return super().get_context_data(ballot=self.object, ballot_title=self.host.title_of(self.object), **kwargs)


class BallotPageView(BallotMixin, ScopedPageView):
    """A page about one ballot, with the way to it."""

    def get_context_data(self, **kwargs):
        kwargs.setdefault("crumbs", self.crumbs())
        return super().get_context_data(kicker=self.get_kicker(), **kwargs)


class BallotFormView(BallotMixin, FormPageMixin, TransitionView):
    """One form about one ballot, that leads back to its page.

    ``states``: of the ballot, in which the form is shown; else ``refusal`` says why one would fill it in vain. What is
    posted the domain refuses itself.
    """

    id_argument = "ballot_id"
    success_url_name = "ballots:ballot-detail"
    states: tuple[str, ...] = ()
    refusal: type[TransitionNotAllowed] = TransitionNotAllowed

    def get(self, request, *args, **kwargs):
        if self.object.state not in self.states:
            raise self.refusal
        return super().get(request, *args, **kwargs)

    def own(self, rows, name: str):
        """The row of this ballot that the address names (404 else)."""
        return get_object_or_404(rows, pk=self.kwargs[name])

    def page(self, name: str) -> str:
        return reverse(f"ballots:{name}", args=[self.object.pk])


SECRET = [sensitive_variables(), sensitive_post_parameters()]  # neither variables nor posted values in error reports


@method_decorator(SECRET, name="dispatch")
class SecretMixin:
    """Put before a view that takes or shows codes or choices: nothing of it is kept by browsers or error reports."""

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        patch_cache_control(response, private=True, no_store=True)
        return response
