"""The guided merge: answers → preview of everything that will move → confirm, in one address."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.core.components import Column
from apps.core.errors import DomainError
from apps.core.views import TransitionView, require
from apps.core.whole_numbers import numbers_in, whole_number
from apps.units import policies
from apps.units.domain.merging import NewUnit, merge_units, preview_merge
from apps.units.models import Unit
from apps.units.unit_forms import MergeForm
from apps.units.views.keeping import basis_of

PREVIEW = (
    Column(_("Bảng dữ liệu"), width="wide"),
    Column(_("Số dòng"), numeric=True, width="narrow"),
    Column(_("Sẽ làm gì")),
)
CONFIRM, BACK = "confirm", "back"
SEPARATOR = ","


class UnitMergeView(TransitionView):
    """Several units become part of one. ``?units=CODE&units=CODE`` fills in the first answer.

    The versions of the units travel from the preview to the confirmation: who changed one meanwhile is told of.
    """

    policy = staticmethod(lambda actor, _unit: policies.can_keep_units(actor))
    form_class = MergeForm
    template_name = "units/unit_merge.html"
    preview_template = "units/unit_merge_preview.html"
    success_message = _("Đã sáp nhập. Mọi dữ liệu đã chuyển như bản xem trước.")

    def get_object(self):
        return None

    def get_initial(self):
        query = self.request.GET
        codes = [*query.getlist("units"), *self.ticked(numbers_in(query, "ids"))]
        return {"units": "\n".join(codes), "into": query.get("into", "")}

    @staticmethod
    def ticked(ids: list[int]) -> list[str]:
        """Codes of rows ticked in the list."""
        return list(Unit.objects.filter(pk__in=ids).in_order().values_list("code", flat=True))

    def post(self, request, *args, **kwargs):
        if BACK in request.POST:
            return self.render_to_response(self.get_context_data(form=self.get_form()))
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        data = form.cleaned_data
        units, into = data["units"], data["into"] if data["successor"] == MergeForm.EXISTING else None
        require(policies.can_merge(self.request.actor, [*units, into] if into else units))
        if not into:
            require(policies.can_found(self.request.actor, data["new_parent"]))
        if CONFIRM in self.request.POST:
            return super().form_valid(form)
        return self.show_preview(form, units, into)

    def show_preview(self, form, units, into):
        data = form.cleaned_data
        try:
            lines = preview_merge(
                unit_ids=[unit.pk for unit in units],
                into_id=into.pk if into else None,
                on=data["on"],
                today=timezone.localdate(self.request.received_at),
                overdue_until=data["overdue_until"],
            )
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error.message))
            return self.form_invalid(form)
        self.template_name = self.preview_template
        versions = SEPARATOR.join(f"{unit.pk}:{unit.version}" for unit in ([*units, into] if into else units))
        return self.render_to_response(
            self.get_context_data(
                form=form,
                lines=lines,
                columns=PREVIEW,
                units=units,
                into=into.name if into else data["new_name"],
                data=data,
                versions=versions,
                kept=[(name, value) for name in form.fields for value in self.request.POST.getlist(name)],
            )
        )

    def call(self, form):
        data = form.cleaned_data
        existing = data["successor"] == MergeForm.EXISTING
        new = None
        if not existing:
            parent = data["new_parent"]
            new = NewUnit(data["new_code"], form.new_fields(data["units"]), parent.pk if parent else None)
        concerned = {unit.pk for unit in data["units"]} | ({data["into"].pk} if existing else set())
        return merge_units(
            unit_ids=[unit.pk for unit in data["units"]],
            into_id=data["into"].pk if existing else None,
            new=new,
            on=data["on"],
            basis=basis_of(data),
            overdue_until=data["overdue_until"],
            expected_versions=self.versions(concerned),
            actor=self.request.actor,
            now=self.request.received_at,
        )

    def versions(self, known: set[int]) -> dict[int, int]:
        """Versions by unit, as the preview told them; what is no version of a unit concerned is left out."""
        pairs = (part.partition(":") for part in self.request.POST.get("versions", "").split(SEPARATOR))
        found = {whole_number(pk): whole_number(version) for pk, _colon, version in pairs}
        return {pk: version for pk, version in found.items() if pk in known and version is not None}

    def get_success_url(self):
        succession = getattr(self, "result", None)
        if succession is None:
            return reverse("units:unit-list")
        return succession.pairs.first().successor.get_absolute_url()

    def get_context_data(self, **kwargs):
        return super().get_context_data(cancel_url=reverse("units:unit-list"), **kwargs)
