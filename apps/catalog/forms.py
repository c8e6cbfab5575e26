"""Shape of what is typed on the pages of the law."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.catalog import facts
from apps.catalog.editing import Editable
from apps.catalog.enums import Comparison
from apps.catalog.models import AwardType, RuleGroup
from apps.catalog.models.dated import DatedRow
from apps.core.crispy import CrispyFormMixin
from apps.core.dates import VietnameseDateField
from apps.core.numbers import VietnameseDecimalField
from apps.core.reasons import reason_field
from apps.units.enums import UnitKind

PAIR = 2
WHY = _("Lý do, văn bản làm căn cứ")  # a row changes
NUMERIC = frozenset({Comparison.AT_LEAST, Comparison.AT_MOST, Comparison.BETWEEN})
WAYS = (
    ("from_day", _("Quy định mới, có hiệu lực từ một ngày (dòng cũ kết thúc vào ngày trước đó)")),
    ("mistake", _("Sửa lỗi nhập (áp dụng cho cả thời gian hiệu lực của dòng)")),
)


class DayForm(CrispyFormMixin, forms.Form):
    """The day whose law is shown."""

    on = VietnameseDateField(label=_("Quy định tại ngày"))


def _is_number(value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_ordered_pair(value) -> bool:
    return isinstance(value, list) and len(value) == PAIR and all(map(_is_number, value)) and value[0] <= value[1]


def _decimal(model_field) -> forms.Field:
    return VietnameseDecimalField(
        label=model_field.verbose_name.capitalize(),
        required=not model_field.null,
        min_value=0,
        max_digits=model_field.max_digits,
        decimal_places=model_field.decimal_places,
    )


class ValueChecks(CrispyFormMixin):
    """What the value of a rule must look like."""

    def check_value(self, fact: str, comparison: str, value) -> None:
        """A list for "thuộc", two numbers in order for "từ … đến …", one value for the rest; numbers with numbers."""
        if comparison in NUMERIC and not facts.is_number(fact):
            self.add_error("comparison", _("Dữ kiện này không phải là số. Chọn “bằng”, “thuộc” hoặc “không thuộc”."))
        elif comparison == Comparison.BETWEEN and not _is_ordered_pair(value):
            self.add_error("value", _("Nhập hai số theo thứ tự tăng trong ngoặc vuông, ví dụ [36, 59]."))
        elif comparison in {Comparison.IN, Comparison.NOT_IN} and not isinstance(value, list):
            self.add_error("value", _('Nhập danh sách trong ngoặc vuông, ví dụ ["excellent", "good"].'))
        elif comparison in {Comparison.AT_LEAST, Comparison.AT_MOST} and not _is_number(value):
            self.add_error("value", _("Nhập một số, ví dụ 70."))
        elif comparison == Comparison.EQUAL and isinstance(value, list | dict):
            self.add_error("value", _('Nhập một giá trị: số, true, false hoặc chữ trong ngoặc kép như "excellent".'))


class RowForm(ValueChecks, forms.ModelForm):
    """The fields of one row, from when they hold, and why. ``version`` is that of the row as it was shown."""

    way = forms.ChoiceField(label=_("Thay đổi này là"), choices=WAYS, widget=forms.RadioSelect, initial="from_day")
    from_day = VietnameseDateField(label=_("Có hiệu lực từ ngày"), required=False)
    reason = reason_field(WHY)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self):
        data = super().clean()
        if data.get("way") == "from_day" and not data.get("from_day") and "from_day" not in self.errors:
            self.add_error("from_day", _("Nhập ngày quy định mới có hiệu lực."))
        if "value" in data and "comparison" in data:
            self.check_value(data.get("fact") or self.instance.fact, data["comparison"], data["value"])
        return data

    @property
    def changes(self) -> dict:
        """The fields of the row as typed."""
        return {name: self.cleaned_data[name] for name in self._meta.fields}

    @property
    def day(self):
        """The day from which the change holds; None for a mistake."""
        return self.cleaned_data["from_day"] if self.cleaned_data["way"] == "from_day" else None


def _made(model_field, **options):
    if model_field.get_internal_type() == "DecimalField":
        return _decimal(model_field)
    return model_field.formfield(**options)


def row_form(kind: Editable, row: DatedRow, data=None) -> RowForm:
    """The form of a kind of row, filled with the row."""
    form_class = forms.modelform_factory(kind.model, form=RowForm, fields=kind.fields, formfield_callback=_made)
    return form_class(data, instance=row, initial={"version": row.version})


class NewRowForm(ValueChecks, forms.ModelForm):
    """A new row: what tells it from the others, what it says, from when it holds, and why."""

    valid_from = VietnameseDateField(label=_("Có hiệu lực từ ngày"))
    reason = reason_field(WHY)

    @property
    def values(self) -> dict:
        """The fields of the row as typed."""
        found = {name: self.cleaned_data[name] for name in self._meta.fields}
        if "fact" in found:
            found["fact"] = self.whole_fact(self.cleaned_data)
        return found

    def __init__(self, *args, award=None, **kwargs):
        super().__init__(*args, **kwargs)
        if "group" in self.fields:
            self.fields["group"].queryset = RuleGroup.objects.filter(award=award)
        if "fact" in self.fields:
            names = [(name, label) for name, label in facts.FACTS.items()]
            self.fields["fact"] = forms.ChoiceField(label=_("Dữ kiện"), choices=names)
            self.fields["argument"] = forms.CharField(
                label=_("Tham số của dữ kiện"),
                max_length=60,
                required=False,
                help_text=_("Mã khen thưởng như BKB,CSTDB; cấp và số năm như ministry,5. Để trống nếu không cần."),
            )
        if "unit_kind" in self.fields:
            required = self.fields["unit_kind"].required
            choices = [*UnitKind.choices] if required else [("", _("Mọi loại đơn vị")), *UnitKind.choices]
            self.fields["unit_kind"] = forms.ChoiceField(label=_("Loại đơn vị"), choices=choices, required=required)
        if "legal_person" in self.fields:
            self.fields["legal_person"] = forms.TypedChoiceField(
                label=_("Tư cách pháp nhân"),
                choices=[("", _("Có hoặc không")), ("1", _("Có")), ("0", _("Không"))],
                coerce=lambda value: value == "1",
                empty_value=None,
                required=False,
            )

    @staticmethod
    def whole_fact(data) -> str:
        """The fact as a rule writes it: its name, and the argument behind a colon."""
        return ":".join(filter(None, [data["fact"], data.get("argument", "")]))

    def clean(self):
        data = super().clean()
        if data.get("fact"):
            if not fits_argument(data["fact"], data.get("argument", "")):
                self.add_error("argument", _("Tham số không hợp với dữ kiện này."))
            if "value" in data and "comparison" in data:
                self.check_value(data["fact"], data["comparison"], data["value"])
        return data


def fits_argument(name: str, argument: str) -> bool:
    """Whether a fact can be asked with an argument: codes of awards, a level with years, or a plain word."""
    if name in {"initiatives_in_period", "works_in_period"}:
        return bool(re.fullmatch(r"(unit|ministry|province|national),[1-9]\d?", argument))
    if name == "initiatives_in_year":
        return argument in {"unit", "ministry", "province", "national"}
    if name.startswith(("held_", "years_since", "excellent_years_since", "members_share", "members_holding")) and (
        name != "held_post"
    ):
        codes = argument.split(",")
        return AwardType.objects.filter(code__in=codes).count() == len(set(codes))
    return bool(re.fullmatch(r"[a-z_]*", argument))


def new_row_form(kind: Editable, award: AwardType, data=None) -> NewRowForm:
    """The form of a new row of a kind."""
    fields = (*kind.identity, *kind.fields)
    form_class = forms.modelform_factory(kind.model, form=NewRowForm, fields=fields, formfield_callback=_made)
    return form_class(data, award=award if kind.has_award else None)


class EndForm(CrispyFormMixin, forms.Form):
    """The last day of a row, and why."""

    last_day = VietnameseDateField(label=_("Ngày cuối cùng có hiệu lực"))
    reason = reason_field(WHY)
    version = forms.IntegerField(widget=forms.HiddenInput)
