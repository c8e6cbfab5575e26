"""Base views: find in scope (else 404), ask the policy (else 403 with the reason), call the domain once, answer."""

from collections.abc import Mapping

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import FormView, TemplateView

from apps.core import tokens
from apps.core.components import Difference
from apps.core.errors import DomainError, StaleVersion
from apps.core.form_differences import differences

CONFLICT, INVALID = 409, 422  # of an answer: somebody else was first; something typed is wrong


def require(verdict) -> None:
    """Turn a refusal into a 403 page that shows its reason."""
    if not verdict:
        raise PermissionDenied(verdict.reason)


class ScopedObjectMixin(LoginRequiredMixin):
    """Finds ``self.object`` among the rows visible to the actor, then asks ``policy``.

    ``queryset`` has ``visible_to(actor)``; ``policy(actor, obj)`` answers a Verdict (None: seeing is enough).
    """

    queryset = None
    policy = None
    pk_url_kwarg = "pk"

    def get_queryset(self):
        return self.queryset.all().visible_to(self.request.actor)

    def get_object(self):
        return get_object_or_404(self.get_queryset(), pk=self.kwargs[self.pk_url_kwarg])

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.object = self.get_object()
        if self.policy is not None:
            require(self.policy(request.actor, self.object))
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(object=self.object, **kwargs)


class ScopedPageView(ScopedObjectMixin, TemplateView):
    """A page about one object."""


class InvalidMixin:
    """A form that comes back carries the status for it."""

    def form_invalid(self, form):
        response = super().form_invalid(form)
        response.status_code = INVALID
        return response


class OneTimeFormMixin(InvalidMixin):
    """A form whose valid post calls the domain, in one transaction with the one-time token of the form.

    ``make(form)`` calls it and answers the address to go on to. A DomainError comes back as an error of the form,
    with everything typed kept.
    """

    success_message = ""
    one_time = True
    keeps_sender = True  # False: whose form it was is not written beside its token

    def make(self, form) -> str:
        raise NotImplementedError

    def get_context_data(self, **kwargs):
        posted = tokens.parse(self.request.POST.get("form_token"))
        return super().get_context_data(form_token=posted.hex if posted else tokens.new_token(), **kwargs)

    def form_valid(self, form):
        token = tokens.parse(self.request.POST.get("form_token")) if self.one_time else None
        try:
            with transaction.atomic():
                if token:
                    sender = self.request.user.pk if self.keeps_sender else None
                    tokens.use(token, user_id=sender, now=self.request.received_at)
                url = self.make(form)
                if token:
                    tokens.remember(token, url)
        except tokens.AlreadyDone as done:
            return HttpResponseRedirect(done.url or self.get_success_url())
        except DomainError as error:
            return self.show_refusal(form, error)
        if self.success_message:
            messages.success(self.request, self.success_message)
        return HttpResponseRedirect(url)

    def show_refusal(self, form, error: DomainError):
        form.add_error(error.field if error.field in form.fields else None, str(error.message))
        return self.form_invalid(form)


class MakeView(OneTimeFormMixin, LoginRequiredMixin, FormView):
    """A form that makes something out of nothing: ``policy(actor)`` answers whether the actor may at all."""

    policy = None

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and self.policy is not None:
            require(type(self).policy(request.actor))
        return super().dispatch(request, *args, **kwargs)


class TransitionView(OneTimeFormMixin, ScopedObjectMixin, FormView):
    """A form about one object whose valid post calls one domain function:
    ``operation(**{id_argument: pk}, actor=, now=, **cleaned_data)``.
    """

    operation = None
    id_argument = ""
    success_url_name = ""

    def operation_arguments(self, form) -> dict:
        return dict(form.cleaned_data)

    def make(self, form) -> str:
        self.result = self.call(form)
        return self.get_success_url()

    def call(self, form):
        arguments = {self.id_argument: self.object.pk} if self.id_argument else {}
        return type(self).operation(
            **arguments, actor=self.request.actor, now=self.request.received_at, **self.operation_arguments(form)
        )

    def get_success_url(self):
        if self.success_url:
            return str(self.success_url)
        return reverse(self.success_url_name, args=[self.object.pk])


class SecondWriterMixin:
    """Put before a TransitionView about a Versioned row that somebody else may have saved first.

    What was typed stays; ``core/form_page.html`` shows who saved when (``stale``) and both values of each field
    (``differences``) that differs from ``stored()``; the form is based on that version from then on, so that saving
    again is a decision. ``version_now()``: of the row as it is stored now, ``object`` unless the subclass says so.
    """

    stale: StaleVersion | None = None
    version_field = "version"

    def stored(self) -> Mapping[str, object]:
        """Values by field name as they are stored now."""
        return self.get_initial()

    def version_now(self) -> int:
        self.object.refresh_from_db()
        return self.object.version

    def show_refusal(self, form, error):
        if isinstance(error, StaleVersion):
            self.stale = error
            form.data = form.data.copy()
            form.data[self.version_field] = self.version_now()
        return super().show_refusal(form, error)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if self.stale:
            context |= {"stale": self.stale, "differences": self.differences(context["form"])}
        return context

    def differences(self, form) -> list[Difference]:
        return differences(form, self.stored())
