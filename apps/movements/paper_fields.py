"""Fields for papers: one by three fields, several by lines of text."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from apps.core.dates import DateProblem, VietnameseDateField, format_date, parse_date
from apps.core.text import clean
from apps.documents.citation_fields import check_citation
from apps.movements.domain.papers import PaperFacts

_LINE = re.compile(
    r"(?P<symbol>.+?)\s*(?:[,;|(]|\bngày\b)\s*(?:ngày\s+)?(?P<day>\d{1,2}[-/.]\d{1,2}[-/.]\d{4})\)?"
    r"\s*(?:[,;|]?\s*(?:\bcủa\b)?\s*(?P<issuer>.*))?"
)


class PaperFields(forms.Form):
    """Symbol, date and issuer of one paper; symbol and date come together. ``paper`` is the value or None."""

    paper_symbol = forms.CharField(
        label=_("Số, ký hiệu văn bản"),
        max_length=100,
        required=False,
        help_text=_("Ghi như trên văn bản, ví dụ 36/KH-STP hoặc 10-Ctr/BCS."),
    )
    paper_issued_on = VietnameseDateField(label=_("Ngày ban hành"), required=False)
    paper_issuer = forms.CharField(
        label=_("Cơ quan ban hành"),
        max_length=300,
        required=False,
        help_text=_("Để trống nếu là chính đơn vị."),
    )

    def clean(self):
        data = super().clean()
        check_citation(self, "paper_symbol", "paper_issued_on")
        return data

    @property
    def paper(self) -> PaperFacts | None:
        data = self.cleaned_data
        if not data.get("paper_symbol"):
            return None
        return PaperFacts(data["paper_symbol"], data["paper_issued_on"], data.get("paper_issuer", ""))


def paper_initial(document) -> dict:
    """Initial values of PaperFields for a Document or None."""
    if document is None:
        return {}
    return {
        "paper_symbol": document.symbol,
        "paper_issued_on": document.issued_on,
        "paper_issuer": document.issuer_name,
    }


class PapersField(forms.CharField):
    """Several papers, one in each line: "10-Ctr/BCS ngày 21/6/2021 của Ban cán sự đảng Bộ Tư pháp".

    No pattern is asked of the symbol. Cleans to a tuple of PaperFacts.
    """

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value):
        if isinstance(value, str) or value is None:
            return value
        return "\n".join(
            f"{paper.symbol} ngày {format_date(paper.issued_on)}"
            + (f" của {paper.issuer_name}" if paper.issuer_name else "")
            for paper in value
        )

    def to_python(self, value):
        found, problems = [], []
        for line in filter(None, map(clean, (super().to_python(value) or "").splitlines())):
            read = _LINE.fullmatch(line)
            try:
                day = parse_date(read["day"]) if read else None
            except DateProblem:
                day = None
            if day is None:
                problems.append(
                    ValidationError(
                        _("Dòng “%(line)s”: ghi số, ký hiệu rồi đến ngày, ví dụ 10-Ctr/BCS ngày 21/6/2021 của …"),
                        params={"line": line[:100]},
                    )
                )
                continue
            found.append(PaperFacts(read["symbol"][:100], day, (read["issuer"] or "").strip(" ,;.")[:300]))
        if problems:
            raise ValidationError(problems)
        return tuple(found)
