"""Changing a row of the law: what is typed, a look at the effect, then done."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from apps.catalog import effects, policies
from apps.catalog.domain.revising import create_row, end_row, revise_row
from apps.catalog.editing import KINDS
from apps.catalog.forms import EndForm, new_row_form, row_form
from apps.catalog.models import AwardType
from apps.core import tokens
from apps.core.errors import DomainError
from apps.core.views import INVALID, require


class RowView(LoginRequiredMixin, View):
    """Finds the kind and the row; the ministry only."""

    template_name = "catalog/row_edit.html"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.kind = KINDS.get(kwargs["kind"])
        if self.kind is None:
            raise Http404
        self.find()
        require(policies.can_change(request.actor))
        return super().dispatch(request, *args, **kwargs)

    def find(self) -> None:
        """What the page is about; 404 where it is not there."""
        self.row = get_object_or_404(self.kind.model, pk=self.kwargs["pk"])

    def back_url(self) -> str:
        award = getattr(self.row, "award", None)
        return reverse("catalog:award-detail", args=[award.pk]) if award else reverse("catalog:award-list")

    def page(self, form, *, status: int = 200, **more):
        context = {"form": form, "row": self.row, "kind": self.kind, "back_url": self.back_url()}
        context["form_token"] = tokens.new_token()
        return render(self.request, self.template_name, {**context, **more}, status=status)

    def carry_out(self, form, call, done: str):
        """Call the domain once for this token; a refusal comes back beside its field with what was typed."""
        token = tokens.parse(self.request.POST.get("form_token"))
        try:
            with transaction.atomic():
                if token:
                    tokens.use(token, user_id=self.request.user.pk, now=self.request.received_at)
                call()
                if token:
                    tokens.remember(token, self.back_url())
        except tokens.AlreadyDone as already:
            return HttpResponseRedirect(already.url or self.back_url())
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error.message))
            return self.page(form, status=INVALID)
        messages.success(self.request, done)
        return HttpResponseRedirect(self.back_url())


class RowEditView(RowView):
    """Change a row. The first post shows the effect, the second one (``confirmed``) does it."""

    def get(self, request, *args, **kwargs):
        return self.page(row_form(self.kind, self.row))

    def post(self, request, *args, **kwargs):
        shown = self.kind.model.objects.get(pk=self.row.pk)  # a bound ModelForm writes into its instance
        form = row_form(self.kind, self.row, request.POST)
        if not form.is_valid():
            return self.page(form, status=INVALID)
        if not request.POST.get("confirmed"):
            return self.page(form, effect=effects.effect(shown, form.changes, form.day), preview=True)
        return self.carry_out(
            form,
            lambda: revise_row(
                model=self.kind.model,
                row_id=shown.pk,
                version=form.cleaned_data["version"],
                changes=form.changes,
                from_day=form.day,
                reason=form.cleaned_data["reason"],
                actor=request.actor,
                now=request.received_at,
            ),
            _("Đã ghi thay đổi của danh mục."),
        )


class RowCreateView(RowView):
    """Add a row to an award. The first post shows the effect, the second one (``confirmed``) does it."""

    template_name = "catalog/row_create.html"

    def find(self):
        self.award = get_object_or_404(AwardType, pk=self.kwargs["pk"])
        self.row = None

    def back_url(self) -> str:
        return reverse("catalog:award-detail", args=[self.award.pk])

    def page(self, form, *, status: int = 200, **more):
        return super().page(form, status=status, award=self.award, **more)

    def get(self, request, *args, **kwargs):
        return self.page(new_row_form(self.kind, self.award))

    def post(self, request, *args, **kwargs):
        form = new_row_form(self.kind, self.award, request.POST)
        if not form.is_valid():
            return self.page(form, status=INVALID)
        valid_from = form.cleaned_data["valid_from"]
        if not request.POST.get("confirmed"):
            effect = effects.effect_of_new(self.kind.model(), form.values, valid_from)
            return self.page(form, effect=effect, preview=True)
        return self.carry_out(
            form,
            lambda: create_row(
                model=self.kind.model,
                name=self.kind.name,
                award_id=self.award.pk if self.kind.has_award else None,
                values=form.values,
                valid_from=valid_from,
                reason=form.cleaned_data["reason"],
                actor=request.actor,
                now=request.received_at,
            ),
            _("Đã thêm vào danh mục."),
        )


class RowEndView(RowView):
    """End a row on a day."""

    template_name = "catalog/row_end.html"

    def get(self, request, *args, **kwargs):
        return self.page(EndForm(initial={"version": self.row.version}))

    def post(self, request, *args, **kwargs):
        form = EndForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=INVALID)
        return self.carry_out(
            form,
            lambda: end_row(
                model=self.kind.model,
                row_id=self.row.pk,
                actor=request.actor,
                now=request.received_at,
                **form.cleaned_data,
            ),
            _("Đã ghi ngày kết thúc hiệu lực."),
        )
