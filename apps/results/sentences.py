"""A result in words, as reports and achievement reports print it."""

from django.utils.translation import gettext as _

from apps.core.dates import format_date
from apps.results.figures import figure_of, shown, with_mark
from apps.results.models import ResultEntry


def words_of(entry: ResultEntry) -> str:
    """What was achieved, with the paper that tells it: without the year, without a full stop."""
    paper = f" ({entry.document.symbol}, {format_date(entry.document.issued_on)})" if entry.document_id else ""
    return f"{_achieved(entry).rstrip('.')}{paper}"


def sentence_of(entry: ResultEntry) -> str:
    """The same as a sentence that begins with the year."""
    return _("Năm %(year)s: %(text)s.") % {"year": entry.year, "text": words_of(entry)}


def _achieved(entry: ResultEntry) -> str:
    """A figure with its indicator, a rank with its index and what was remarked on it, or the text."""
    if entry.indicator_id:
        figure = shown(figure_of(entry).value, entry.indicator)
        return f"{entry.indicator.label}: {with_mark(figure, is_estimate=entry.is_estimate)}"
    rank = "/".join(str(each) for each in (entry.index_rank, entry.index_of) if each)
    index = " ".join(filter(None, [entry.index_name, str(entry.index_year or "")]))
    return ". ".join(filter(None, [": ".join(filter(None, [index, rank])), entry.text]))
