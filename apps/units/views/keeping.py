"""Founding, correcting and rearranging one unit."""

from django.urls import reverse
from django.utils.translation import gettext_lazy

from apps.core.views import TransitionView, require
from apps.documents.models import Document
from apps.units import policies
from apps.units.domain import rearranging, units
from apps.units.domain.successions import Basis
from apps.units.domain.units import UnitFields
from apps.units.models import Unit
from apps.units.unit_forms import DissolveForm, EditUnitForm, FoundUnitForm, MoveForm, RenameForm, SplitForm


def basis_of(data: dict) -> Basis:
    """The basis as typed, with the filed document where one paper of that symbol is filed."""
    text = data["basis_text"]
    filed = Document.objects.filter(symbol__iexact=text.strip())[:2]
    document = filed[0] if len(filed) == 1 else None
    return Basis(
        document_id=document.pk if document else None,
        text=text,
        counts_achievements=data.get("counts_achievements", True),
        note=data.get("note", ""),
    )


class UnitCreateView(TransitionView):
    """Found a unit (Lập đơn vị). The address may name the parent: ``?parent=CODE``."""

    policy = staticmethod(lambda actor, _unit: policies.can_keep_units(actor))
    form_class = FoundUnitForm
    template_name = "units/unit_form.html"
    success_message = gettext_lazy("Đã lập đơn vị.")
    extra_context = {
        "title": gettext_lazy("Lập đơn vị"),
        "submit_label": gettext_lazy("Lập đơn vị"),
    }

    def get_object(self):
        return None

    def get_initial(self):
        return {"parent": self.request.GET.get("parent", "")}

    def call(self, form):
        parent = form.cleaned_data["parent"]
        require(policies.can_found(self.request.actor, parent))
        return units.found_unit(
            code=form.cleaned_data["code"],
            fields=form.fields_of_unit(),
            parent=parent,
            actor=self.request.actor,
            now=self.request.received_at,
        )

    def get_success_url(self):
        found = getattr(self, "result", None)
        return found.get_absolute_url() if found else reverse("units:unit-list")

    def get_context_data(self, **kwargs):
        return super().get_context_data(cancel_url=reverse("units:unit-list"), **kwargs)


class UnitActView(TransitionView):
    """A form about one unit that the actor may edit; back to its page afterwards."""

    queryset = Unit.objects
    policy = staticmethod(policies.can_edit)
    template_name = "units/unit_form.html"
    id_argument = "unit_id"
    success_url_name = "units:unit-detail"
    title = ""
    lead = ""
    submit_label = ""

    def get_initial(self):
        return {"version": self.object.version}

    def operation_arguments(self, form) -> dict:
        data = form.cleaned_data
        return {"on": data["on"], "basis": basis_of(data), "expected_version": data["version"]}

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            unit=self.object,
            title=self.title,
            lead=self.lead,
            submit_label=self.submit_label,
            cancel_url=self.object.get_absolute_url(),
            **kwargs,
        )


class UnitEditView(UnitActView):
    form_class = EditUnitForm
    operation = staticmethod(units.edit_unit)
    title = gettext_lazy("Sửa thông tin đơn vị")
    lead = gettext_lazy("Để sửa chỗ ghi sai. Đơn vị đổi tên theo quyết định: dùng “Đổi tên”, tên cũ được giữ lại.")
    submit_label = gettext_lazy("Lưu")
    success_message = gettext_lazy("Đã lưu.")

    def get_initial(self):
        unit = self.object
        names = ("name", "short_name", "kind", "province", "protocol_order", "valid_from", "valid_to", "version")
        return {name: getattr(unit, name) for name in names} | {
            "legal_person": "" if unit.legal_person is None else str(unit.legal_person),
            "aliases": "\n".join(alias.name for alias in unit.aliases.all()),
        }

    def operation_arguments(self, form):
        return {
            "fields": form.fields_of_unit(),
            "expected_version": form.cleaned_data["version"],
            "reason": form.cleaned_data["reason"],
        }


class UnitRenameView(UnitActView):
    form_class = RenameForm
    operation = staticmethod(rearranging.rename_unit)
    title = gettext_lazy("Đổi tên đơn vị")
    lead = gettext_lazy("Hồ sơ trước ngày đổi tên vẫn in tên cũ; tìm tên nào cũng ra đơn vị.")
    submit_label = gettext_lazy("Đổi tên")
    success_message = gettext_lazy("Đã đổi tên đơn vị.")

    def operation_arguments(self, form):
        names = {key: form.cleaned_data[key] for key in ("name", "short_name")}
        return super().operation_arguments(form) | names


class UnitMoveView(UnitActView):
    form_class = MoveForm
    operation = staticmethod(rearranging.move_unit)
    title = gettext_lazy("Chuyển đơn vị cấp trên")
    lead = gettext_lazy("Đơn vị chuyển cùng mọi đơn vị trực thuộc. Cụm thi đua của các năm không thay đổi.")
    submit_label = gettext_lazy("Chuyển")
    success_message = gettext_lazy("Đã chuyển đơn vị.")

    def operation_arguments(self, form):
        parent = form.cleaned_data["parent"]
        require(policies.can_found(self.request.actor, parent))
        return super().operation_arguments(form) | {"parent_id": parent.pk}


class UnitDissolveView(UnitActView):
    form_class = DissolveForm
    operation = staticmethod(rearranging.dissolve_unit)
    title = gettext_lazy("Giải thể đơn vị")
    lead = gettext_lazy(
        "Dùng khi không có đơn vị nào kế thừa; có đơn vị kế thừa thì dùng “Sáp nhập”. Hồ sơ của đơn vị được giữ nguyên."
    )
    submit_label = gettext_lazy("Giải thể")
    success_message = gettext_lazy("Đã ghi việc giải thể đơn vị.")


class UnitSplitView(UnitActView):
    form_class = SplitForm
    operation = staticmethod(rearranging.split_unit)
    title = gettext_lazy("Chia, tách đơn vị")
    lead = gettext_lazy("Hồ sơ và việc đang làm ở lại đơn vị cũ; phân công cho đơn vị mới sau khi chia, tách.")
    submit_label = gettext_lazy("Chia, tách")
    success_message = gettext_lazy("Đã chia, tách đơn vị.")

    def operation_arguments(self, form):
        unit = self.object
        parts = [
            (code, UnitFields(name, unit.kind, short_name=short, province=unit.province))
            for code, name, short in form.cleaned_data["parts"]
        ]
        return super().operation_arguments(form) | {"parts": parts, "lives_on": form.cleaned_data["lives_on"]}
