"""Lines of a draft template: added, changed, moved, taken out."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from apps.core.form_pages import FormPageMixin
from apps.core.views import OneTimeFormMixin, TransitionView
from apps.documents.forms import NothingForm
from apps.periodic_reports import policies
from apps.periodic_reports.domain import templates as domain
from apps.periodic_reports.enums import TemplateState
from apps.periodic_reports.models import TemplateItem
from apps.periodic_reports.template_forms import ItemForm
from apps.periodic_reports.views.base import TemplateMixin


class ItemCreateView(TemplateMixin, FormPageMixin, OneTimeFormMixin, FormView):
    """One more line at the end."""

    policy = staticmethod(policies.can_keep)
    form_class = ItemForm
    heading = gettext_lazy("Thêm dòng vào mẫu")
    submit_label = gettext_lazy("Thêm dòng")

    def get_kicker(self):
        return str(self.template)

    def get_initial(self):
        """The section of the last line goes on."""
        last = self.template.items.order_by("-position").first()
        return {"section": last.section, "kind": last.kind} if last else {}

    def make(self, form) -> str:
        if self.template.state != TemplateState.DRAFT:
            raise domain.TemplateIssued
        domain.save_item(
            template_id=self.template.pk,
            actor=self.request.actor,
            now=self.request.received_at,
            **form.cleaned_data,
        )
        return self.template.get_absolute_url()


class ItemMixin(TemplateMixin):
    """Finds a line in the address: its template is ``object``, so that scope and policy are those of the template."""

    policy = staticmethod(policies.can_keep)

    def get_object(self):
        self.item = get_object_or_404(TemplateItem, pk=self.kwargs["pk"])
        return get_object_or_404(self.get_queryset(), pk=self.item.template_id)

    def get_success_url(self):
        return f"{self.template.get_absolute_url()}#item-{self.item.pk}"


class ItemEditView(ItemMixin, FormPageMixin, TransitionView):
    form_class = ItemForm
    heading = gettext_lazy("Sửa dòng của mẫu")
    submit_label = gettext_lazy("Lưu")
    success_message = gettext_lazy("Đã lưu dòng của mẫu.")

    def get_kicker(self):
        return str(self.template)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.item}

    def call(self, form):
        return domain.save_item(
            template_id=self.template.pk,
            item_id=self.item.pk,
            actor=self.request.actor,
            now=self.request.received_at,
            **form.cleaned_data,
        )


class ItemActionView(ItemMixin, TransitionView):
    """A button of the template's page; refused, that page says why."""

    form_class = NothingForm
    template_name = "core/form_page.html"

    def get(self, request, *args, **kwargs):
        return HttpResponseRedirect(self.template.get_absolute_url())

    def form_invalid(self, form):
        for error in form.non_field_errors():
            messages.error(self.request, error)
        return HttpResponseRedirect(self.template.get_absolute_url())


class ItemMoveView(ItemActionView):
    """Lên, xuống."""

    def call(self, form):
        up = self.request.POST.get("up") == "1"
        return domain.move_item(item_id=self.item.pk, up=up, actor=self.request.actor, now=self.request.received_at)


class ItemRemoveView(ItemMixin, FormPageMixin, TransitionView):
    """Bỏ dòng, after a question."""

    form_class = NothingForm
    heading = gettext_lazy("Bỏ dòng của mẫu")
    submit_label = gettext_lazy("Bỏ dòng")
    success_message = gettext_lazy("Đã bỏ dòng của mẫu.")

    def get_kicker(self):
        return str(self.template)

    def get_consequences(self):
        return [_("Bỏ dòng “%(label)s” khỏi mẫu dự thảo.") % {"label": self.item.label}]

    def call(self, form):
        return domain.remove_item(item_id=self.item.pk, actor=self.request.actor, now=self.request.received_at)

    def get_success_url(self):
        return reverse("periodic_reports:template-detail", args=[self.template.pk])
