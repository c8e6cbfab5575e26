"""Shapes of what is typed about summary reports."""

from collections.abc import Iterable, Mapping

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from apps.conferences.models import Conference
from apps.core.crispy import CrispyFormMixin
from apps.core.version_fields import FirstOrSeenField
from apps.reports.enums import Part
from apps.reports.summary.cluster_judging import CLUSTER
from apps.reports.summary.content import Offered
from apps.reports.summary.sector_sentences import SECTOR
from apps.reports.summary_policies import to_begin, years_to_begin

MOST = 50_000
KNOWN = frozenset(each.code for register in (CLUSTER, SECTOR) for each in register.sentences)


class BeginForm(CrispyFormMixin, forms.Form):
    """Of what: a cluster's year, or a whole year of one's own body."""

    cluster_year = forms.ModelChoiceField(
        label=_("Báo cáo của Cụm, Khu vực"), queryset=None, required=False, empty_label=_("Không chọn")
    )
    year = forms.ModelChoiceField(
        label=_("Báo cáo của đơn vị tổ chức"), queryset=None, required=False, empty_label=_("Không chọn")
    )

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["cluster_year"].queryset = to_begin(actor)
        self.fields["year"].queryset = years = years_to_begin(actor)
        if not years.exists():
            del self.fields["year"]

    def clean(self):
        data = super().clean()
        if not self.errors and bool(data.get("cluster_year")) == bool(data.get("year")):
            raise ValidationError(_("Chọn một Cụm, Khu vực hoặc một năm của đơn vị tổ chức."))
        return data


class TicksField(forms.MultipleChoiceField):
    """Ticks of a page that may be older than the figures: one on a sentence that is true no more is no fault."""

    def validate(self, value):
        """What is no sentence at all is passed over by ``clean``."""

    def clean(self, value) -> list[str]:
        return [code for code in super().clean(value) if code in KNOWN]


class SummaryForm(CrispyFormMixin, forms.Form):
    """For each part the sentences that are true now, ticked unless left out, and the text below them.

    ``shown``: the sentences that the page showed. Only what a person saw and did not tick is left out.
    """

    version = FirstOrSeenField()
    shown = forms.CharField(widget=forms.HiddenInput, required=False, max_length=5000)

    def __init__(self, *args, offered: Mapping[str, Iterable[Offered]], **kwargs):
        super().__init__(*args, **kwargs)
        self.offered = offered
        for part in Part:
            self.fields[f"said_{part.value}"] = TicksField(
                label=_("Câu theo số liệu của hệ thống"),
                choices=[(each.code, "\n".join(each.texts)) for each in offered[part]],
                required=False,
                widget=forms.CheckboxSelectMultiple,
                help_text=_("Chỉ gồm câu đúng với số liệu hiện có; bỏ chọn câu không đưa vào báo cáo."),
            )
            self.fields[f"text_{part.value}"] = forms.CharField(
                label=_("Nội dung bổ sung"),
                required=False,
                max_length=MOST,
                widget=forms.Textarea(attrs={"rows": 6}),
                help_text=_("Mỗi dòng là một đoạn, đứng sau các câu theo số liệu."),
            )

    @property
    def parts(self):
        """(heading, bound field of sentences or None, bound field of the text) of each part, for the page."""
        for part in Part:
            said = self[f"said_{part.value}"] if self.offered[part] else None
            yield part.label, said, self[f"text_{part.value}"]

    @property
    def texts(self) -> dict[str, str]:
        return {part.value: self.cleaned_data[f"text_{part.value}"] for part in Part}

    @property
    def codes(self) -> set[str]:
        """Of the sentences that are true now."""
        return {each.code for found in self.offered.values() for each in found}

    def omitted(self, before: Iterable[str]) -> set[str]:
        """What was shown and not ticked; what was left out earlier and was not shown stays so."""
        ticked = {code for part in Part for code in self.cleaned_data.get(f"said_{part.value}", [])}
        shown = self._shown(self.cleaned_data["shown"])
        return (shown | set(before)) - ticked

    def show_again(self, left_out: Iterable[str]) -> None:
        """Before the page is shown once more: sentences that it had not shown are ticked unless left out earlier."""
        shown, ticked = self._shown(self.data.get("shown", "")), set()
        self.data = self.data.copy()
        for part in Part:
            name = f"said_{part.value}"
            kept = set(self.data.getlist(name)) | {
                each.code for each in self.offered[part] if each.code not in shown and each.code not in left_out
            }
            ticked |= kept
            self.data.setlist(name, sorted(kept & self.codes))
        self.data["shown"] = ",".join(sorted(self.codes | (shown - ticked)))

    def _shown(self, text: str) -> set[str]:
        return KNOWN.intersection(text.split(",")) if "shown" in self.data else self.codes


class HandOverForm(CrispyFormMixin, forms.Form):
    """To which meeting; what was read."""

    conference = forms.ModelChoiceField(
        label=_("Hội nghị tổng kết"), queryset=Conference.objects.none(), empty_label=None
    )
    replace = forms.BooleanField(label=_("Thay bản dự thảo đã được sửa trong tài liệu hội nghị"), required=False)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, conferences, edited: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["conference"].queryset = conferences
        if not edited:
            del self.fields["replace"]


class FinishForm(CrispyFormMixin, forms.Form):
    """What was read."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    version = forms.IntegerField(widget=forms.HiddenInput)
