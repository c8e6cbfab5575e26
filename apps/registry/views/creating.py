"""One form that makes something: the token of the form, the domain called once, the way on."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db import transaction
from django.http import HttpResponseRedirect
from django.views.generic import FormView

from apps.core import tokens
from apps.core.errors import DomainError
from apps.core.views import require
from apps.registry import policies
from apps.units.enums import Role
from apps.units.models import Unit


class CreateView(LoginRequiredMixin, FormView):
    """``make(form)`` calls the domain and answers the new object; its address is where the person goes on."""

    template_name = "registry/create.html"
    policy = staticmethod(policies.can_enter_any)
    heading = ""
    lead = ""
    back_url_name = ""
    success_message = ""

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            require(type(self).policy(request.actor))
        return super().dispatch(request, *args, **kwargs)

    def own_unit(self) -> Unit | None:
        """The unit for which the person works, offered in the form."""
        ids = self.request.actor.unit_ids(Role.STANDING_OFFICE, Role.OFFICER, Role.LEADER)
        return Unit.objects.filter(pk__in=ids).order_by("path").first()

    def get_context_data(self, **kwargs):
        posted = tokens.parse(self.request.POST.get("form_token"))
        token = posted.hex if posted else tokens.new_token()
        more = {"heading": self.heading, "lead": self.lead, "back_url_name": self.back_url_name}
        return super().get_context_data(form_token=token, **more, **kwargs)

    def make(self, form):
        raise NotImplementedError

    def form_valid(self, form):
        token = tokens.parse(self.request.POST.get("form_token"))
        try:
            with transaction.atomic():
                if token:
                    tokens.use(token, user_id=self.request.user.pk, now=self.request.received_at)
                url = self.make(form).get_absolute_url()
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
        response.status_code = 422
        return response
