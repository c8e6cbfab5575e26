"""One criterion as a form: only the fields that its method needs, its bands and its bonus and penalty rows."""

import re
from dataclasses import replace

from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from apps.core.crispy import CrispyFormMixin
from apps.core.dates import VietnameseDateField
from apps.core.form_rows import RowForm
from apps.core.numbers import VietnameseDecimalField
from apps.core.text import clean
from apps.scoring import sources
from apps.scoring.domain.adjustments import is_choose_one
from apps.scoring.domain.rules import ADDITIVE, CHOOSE_ONE, AdjustmentRule, BandRule, CriterionRule
from apps.scoring.enums import BandKind, EvidenceNeed, Method, NotApplicablePolicy

MOST_ROWS = 60
BANDED = (Method.CHOICE, Method.RATIO_BAND, Method.LATENESS_BAND, Method.LOOKUP2, Method.TARGET)
EXTRA = (Method.BONUS, Method.PENALTY)
PER_ITEM = (Method.COUNT, Method.DEDUCT, Method.TARGET, *EXTRA)
LEAF_METHODS = [(each.value, each.label) for each in Method if each != Method.ADDITIVE]
SHARED = ("code", "number", "label", "self_by", "review_by", "applies_to", "provision", "note")
PER_ITEM_LABELS = {
    Method.COUNT: _("Điểm mỗi đơn vị đếm"),
    Method.DEDUCT: _("Điểm trừ mỗi trường hợp"),
    Method.TARGET: _("Điểm cho mỗi 1% vượt"),
    Method.BONUS: _("Điểm cộng mỗi trường hợp"),
    Method.PENALTY: _("Điểm trừ mỗi trường hợp"),
}
BAND_FIELDS = {
    Method.CHOICE: ("label", "points"),
    Method.RATIO_BAND: ("label", "points", "lo", "lo_open", "hi", "hi_open"),
    Method.LATENESS_BAND: ("label", "points", "lo", "lo_open", "hi", "hi_open", "date_to"),
    Method.TARGET: ("label", "points", "lo", "lo_open", "hi", "hi_open"),
    Method.LOOKUP2: ("label", "points", "lo", "lo_open", "hi", "hi_open", "lo2", "lo2_open", "hi2", "hi2_open"),
}
_ROW_NAME = re.compile(r"(bands|adjustments)-(\d+)-([a-z0-9_]+)")


def fields_of(method: str, *, is_group: bool) -> tuple[str, ...]:
    """Fields that a criterion of this method needs beside those that all share, in their order."""
    if is_group:
        return ("max_points", "cap", "floor", "not_applicable")
    found = ["max_points"]
    if method == Method.MANUAL:
        found.append("step")
    if method in PER_ITEM:
        found.append("per_item")
    found += ["cap", "floor", "requires"]
    if method not in EXTRA:
        found.append("not_applicable")
    return (*found, "source_fact", "evidence")


def points_field(label, **options):
    return VietnameseDecimalField(label=label, max_digits=12, decimal_places=3, required=False, **options)


def small(**attributes) -> forms.TextInput:
    return forms.TextInput({"class": "form-control", **attributes})


class BandRow(RowForm):
    """One band; which bounds it has is said by the method. ``percent``: they are shares, "95%" is 95."""

    main_field = "points"
    label = forms.CharField(label=_("Mức"), max_length=300, required=False, widget=small())
    points = points_field(_("Điểm"), widget=small())
    lo = VietnameseDecimalField(label=_("Từ"), max_digits=18, decimal_places=6, required=False, widget=small())
    lo_open = forms.BooleanField(label=_("Lớn hơn hẳn"), required=False)
    hi = VietnameseDecimalField(label=_("Đến"), max_digits=18, decimal_places=6, required=False, widget=small())
    hi_open = forms.BooleanField(label=_("Nhỏ hơn hẳn"), required=False)
    date_to = VietnameseDateField(label=_("Đến hết ngày"), required=False, widget=small())
    lo2 = VietnameseDecimalField(
        label=_("Tỷ lệ từ"), max_digits=18, decimal_places=6, required=False, percent=True, widget=small()
    )
    lo2_open = forms.BooleanField(label=_("Lớn hơn hẳn (tỷ lệ)"), required=False)
    hi2 = VietnameseDecimalField(
        label=_("Tỷ lệ đến"), max_digits=18, decimal_places=6, required=False, percent=True, widget=small()
    )
    hi2_open = forms.BooleanField(label=_("Nhỏ hơn hẳn (tỷ lệ)"), required=False)
    note = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, shown, percent=False, **kwargs):
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - {*shown, "key", "note"}:
            del self.fields[name]
        for name in {"lo", "hi"} & self.fields.keys():
            self.fields[name].percent = percent

    def has_changed_or_stored(self) -> bool:
        return self.cleaned_data.get("points") is not None

    def clean(self):
        data = super(RowForm, self).clean()
        if not data.get("DELETE") and data.get("points") is None and "points" not in self.errors:
            self.add_error("points", _("Nhập điểm của mức, hoặc đánh dấu bỏ dòng này."))
        return data


class AdjustmentRow(RowForm):
    """One bonus or penalty on top of the criterion."""

    main_field = "label"
    kind = forms.ChoiceField(
        label=_("Loại"),
        choices=[(BandKind.BONUS.value, _("Thưởng")), (BandKind.PENALTY.value, _("Trừ"))],
        required=False,
        widget=forms.Select({"class": "form-select"}),
    )
    label = forms.CharField(label=_("Nội dung"), max_length=300, required=False, widget=small())
    points = points_field(_("Điểm mỗi trường hợp"), widget=small())
    cap = points_field(_("Tối đa"), widget=small())
    choose_one = forms.BooleanField(label=_("Chỉ chọn một"), required=False)
    requires = forms.CharField(label=_("Điều kiện trước"), max_length=200, required=False, widget=small())
    note = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self):
        data = super().clean()
        if data.get("label") and not data.get("DELETE") and data.get("points") is None and "points" not in self.errors:
            self.add_error("points", _("Nhập điểm mỗi trường hợp."))
        return data


class CriterionForm(CrispyFormMixin, forms.Form):
    """A criterion under one method. ``method`` is that of the fields shown; another one is chosen by ``refresh``."""

    code = forms.CharField(label=_("Mã"), max_length=60, help_text=_("Không trùng trong bảng."))
    number = forms.CharField(label=_("Số thứ tự in"), max_length=30, required=False, help_text=_("Để trống: in mã."))
    label = forms.CharField(label=_("Nội dung"), widget=forms.Textarea(attrs={"rows": 2}), max_length=5000)
    method = forms.ChoiceField(label=_("Cách chấm"), choices=LEAF_METHODS)
    max_points = points_field(_("Điểm chuẩn"))
    step = points_field(_("Bước điểm"))
    per_item = points_field(_("Điểm mỗi đơn vị đếm"))
    cap = points_field(_("Giới hạn"))
    floor = points_field(_("Điểm thấp nhất"), help_text=_("Để trống: có thể âm khi bị trừ."))
    requires = forms.CharField(
        label=_("Điều kiện trước"),
        max_length=200,
        required=False,
        help_text=_("“full”: đạt đủ điểm chuẩn; mã tiêu chí, hoặc mã>=điểm; cách nhau bằng dấu chấm phẩy."),
    )
    not_applicable = forms.ChoiceField(
        label=_("Khi không phát sinh"), choices=NotApplicablePolicy.choices, required=False
    )
    source_fact = forms.ChoiceField(
        label=_("Hệ thống tự điền từ"), required=False, help_text=_("Đơn vị xem và kiến nghị, không nhập lại.")
    )
    evidence = forms.ChoiceField(
        label=_("Tài liệu minh chứng"), choices=[("", _("Như cả bảng")), *EvidenceNeed.choices], required=False
    )
    self_by = forms.CharField(
        label=_("Phòng, ban tự chấm"), max_length=100, required=False, help_text=_("Để trống: theo nhóm ở trên.")
    )
    review_by = forms.CharField(label=_("Đơn vị chấm điểm theo lĩnh vực"), max_length=100, required=False)
    applies_to = forms.CharField(label=_("Chỉ áp dụng cho"), max_length=200, required=False)
    provision = forms.CharField(label=_("Căn cứ"), max_length=300, required=False)
    note = forms.CharField(
        label=_("Ghi chú"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 2})
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, chosen: str, is_group: bool, year: int, bands=(), adjustments=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.chosen, self.is_group = ADDITIVE if is_group else chosen, is_group
        shown = {*SHARED, *fields_of(chosen, is_group=is_group), "version"} | (set() if is_group else {"method"})
        for name in set(self.fields) - shown:
            del self.fields[name]
        if is_group:
            self.fields["max_points"].help_text = _("Bằng tổng các tiêu chí con; có thể để trống.")
            self.fields["cap"].label = _("Giới hạn tổng của nhóm")
        else:
            self._name_fields(year)
        has_bands = not is_group and chosen in BANDED
        self.bands = (
            self._rows(BandRow, "bands", bands, {"shown": BAND_FIELDS[chosen], "percent": chosen == Method.RATIO_BAND})
            if has_bands
            else None
        )
        self.adjustments = None if is_group else self._rows(AdjustmentRow, "adjustments", adjustments, {}, extra=2)

    def _name_fields(self, year: int) -> None:
        if self.chosen in EXTRA:
            self.fields["max_points"].label = _("Tối đa của tiêu chí")
            self.fields["max_points"].help_text = _("Để trống hoặc 0: không giới hạn.")
        if "per_item" in self.fields:
            self.fields["per_item"].label = PER_ITEM_LABELS[self.chosen]
        choices = [("", _("Đơn vị tự nhập")), *((each.value, each.label) for each in sources.choices(year=year))]
        own = self.initial.get("source_fact") or ""
        if own and own not in {value for value, _label in choices}:
            choices.append((own, own))
        self.fields["source_fact"].choices = choices

    def _rows(self, row_form, prefix: str, rows, options: dict, extra: int = 3):
        made = formset_factory(
            row_form, extra=extra if rows else extra + 2, can_delete=True, max_num=MOST_ROWS, absolute_max=MOST_ROWS
        )
        data = self.data if self.is_bound else None
        return made(data, prefix=prefix, initial=list(rows), form_kwargs=options)

    def clean_method(self):
        if self.cleaned_data["method"] != self.chosen:
            raise forms.ValidationError(_("Bấm “Hiện các ô của cách chấm” để nhập theo cách chấm đã chọn."))
        return self.cleaned_data["method"]

    def full_clean(self):
        super().full_clean()
        if not self.is_bound:
            return
        for rows, name in ((self.bands, _("Mức điểm")), (self.adjustments, _("Thưởng, trừ"))):
            if rows is None or rows.is_valid():
                continue
            for error in rows.non_form_errors():
                self.add_error(None, error)
            for number, row in enumerate(rows.forms, start=1):
                for field, errors in row.errors.items():
                    label = row.fields[field].label if field in row.fields else ""
                    for error in errors:
                        words = {"table": name, "number": number, "what": f"{label}: {error}" if label else error}
                        self.add_error(None, _now("%(table)s, dòng %(number)s – %(what)s") % words)

    def rule(self, parent_code: str) -> CriterionRule:
        """What was typed, as a rule; fields that the method does not need are empty."""
        data = self.cleaned_data
        names = [name for name in self.fields if name not in ("method", "version", "evidence")]
        values = {name: _tidy(name, data[name]) for name in names}
        bands = [_band(row) for row in _filled(self.bands)]
        rows = [_adjustment(row) for row in _filled(self.adjustments)]
        if self.chosen in (*EXTRA, Method.DEDUCT):
            for name in ("max_points", "per_item", "cap") if self.chosen in EXTRA else ("per_item", "cap"):
                values[name] = abs(values[name]) if values.get(name) is not None else None
        return CriterionRule(
            parent_code=parent_code,
            method=self.chosen,
            bands=tuple(bands),
            adjustments=tuple(rows),
            **values,
        )


def _tidy(name: str, value):
    return clean(value, multiline=name in ("label", "note")) if isinstance(value, str) else value


def initial_of(rule: CriterionRule) -> dict:
    """A stored rule as initial values of the form; rows apart."""
    names = [name for name in CriterionForm.base_fields if name not in ("version", "evidence")]
    return {name: getattr(rule, name) for name in names}


def band_rows(rule: CriterionRule) -> list[dict]:
    return [{"key": index, **{name: getattr(band, name) for name in BandRow.base_fields if name != "key"}}
            for index, band in enumerate(rule.bands)]  # fmt: skip


def adjustment_rows(rule: CriterionRule) -> list[dict]:
    names = ("kind", "label", "points", "cap", "requires", "note")
    return [
        {"key": index, "choose_one": is_choose_one(rule, row), **{name: getattr(row, name) for name in names}}
        for index, row in enumerate(rule.adjustments)
    ]


def typed(data) -> tuple[dict, list[dict], list[dict]]:
    """What stands in a posted form, as it was typed: to show it again under another method."""
    values = {name: data.get(name) for name in CriterionForm.base_fields if name in data}
    rows: dict[str, dict[int, dict]] = {"bands": {}, "adjustments": {}}
    for name in data:
        if found := _ROW_NAME.fullmatch(name):
            table, number, field = found.groups()
            rows[table].setdefault(int(number), {})[field] = data[name]
    return values, *([row for _number, row in sorted(rows[table].items()) if _is_typed(row)] for table in rows)


def _is_typed(row: dict) -> bool:
    return any(value for name, value in row.items() if name not in ("kind", "key"))


def _filled(rows) -> list[dict]:
    if rows is None:
        return []
    return [
        row.cleaned_data
        for row in rows.forms
        if getattr(row, "cleaned_data", None) and row.has_changed_or_stored() and not row.cleaned_data["DELETE"]
    ]


def _band(row: dict) -> BandRule:
    band = BandRule(label=clean(row.get("label") or ""), points=row["points"], note=row.get("note") or "")
    bounds = ("lo", "lo_open", "hi", "hi_open", "date_to", "lo2", "lo2_open", "hi2", "hi2_open")
    return replace(band, **{name: row[name] for name in bounds if name in row})


def _adjustment(row: dict) -> AdjustmentRule:
    return AdjustmentRule(
        label=clean(row["label"]),
        kind=row["kind"] or BandKind.BONUS.value,
        points=abs(row["points"]),
        cap=abs(row["cap"]) if row["cap"] is not None else None,
        group_rule=CHOOSE_ONE if row["choose_one"] else "",
        requires=clean(row["requires"]),
        note=row["note"],
    )
