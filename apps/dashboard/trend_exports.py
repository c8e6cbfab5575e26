"""The tables of the trends as files: a cell is empty where a year has no data, or none that is open to the reader."""

from collections.abc import Collection, Iterable, Iterator

from django.utils.translation import gettext_lazy as _

from apps.core.spreadsheets import Column, Sheet
from apps.dashboard.trends import ClusterTrendYear, TrendYear

PUNCTUALITY = (
    Column("in_time", _("Đúng hạn"), "integer"),
    Column("due", _("Việc đến hạn"), "integer"),
    Column("percent_in_time", _("Tỷ lệ đúng hạn (%)"), "points"),
)
UNIT_COLUMNS = (
    Column("year", _("Năm thi đua"), "year"),
    Column("cluster", _("Cụm thi đua"), width=40),
    Column("unit", _("Đơn vị"), width=40),
    Column("rank", _("Hạng"), "integer"),
    Column("ranked", _("Đơn vị được xếp hạng"), "integer"),
    Column("class", _("Xếp loại"), width=20),
    Column("total", _("Tổng điểm"), "points"),
    Column("maximum", _("Tổng điểm tối đa"), "points"),
    Column("percent", _("Tỷ lệ so với tối đa (%)"), "points"),
    *PUNCTUALITY,
    Column("collectives", _("Tập thể được khen thưởng"), "integer"),
    Column("individuals", _("Cá nhân được khen thưởng"), "integer"),
)
CLUSTER_COLUMNS = (
    Column("year", _("Năm thi đua"), "year"),
    Column("line", _("Khối"), width=26),
    Column("ranked", _("Đơn vị được xếp hạng"), "integer"),
    Column("highest", _("Cao nhất (%)"), "points"),
    Column("middle", _("Trung vị (%)"), "points"),
    Column("lowest", _("Thấp nhất (%)"), "points"),
    Column("spread", _("Chênh lệch"), "points"),
    *PUNCTUALITY,
)


def unit_rows(years: Iterable[TrendYear]) -> Iterator[tuple]:
    """Newest year first; one row for each result, one for a year without any."""
    for year in sorted(years, key=lambda each: -each.year):
        honours = (year.honours.collectives, year.honours.individuals) if year.honours else (None, None)
        for result in year.results or (None,):
            yield (year.year, *_result(result), *_punctuality(year), *honours)


def _result(result) -> tuple:
    if result is None:
        return ("", "", None, None, "", None, None, None)
    entry = result.entry
    named = (entry.run.cluster_year.name, entry.unit_name)
    if not entry.rank:
        return (*named, None, entry.ranked, entry.class_label, None, None, None)
    return (*named, entry.rank, entry.ranked, entry.class_label, entry.total, result.maximum, result.percent)


def cluster_rows(years: Iterable[ClusterTrendYear], ranked: Collection[tuple[int, str]]) -> Iterator[tuple]:
    """Newest year first. ``ranked``: (year, khối) with a result; elsewhere nothing is known of how many were ranked."""
    for each in sorted(years, key=lambda each: -each.year):
        yield (
            each.year,
            str(each.line_label),
            len(each.shares) if (each.year, each.line) in ranked else None,
            each.highest,
            each.middle,
            each.lowest,
            each.spread,
            *_punctuality(each),
        )


def rank_sheet(line_label: str, years: Iterable[int], ranks: Iterable[tuple]) -> Sheet:
    """The rank of each unit in each year, of one khối or of the whole cluster (no label); see trends.ranks."""
    title = " – ".join(filter(None, [str(_("Hạng của từng đơn vị qua các năm")), str(line_label)]))
    columns = [Column("unit", _("Đơn vị"), width=44), *(Column(str(year), str(year), "integer") for year in years)]
    rows = [(name, *map(_rank, entries)) for name, entries in ranks]
    return Sheet(str(line_label) or str(_("Hạng của từng đơn vị")), title, columns, rows)


def _rank(entry):
    return None if entry is None else entry.rank or str(_("Không xếp hạng"))


def _punctuality(year) -> tuple:
    found = year.punctuality
    return (found.in_time, found.due, round(found.percent, 1)) if found else (None, None, None)
