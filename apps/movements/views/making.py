"""One form that makes something: the token of the form, the domain called once, the way on."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db import transaction
from django.http import HttpResponseRedirect
from django.views.generic import FormView

from apps.core import tokens
from apps.core.errors import DomainError
from apps.core.form_pages import FormPageMixin
from apps.core.views import require

INVALID = 422


class MakeView(FormPageMixin, LoginRequiredMixin, FormView):
    """``make(form)`` calls the domain and answers the address to go on to. ``policy(actor)``: may the actor at all."""

    policy = None
    success_message = ""

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        if self.policy is not None:
            require(type(self).policy(request.actor))
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        posted = tokens.parse(self.request.POST.get("form_token"))
        return super().get_context_data(form_token=posted.hex if posted else tokens.new_token(), **kwargs)

    def make(self, form) -> str:
        raise NotImplementedError

    def form_valid(self, form):
        token = tokens.parse(self.request.POST.get("form_token"))
        try:
            with transaction.atomic():
                if token:
                    tokens.use(token, user_id=self.request.user.pk, now=self.request.received_at)
                url = self.make(form)
                if token:
                    tokens.remember(token, url)
        except tokens.AlreadyDone as done:
            return HttpResponseRedirect(done.url)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error.message))
            return self.form_invalid(form)
        messages.success(self.request, self.success_message)
        return HttpResponseRedirect(url)

    def form_invalid(self, form):
        response = super().form_invalid(form)
        response.status_code = INVALID
        return response
