"""The form of the guided step "Mở năm thi đua": every row of every part with its box and its values."""

from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.core.dates import VietnameseDateField, format_date
from apps.periods import opening
from apps.periods.domain.new_year import Plan
from apps.periods.domain.working_days import WorkingDays
from apps.periods.forms import YearFields

MOST_TEXT = 300
CONFIRMED, CHANGE = "confirmed", "change"  # the buttons of the page that asks once more


@dataclass(frozen=True)
class ShownRow:
    """A row with its bound box (None: no box) and values."""

    row: opening.Row
    box: object
    values: tuple


@dataclass(frozen=True)
class ConfirmedRow:
    """A row on the page that asks once more: what will be, and what to look at."""

    label: object
    last: object
    next: object
    warnings: tuple[str, ...]


class OpeningForm(YearFields):
    """``parts``: (Part, rows) of the register. ``settled``: the year is there already and keeps its own settings."""

    start = forms.BooleanField(
        label=lazy("Mở ngay"),
        required=False,
        help_text=lazy("Bỏ chọn nếu chỉ chuẩn bị; mở sau bằng nút “Mở năm thi đua” trên trang của năm."),
    )

    def __init__(self, *args, parts: Iterable, settled: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.parts = list(parts)
        if settled:
            for name in ("starts_on", "ends_on", "stages", "start"):
                del self.fields[name]
        for part, rows in self.parts:
            for row in rows:
                self._add(part, row)

    def _add(self, part: opening.Part, row: opening.Row) -> None:
        if row.selectable:
            self.fields[box_name(part, row)] = forms.BooleanField(
                label=_("Lấy sang năm mới: %(what)s") % {"what": row.label},
                required=False,
                initial=row.selected,
                widget=forms.CheckboxInput({"class": "form-check-input"}),
            )
        for each in row.fields:
            self.fields[value_name(part, row, each)] = _field(row, each)

    def own_fields(self):
        """The fields above the parts."""
        names = ("starts_on", "ends_on", "stages", "start")
        return [self[name] for name in names if name in self.fields]

    def shown_parts(self):
        return [(part, [self._shown(part, row) for row in rows]) for part, rows in self.parts]

    def _shown(self, part, row) -> ShownRow:
        box = self[box_name(part, row)] if row.selectable else None
        return ShownRow(row, box, tuple(self[value_name(part, row, each)] for each in row.fields))

    def clean(self):
        """A value is asked for only where its row is taken."""
        data = super().clean()
        for part, row in self._taken(data):
            for each in row.fields:
                name = value_name(part, row, each)
                if each.required and name not in self.errors and data.get(name) in {None, ""}:
                    self.add_error(name, _("Nhập %(what)s.") % {"what": str(each.label)})
        return data

    def _taken(self, data: dict):
        for part, rows in self.parts:
            for row in rows:
                if data.get(box_name(part, row)) if row.selectable else row.fields:
                    yield part, row

    def chosen(self) -> dict:
        """As ``opening.carry_over`` takes it."""
        found: dict = {}
        for part, row in self._taken(self.cleaned_data):
            values = {each.name: self.cleaned_data.get(value_name(part, row, each)) for each in row.fields}
            found.setdefault(part.name, {})[row.key] = values
        return found

    def plan(self, draft, last) -> Plan:
        """What is to be done. ``draft``: the year to come, ``last``: the one before."""
        settled = "starts_on" not in self.fields
        settings = (
            {"starts_on": draft.starts_on, "ends_on": draft.ends_on, "stages_off": tuple(draft.stages_off)}
            if settled
            else self.days_and_stages()
        )
        return Plan(
            organiser_id=last.organiser_id,
            year=draft.year,
            start=not settled and self.cleaned_data["start"],
            from_year_id=last.pk,
            chosen=self.chosen(),
            **settings,
        )

    def dates(self):
        return [value for value in self.cleaned_data.values() if hasattr(value, "isoformat")]

    def confirmed_parts(self, days: WorkingDays):
        """Part → what will be taken over, and the labels of what will not."""
        taken = {(part.name, row.key) for part, row in self._taken(self.cleaned_data)}
        found = []
        for part, rows in self.parts:
            yes = [self._confirmed(part, row, days) for row in rows if (part.name, row.key) in taken]
            no = [row.label for row in rows if row.selectable and (part.name, row.key) not in taken]
            found.append((part.label, [row for row in yes if row], no))
        return found

    def _confirmed(self, part, row, days: WorkingDays) -> ConfirmedRow | None:
        texts, warnings = [], [row.warning] if row.warning and not row.fields else []
        for each in row.fields:
            value = self.cleaned_data.get(value_name(part, row, each))
            if value in {None, ""}:
                continue
            texts.append(f"{each.label}: {_in_words(each, value)}")
            if each.kind == "date" and (warning := days.warning(value)):
                warnings.append(warning)
        if not row.selectable and not texts:
            return None
        return ConfirmedRow(row.label, row.last, "; ".join(texts) or row.next, tuple(warnings))


def box_name(part: opening.Part, row: opening.Row) -> str:
    return f"take-{part.name}-{row.key}"


def value_name(part: opening.Part, row: opening.Row, each: opening.Field) -> str:
    return f"value-{part.name}-{row.key}-{each.name}"


def _in_words(each: opening.Field, value) -> str:
    if each.kind == "choice":
        return str(dict(each.choices).get(value, value))
    return format_date(value) if each.kind == "date" else str(value)


def _field(row: opening.Row, each: opening.Field) -> forms.Field:
    common = {
        "label": f"{each.label}: {row.label}" if row.selectable or row.label else each.label,
        "required": False,
        "initial": each.value,
        "help_text": each.help_text,
    }
    if each.kind == "date":
        return VietnameseDateField(widget=forms.TextInput({"class": "form-control"}), **common)
    if each.kind == "choice":
        return forms.ChoiceField(
            choices=[("", "–"), *each.choices], widget=forms.Select({"class": "form-select"}), **common
        )
    return forms.CharField(max_length=MOST_TEXT, widget=forms.TextInput({"class": "form-control"}), **common)
