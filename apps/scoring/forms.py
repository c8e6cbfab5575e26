"""Shape of what is typed on a score sheet. Sense (maximum, bands, steps) is judged by the engine."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.core.dates import VietnameseDateField, format_date, parse_date
from apps.core.line_rows import LineFormBase, input_mark
from apps.core.numbers import VietnameseDecimalField, format_points
from apps.core.text import clean, fold
from apps.scoring import sources
from apps.scoring.domain.answers import count_label
from apps.scoring.domain.inputs import LineInput
from apps.scoring.domain.methods import asked_of
from apps.scoring.domain.parts import Citation
from apps.scoring.domain.rules import BONUS, CriterionRule
from apps.scoring.enums import NotApplicableReason

RADIOS_UP_TO = 4
MOST_SHOWN = 5
_PASTED = re.compile(r"(?P<symbol>\S*\d\S*/\S+)[\s,]+ngày\s+(?P<day>\d{1,2}[/.-]\d{1,2}[/.-]\d{4})", re.IGNORECASE)
PART_FORM = "part-form"


class LineForm(LineFormBase):
    """The inputs of one line, as its rule asks for them; prefix ``l<id>``. ``stored``: as in the database."""

    def __init__(self, *, rule: CriterionRule, line_id: int, stored: LineInput, version: int, data=None):
        super().__init__(data, prefix=f"l{line_id}", use_required_attribute=False, auto_id="id_%s")
        self.rule, self.line_id, self.stored = rule, line_id, stored
        self.source = sources.filling(rule)
        self.asked = () if self.source else asked_of(rule)
        if (
            not self.source
            and not rule.bands
            and stored.points is not None
            and stored.count is None
            and "points" not in self.asked
        ):
            # Points came without figures (an import): they stay visible and may be changed.
            self.asked = ("points", *self.asked)
        self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, initial=version)
        self.fields["seen"] = forms.CharField(widget=forms.HiddenInput, initial=self.mark(stored), required=False)
        for name in self.asked:
            self.fields[name] = _MAKERS[name](rule)
            self.fields[name].initial = getattr(stored, name)
        self.typed_cases = [] if self.source and sources.CASES in self.source.fills else list(rule.adjustments)
        for index, row in enumerate(self.typed_cases):
            self.fields[f"case_{index}"] = _case_field(row)
            self.fields[f"case_{index}"].initial = stored.cases.get(row.label) or None
        if not self.source:
            self.fields["not_applicable"] = forms.ChoiceField(
                label=_("Không phát sinh"),
                choices=[("", _("Có phát sinh")), *NotApplicableReason.choices],
                required=False,
                initial=stored.not_applicable,
            )
        self.fields["note"] = forms.CharField(
            label=_("Ghi chú"),
            max_length=2000,
            required=False,
            initial=stored.note,
            widget=forms.Textarea(attrs={"rows": 1, "placeholder": _("Ghi chú")}),
        )
        self._dress()

    def _dress(self) -> None:
        """Every control belongs to the form of the part, wherever it stands in the table."""
        for name, each in self.fields.items():
            attrs = each.widget.attrs
            attrs["form"] = PART_FORM
            if each.widget.is_hidden:
                continue
            attrs["aria-describedby"] = f"result-{self.line_id}"
            if isinstance(each.widget, forms.RadioSelect):
                attrs["class"] = "form-check-input"
            else:
                attrs["class"] = "form-select" if isinstance(each.widget, forms.Select) else "form-control"
            if self.is_bound and name in self.errors:
                attrs["class"] += " is-invalid"
                attrs["aria-invalid"] = "true"

    @property
    def measures(self):
        """The bound fields of the base method, in the order in which the rule asks."""
        return [self[name] for name in self.asked]

    @property
    def cases(self):
        """Bound fields of bonus and penalty with what each case is worth."""
        return [
            (self[f"case_{index}"], row, "+" if row.kind == BONUS else "−", format_points(abs(row.points)))
            for index, row in enumerate(self.typed_cases)
        ]

    def mark(self, inputs: LineInput) -> str:
        """What the person may change: of a line that fills itself the note and typed cases only."""
        return input_mark(LineInput(note=inputs.note, cases=inputs.cases) if self.source else inputs)

    def untouched(self) -> bool:
        """Whether the post carries exactly what the page had shown."""
        return bool(self.cleaned_data["seen"]) and self.cleaned_data["seen"] == self.mark(self.to_input())

    def to_input(self) -> LineInput:
        """What was typed; figures that this rule does not ask for stay as they are stored."""
        typed = {name: self.cleaned_data.get(name) for name in self.asked}
        if "band_label" in typed:
            typed["band_label"] = typed["band_label"] or ""
        cases = dict(self.stored.cases)
        for index, row in enumerate(self.typed_cases):
            count = self.cleaned_data[f"case_{index}"]
            cases.pop(row.label, None)
            if count:
                cases[row.label] = int(count)
        return replace(
            self.stored,
            **typed,
            cases=cases,
            not_applicable=self.cleaned_data.get("not_applicable", self.stored.not_applicable),
            note=self.cleaned_data["note"],
        )


def _points_field(rule: CriterionRule) -> forms.Field:
    return VietnameseDecimalField(label=_("Điểm"), required=False, max_digits=12, decimal_places=3)


def _count_field(rule: CriterionRule) -> forms.Field:
    return VietnameseDecimalField(
        label=count_label(rule), required=False, max_digits=12, decimal_places=0, min_value=Decimal(0)
    )


def _figure_field(label):
    def make(rule: CriterionRule) -> forms.Field:
        return VietnameseDecimalField(
            label=label, required=False, max_digits=18, decimal_places=6, min_value=Decimal(0)
        )

    return make


def _date_field(rule: CriterionRule) -> forms.Field:
    return VietnameseDateField(label=_("Ngày thực hiện"), required=False)


def _band_field(rule: CriterionRule) -> forms.Field:
    bands = [(band.label, f"{band.label} ({format_points(band.points)})") for band in rule.bands]
    few = len(bands) <= RADIOS_UP_TO
    return forms.ChoiceField(
        label=_("Mức"),
        required=False,
        choices=bands if few else [("", _("Chọn mức")), *bands],
        widget=forms.RadioSelect if few else forms.Select,
    )


def _case_field(row) -> forms.Field:
    return VietnameseDecimalField(label=row.label, required=False, max_digits=9, decimal_places=0, min_value=Decimal(0))


_MAKERS = {
    "points": _points_field,
    "count": _count_field,
    "numerator": _figure_field(_("Số đạt")),
    "denominator": _figure_field(_("Tổng số")),
    "target": _figure_field(_("Chỉ tiêu")),
    "actual": _figure_field(_("Kết quả")),
    "actual_on": _date_field,
    "band_label": _band_field,
}


def split_citation(text: str) -> tuple[str, date | None]:
    """Symbol and date of a pasted citation: "Công văn số 36/KH-KVTĐ ngày 08/4/2022" → ("36/KH-KVTĐ", 08/4/2022)."""
    text = clean(text)
    found = _PASTED.search(text)
    if not found:
        return text, None
    try:
        return found["symbol"].rstrip(",;."), parse_date(found["day"])
    except ValueError:
        return text, None


def matching(symbol: str, documents, issued_on: date | None) -> list:
    """Documents of the unit that the typed text means: the whole symbol, else a part of it; none for a new paper, nor
    where only marks without a letter were typed.
    """
    wanted = fold(symbol)
    if not wanted:
        return []
    same_day = [each for each in documents if issued_on is None or each.issued_on == issued_on]
    whole = [each for each in same_day if fold(each.symbol) == wanted]
    if whole or issued_on is not None:
        return whole[:1]
    # "1/KH" is not "11/KH": a number is typed from its start, letters may stand anywhere.
    means = str.startswith if wanted[0].isdigit() else str.__contains__
    return [each for each in same_day if means(fold(each.symbol), wanted)]


class EvidenceForm(forms.Form):
    """A paper to cite or a file to add on one line; prefix ``e<line id>``. All may be empty: nothing is added then.

    ``documents``: the unit's own; part of a symbol that is among them is enough, and needs no date.
    """

    symbol = forms.CharField(label=_("Số, ký hiệu"), max_length=100, required=False)
    issued_on = VietnameseDateField(label=_("Ngày ban hành"), required=False)
    issuer_name = forms.CharField(label=_("Cơ quan ban hành"), max_length=300, required=False)
    abstract = forms.CharField(label=_("Trích yếu"), max_length=500, required=False)
    file = forms.FileField(label=_("Tệp"), required=False, allow_empty_file=True)
    kept = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, line_id: int, documents=(), **kwargs):
        super().__init__(*args, prefix=f"e{line_id}", use_required_attribute=False, **kwargs)
        self.line_id = line_id
        self.picked = None
        self.documents = documents
        for each in self.fields.values():
            each.widget.attrs |= {"form": PART_FORM, "class": "form-control form-control-sm"}
        self.fields["symbol"].widget.attrs |= {
            "list": "unit-documents",
            "autocomplete": "off",
            "placeholder": _("Số, ký hiệu văn bản"),
        }

    def clean(self):
        data = super().clean()
        symbol, pasted_on = split_citation(data.get("symbol") or "")
        if pasted_on and not data.get("issued_on"):
            data["issued_on"] = pasted_on
        data["symbol"], issued_on = symbol, data.get("issued_on")
        found = matching(symbol, self.documents, issued_on)
        self.picked = found[0] if len(found) == 1 else None
        if self.picked:
            return data
        if len(found) > 1:
            shown = "; ".join(f"{each.symbol} ({format_date(each.issued_on)})" for each in found[:MOST_SHOWN])
            self.add_error("symbol", _("Có nhiều văn bản khớp, gõ thêm: %(found)s.") % {"found": shown})
        elif symbol and issued_on is None and "issued_on" not in self.errors:
            self.add_error("issued_on", _("Nhập ngày ban hành của văn bản này."))
        if not symbol and (issued_on or data.get("abstract") or data.get("issuer_name")):
            self.add_error("symbol", _("Nhập số, ký hiệu của văn bản."))
        return data

    @property
    def is_filled(self) -> bool:
        """Whether anything is to be added."""
        return any(self.cleaned_data.get(name) for name in ("symbol", "file", "kept"))

    @property
    def citation(self) -> Citation | None:
        data = self.cleaned_data
        if not data.get("symbol"):
            return None
        return Citation(
            symbol=data["symbol"],
            issued_on=data.get("issued_on"),
            issuer_name=data.get("issuer_name", ""),
            abstract=data.get("abstract", ""),
            document_id=self.picked.pk if self.picked else None,
        )


class FigureRemarkForm(forms.Form):
    """Ý kiến về số liệu hệ thống điền, or the answer to it."""

    text = forms.CharField(
        label=_("Số liệu nào chưa đúng, căn cứ nào"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )


class FigureAnswerForm(FigureRemarkForm):
    text = forms.CharField(label=_("Trả lời"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))
