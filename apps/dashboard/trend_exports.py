"""The tables of the trends as files: a cell is empty where a year has no data, or none that is open to the reader."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext_lazy as _

from apps.core.spreadsheets import Column
from apps.dashboard.trends import ClusterTrendYear, TrendYear

PUNCTUALITY = (
    Column("in_time", _("Đúng hạn"), "integer"),
    Column("due", _("Việc đến hạn"), "integer"),
    Column("percent_in_time", _("Tỷ lệ đúng hạn (%)"), "points"),
)
UNIT_COLUMNS = (
    Column("year", _("Năm thi đua"), "integer"),
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
    Column("year", _("Năm thi đua"), "integer"),
    Column("line", _("Khối"), width=26),
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


def cluster_rows(years: Iterable[ClusterTrendYear]) -> Iterator[tuple]:
    for each in sorted(years, key=lambda each: -each.year):
        yield (
            each.year,
            str(each.line_label),
            each.highest,
            each.middle,
            each.lowest,
            each.spread,
            *_punctuality(each),
        )


def _punctuality(year) -> tuple:
    found = year.punctuality
    return (found.in_time, found.due, round(found.percent, 1)) if found else (None, None, None)
