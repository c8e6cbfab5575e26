"""Forms with a table of rows in the middle: a plan with its lines, a pledge with its commitments.

One form, one save: ``form.rows`` is a formset of ``row_form`` under the prefix ``rows``; what is wrong in a row also
stands in the summary of the form, with the number of the row. Empty rows at the end are for what is new.
"""

from collections.abc import Iterable

from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext as _

MOST_ROWS = 200


class RowsFormMixin:
    """Put before the form class. ``rows``: initial values of each row. ``filled_rows()``: cleaned data of the rows
    that hold something and are not ticked for removal, in their order.
    """

    row_form: type[forms.Form]
    extra_rows = 3
    least_rows = 0

    def __init__(self, *args, rows=(), **kwargs):
        super().__init__(*args, **kwargs)
        made = formset_factory(
            self.row_form,
            extra=self.extra_rows if rows else max(self.extra_rows, self.least_rows),
            can_delete=True,
            max_num=MOST_ROWS,
            absolute_max=MOST_ROWS,
        )
        self.rows = made(self.data if self.is_bound else None, prefix="rows", initial=list(rows), **self.rows_options())

    def rows_options(self) -> dict:
        """Arguments of every row: {"form_kwargs": …}."""
        return {}

    def full_clean(self):
        super().full_clean()
        if not self.is_bound or self.rows.is_valid():
            return
        for error in self.rows.non_form_errors():
            self.add_error(None, error)
        for number, row in enumerate(self.rows.forms, start=1):
            for name, errors in row.errors.items():
                label = row.fields[name].label if name in row.fields else ""
                for error in errors:
                    words = {"number": number, "what": f"{label}: {error}" if label else error}
                    self.add_error(None, _("Dòng %(number)s – %(what)s") % words)

    def filled_rows(self) -> list[dict]:
        return [row.cleaned_data for row in self._filled()]

    def stored_keys(self, keys: Iterable[int]) -> dict[str, int]:
        """Names of the fields ``key`` of what was filled in, with the keys under which the rows are stored now."""
        return {row.add_prefix("key"): key for row, key in zip(self._filled(), keys, strict=True)}

    def _filled(self) -> list["RowForm"]:
        return [
            row
            for row in self.rows.forms
            if getattr(row, "cleaned_data", None) and row.has_changed_or_stored() and not row.cleaned_data["DELETE"]
        ]


class RowForm(forms.Form):
    """One row; ``key`` names the stored one. A stored row may not lose its ``main_field``: tick it for removal."""

    main_field = ""
    key = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def has_changed_or_stored(self) -> bool:
        return bool(self.cleaned_data.get(self.main_field))

    def has_changed(self) -> bool:
        # A row that names a stored one is always checked; a new one when something was typed into it.
        if not self.is_bound:
            return bool(self.initial) or super().has_changed()
        return bool(self["key"].data) or any(
            field.has_changed(_untouched(field), self[name].data)
            for name, field in self.fields.items()
            if name not in {"key", "DELETE"}
        )

    def clean(self):
        data = super().clean()
        if not data.get("DELETE") and not data.get(self.main_field) and self.main_field not in self.errors:
            self.add_error(self.main_field, _("Nhập nội dung, hoặc đánh dấu bỏ dòng này."))
        return data

    def visible(self) -> list:
        """Fields that the table shows, the tick for removal last."""
        return [field for field in self.visible_fields() if field.name != "DELETE"]


def _untouched(field: forms.Field):
    """What a browser sends for a field of an empty row that nobody touched: a list sends its first choice."""
    if field.initial is not None or not isinstance(field, forms.ChoiceField):
        return field.initial
    value, label = next(iter(field.choices), ("", ""))
    return label[0][0] if isinstance(label, list | tuple) else value
