"""Shape of what is typed in a report. What fits together is judged by the domain."""

from dataclasses import fields
from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.core.crispy import CrispyFormMixin
from apps.core.dates import VietnameseDateField
from apps.core.line_rows import LineFormBase, input_mark
from apps.core.numbers import VietnameseDecimalField
from apps.periodic_reports.domain.lines import LineInput, stored_input
from apps.periodic_reports.models import ReportLine

EDIT_FORM = "report-form"
TEXT_LENGTH = 20_000


class LineForm(LineFormBase):
    """The inputs of one line, as its kind asks; prefix ``l<id>``."""

    def __init__(self, *, line: ReportLine, data=None):
        super().__init__(data, prefix=f"l{line.pk}", use_required_attribute=False, auto_id="id_%s")
        self.line, self.item = line, line.item
        stored = stored_input(line)
        self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, initial=line.version)
        self.fields["seen"] = forms.CharField(widget=forms.HiddenInput, initial=input_mark(stored), required=False)
        for name, each in self._inputs().items():
            self.fields[name] = each
            each.initial = getattr(stored, name)
        self._dress()

    def _inputs(self) -> dict[str, forms.Field]:
        nothing = forms.BooleanField(label=_("Không phát sinh"), required=False)
        if self.item.is_text:
            area = forms.Textarea(attrs={"rows": 4})
            text = forms.CharField(label=self.item.label, max_length=TEXT_LENGTH, required=False, widget=area)
            return {"text": text, "nothing_arose": nothing}
        figures = {"amount": _figure(self.item.unit_of_measure or _("Số liệu"))}
        if self.item.is_rate:
            figures = {
                "numerator": _figure(self.item.numerator_label or _("Tử số")),
                "denominator": _figure(self.item.denominator_label or _("Mẫu số")),
            }
        note = forms.CharField(
            label=_("Ghi chú"), max_length=500, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
        )
        estimate = forms.BooleanField(label=_("Ước"), required=False)
        return {**figures, "is_estimate": estimate, "nothing_arose": nothing, "note": note}

    def _dress(self) -> None:
        """Every control belongs to the form of the page, wherever it stands in the table."""
        for name, each in self.fields.items():
            attrs = each.widget.attrs
            attrs["form"] = EDIT_FORM
            if each.widget.is_hidden:
                continue
            attrs["aria-describedby"] = f"result-{self.line.pk}"
            attrs["class"] = "form-check-input" if isinstance(each, forms.BooleanField) else "form-control"
            if self.is_bound and name in self.errors:
                self.mark_invalid(name)

    @property
    def figures(self):
        return [self[name] for name in ("amount", "numerator", "denominator") if name in self.fields]

    def untouched(self) -> bool:
        """Whether the post carries exactly what the page had shown."""
        return bool(self.cleaned_data["seen"]) and self.cleaned_data["seen"] == input_mark(self.to_input())

    def to_input(self) -> LineInput:
        typed = {each.name: self.cleaned_data.get(each.name) for each in fields(LineInput)}
        return LineInput(
            **{name: typed[name] for name in ("amount", "numerator", "denominator")},
            is_estimate=bool(typed["is_estimate"]),
            nothing_arose=bool(typed["nothing_arose"]),
            text=typed["text"] or "",
            note=typed["note"] or "",
        )


def _figure(label) -> forms.Field:
    return VietnameseDecimalField(
        label=label, required=False, max_digits=20, decimal_places=4, min_value=Decimal(0), percent=False
    )


class ReturnForm(CrispyFormMixin, forms.Form):
    """Yêu cầu bổ sung: a general remark, and one for single lines (``line_<id>``)."""

    remark = forms.CharField(
        label=_("Yêu cầu chung"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args, lines=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.lines = list(lines)
        for line in self.lines:
            self.fields[f"line_{line.pk}"] = forms.CharField(label=line.item.label, max_length=500, required=False)

    @property
    def line_fields(self):
        return [self[f"line_{line.pk}"] for line in self.lines]

    @property
    def line_remarks(self) -> dict[int, str]:
        return {line.pk: text for line in self.lines if (text := self.cleaned_data.get(f"line_{line.pk}"))}


class EnterForForm(CrispyFormMixin, forms.Form):
    """Nhập thay: when the paper came, and what it is."""

    received_on = VietnameseDateField(label=_("Ngày nhận bản giấy"))
    basis = forms.CharField(
        label=_("Căn cứ"), max_length=300, help_text=_("Ví dụ: Báo cáo số 120/BC-STP, gửi qua bưu điện.")
    )
