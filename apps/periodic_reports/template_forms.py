"""Shape of what is typed about a template."""

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.core.crispy import CrispyFormMixin
from apps.core.dates import VietnameseDateField
from apps.periodic_reports.domain.templates import TemplateData
from apps.periodic_reports.enums import ItemKind, ReportKind
from apps.periodic_reports.models import TemplateItem
from apps.periodic_reports.models.template import CODE_LENGTH
from apps.periods.models import EmulationYear
from apps.units.enums import UnitKind

CODE_HELP = _("Chữ không dấu, số, gạch nối; giữ nguyên qua các năm để so với năm trước.")
CODE_ERROR = {"invalid": _("Mã chỉ gồm chữ không dấu, số, gạch nối.")}


class TemplateForm(CrispyFormMixin, forms.Form):
    """What a report is called, who owes it, which period, until when."""

    code = forms.SlugField(label=_("Mã"), max_length=CODE_LENGTH, help_text=CODE_HELP, error_messages=CODE_ERROR)
    label = forms.CharField(label=_("Tên báo cáo"), max_length=200)
    kind = forms.ChoiceField(label=_("Loại báo cáo"), choices=ReportKind.choices, widget=forms.RadioSelect)
    kinds = forms.MultipleChoiceField(
        label=_("Loại đơn vị phải báo cáo"), choices=UnitKind.choices, widget=forms.CheckboxSelectMultiple
    )
    starts_on = VietnameseDateField(label=_("Số liệu từ ngày"))
    ends_on = VietnameseDateField(label=_("Số liệu đến ngày"))
    due_on = VietnameseDateField(label=_("Hạn nộp"))
    internal_due_on = VietnameseDateField(
        label=_("Hạn nội bộ"), required=False, help_text=_("Chỉ để sắp xếp và nhắc; chậm tính từ hạn nộp.")
    )
    basis = forms.CharField(
        label=_("Căn cứ"), max_length=300, required=False, help_text=_("Số, ký hiệu, ngày công văn hướng dẫn.")
    )
    source = forms.CharField(label=_("Nguồn của mẫu"), max_length=300, required=False)
    illustrative = forms.BooleanField(label=_("Mẫu minh họa, chưa phải mẫu chính thức"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def to_data(self) -> TemplateData:
        names = TemplateData.__dataclass_fields__.keys() - {"items"}
        return TemplateData(**{name: self.cleaned_data[name] for name in names})


class NewTemplateForm(TemplateForm):
    """The same with the year; ``years``: those of the organisers whose standing office the person is."""

    year = forms.ModelChoiceField(label=_("Năm thi đua"), queryset=EmulationYear.objects.none(), empty_label=None)
    field_order = ("year",)

    def __init__(self, *args, years, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].queryset = years
        self.fields["year"].label_from_instance = lambda each: f"{each.year} – {each.organiser.name}"


class ItemForm(CrispyFormMixin, forms.ModelForm):
    """One line of a template."""

    class Meta:
        model = TemplateItem
        fields = (
            "kind",
            "section",
            "label",
            "code",
            "unit_of_measure",
            "numerator_label",
            "denominator_label",
            "field_code",
            "indicator_code",
            "hint",
        )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"] = forms.ChoiceField(label=_("Dạng"), choices=ItemKind.choices, widget=forms.RadioSelect)
        self.fields["code"] = forms.SlugField(
            label=_("Mã"), max_length=60, help_text=CODE_HELP, error_messages=CODE_ERROR
        )
        self.fields["section"].help_text = _("Các dòng liền nhau cùng mục được in dưới một tiêu đề.")
        self.fields["numerator_label"].help_text = _("Chỉ với tỷ lệ. Ví dụ: Việc thi hành xong.")
        self.fields["indicator_code"].help_text = _("Có mã này thì đơn vị lấy được số liệu đã nhập, không gõ lại.")

    def clean(self):
        data = super().clean()
        if data.get("kind") == ItemKind.RATE:
            for name in ("numerator_label", "denominator_label"):
                if not data.get(name):
                    self.add_error(name, _("Tỷ lệ cần nói rõ tử số, mẫu số là gì."))
        return data

    def validate_unique(self):
        """The domain says it under the template's lock."""


class DueForm(CrispyFormMixin, forms.Form):
    """Another due date for everybody."""

    due_on = VietnameseDateField(label=_("Hạn nộp"))
    internal_due_on = VietnameseDateField(label=_("Hạn nội bộ"), required=False)
    basis = forms.CharField(label=_("Căn cứ"), max_length=300, required=False)
