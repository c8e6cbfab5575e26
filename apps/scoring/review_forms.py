"""Shape of what reviewers type. Sense (maximum, reason needed, state) is judged by the domain."""

from dataclasses import replace

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.core.crispy import CrispyFormMixin
from apps.core.numbers import VietnameseDecimalField
from apps.core.reasons import reason_form
from apps.scoring.domain.inputs import LineInput, stored_inputs
from apps.scoring.domain.methods import is_group, method_of
from apps.scoring.domain.regrading import STATED, takes_points_only
from apps.scoring.domain.returns import REMARK_LENGTH
from apps.scoring.forms import LineForm
from apps.scoring.models import DifferenceReason
from apps.scoring.review_reading import ReviewReading, ReviewRow


class ReviewLineForm(LineForm):
    """The reviewer's own score of one line; prefix ``l<id>``.

    ``with_inputs``: also the figures the unit typed, which the engine turns into points. Points typed here state
    those of the whole line; where they stand as shown and figures changed, the engine computes them.
    """

    def __init__(self, *, row: ReviewRow, reasons: list[DifferenceReason], with_inputs: bool, data=None):
        stored = stored_inputs(row.line)
        super().__init__(rule=row.rule, line_id=row.line.pk, stored=stored, version=row.line.version, data=data)
        self.row, self.with_inputs = row, with_inputs
        if with_inputs:
            self.auto_id = "beside_%s"  # the row of the same line stands on the page too
        # Lines measured against the whole cluster are computed for all units together: here only points are stated.
        compares = not is_group(row.rule) and method_of(row.rule).needs_peers
        with_figures = with_inputs and not compares
        self.asked = tuple(name for name in self.asked if name != "points") if with_figures else ()
        figures = {*self.asked, *(f"case_{index}" for index in range(len(row.rule.adjustments))), "not_applicable"}
        kept = {"version"} | (figures if with_inputs else set())
        self.fields = {name: each for name, each in self.fields.items() if name in kept}
        self.fields[STATED] = VietnameseDecimalField(
            label=_("Điểm kiểm tra"), required=False, max_digits=12, decimal_places=3, initial=row.points_typed
        )
        self.fields["reason"] = forms.ChoiceField(
            label=_("Lý do chênh lệch"),
            required=False,
            choices=[("", _("Chọn lý do")), *((reason.code, reason.label) for reason in reasons)],
            initial=row.line.reason.code if row.line.reason else "",
        )
        self.fields["reason_text"] = forms.CharField(
            label=_("Ghi rõ"), required=False, max_length=500, initial=row.line.reason_text
        )
        self.agrees = bool(data and data.get("agree"))
        if self.agrees:
            self.fields = {"version": self.fields["version"]}
        self._finish()

    def _dress(self) -> None:
        """The controls stand inside their own form; they are dressed when all of them are there."""

    def _finish(self) -> None:
        for name, each in self.fields.items():
            if each.widget.is_hidden:
                continue
            attrs = each.widget.attrs
            kind = "form-check-input" if isinstance(each.widget, forms.RadioSelect) else "form-control"
            attrs["class"] = "form-select" if type(each.widget) is forms.Select else kind
            if self.is_bound and name in self.errors:
                self.mark_invalid(name)

    def take_over(self, refused: "ReviewLineForm") -> None:
        """Show what was typed in the row of the list, marked where it was refused."""
        refused.auto_id = self.auto_id
        for name in (STATED, "reason", "reason_text"):
            if name in refused.fields:
                self.fields[name].initial = refused[name].value()
                if name in refused.errors:
                    self.mark_invalid(name)

    @property
    def figures(self):
        """Bound fields of what was counted or measured."""
        return [self[name] for name in self.asked]

    def clean(self):
        data = super().clean()
        if not self.agrees and takes_points_only(self.rule) and data.get(STATED) is None and STATED not in self.errors:
            self.add_error(STATED, _("Nhập điểm kiểm tra."))
        return data

    def to_input(self) -> LineInput:
        return super().to_input() if self.with_inputs else self.stored

    def changes(self) -> dict:
        """Arguments of ``save_review_line``."""
        data = self.cleaned_data
        self.cleaned_data = {"not_applicable": self.stored.not_applicable, **data, "note": self.stored.note}
        inputs, typed = self.to_input(), data[STATED]
        shown = abs(self.row.own) if self.rule.method == "penalty" else self.row.own
        untouched = typed is not None and shown in {typed, abs(typed)}
        outright = typed if typed is not None and not untouched else None
        if untouched and self.row.line.agreed and inputs == self.stored:
            outright = typed
        if outright is None and self.row.line.agreed:
            inputs = replace(inputs, points=self.row.source.points_given)
        return {
            "expected_version": data["version"],
            "inputs": inputs,
            "agreed_points": outright,
            "reason_code": data["reason"],
            "reason_text": data["reason_text"],
        }


class AgreeForm(forms.Form):
    """Đồng ý tất cả dòng còn lại; ``part``: only in this one."""

    part = forms.IntegerField(required=False, widget=forms.HiddenInput)


# Why a sheet is opened again or closed: stands in the trail, shown to the unit and the auditor.
ReasonForm = reason_form(max_length=1000)


class ReturnForm(CrispyFormMixin, forms.Form):
    """Yêu cầu bổ sung: a remark on the whole and one for each line that goes back (empty: the line stays)."""

    remark = forms.CharField(
        label=_("Yêu cầu chung"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args, reading: ReviewReading | None, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = sorted(reading.rows, key=lambda row: -row.risk.score) if reading else []
        for row in self.rows:
            self.fields[self.name_of(row)] = forms.CharField(
                label=_("Yêu cầu bổ sung cho dòng %(number)s") % {"number": row.criterion.printed_number},
                max_length=REMARK_LENGTH,
                required=False,
                widget=forms.TextInput(attrs={"class": "form-control"}),
            )

    @staticmethod
    def name_of(row: ReviewRow) -> str:
        return f"line_{row.line.pk}"

    @property
    def row_fields(self):
        """Rows with their bound field, those worth a look first."""
        return [(row, self[self.name_of(row)]) for row in self.rows]

    def line_remarks(self) -> dict[int, str]:
        return {row.line.pk: self.cleaned_data[self.name_of(row)] for row in self.rows}
