"""Shapes of what is typed about a criteria set: making it, its particulars, steps, classes, issue, files."""

from collections.abc import Mapping
from dataclasses import replace

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.core.crispy import CrispyFormMixin
from apps.core.dates import VietnameseDateField
from apps.core.form_rows import RowForm, RowsFormMixin
from apps.core.numbers import VietnameseDecimalField
from apps.core.reasons import reason_form
from apps.scoring.criteria_words import STEP_ROLES, TIE_LABELS
from apps.scoring.domain.criteria_sets import MOST_STEPS, Class, Step
from apps.scoring.domain.set_making import Particulars
from apps.scoring.enums import EvidenceNeed
from apps.units.enums import UnitKind

SCORED_KINDS = [(kind.value, kind.label) for kind in UnitKind if kind not in (UnitKind.MINISTRY, UnitKind.EXTERNAL)]
TIE_ROWS = 5


class ParticularsForm(CrispyFormMixin, forms.Form):
    """What stands above the tree."""

    title = forms.CharField(
        label=_("Tên bảng tiêu chí"), max_length=300, help_text=_("Như trong quyết định ban hành, có năm.")
    )
    kinds = forms.MultipleChoiceField(
        label=_("Áp dụng cho loại đơn vị"), choices=SCORED_KINDS, widget=forms.CheckboxSelectMultiple
    )
    counted_from = VietnameseDateField(label=_("Tính từ ngày"), required=False)
    counted_to = VietnameseDateField(
        label=_("Đến ngày"), required=False, help_text=_("Để trống cả hai: cả năm thi đua.")
    )
    evidence = forms.ChoiceField(
        label=_("Tài liệu minh chứng"),
        choices=EvidenceNeed.choices,
        initial=EvidenceNeed.DOCUMENT,
        help_text=_("Chung cho cả bảng; từng tiêu chí có thể yêu cầu khác."),
    )
    illustrative = forms.BooleanField(
        label=_("Bảng minh họa, không phải bảng chính thức"),
        required=False,
        help_text=_("Ghi trên mọi trang và bản in."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def particulars(self) -> Particulars:
        data = self.cleaned_data
        return Particulars(
            title=data["title"],
            kinds=tuple(data["kinds"]),
            illustrative=data["illustrative"],
            evidence=data["evidence"],
            counted=(data["counted_from"], data["counted_to"]),
        )

    @staticmethod
    def initial_of(particulars: Particulars) -> dict:
        first, last = particulars.counted
        return {
            "title": particulars.title,
            "kinds": list(particulars.kinds),
            "illustrative": particulars.illustrative,
            "evidence": particulars.evidence,
            "counted_from": first,
            "counted_to": last,
        }


class StartForm(CrispyFormMixin, forms.Form):
    """Where a new set begins: for which year, under which code, from what."""

    EMPTY, COPY, TEMPLATE = "empty", "copy", "template"

    year = forms.TypedChoiceField(label=_("Năm thi đua"), coerce=int)
    code = forms.CharField(
        label=_("Mã"), max_length=60, help_text=_("Ngắn, không trùng bảng khác, ví dụ TC-DVTB-2026.")
    )
    start = forms.ChoiceField(
        label=_("Bắt đầu từ"),
        widget=forms.RadioSelect,
        initial=EMPTY,
        choices=[
            (EMPTY, _("Bảng trống")),
            (COPY, _("Lấy từ năm trước hoặc từ bảng khác")),
            (TEMPLATE, _("Từ mẫu")),
        ],
    )
    source = forms.TypedChoiceField(
        label=_("Lấy từ bảng"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("Chép tiêu chí, các bước, xếp loại; mốc ngày chuyển sang năm mới. Bảng được chép không thay đổi."),
    )
    template = forms.ChoiceField(
        label=_("Mẫu"), required=False, help_text=_("Mẫu minh họa phải được xem lại trước khi ban hành.")
    )
    title = forms.CharField(
        label=_("Tên bảng tiêu chí"),
        max_length=300,
        required=False,
        help_text=_("Để trống: lấy theo bảng được chép, mẫu."),
    )
    kinds = forms.MultipleChoiceField(
        label=_("Áp dụng cho loại đơn vị"),
        choices=SCORED_KINDS,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Để trống: lấy theo bảng được chép, mẫu."),
    )

    def __init__(self, *args, years, sources, templates, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = years
        self.fields["source"].choices = [("", _("Chưa chọn")), *sources]
        self.fields["template"].choices = [("", _("Chưa chọn")), *templates]

    def clean(self):
        data = super().clean()
        start = data.get("start")
        if start == self.COPY and not data.get("source") and "source" not in self.errors:
            self.add_error("source", _("Chọn bảng để chép."))
        if start == self.TEMPLATE and not data.get("template") and "template" not in self.errors:
            self.add_error("template", _("Chọn mẫu."))
        if start == self.EMPTY:
            for name in ("title", "kinds"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, _("Bảng trống cần có tên và loại đơn vị áp dụng."))
        return data


class StepRow(RowForm):
    """One step."""

    main_field = "name"
    name = forms.CharField(
        label=_("Tên bước"), max_length=100, required=False, widget=forms.TextInput({"class": "form-control"})
    )
    role = forms.ChoiceField(
        label=_("Ai thực hiện"),
        choices=list(STEP_ROLES.items()),
        required=False,
        widget=forms.Select({"class": "form-select"}),
    )
    due_on = VietnameseDateField(label=_("Hạn"), required=False, widget=forms.TextInput({"class": "form-control"}))


class StepsForm(RowsFormMixin, CrispyFormMixin, forms.Form):
    """Các bước: none to three, in their order."""

    row_form = StepRow
    extra_rows = MOST_STEPS
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, rows=(), **kwargs):
        self.extra_rows = max(MOST_STEPS - len(rows), 0)
        super().__init__(*args, rows=rows, **kwargs)

    def steps(self) -> list[Step]:
        return [Step(row["name"], row["role"], row["due_on"]) for row in self.filled_rows()]


class ClassRow(RowForm):
    """One class, the highest first."""

    main_field = "label"
    label = forms.CharField(
        label=_("Xếp loại"), max_length=60, required=False, widget=forms.TextInput({"class": "form-control"})
    )
    min_points = VietnameseDecimalField(
        label=_("Từ điểm"),
        max_digits=9,
        decimal_places=3,
        required=False,
        widget=forms.TextInput({"class": "form-control"}),
    )
    in_percent = forms.BooleanField(label=_("Tính theo % tổng điểm"), required=False)
    quota_percent = VietnameseDecimalField(
        label=_("Tối đa (% số đơn vị)"),
        max_digits=6,
        decimal_places=2,
        min_value=0,
        max_value=100,
        percent=True,
        required=False,
        widget=forms.TextInput({"class": "form-control"}),
    )
    quota_number = forms.IntegerField(
        label=_("Tối đa (số đơn vị)"),
        min_value=0,
        max_value=10_000,
        required=False,
        widget=forms.TextInput({"class": "form-control", "inputmode": "numeric"}),
        error_messages={"invalid": _("Nhập một số nguyên.")},
    )
    conditions = forms.CharField(
        label=_("Đạt đủ điểm các tiêu chí (mã)"),
        max_length=500,
        required=False,
        widget=forms.TextInput({"class": "form-control"}),
    )

    def clean(self):
        data = super().clean()
        if data.get("label") and data.get("min_points") is None and "min_points" not in self.errors:
            self.add_error("min_points", _("Nhập điểm thấp nhất của loại này."))
        return data


class ClassesForm(RowsFormMixin, CrispyFormMixin, forms.Form):
    """Xếp loại, and what decides between equal totals."""

    row_form = ClassRow
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, criteria, ties=(), **kwargs):
        super().__init__(*args, **kwargs)
        choices = [("", _("Không")), *TIE_LABELS.items()]
        choices += [(code, f"{code} – {label[:60]}") for code, label in criteria]
        known = {value for value, _label in choices}
        choices += [(entry, entry) for entry in ties if entry not in known]
        for number in range(1, max(TIE_ROWS, len(ties)) + 1):
            self.fields[f"tie_{number}"] = forms.ChoiceField(
                label=_("Bằng điểm, xét lần %(number)s") % {"number": number},
                choices=choices,
                required=False,
                initial=ties[number - 1] if number <= len(ties) else "",
            )

    def classes(self, stored: Mapping[int, Class]) -> list[Class]:
        """What was typed; conditions that the form does not show stay as they are stored (by key of the row)."""
        return [
            replace(
                stored.get(row["key"], Class(row["label"], row["min_points"])),
                label=row["label"],
                min_points=row["min_points"],
                quota_percent=row["quota_percent"],
                in_percent=row["in_percent"],
                quota_number=row["quota_number"],
                conditions=tuple(code.strip() for code in row["conditions"].split(",") if code.strip()),
            )
            for row in self.filled_rows()
        ]

    def ties(self) -> list[str]:
        names = [name for name in self.fields if name.startswith("tie_")]
        return [self.cleaned_data[name] for name in names if self.cleaned_data[name]]


class IssueForm(CrispyFormMixin, forms.Form):
    """The decision by which the set is issued."""

    symbol = forms.CharField(label=_("Số, ký hiệu quyết định"), max_length=100, help_text=_("Ví dụ: 536/QĐ-BTP."))
    issued_on = VietnameseDateField(label=_("Ngày ban hành"))
    issuer_name = forms.CharField(label=_("Cơ quan ban hành"), max_length=300)
    seen_hash = forms.CharField(widget=forms.HiddenInput)


ReasonForm = reason_form(_("Lý do sửa đổi"), min_length=5, max_length=1000)


class UploadForm(CrispyFormMixin, forms.Form):
    """A criteria file; ``seen_hash``: the content that the person saw when they chose it."""

    file = forms.FileField(
        label=_("Tệp bảng tiêu chí (.xlsx hoặc .csv)"),
        allow_empty_file=True,
        error_messages={"required": _("Chọn tệp cần tải lên.")},
    )
    seen_hash = forms.CharField(widget=forms.HiddenInput, required=False)


class PlaceForm(CrispyFormMixin, forms.Form):
    """Chuyển nhóm."""

    parent = forms.ChoiceField(
        label=_("Vào nhóm"), required=False, help_text=_("Tiêu chí và các tiêu chí con đứng cuối nhóm được chọn.")
    )

    def __init__(self, *args, parents, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parent"].choices = [("", _("Không thuộc nhóm nào (một phần riêng)")), *parents]


class VersionForm(CrispyFormMixin, forms.Form):
    """Xóa: the version that was seen."""

    version = forms.IntegerField(widget=forms.HiddenInput)
