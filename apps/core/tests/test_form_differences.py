"""Both values of a field in words: as the field shows them, and only where they differ."""

from datetime import date, time
from decimal import Decimal

from django import forms

from apps.core.dates import VietnameseDateField
from apps.core.form_differences import differences


class Sample(forms.Form):
    day = VietnameseDateField(label="Ngày")
    at = forms.TimeField(label="Lúc", required=False)
    text = forms.CharField(label="Nội dung")
    amount = forms.DecimalField(label="Số")
    kind = forms.ChoiceField(label="Loại", choices=[("Nhóm", [("a", "Loại A"), ("b", "Loại B")])])
    many = forms.MultipleChoiceField(label="Nhiều", choices=[("1", "Một"), ("2", "Hai")])
    shared = forms.BooleanField(label="Chung", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


STORED = {
    "day": date(2026, 3, 5),
    "at": time(17, 0),
    "text": "Một\nHai",
    "amount": Decimal("1.50"),
    "kind": "a",
    "many": ["1"],
    "shared": True,
    "version": 3,
}
SAME = {"day": "5/3/2026", "at": "17:00", "text": "Một\r\nHai ", "amount": "1.50", "kind": "a", "many": ["1"]}


def test_the_same_written_otherwise_is_no_difference():
    assert differences(Sample(SAME | {"shared": "on", "version": "2"}), STORED) == []


def test_each_kind_of_value_is_shown_in_words():
    typed = {"day": "hôm nào", "at": "", "text": "Ba", "amount": "2", "kind": "b", "many": ["1", "2"], "version": "2"}
    found = {each.label: (each.stored, each.typed) for each in differences(Sample(typed), STORED)}
    assert found == {
        "Ngày": ("05/03/2026", "hôm nào"),
        "Lúc": ("17:00", ""),
        "Nội dung": ("Một\nHai", "Ba"),
        "Số": ("1,5", "2"),
        "Loại": ("Loại A", "Loại B"),
        "Nhiều": ("Một", "Một; Hai"),
        "Chung": ("Có", "Không"),
    }
