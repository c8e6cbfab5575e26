"""What a report is asked for: subject and format."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from apps.core.crispy import CrispyFormMixin
from apps.reports.params import PARAMS
from apps.reports.registry import FORMAT_LABELS, Report


class ReportForm(CrispyFormMixin, forms.Form):
    """Fields of the report's own params only; each offers what the actor may see."""

    def __init__(self, *args, report: Report, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.report = report
        for name in report.params:
            self.fields[name] = PARAMS[name].field(actor)
        self.fields["format"] = forms.ChoiceField(
            label=_("Định dạng"),
            widget=forms.RadioSelect,
            choices=[(name, FORMAT_LABELS[name]) for name in report.formats],
        )
        if len(report.params) == 1:
            self.fields[report.params[0]].required = True

    def clean(self):
        cleaned = super().clean()
        for name in self.report.params:
            within = getattr(self.fields[name], "within", None)
            if within and cleaned.get(name):
                try:
                    cleaned[name] = within(cleaned.get("cluster_year"), cleaned[name])
                except ValidationError as error:
                    self.add_error(name, error)
        needed = self.report.needed or self.report.params
        if needed and not self.errors and not any(cleaned.get(name) for name in needed):
            labels = "; ".join(str(self.fields[name].label) for name in needed if self.fields[name].label)
            self.add_error(needed[0], _("Chọn ít nhất một mục: %(labels)s.") % {"labels": labels})
        chosen = cleaned.get("cluster_year")
        for name in self.report.params:
            of_cluster = getattr(cleaned.get(name), "cluster_year_id", None)
            if chosen and of_cluster and of_cluster != chosen.pk:
                self.add_error(name, _("Mục này không thuộc cụm đã chọn."))
        return cleaned

    @property
    def params(self) -> dict[str, int]:
        """What was chosen: ids, and the year as it is."""
        found = {name: self.cleaned_data.get(name) for name in self.report.params}
        return {name: getattr(value, "pk", value) for name, value in found.items() if value}
