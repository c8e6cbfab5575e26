"""Shape of what is typed about units. Who may and what is right is decided elsewhere."""

from dataclasses import replace

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.core.crispy import CrispyFormMixin
from apps.core.dates import VietnameseDateField, format_date
from apps.core.text import clean, fold
from apps.units.domain.units import UnitFields
from apps.units.enums import UnitKind
from apps.units.models import Unit

NAMED = 6
MOST_NAME = 300
YES_NO = [("", _("Chưa xác định")), ("True", _("Có")), ("False", _("Không"))]


class UnitChoiceField(forms.CharField):
    """A unit by its code or by words of its name; more than one match asks for the code, whatever the number of units.

    Cleans to the Unit, or None when empty and not required. ``living`` leaves out units that have ended by today.
    """

    default_error_messages = {"required": _("Nhập mã hoặc tên đơn vị.")}

    def __init__(self, *, living: bool = True, **options):
        options.setdefault("help_text", _("Nhập mã hoặc tên, không cần dấu. Ví dụ: STP-LAO-CAI, so tu phap lao cai."))
        options.setdefault("max_length", 300)
        super().__init__(**options)
        self.living = living
        self.widget.attrs |= {"autocomplete": "off"}

    def prepare_value(self, value):
        return value.code if isinstance(value, Unit) else value

    def clean(self, value):
        text = clean(super().clean(value) or "")
        if not text:  # empty, or only characters of no width
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        if exact := Unit.objects.filter(code__iexact=text).first():
            return exact
        units = Unit.objects.search(text)
        if self.living:
            units = units.valid_on(timezone.localdate())
        found = list(units.in_order()[: NAMED + 1])
        named = [unit for unit in found if fold(unit.name) == fold(text)]
        if len(found) == 1 or len(named) == 1:
            return (named or found)[0]
        if not found:
            raise ValidationError(_("Không tìm thấy đơn vị “%(text)s”."), params={"text": text})
        listed = "; ".join(f"{unit.code} – {unit.name}" for unit in found[:NAMED])
        more = "; …" if len(found) > NAMED else ""
        message = _("Có nhiều đơn vị khớp. Nhập mã của một đơn vị: %(units)s")
        raise ValidationError(message, params={"units": listed + more})


def lines_within(text: str, most: int) -> str:
    """The text, when none of its lines is longer than what one name may be. Raises ValidationError."""
    for number, line in enumerate(text.splitlines(), start=1):
        if len(clean(line)) > most:
            message = _("Dòng %(number)s dài quá %(most)s ký tự. Mỗi dòng một tên.")
            raise ValidationError(message, params={"number": number, "most": most})
    return text


class UnitFieldsForm(CrispyFormMixin, forms.Form):
    """The columns of a unit; ``fields_of_unit`` answers them as the domain takes them."""

    name = forms.CharField(label=_("Tên đơn vị"), max_length=300)
    short_name = forms.CharField(
        label=_("Tên ngắn"), max_length=150, required=False, help_text=_("Dùng trong bảng hẹp. Ví dụ: Vụ TCCB.")
    )
    kind = forms.ChoiceField(label=_("Loại đơn vị"), choices=[("", _("Chọn loại")), *UnitKind.choices])
    province = forms.CharField(label=_("Tỉnh, thành phố"), max_length=100, required=False)
    protocol_order = forms.IntegerField(
        label=_("Thứ tự"),
        min_value=0,
        max_value=2_000_000_000,
        required=False,
        help_text=_("Thứ tự khi lập danh sách."),
    )
    legal_person = forms.TypedChoiceField(
        label=_("Có tư cách pháp nhân"),
        choices=YES_NO,
        required=False,
        coerce=lambda value: value == "True",
        empty_value=None,
        help_text=_("Quyết định ai được tặng Lao động tiên tiến, Chiến sĩ thi đua cơ sở, Giấy khen."),
    )
    valid_from = VietnameseDateField(label=_("Hoạt động từ ngày"), required=False, help_text=_("Ví dụ: 01/07/2025."))
    aliases = forms.CharField(
        label=_("Tên gọi khác"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Mỗi dòng một tên. Tìm tên nào cũng ra đơn vị."),
    )

    def clean_aliases(self) -> str:
        return lines_within(self.cleaned_data["aliases"], MOST_NAME)

    def fields_of_unit(self) -> UnitFields:
        data = self.cleaned_data
        return UnitFields(
            name=data["name"],
            kind=data["kind"],
            short_name=data["short_name"],
            province=data["province"],
            protocol_order=data["protocol_order"] or 0,
            legal_person=data["legal_person"],
            valid_from=data["valid_from"],
            valid_to=data.get("valid_to"),
            aliases=tuple(clean(data["aliases"], multiline=True).split("\n")) if data["aliases"] else (),
        )


class FoundUnitForm(UnitFieldsForm):
    """A new unit: its code, its place in the tree, then the columns."""

    code = forms.CharField(
        label=_("Mã đơn vị"), max_length=50, help_text=_("Không đổi về sau; dùng trong tệp nhập. Ví dụ: STP-LAO-CAI.")
    )
    parent = UnitChoiceField(label=_("Đơn vị cấp trên"), required=False)
    field_order = ["code", "name", "short_name", "kind", "parent"]


class EditUnitForm(UnitFieldsForm):
    """Correcting what is on record. A new name by decision has a page of its own, which keeps the old name."""

    valid_to = VietnameseDateField(label=_("Hoạt động đến hết ngày"), required=False)
    reason = forms.CharField(
        label=_("Lý do sửa"), max_length=500, required=False, help_text=_("Ghi trong nhật ký. Ví dụ: sửa lỗi chính tả.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    field_order = [
        *("name", "short_name", "kind", "province", "protocol_order", "legal_person"),
        *("valid_from", "valid_to", "aliases", "reason", "version"),
    ]


class BasisForm(CrispyFormMixin, forms.Form):
    """From when, by which decision."""

    on = VietnameseDateField(label=_("Có hiệu lực từ ngày"), help_text=_("Ví dụ: 01/07/2025."))
    basis_text = forms.CharField(
        label=_("Văn bản căn cứ"),
        max_length=300,
        help_text=_("Số, ký hiệu, ngày ban hành. Ví dụ: Nghị quyết 202/2025/QH15 ngày 12/6/2025."),
    )
    note = forms.CharField(label=_("Ghi chú"), max_length=300, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class RenameForm(BasisForm):
    name = forms.CharField(label=_("Tên mới"), max_length=300)
    short_name = forms.CharField(label=_("Tên ngắn mới"), max_length=150, required=False)
    field_order = ["name", "short_name", "on"]


class MoveForm(BasisForm):
    parent = UnitChoiceField(label=_("Đơn vị cấp trên mới"))
    field_order = ["parent", "on"]


class DissolveForm(BasisForm):
    pass


class SplitForm(BasisForm):
    """New units, one per line: code; name; short name."""

    parts = forms.CharField(
        label=_("Các đơn vị mới"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Mỗi dòng một đơn vị: mã; tên; tên ngắn (có thể bỏ). Ví dụ: PHC; Phòng Hành chính; P. HC"),
    )
    lives_on = forms.TypedChoiceField(
        label=_("Đơn vị cũ"),
        choices=[("False", _("Kết thúc (chia)")), ("True", _("Tiếp tục hoạt động (tách)"))],
        coerce=lambda value: value == "True",
        widget=forms.RadioSelect,
        initial="False",
    )
    field_order = ["parts", "lives_on", "on"]

    def clean_parts(self) -> list[tuple[str, str, str]]:
        found = []
        for number, line in enumerate(clean(self.cleaned_data["parts"], multiline=True).split("\n"), start=1):
            cells = [cell.strip() for cell in line.split(";")]
            if not any(cells):
                continue
            if len(cells) not in {2, 3} or not all(cells[:2]):
                raise ValidationError(_("Dòng %(number)s: nhập mã; tên; tên ngắn."), params={"number": number})
            if len(cells[0]) > 50 or len(cells[1]) > 300 or len("".join(cells[2:])) > 150:  # noqa: PLR2004 -- the columns
                raise ValidationError(_("Dòng %(number)s: mã hoặc tên quá dài."), params={"number": number})
            found.append((cells[0], cells[1], cells[2] if len(cells) > 2 else ""))  # noqa: PLR2004
        if not found:
            raise ValidationError(_("Nhập ít nhất một đơn vị mới: mã; tên; tên ngắn."))
        codes = [code.casefold() for code, _name, _short in found]
        if len(set(codes)) < len(codes):
            raise ValidationError(_("Hai đơn vị mới không dùng chung một mã."))
        return found


class MergeForm(CrispyFormMixin, forms.Form):
    """Which units become part of which one, from when, by which decision."""

    NEW, EXISTING = "new", "existing"

    units = forms.CharField(
        label=_("Các đơn vị được sáp nhập"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Mỗi dòng một đơn vị: mã hoặc tên. Ví dụ: STP-YEN-BAI."),
    )
    successor = forms.ChoiceField(
        label=_("Đơn vị kế thừa"),
        choices=[(EXISTING, _("Đơn vị đã có")), (NEW, _("Đơn vị thành lập mới"))],
        widget=forms.RadioSelect,
        initial=EXISTING,
    )
    into = UnitChoiceField(label=_("Đơn vị kế thừa đã có"), required=False, living=False)
    new_code = forms.CharField(label=_("Mã đơn vị mới"), max_length=50, required=False)
    new_name = forms.CharField(label=_("Tên đơn vị mới"), max_length=300, required=False)
    new_parent = UnitChoiceField(label=_("Đơn vị cấp trên của đơn vị mới"), required=False)
    on = VietnameseDateField(
        label=_("Sáp nhập từ ngày"), help_text=_("Ngày đầu tiên không còn đơn vị cũ. Ví dụ: 01/07/2025.")
    )
    basis_text = forms.CharField(
        label=_("Văn bản căn cứ"),
        max_length=300,
        help_text=_("Số, ký hiệu, ngày ban hành. Ví dụ: Nghị quyết 202/2025/QH15 ngày 12/6/2025."),
    )
    counts_achievements = forms.BooleanField(
        label=_("Tính thành tích của đơn vị cũ cho đơn vị kế thừa"), required=False, initial=True
    )
    overdue_until = VietnameseDateField(
        label=_("Hạn mới cho việc đơn vị cũ đã để quá hạn"),
        required=False,
        help_text=_("Để trống: 30 ngày sau ngày sáp nhập. Đơn vị kế thừa không bị tính chậm của đơn vị cũ."),
    )

    def clean_units(self) -> list[Unit]:
        field, found = UnitChoiceField(living=False), {}
        for line in clean(self.cleaned_data["units"], multiline=True).split("\n"):
            if line:
                unit = field.clean(line)
                found[unit.pk] = unit
        return list(found.values())

    def clean(self):
        data = super().clean()
        if data.get("successor") == self.EXISTING and "into" in data and not data["into"]:
            self.add_error("into", _("Nhập mã hoặc tên đơn vị kế thừa."))
        if data.get("successor") == self.NEW:
            for name in ("new_code", "new_name"):
                if not data.get(name):
                    self.add_error(name, _("Nhập mã và tên của đơn vị mới."))
        if data.get("overdue_until") and data.get("on") and data["overdue_until"] < data["on"]:
            self.add_error("overdue_until", _("Nhập ngày từ %(day)s trở đi.") % {"day": format_date(data["on"])})
        return data

    def new_fields(self, units: list[Unit]) -> UnitFields:
        """The new unit takes kind, province and place in the order from the first of its predecessors."""
        first = units[0]
        fields = UnitFields(self.cleaned_data["new_name"], first.kind, province=first.province)
        return replace(fields, protocol_order=first.protocol_order, legal_person=first.legal_person)
