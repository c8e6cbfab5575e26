"""Shape of the posts of a ranking."""

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.clusters.enums import Line
from apps.core.crispy import CrispyFormMixin
from apps.core.dates import VietnameseDateField
from apps.core.reasons import reason_field, reason_form
from apps.documents.citation_fields import check_citation
from apps.ranking.domain.arranging import CHOICES, Typed
from apps.ranking.models import RankingSettings
from apps.units.models import Unit


class ComputeForm(CrispyFormMixin, forms.Form):
    """Which line to rank; empty where the cluster has one."""

    line = forms.ChoiceField(choices=[("", ""), *Line.choices], required=False, widget=forms.HiddenInput)


class AnnounceForm(CrispyFormMixin, forms.Form):
    """Nothing to type: the page says what will be seen by whom."""


class PublishForm(CrispyFormMixin, forms.Form):
    """The signed decision; the reason too where a published result is replaced."""

    symbol = forms.CharField(label=_("Số, ký hiệu quyết định công bố"), max_length=100)
    issued_on = VietnameseDateField(label=_("Ngày ban hành"))
    signer_name = forms.CharField(label=_("Người ký"), max_length=200)
    signer_post = forms.CharField(label=_("Chức vụ người ký"), max_length=200)
    reason = forms.CharField(
        label=_("Lý do thay thế kết quả đã công bố"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, replaces: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        if not replaces:
            del self.fields["reason"]


class TieForm(CrispyFormMixin, forms.Form):
    """Who of the equal units gets the class, and why."""

    chosen = forms.ModelMultipleChoiceField(
        label=_("Đơn vị được xếp loại này"), queryset=Unit.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    reason = reason_field(min_length=None)

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["chosen"].queryset = units


class ExclusionForm(CrispyFormMixin, forms.Form):
    """A unit that is not considered, with the reason and, where there is one, the paper."""

    unit = forms.ModelChoiceField(label=_("Đơn vị"), queryset=Unit.objects.none())
    reason = reason_field(min_length=None)
    symbol = forms.CharField(label=_("Số, ký hiệu văn bản"), max_length=100, required=False)
    issued_on = VietnameseDateField(label=_("Ngày ban hành"), required=False)
    issuer_name = forms.CharField(label=_("Cơ quan ban hành"), max_length=300, required=False)

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units

    def clean(self):
        data = super().clean()
        check_citation(self)
        return data


ReasonForm = reason_form(min_length=None)


class SettingsForm(CrispyFormMixin, forms.ModelForm):
    """What the cluster shows to whom."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = RankingSettings
        fields = CHOICES

    def _post_clean(self):
        """The domain writes; the row is not filled here."""


class WorkloadForm(CrispyFormMixin, forms.Form):
    """Staff and cases of each member; what is empty is taken from the staff roll and the results."""

    source = forms.CharField(
        label=_("Nguồn số liệu"),
        max_length=300,
        required=False,
        help_text=_("Ví dụ: báo cáo số …, ngày … Cần ghi khi nhập hoặc sửa số liệu."),
    )

    def __init__(self, *args, units, figures, **kwargs):
        super().__init__(*args, **kwargs)
        self.units = list(units)
        for unit in self.units:
            found = figures.get(unit.pk)
            for name, label in (("staff", _("số người")), ("cases", _("số việc"))):
                self.fields[f"{name}_{unit.pk}"] = forms.IntegerField(
                    label=f"{unit.name}: {label}",
                    required=False,
                    min_value=0,
                    max_value=10_000_000,
                    initial=getattr(found, name, None),
                    widget=forms.NumberInput(attrs={"class": "form-control"}),
                )

    def typed(self) -> dict[int, Typed]:
        data = self.cleaned_data
        return {unit.pk: Typed(data[f"staff_{unit.pk}"], data[f"cases_{unit.pk}"]) for unit in self.units}

    def rows(self):
        """Unit with its two bound fields, for the table."""
        return [(unit, self[f"staff_{unit.pk}"], self[f"cases_{unit.pk}"]) for unit in self.units]
