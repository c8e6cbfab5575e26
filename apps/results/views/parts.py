"""What the pages of results share: crumbs, the answer to a second writer, texts of figures."""

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.core.components import Crumb
from apps.core.form_pages import FormPageMixin
from apps.core.numbers import format_decimal
from apps.core.views import SecondWriterMixin
from apps.results.figures import figure_of, shown, with_mark
from apps.results.models import ResultEntry


def list_crumb() -> Crumb:
    return Crumb(_("Kết quả, thành tích"), reverse("results:result-list"))


def target_crumb() -> Crumb:
    return Crumb(_("Chỉ tiêu"), reverse("results:target-list"))


def figure_text(entry: ResultEntry) -> str:
    """As shown in a cell: 84,27% (8.427 ÷ 10.000) (ước), hạng 3/63; nothing for an achievement in words."""
    if entry.indicator is not None:
        text = shown(figure_of(entry).value, entry.indicator)
        if entry.denominator is not None:
            text += f" ({format_decimal(entry.numerator)} ÷ {format_decimal(entry.denominator)})"
        return with_mark(text, is_estimate=entry.is_estimate)
    if entry.index_rank:
        place = f"{entry.index_rank}/{entry.index_of}" if entry.index_of else str(entry.index_rank)
        return _("hạng %(place)s") % {"place": place}
    return ""


def what_text(entry: ResultEntry) -> str:
    """The thing in words."""
    if entry.indicator is not None:
        return entry.indicator.label
    return entry.index_name or entry.text


class ConflictMixin(SecondWriterMixin, FormPageMixin):
    """Forms about a figure: ``stored()`` answers its values by field name."""

    template_name = "results/form.html"

    def stored(self) -> dict:
        raise NotImplementedError
