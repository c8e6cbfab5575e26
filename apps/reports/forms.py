"""What a report is asked for: subject and format."""

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.clusters.models import ClusterYear
from apps.core.crispy import CrispyFormMixin
from apps.ranking.models import RankingRun
from apps.reports.registry import FORMAT_LABELS, Report
from apps.scoring.models import ScoreSheet


class ReportForm(CrispyFormMixin, forms.Form):
    """Fields of the report's own params only; each offers what the actor may see."""

    cluster_year = forms.ModelChoiceField(
        label=_("Cụm, Khu vực"), queryset=ClusterYear.objects.none(), required=False, empty_label=_("Chọn cụm")
    )
    sheet = forms.ModelChoiceField(
        label=_("Đơn vị"), queryset=ScoreSheet.objects.none(), required=False, empty_label=_("Mọi đơn vị trong cụm")
    )
    run = forms.ModelChoiceField(queryset=RankingRun.objects.none(), required=False, widget=forms.HiddenInput)
    format = forms.ChoiceField(label=_("Định dạng"), widget=forms.RadioSelect)

    def __init__(self, *args, report: Report, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["format"].choices = [(name, FORMAT_LABELS[name]) for name in report.formats]
        offered = {
            "cluster_year": ClusterYear.objects.visible_to(actor).for_list().order_by("-year__year", "name"),
            "sheet": ScoreSheet.objects.visible_to(actor)
            .for_list()
            .order_by("-cluster_year__year__year", "line", "order"),
            "run": RankingRun.objects.visible_to(actor).for_list().with_result(),
        }
        for name, queryset in offered.items():
            if name in report.params:
                self.fields[name].queryset = queryset
            else:
                del self.fields[name]
        self.fields["cluster_year"].required = "sheet" not in report.params

    def clean(self):
        cleaned = super().clean()
        chosen = [name for name in ("cluster_year", "sheet", "run") if cleaned.get(name)]
        if not chosen and not self.errors:
            self.add_error("cluster_year", _("Chọn một cụm."))
        sheet = cleaned.get("sheet")
        if sheet and cleaned.get("cluster_year") and sheet.cluster_year_id != cleaned["cluster_year"].pk:
            self.add_error("sheet", _("Đơn vị này không thuộc cụm đã chọn."))
        return cleaned

    @property
    def params(self) -> dict[str, int]:
        """Ids of what was chosen."""
        names = ("cluster_year", "sheet", "run")
        return {name: self.cleaned_data[name].pk for name in names if self.cleaned_data.get(name)}
