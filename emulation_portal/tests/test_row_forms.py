"""Empty rows of forms with a table: sent by a browser as they stand, they are nothing; a stroke makes them a row."""

from html.parser import HTMLParser

import pytest
from django.forms import formset_factory

from apps.clusters.plan_forms import PlanItemForm
from apps.conferences.forms import DelegateRow, GuestRow
from apps.conferences.paper_forms import PresenterRow
from apps.core.form_rows import RowForm
from apps.pledges.forms import CommitmentRow
from apps.scoring.criteria_forms import ClassRow, StepRow
from apps.scoring.criterion_forms import BAND_FIELDS, AdjustmentRow, BandRow

ARGUMENTS = {
    AdjustmentRow: {},
    BandRow: {"shown": sorted({name for names in BAND_FIELDS.values() for name in names})},
    ClassRow: {},
    GuestRow: {},
    DelegateRow: {},
    PresenterRow: {},
    CommitmentRow: {"units": [("", "Mọi đơn vị"), (7, "Vụ Pháp luật quốc tế")]},
    PlanItemForm: {},
    StepRow: {},
}


class Sent(HTMLParser):
    """What a browser sends of a page: every box as it stands, the first choice of a list in which none is chosen."""

    def __init__(self, html: str):
        super().__init__()
        self.data, self.area, self.list = {}, None, None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        name = attributes.get("name")
        if tag == "input" and (attributes.get("type") not in {"checkbox", "radio"} or "checked" in attributes):
            self.data[name] = attributes.get("value", "on" if attributes.get("type") == "checkbox" else "")
        elif tag in {"textarea", "select"}:
            self.area, self.list = (name, None) if tag == "textarea" else (None, name)
            if self.area:
                self.data[name] = ""
        elif tag == "option" and self.list and ("selected" in attributes or self.list not in self.data):
            self.data[self.list] = attributes.get("value", "")

    def handle_data(self, data):
        if self.area:
            self.data[self.area] += data.removeprefix("\n")

    def handle_endtag(self, tag):
        if tag in {"textarea", "select"}:
            self.area = self.list = None


def subclasses(kind):
    return {kind} | {each for child in kind.__subclasses__() for each in subclasses(child)}


def rows_of(row_form, data=None):
    made = formset_factory(row_form, extra=2, can_delete=True)
    return made(data, prefix="rows", form_kwargs=ARGUMENTS[row_form])


def test_every_kind_of_row_is_asked_here():
    ours = {each for each in subclasses(RowForm) - {RowForm} if each.__module__.startswith("apps.")}
    assert {each for each in ours if each.__name__ != "RowFormFormSet"} == set(ARGUMENTS)


@pytest.mark.parametrize("row_form", ARGUMENTS, ids=lambda form: form.__name__)
def test_an_empty_row_sent_by_a_browser_is_nothing(row_form):
    sent = Sent(str(rows_of(row_form))).data
    assert any(name.startswith("rows-1-") for name in sent)
    rows = rows_of(row_form, sent)
    assert rows.is_valid(), rows.errors
    assert not any(row.has_changed() for row in rows)


@pytest.mark.parametrize(
    "row_form", [each for each in ARGUMENTS if each != PresenterRow], ids=lambda form: form.__name__
)
def test_a_row_with_anything_but_its_main_field_is_asked_for_it(row_form):
    sent = Sent(str(rows_of(row_form))).data
    typed = {"label": "note" if row_form is AdjustmentRow else "min_points", "points": "label", "text": "due_on"}
    typed |= {"name": "post"} if row_form in (GuestRow, DelegateRow) else {}
    other = typed.get(row_form.main_field, "due_on")
    rows = rows_of(row_form, sent | {f"rows-0-{other}": "31/12/2026" if other == "due_on" else "7"})
    assert not rows.is_valid()
    assert row_form.main_field in rows.errors[0]


@pytest.mark.parametrize(
    ("row_form", "field"), [(AdjustmentRow, "kind"), (StepRow, "role"), (PlanItemForm, "kind"), (DelegateRow, "kind")]
)
def test_another_choice_of_a_list_is_something_typed(row_form, field):
    empty = rows_of(row_form)
    values = [value for value, _label in empty[0].fields[field].choices]
    sent = Sent(str(empty)).data
    other = next(value for value in values if value != sent[f"rows-0-{field}"])
    assert not rows_of(row_form, sent | {f"rows-0-{field}": other}).is_valid()
