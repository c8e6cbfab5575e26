"""Shapes of what is typed about zip files and schedules of reports."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from apps.core.crispy import CrispyFormMixin
from apps.reports.batching import reports
from apps.reports.domain.schedules import is_schedulable
from apps.reports.models.schedule import LAST_DAY
from apps.reports.params import PARAMS
from apps.reports.registry import DOCX, FORMAT_LABELS, PDF, XLSX, all_reports
from apps.units.role_forms import AccountField

MOST_RECIPIENTS = 30
CHOICES = [(name, FORMAT_LABELS[name]) for name in (PDF, XLSX, DOCX)]


class FormatField(forms.ChoiceField):
    def __init__(self, **options):
        super().__init__(label=_("Định dạng"), choices=CHOICES, widget=forms.RadioSelect, **options)


class BatchForm(CrispyFormMixin, forms.Form):
    """Which reports, of a cluster or of a year."""

    names = forms.MultipleChoiceField(label=_("Báo cáo"), widget=forms.CheckboxSelectMultiple)
    format = FormatField()

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["names"].choices = [(report.name, report.title) for report in reports()]
        self.fields["cluster_year"] = PARAMS["cluster_year"].field(actor)
        self.fields["year"] = PARAMS["year"].field(actor)
        self.fields["year"].help_text = _("Không chọn Cụm, Khu vực: mọi Cụm, Khu vực của năm.")

    def clean(self):
        data = super().clean()
        if not self.errors and not data.get("cluster_year") and not data.get("year"):
            raise ValidationError(_("Chọn một Cụm, Khu vực hoặc một năm."))
        lacking = [
            str(report.title)
            for report in reports()
            if report.name in data.get("names", []) and data.get("format") not in report.renderers
        ]
        if lacking and data.get("format"):
            message = _("Không có định dạng này: %(names)s.") % {"names": "; ".join(lacking)}
            self.add_error("format", message)
        return data

    @property
    def params(self) -> dict[str, int]:
        chosen, year = self.cleaned_data["cluster_year"], self.cleaned_data["year"]
        return {"cluster_year": chosen.pk} if chosen else {"year": year}


class ScheduleForm(CrispyFormMixin, forms.Form):
    """What, of whom, when, for whom."""

    report = forms.ChoiceField(label=_("Báo cáo"))
    format = FormatField()
    day = forms.IntegerField(
        label=_("Ngày trong tháng"),
        min_value=1,
        max_value=LAST_DAY,
        initial=1,
        help_text=_("Kết xuất vào buổi sáng ngày này hằng tháng."),
    )
    recipients = forms.CharField(
        label=_("Người nhận"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=5000,
        help_text=_(
            "Mỗi dòng một tên đăng nhập, hoặc họ và tên đầy đủ nếu không trùng người khác. Mỗi người nhận liên kết tới"
            " tệp của mình, lập theo quyền của người đó."
        ),
    )

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["report"].choices = [(each.name, each.title) for each in all_reports() if is_schedulable(each)]
        self.fields["cluster_year"] = PARAMS["cluster_year"].field(actor)
        self.fields["cluster_year"].help_text = _("Báo cáo của một Cụm, Khu vực: chọn ở đây. Báo cáo cả năm: để trống.")
        self.order_fields(["report", "cluster_year", "format", "day", "recipients"])

    def clean_recipients(self) -> list[int]:
        lines = [line for line in self.cleaned_data["recipients"].splitlines() if line.strip()]
        if len(lines) > MOST_RECIPIENTS:
            raise ValidationError(_("Nhiều nhất %(n)s người nhận."), params={"n": MOST_RECIPIENTS})
        field = AccountField()
        return list(dict.fromkeys(field.clean(line).pk for line in lines))
