"""Cách xem đã lưu: name the list as it is filtered now; open, rename, make default, forget."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import FormView, TemplateView

from apps.accounts.domain import saved_views
from apps.accounts.views.access import OwnAccountMixin
from apps.core.components import Column, Crumb
from apps.core.form_pages import FormPageMixin
from apps.core.saved_views import SavedView, views_of
from apps.core.views import OneTimeFormMixin


class SavedViewEditForm(forms.Form):
    name = forms.CharField(max_length=80, label=gettext_lazy("Tên cách xem"))
    default = forms.BooleanField(required=False, label=gettext_lazy("Mở danh sách này theo cách xem này"))


class SavedViewForm(SavedViewEditForm):
    path = forms.CharField(max_length=300, widget=forms.HiddenInput, label=gettext_lazy("Danh sách"))
    query = forms.CharField(max_length=2000, required=False, widget=forms.HiddenInput, label=gettext_lazy("Bộ lọc"))


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


class SavedViewEditView(OwnAccountMixin, FormPageMixin, OneTimeFormMixin, FormView):
    """Another name; whether its list opens with it."""

    form_class = SavedViewEditForm
    heading = gettext_lazy("Sửa cách xem")
    submit_label = gettext_lazy("Lưu")
    success_message = gettext_lazy("Đã sửa cách xem.")

    @cached_property
    def look(self) -> SavedView:
        found = next((each for each in views_of(self.request.user) if each.key == str(self.kwargs["key"])), None)
        if found is None:
            raise Http404
        return found

    def get_initial(self):
        return {"name": self.look.name, "default": self.look.default}

    def get_lead(self):
        return list_name(self.look.path)

    def make(self, form) -> str:
        who = {"actor": self.request.actor, "now": self.request.received_at}
        saved_views.change_view(key=self.look.key, **form.cleaned_data, **who)
        return self.get_success_url()

    def get_success_url(self):
        return reverse("accounts:saved-view-list")

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Cách xem đã lưu"), reverse("accounts:saved-view-list"))]


def list_name(path: str) -> str:
    """What the list at an address is called; the address where it does not say."""
    try:
        view = getattr(resolve(path).func, "view_class", None)
    except Resolver404:
        return path
    title = getattr(view, "export_title", "")
    return str(title) if title and not isinstance(title, property) else path


class SavedViewListView(OwnAccountMixin, TemplateView):
    """All of one's own; a handful, so there is nothing to filter."""

    template_name = "accounts/saved_view_list.html"
    columns = (
        Column(gettext_lazy("Tên cách xem")),
        Column(gettext_lazy("Danh sách")),
        Column(gettext_lazy("Thao tác"), hidden_label=True),
    )

    def get_context_data(self, **kwargs):
        rows = [(each, list_name(each.path)) for each in views_of(self.request.user)]
        return super().get_context_data(rows=rows, columns=self.columns, **kwargs)


class SavedViewRemoveView(OwnAccountMixin, View):
    http_method_names = ["post"]

    def post(self, request, key):
        found = saved_views.remove_view(key=str(key), actor=request.actor, now=request.received_at)
        if found is not None:
            messages.success(request, _("Đã xóa cách xem “%(name)s”.") % {"name": found.name})
        return HttpResponseRedirect(reverse("accounts:saved-view-list"))
