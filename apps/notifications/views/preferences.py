"""Nhận thông báo: what comes by e-mail, and what nobody may decline."""

from itertools import groupby

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import FormView

from apps.accounts.policies import can_change_own_account
from apps.core.errors import DomainError
from apps.core.views import InvalidMixin, require
from apps.notifications.domain.preferences import save_preferences
from apps.notifications.forms import GENERAL, PreferenceForm
from apps.notifications.models import NoticeKind, Preference


class PreferenceView(LoginRequiredMixin, InvalidMixin, FormView):
    form_class = PreferenceForm
    template_name = "notifications/preference_edit.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.kinds = list(NoticeKind.objects.listed())

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            require(can_change_own_account(request.actor))
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"kinds": [kind for kind in self.kinds if not kind.compulsory]}

    def get_initial(self):
        chosen = Preference.objects.filter(user_id=self.request.user.pk)
        return {row.kind_id or GENERAL: row.delivery for row in chosen}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        form = context["form"]
        in_groups = groupby(
            sorted(self.kinds, key=lambda kind: (kind.position, kind.code)), key=lambda kind: kind.group_name
        )
        groups = [
            (name, [(kind, None if kind.compulsory else form[kind.code]) for kind in kinds])
            for name, kinds in in_groups
        ]
        return context | {"groups": groups, "general": form[GENERAL], "address": self.request.user.email}

    def form_valid(self, form):
        try:
            changed = save_preferences(choices=form.choices(), actor=self.request.actor, now=self.request.received_at)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error.message))
            return self.form_invalid(form)
        messages.success(self.request, _("Đã lưu cách nhận thông báo.") if changed else _("Không có gì thay đổi."))
        return HttpResponseRedirect(reverse("notifications:preference-edit"))
