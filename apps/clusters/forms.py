"""Shapes of the forms about clusters."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.clusters.domain.heads import DecisionFacts, Office
from apps.clusters.enums import HEAD_TITLES, ClusterKind, HeadRole, Line
from apps.clusters.models import ClusterYear
from apps.core.crispy import CrispyFormMixin
from apps.core.dates import VietnameseDateField, year_field
from apps.core.text import clean, fold
from apps.units.models import Unit

LINES = [("", lazy("Không chia khối")), *Line.choices]
MOST_NAMED = 4


class UnitsField(forms.CharField):
    """Several units, one in each line, by code or name (present, former, short); ``cleaned_data`` holds Units."""

    widget = forms.Textarea(attrs={"rows": 4})

    def to_python(self, value):
        found, problems = [], []
        for line in filter(None, map(clean, (super().to_python(value) or "").splitlines())):
            unit, problem = unit_named(line)
            if problem:
                problems.append(problem)
            elif unit not in found:
                found.append(unit)
        if problems:
            raise ValidationError(problems)
        return found


def unit_named(text: str) -> tuple[Unit | None, str]:
    """The unit of a code or name, else why not."""
    by_code = Unit.objects.filter(code__iexact=text).first()
    if by_code is not None:
        return by_code, ""
    near = list(Unit.objects.search(text).order_by("path")[: MOST_NAMED * 5])
    exact = [unit for unit in near if fold(text) in {fold(unit.name), fold(unit.short_name)}]
    found = exact or near
    if len(found) == 1:
        return found[0], ""
    if not found:
        return None, _("Không có đơn vị “%(text)s”. Kiểm tra lại tên hoặc mã.") % {"text": text}
    names = "; ".join(f"{unit.name} ({unit.code})" for unit in found[:MOST_NAMED])
    return None, _("“%(text)s” có thể là nhiều đơn vị: %(names)s. Hãy nhập mã.") % {"text": text, "names": names}


class ClusterForm(CrispyFormMixin, forms.Form):
    """A new cluster of a year."""

    organiser = forms.ModelChoiceField(label=lazy("Đơn vị tổ chức"), queryset=Unit.objects.none(), empty_label=None)
    kind = forms.ChoiceField(label=lazy("Loại"), choices=ClusterKind.choices, widget=forms.RadioSelect)
    code = forms.RegexField(
        label=lazy("Mã"),
        regex=r"^[A-Za-z0-9][A-Za-z0-9._-]*$",
        max_length=50,
        help_text=lazy("Chữ không dấu, số, gạch nối; giữ nguyên qua các năm. Ví dụ: CUM-1."),
        error_messages={"invalid": lazy("Mã chỉ gồm chữ không dấu, số, dấu chấm, gạch nối.")},
    )
    name = forms.CharField(label=lazy("Tên"), max_length=200, help_text=lazy("Như trong quyết định của năm đó."))
    year = year_field(lazy("Năm thi đua"))
    line = forms.ChoiceField(label=lazy("Khối của các đơn vị dưới đây"), choices=LINES, required=False)
    units = UnitsField(
        label=lazy("Đơn vị thành viên, theo thứ tự"),
        required=False,
        help_text=lazy("Mỗi dòng một đơn vị: tên hoặc mã. Có thể thêm, sắp xếp lại sau."),
    )

    def __init__(self, *args, organisers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organiser"].queryset = organisers

    def clean(self):
        """Another cluster of that year has the code: forming it again would only add members to it."""
        data = super().clean()
        code, year, organiser = data.get("code"), data.get("year"), data.get("organiser")
        if code and year and organiser:
            same = ClusterYear.objects.filter(cluster__code__iexact=code, year__year=year, year__organiser=organiser)
            if (known := same.first()) is not None:
                message = _(
                    "Mã %(code)s năm %(year)s đã là của %(name)s. Sửa Cụm đó ở trang của nó, hoặc chọn mã khác."
                )
                self.add_error("code", message % {"code": code, "year": year, "name": known.name})
        return data


class MembersForm(CrispyFormMixin, forms.Form):
    """Members of a ClusterYear: order, line and leaving of each, and new ones. ``rows()`` is what the page shows."""

    name = forms.CharField(label=lazy("Tên trong năm"), max_length=200)
    version = forms.IntegerField(widget=forms.HiddenInput)
    new_line = forms.ChoiceField(label=lazy("Khối của các đơn vị thêm"), choices=LINES, required=False)
    units = UnitsField(
        label=lazy("Thêm đơn vị"), required=False, help_text=lazy("Mỗi dòng một đơn vị: tên hoặc mã; xếp sau cùng.")
    )

    def __init__(self, *args, members, **kwargs):
        super().__init__(*args, **kwargs)
        self.members = members
        for member in members:
            names = {"unit": member.unit_name}
            self.fields[f"order_{member.pk}"] = forms.IntegerField(
                label=_("Thứ tự của %(unit)s") % names,
                initial=member.order,
                min_value=1,
                max_value=9999,
                widget=forms.NumberInput({"class": "form-control"}),
            )
            self.fields[f"line_{member.pk}"] = forms.ChoiceField(
                label=_("Khối của %(unit)s") % names,
                choices=LINES,
                initial=member.line,
                required=False,
                widget=forms.Select({"class": "form-select"}),
            )
            self.fields[f"leave_{member.pk}"] = forms.BooleanField(
                label=_("Bỏ %(unit)s khỏi Cụm") % names,
                required=False,
                widget=forms.CheckboxInput({"class": "form-check-input"}),
            )

    def rows(self):
        return [
            (member, self[f"order_{member.pk}"], self[f"line_{member.pk}"], self[f"leave_{member.pk}"])
            for member in self.members
        ]

    def own_fields(self):
        """The fields below the table."""
        return [self["new_line"], self["units"]]


class CopyYearForm(CrispyFormMixin, forms.Form):
    year = year_field(lazy("Sang năm thi đua"))


class MoveForm(CrispyFormMixin, forms.Form):
    to = forms.ModelChoiceField(
        label=lazy("Chuyển đến"), queryset=ClusterYear.objects.none(), empty_label=None, widget=forms.RadioSelect
    )
    reason = forms.CharField(label=lazy("Lý do, căn cứ"), min_length=5, max_length=500)

    def __init__(self, *args, others, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = others


class AppointForm(CrispyFormMixin, forms.Form):
    """Head and up to two deputies of one decision."""

    symbol = forms.CharField(label=lazy("Số, ký hiệu quyết định"), max_length=100)
    issued_on = VietnameseDateField(label=lazy("Ngày ban hành"))
    issuer_name = forms.CharField(label=lazy("Cơ quan ban hành"), max_length=300)
    starts_on = VietnameseDateField(
        label=lazy("Làm nhiệm vụ từ ngày"),
        help_text=lazy(
            "Theo quyết định. Trưởng cũ làm đến hết ngày hôm trước, sau đó chỉ còn việc chưa xong của năm cũ."
        ),
    )

    def __init__(self, *args, units, kind, **kwargs):
        super().__init__(*args, **kwargs)
        head, deputy = HEAD_TITLES[kind, HeadRole.HEAD], HEAD_TITLES[kind, HeadRole.DEPUTY]
        for key, title, required in (
            ("head", head, False),
            ("deputy1", _("%(title)s thứ nhất") % {"title": deputy}, False),
            ("deputy2", _("%(title)s thứ hai") % {"title": deputy}, False),
        ):
            self.fields[f"{key}_unit"] = forms.ModelChoiceField(
                label=_("%(title)s: đơn vị") % {"title": title},
                queryset=units,
                required=required,
                empty_label=_("Không giao trong quyết định này"),
            )
            self.fields[f"{key}_person"] = forms.CharField(
                label=_("%(title)s: họ và tên") % {"title": title},
                max_length=200,
                required=False,
                help_text=_("Nếu quyết định nêu tên người."),
            )
            self.fields[f"{key}_post"] = forms.CharField(
                label=_("%(title)s: chức vụ") % {"title": title}, max_length=200, required=False
            )

    def clean(self):
        data = super().clean()
        chosen = [data[f"{key}_unit"] for key in ("head", "deputy1", "deputy2") if data.get(f"{key}_unit")]
        if not chosen and not self.errors:
            self.add_error("head_unit", _("Chọn ít nhất một đơn vị được giao nhiệm vụ."))
        if len(set(chosen)) != len(chosen):
            self.add_error("deputy1_unit", _("Một đơn vị không giữ hai nhiệm vụ cùng lúc."))
        return data

    def named(self) -> dict:
        """What ``heads.appoint_by_decision`` takes."""
        data = self.cleaned_data
        offices = {
            key: Office(data[f"{key}_unit"].pk, data[f"{key}_person"], data[f"{key}_post"])
            for key in ("head", "deputy1", "deputy2")
            if data[f"{key}_unit"]
        }
        return {
            "decision": DecisionFacts(data["symbol"], data["issued_on"], data["issuer_name"]),
            "starts_on": data["starts_on"],
            "head": offices.pop("head", None),
            "deputies": list(offices.values()),
        }


class ChangeHeadForm(CrispyFormMixin, forms.Form):
    """Correct or end a term of a head or deputy."""

    starts_on = VietnameseDateField(label=lazy("Làm nhiệm vụ từ ngày"))
    ends_on = VietnameseDateField(
        label=lazy("Ngày cuối cùng làm nhiệm vụ"),
        required=False,
        help_text=lazy("Kể cả ngày này. Để trống nếu chưa định ngày kết thúc."),
    )
    person_name = forms.CharField(label=lazy("Họ và tên"), max_length=200, required=False)
    person_post = forms.CharField(label=lazy("Chức vụ"), max_length=200, required=False)
    reason = forms.CharField(label=lazy("Lý do, căn cứ"), min_length=5, max_length=500)
