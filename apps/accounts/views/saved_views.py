"""Cách xem đã lưu: name the list as it is filtered now; open, make default, forget."""

from django import forms
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import FormView, TemplateView

from apps.accounts.domain import saved_views
from apps.accounts.views.access import OwnAccountMixin
from apps.core.components import Column, Crumb
from apps.core.form_pages import FormPageMixin
from apps.core.saved_views import views_of
from apps.core.views import OneTimeFormMixin


class SavedViewForm(forms.Form):
    path = forms.CharField(max_length=300, widget=forms.HiddenInput, label=gettext_lazy("Danh sách"))
    query = forms.CharField(max_length=2000, required=False, widget=forms.HiddenInput, label=gettext_lazy("Bộ lọc"))
    name = forms.CharField(max_length=80, label=gettext_lazy("Tên cách xem"))
    default = forms.BooleanField(required=False, label=gettext_lazy("Mở danh sách này theo cách xem này"))


class SavedViewCreateView(OwnAccountMixin, FormPageMixin, OneTimeFormMixin, FormView):
    """The address of the list comes along; it is only ever opened again by its owner, scope and rights ask anew."""

    form_class = SavedViewForm
    heading = gettext_lazy("Lưu cách xem này")
    lead = gettext_lazy("Bộ lọc và thứ tự đang dùng được lưu dưới một tên, chỉ cho bạn.")
    submit_label = gettext_lazy("Lưu")
    success_message = gettext_lazy("Đã lưu cách xem.")

    def get_initial(self):
        return {"path": self.request.GET.get("path", ""), "query": self.request.GET.get("query", "")}

    def make(self, form) -> str:
        made = saved_views.save_view(**form.cleaned_data, actor=self.request.actor, now=self.request.received_at)
        return made.url

    def crumbs(self) -> list[Crumb]:
        """Back to the list, when the address is one of ours."""
        path = self.request.GET.get("path", "")
        if not url_has_allowed_host_and_scheme(path, allowed_hosts=None):
            path = reverse("accounts:saved-view-list")
        return [Crumb(_("Danh sách"), path)]


class SavedViewListView(OwnAccountMixin, TemplateView):
    """All of one's own; a handful, so there is nothing to filter."""

    template_name = "accounts/saved_view_list.html"
    columns = (
        Column(gettext_lazy("Tên cách xem")),
        Column(gettext_lazy("Danh sách")),
        Column(gettext_lazy("Thao tác"), hidden_label=True),
    )

    def get_context_data(self, **kwargs):
        return super().get_context_data(rows=views_of(self.request.user), columns=self.columns, **kwargs)


class SavedViewRemoveView(OwnAccountMixin, View):
    http_method_names = ["post"]

    def post(self, request, key):
        found = saved_views.remove_view(key=str(key), actor=request.actor, now=request.received_at)
        if found is not None:
            messages.success(request, _("Đã xóa cách xem “%(name)s”.") % {"name": found.name})
        return HttpResponseRedirect(reverse("accounts:saved-view-list"))
