"""A form that makes something: its one-time token, the domain called once, the way on."""

from django.db import transaction
from django.http import HttpResponseRedirect

from apps.core import tokens
from apps.core.errors import DomainError


class OneTimeMixin:
    """``make(form)`` calls the domain and answers the address where the person goes on."""

    def make(self, form) -> str:
        raise NotImplementedError

    def get_context_data(self, **kwargs):
        posted = tokens.parse(self.request.POST.get("form_token"))
        return super().get_context_data(form_token=posted.hex if posted else tokens.new_token(), **kwargs)

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
        return HttpResponseRedirect(url)

    def form_invalid(self, form):
        response = super().form_invalid(form)
        response.status_code = 422
        return response
