"""Shape of asking for a dry run."""

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.core.crispy import CrispyFormMixin
from apps.core.text import clean


class DryRunForm(CrispyFormMixin, forms.Form):
    """Which year, and which criteria of the draft had another code then. ``cleaned_data["mapping"]``: new → old."""

    source_year = forms.ChoiceField(label=_("Dữ liệu của năm"))
    mapping = forms.CharField(
        label=_("Tiêu chí đã đổi mã"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Mỗi dòng một tiêu chí: mã trong dự thảo = mã năm trước. Tiêu chí cùng mã thì không cần ghi."),
    )

    def __init__(self, *args, years, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["source_year"].choices = [(str(year.pk), str(year.year)) for year in years]

    def clean_mapping(self) -> dict[str, str]:
        found = {}
        for line in self.cleaned_data["mapping"].splitlines():
            if not clean(line):
                continue
            new, equals, old = (clean(part) for part in line.partition("="))
            if not (new and equals and old):
                raise forms.ValidationError(_("Dòng “%(line)s” chưa đúng dạng: mã mới = mã cũ.") % {"line": line[:60]})
            if new in found:
                raise forms.ValidationError(_("Mã %(code)s ghi hai lần.") % {"code": new})
            found[new] = old
        return found
