"""Shape of the two posts of a ranking."""

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.clusters.enums import Line
from apps.core.crispy import CrispyFormMixin


class ComputeForm(CrispyFormMixin, forms.Form):
    """Which line to rank; empty where the cluster has one."""

    line = forms.ChoiceField(choices=[("", ""), *Line.choices], required=False, widget=forms.HiddenInput)


class PublishForm(CrispyFormMixin, forms.Form):
    """The reason, asked for where a published result is replaced."""

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
