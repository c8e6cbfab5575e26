"""Form fields about people: a unit typed by code or name, the paper something rests on."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from apps.core.dates import VietnameseDateField
from apps.core.text import clean
from apps.documents.citation_fields import check_citation
from apps.units.domain.postings import Basis
from apps.units.masking import MASK
from apps.units.models import Unit
from apps.units.person_queries import MOST_CANDIDATES, units_meant


class UnitField(forms.CharField):
    """One unit, typed by code or by a present or former name, diacritics aside. Cleans to the Unit.

    Where several fit, the error names them with their codes.
    """

    default_error_messages = {
        "unknown": _("Không tìm thấy đơn vị “%(text)s”. Nhập mã đơn vị hoặc tên đầy đủ, tên cũ cũng được."),
        "several": _("Có nhiều đơn vị khớp: %(units)s. Nhập mã trong ngoặc."),
    }

    def __init__(self, **options):
        options.setdefault("label", _("Đơn vị"))
        options.setdefault("help_text", _("Nhập mã hoặc tên đơn vị, không cần dấu."))
        super().__init__(**options)

    def prepare_value(self, value):
        return f"{value.code}" if isinstance(value, Unit) else value

    def clean(self, value):
        text = clean(super().clean(value) or "")
        if not text:  # empty, or only characters of no width
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        found = units_meant(text)
        if not found:
            raise ValidationError(self.error_messages["unknown"], code="unknown", params={"text": text})
        if len(found) > 1:
            named = "; ".join(f"{unit.name} ({unit.code})" for unit in found[:MOST_CANDIDATES])
            more = "; …" if len(found) > MOST_CANDIDATES else ""
            raise ValidationError(self.error_messages["several"], code="several", params={"units": named + more})
        return found[0]


class MaskedDateField(VietnameseDateField):
    """A date that is not shown: *** stays *** and means "as it is"."""

    def to_python(self, value):
        return MASK if value == MASK else super().to_python(value)

    def validate(self, value):
        if value != MASK:
            super().validate(value)


class MaskedCharField(forms.CharField):
    """A text that is not shown; *** means "as it is"."""


class BasisFields(forms.Form):
    """Three fields of the paper: symbol, date, issuer; symbol and date come together. ``basis`` is the value."""

    basis_required = False

    basis_symbol = forms.CharField(
        label=_("Số, ký hiệu văn bản căn cứ"), max_length=100, required=False, help_text=_("Ví dụ: 123/QĐ-BTP.")
    )
    basis_issued_on = VietnameseDateField(label=_("Ngày ban hành"), required=False)
    basis_issuer = forms.CharField(
        label=_("Cơ quan ban hành"), max_length=300, required=False, help_text=_("Để trống nếu là chính đơn vị.")
    )

    def clean(self):
        data = super().clean()
        check_citation(self, "basis_symbol", "basis_issued_on")
        if self.basis_required and not data.get("basis_symbol") and "basis_symbol" not in self.errors:
            self.add_error("basis_symbol", _("Nhập số, ký hiệu của quyết định."))
        if self.basis_required and not data.get("basis_issued_on") and "basis_issued_on" not in self.errors:
            self.add_error("basis_issued_on", _("Nhập ngày ban hành của văn bản, ví dụ 08/04/2022."))
        return data

    @property
    def basis(self) -> Basis:
        data = self.cleaned_data
        return Basis(data.get("basis_symbol", ""), data.get("basis_issued_on"), data.get("basis_issuer", ""))


def basis_initial(document) -> dict:
    """Initial values of BasisFields for a Document or None."""
    if document is None:
        return {}
    return {
        "basis_symbol": document.symbol,
        "basis_issued_on": document.issued_on,
        "basis_issuer": document.issuer_name,
    }
