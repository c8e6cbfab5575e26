"""Shape of what is typed about inspections."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from apps.clusters.domain.inspections import Found, Plan
from apps.core.crispy import CrispyFormMixin
from apps.core.dates import VietnameseDateField
from apps.core.reasons import reason_field, reason_form
from apps.core.text import clean
from apps.documents.citation_fields import check_citation, cited_paper
from apps.periods.models import EmulationYear
from apps.units.models import Unit
from apps.units.person_fields import UnitField

ROWS_OF_FINDINGS = 5
USUAL_DAYS = 30


class LinesField(forms.CharField):
    """Several names, one in each line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def to_python(self, value):
        return [line for line in map(clean, (super().to_python(value) or "").splitlines()) if line]

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value


class PaperFields(forms.Form):
    """A paper by symbol and date; both empty when there is none."""

    symbol = forms.CharField(label=_("Số, ký hiệu văn bản"), max_length=100, required=False)
    issued_on = VietnameseDateField(label=_("Ngày ban hành"), required=False)

    def clean(self):
        data = super().clean()
        check_citation(self)
        return data

    def document(self, *, owner_code: str, owner_name: str, issuer: str, actor, now):
        owner = {"owner_code": owner_code, "owner_name": owner_name}
        return cited_paper(self, issuer_name=issuer, **owner, actor=actor, now=now)


class PlanFields(CrispyFormMixin, PaperFields):
    planned_on = VietnameseDateField(label=_("Ngày dự kiến"))
    content = forms.CharField(
        label=_("Nội dung kiểm tra"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    team = LinesField(
        label=_("Thành viên đoàn"),
        required=False,
        max_length=4000,
        help_text=_("Mỗi dòng một người: họ và tên, chức vụ, đơn vị. Dòng đầu là trưởng đoàn."),
    )

    def plan(self, document) -> Plan:
        data = self.cleaned_data
        return Plan(data["planned_on"], data["content"], tuple(data["team"]), document)


class InspectionForm(PlanFields):
    """A member to be inspected."""

    unit = forms.ModelChoiceField(
        label=_("Đơn vị được kiểm tra"), queryset=Unit.objects.none(), empty_label=_("Chọn đơn vị")
    )

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
        self.fields["symbol"].label = _("Quyết định, kế hoạch kiểm tra: số, ký hiệu")
        self.order_fields(["unit", "planned_on", "content", "team", "symbol", "issued_on"])


class OwnInspectionForm(PlanFields):
    """The organiser's own inspection."""

    year = forms.ModelChoiceField(label=_("Năm thi đua"), queryset=EmulationYear.objects.none(), empty_label=None)
    unit = UnitField(label=_("Đơn vị được kiểm tra"))

    def __init__(self, *args, years, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].queryset = years
        self.fields["symbol"].label = _("Quyết định, kế hoạch kiểm tra: số, ký hiệu")
        self.order_fields(["year", "unit", "planned_on", "content", "team", "symbol", "issued_on"])


class InspectionChangeForm(PlanFields):
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["symbol"].label = _("Quyết định, kế hoạch kiểm tra: số, ký hiệu")
        self.order_fields(["planned_on", "content", "team", "symbol", "issued_on"])


class HoldForm(CrispyFormMixin, PaperFields):
    """What was found: one finding in each row, with its date."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    held_on = VietnameseDateField(label=_("Ngày kiểm tra"))
    conclusion = forms.CharField(
        label=_("Kết luận"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["symbol"].label = _("Biên bản kiểm tra: số, ký hiệu")
        for number in range(1, ROWS_OF_FINDINGS + 1):
            self.fields[f"text_{number}"] = forms.CharField(
                label=_("Nội dung cần khắc phục %(n)s") % {"n": number},
                max_length=2000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
            self.fields[f"due_{number}"] = VietnameseDateField(
                label=_("Hạn khắc phục %(n)s") % {"n": number},
                required=False,
                help_text=_("Để trống: %(days)s ngày sau ngày kiểm tra.") % {"days": USUAL_DAYS},
            )

    def clean(self):
        data = super().clean()
        for number in range(1, ROWS_OF_FINDINGS + 1):
            due, held = data.get(f"due_{number}"), data.get("held_on")
            if due and not data.get(f"text_{number}"):
                self.add_error(f"text_{number}", _("Ghi nội dung, hoặc bỏ hạn."))
            if due and held and due < held:
                self.add_error(f"due_{number}", ValidationError(_("Hạn khắc phục trước ngày kiểm tra.")))
        return data

    @property
    def found(self) -> list[Found]:
        data = self.cleaned_data
        usual = data["held_on"] + timedelta(days=USUAL_DAYS)
        rows = [(data[f"text_{n}"], data[f"due_{n}"]) for n in range(1, ROWS_OF_FINDINGS + 1)]
        return [Found(text, due or usual) for text, due in rows if text]


ReasonForm = reason_form(min_length=5)


class FindingForm(CrispyFormMixin, forms.Form):
    """A finding corrected or extended. ``seen``: the mark of what was shown."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=16)
    text = forms.CharField(label=_("Nội dung cần khắc phục"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    due_on = VietnameseDateField(label=_("Hạn khắc phục"))
    reason = reason_field(min_length=5)


class FixForm(CrispyFormMixin, PaperFields):
    """Kết quả khắc phục with its paper."""

    note = forms.CharField(
        label=_("Kết quả khắc phục"), max_length=5000, min_length=5, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["symbol"].required = self.fields["issued_on"].required = True
        self.order_fields(["note", "symbol", "issued_on"])


class JudgeForm(CrispyFormMixin, forms.Form):
    """Accept, or ask again with a remark."""

    ACCEPT, AGAIN = "accept", "ask_again"
    CHOICES = ((ACCEPT, _("Chấp nhận: đã khắc phục")), (AGAIN, _("Yêu cầu bổ sung")))

    answer = forms.ChoiceField(label=_("Trả lời"), choices=CHOICES, widget=forms.RadioSelect)
    remark = forms.CharField(
        label=_("Nhận xét"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean(self):
        data = super().clean()
        if data.get("answer") == self.AGAIN and not clean(data.get("remark") or ""):
            self.add_error("remark", _("Ghi rõ cần bổ sung gì."))
        return data


class RemarkForm(CrispyFormMixin, forms.Form):
    remark = forms.CharField(label=_("Lý do mở lại"), min_length=5, max_length=2000)
