"""Steps of the editor: add, change, move, remove a criterion."""

from dataclasses import replace

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.core.components import Difference
from apps.core.errors import StaleVersion
from apps.core.numbers import format_points
from apps.core.views import TransitionView
from apps.documents.forms import NothingForm
from apps.scoring.criteria_forms import PlaceForm, VersionForm
from apps.scoring.criterion_forms import LEAF_METHODS, CriterionForm, adjustment_rows, band_rows, initial_of, typed
from apps.scoring.domain import draft_tree, drafting
from apps.scoring.domain.draft_tree import DOWN, UP
from apps.scoring.domain.explain import describe_rule
from apps.scoring.domain.rules import CriterionRule
from apps.scoring.domain.set_rows import stored_rules
from apps.scoring.enums import Method
from apps.scoring.views.criteria_base import (
    CriterionMixin,
    SetFormMixin,
    editor_crumb,
    editor_url,
    list_crumb,
    set_crumb,
)

METHODS = dict(LEAF_METHODS)


class SeenVersionMixin:
    """Somebody else saved the criterion first: what was typed stays, saving again is a decision."""

    stale: StaleVersion | None = None

    def show_refusal(self, form, error):
        if isinstance(error, StaleVersion):
            self.stale = error
            self.criterion.refresh_from_db()
            form.data = form.data.copy()
            form.data["version"] = self.criterion.version
        return super().show_refusal(form, error)


class CriterionPageMixin:
    """The form of a criterion: another method is chosen first, then its fields are shown with all that was typed."""

    form_class = CriterionForm
    template_name = "scoring/criteria_criterion.html"
    submit_label = lazy("Lưu")
    success_message = lazy("Đã lưu tiêu chí.")

    def stored(self) -> CriterionRule | None:
        """The rule that is changed; None for a new one."""
        raise NotImplementedError

    def chosen_method(self) -> str:
        known = self.stored()
        asked = self.request.POST.get("method") or self.request.GET.get("method") or (known.method if known else "")
        return asked if asked in METHODS else Method.MANUAL.value

    def is_group(self) -> bool:
        return False

    def shape(self) -> dict:
        return {"chosen": self.chosen_method(), "is_group": self.is_group(), "year": self.object.year.year}

    def get_form_kwargs(self):
        rows = {}
        known = self.stored()
        if self.request.method != "POST" and known is not None:
            rows = {"bands": band_rows(known), "adjustments": adjustment_rows(known)}
        return {**super().get_form_kwargs(), **self.shape(), **rows}

    def post(self, request, *args, **kwargs):
        if "refresh" in request.POST:
            values, bands, adjustments = typed(request.POST)
            form = CriterionForm(initial=values, bands=bands, adjustments=adjustments, **self.shape())
            return self.render_to_response(self.get_context_data(form=form))
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        form = context["form"]
        return context | {
            "bands": form.bands,
            "adjustments": form.adjustments,
            "method_label": "" if form.is_group else METHODS[form.chosen],
            "is_group": form.is_group,
        }


class CriterionCreateView(CriterionPageMixin, SetFormMixin, TransitionView):
    """A new criterion as the last one of a group; without ``parent`` a part."""

    submit_label = lazy("Thêm")
    success_message = lazy("Đã thêm tiêu chí.")

    def get_object(self):
        found = super().get_object()
        self.rules = stored_rules(found.pk)
        code = self.request.GET.get("parent", "")
        self.parent = draft_tree.rule_at(self.rules, code) if code else None
        if code and self.parent is None:
            raise Http404
        return found

    def stored(self):
        return None

    def get_heading(self):
        if self.parent is None:
            return _("Thêm phần")
        return _("Thêm tiêu chí vào “%(parent)s”") % {"parent": f"{self.parent.number or self.parent.code}"}

    def get_lead(self):
        return self.parent.label if self.parent else _("Phần chỉ cộng điểm khi có tiêu chí con bên trong.")

    def crumbs(self):
        return [list_crumb(), set_crumb(self.object), editor_crumb(self.object)]

    def get_initial(self):
        parent_code = self.parent.code if self.parent else ""
        return {"code": draft_tree.next_code(self.rules, parent_code), "method": self.chosen_method()}

    def call(self, form):
        return drafting.add_criterion(
            criteria_set_id=self.object.pk,
            rule=form.rule(self.parent.code if self.parent else ""),
            evidence=form.cleaned_data.get("evidence", ""),
            actor=self.request.actor,
            now=self.request.received_at,
        )

    def get_success_url(self):
        return editor_url(self.object, self.result.pk)


class CriterionEditView(SeenVersionMixin, CriterionPageMixin, CriterionMixin, TransitionView):
    """Another content in the same place. The second of two writers sees both."""

    heading = lazy("Sửa tiêu chí")

    def get_object(self):
        found = super().get_object()
        self.rules = stored_rules(found.pk)
        return found

    def stored(self):
        return draft_tree.rule_at(self.rules, self.criterion.code)

    def is_group(self):
        return any(rule.parent_code == self.criterion.code for rule in self.rules)

    def get_heading(self):
        return _("Sửa tiêu chí %(number)s") % {"number": self.criterion.printed_number}

    def get_initial(self):
        initial = initial_of(self.stored()) | {"evidence": self.criterion.evidence, "version": self.criterion.version}
        return initial | {"method": self.chosen_method()}

    def call(self, form):
        return drafting.change_criterion(
            criterion_id=self.criterion.pk,
            version=form.cleaned_data["version"] or 0,
            rule=replace(form.rule(""), parent_code=self.stored().parent_code),
            evidence=form.cleaned_data.get("evidence"),
            actor=self.request.actor,
            now=self.request.received_at,
        )

    def _differences(self, form) -> list[Difference]:
        stored, own = self.stored(), form.rule("")
        pairs = [
            (_("Nội dung"), stored.label, own.label),
            (_("Điểm chuẩn"), _points(stored.max_points), _points(own.max_points)),
            (_("Cách chấm"), "; ".join(describe_rule(stored)), "; ".join(describe_rule(own))),
            (_("Ghi chú"), stored.note, own.note),
        ]
        return [Difference(label, before, after) for label, before, after in pairs if before != after]

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if self.stale is not None:
            self.rules = stored_rules(self.object.pk)
            differences = self._differences(context["form"])
            context["conflict"] = {"who": self.stale.who, "at": self.stale.at, "differences": differences}
        return context


class CriterionShiftView(CriterionMixin, TransitionView):
    """Lên, xuống: one press of a button of the editor."""

    form_class = NothingForm
    template_name = "core/form_page.html"
    one_time = False  # pressed twice means moved twice
    submit_label = lazy("Chuyển")

    def get_object(self):
        if self.kwargs["direction"] not in (UP, DOWN):
            raise Http404
        return super().get_object()

    def get_heading(self):
        words = {UP: _("Chuyển tiêu chí %(number)s lên trên"), DOWN: _("Chuyển tiêu chí %(number)s xuống dưới")}
        return words[self.kwargs["direction"]] % {"number": self.criterion.printed_number}

    operation = drafting.shift_criterion

    def operation_arguments(self, form):
        return {"direction": self.kwargs["direction"]}


class CriterionPlaceView(CriterionMixin, TransitionView):
    """Chuyển nhóm."""

    form_class = PlaceForm
    operation = drafting.place_criterion
    submit_label = lazy("Chuyển")
    success_message = lazy("Đã chuyển tiêu chí.")

    def get_heading(self):
        return _("Chuyển tiêu chí %(number)s sang nhóm khác") % {"number": self.criterion.printed_number}

    def get_lead(self):
        return self.criterion.label

    def get_form_kwargs(self):
        rules = stored_rules(self.object.pk)
        own = draft_tree.branch(rules, self.criterion.code)
        parents = [
            (rule.code, f"{rule.number or rule.code} {rule.label[:80]}") for rule in rules if rule.code not in own
        ]
        return {**super().get_form_kwargs(), "parents": parents}

    def get_initial(self):
        return {"parent": self.criterion.parent.code if self.criterion.parent else ""}

    def operation_arguments(self, form):
        return {"parent_code": form.cleaned_data["parent"]}


class CriterionRemoveView(SeenVersionMixin, CriterionMixin, TransitionView):
    """Xóa tiêu chí, with all below it."""

    form_class = VersionForm
    operation = drafting.remove_criterion
    submit_label = lazy("Xóa")
    success_message = lazy("Đã xóa tiêu chí.")

    def get_heading(self):
        return _("Xóa tiêu chí %(number)s") % {"number": self.criterion.printed_number}

    def get_lead(self):
        return self.criterion.label

    def get_consequences(self):
        below = len(draft_tree.branch(stored_rules(self.object.pk), self.criterion.code)) - 1
        if not below:
            return [_("Tiêu chí và các mức điểm của nó bị xóa khỏi dự thảo.")]
        return [_("Tiêu chí và %(count)s tiêu chí con bên trong bị xóa khỏi dự thảo.") % {"count": below}]

    def get_initial(self):
        return {"version": self.criterion.version}

    def get_success_url(self):
        return reverse("criteria:set-editor", args=[self.object.pk])


def _points(value) -> str:
    return "" if value is None else format_points(value)
