"""Bulk questions about results and targets, for reports, movements, scores and proposals: few queries, many units."""

from collections.abc import Iterable
from datetime import date

from apps.results.enums import Origin, Period, Standing
from apps.results.figures import Figure, estimated_figure_of, exact, figure_of
from apps.results.models import Indicator, ResultEntry, Target
from apps.results.regions import Row
from apps.results.series import Line, line

MOST_COPIED = 20


def usable_for_ranking(entries):
    """Of a queryset of results: whole years, without estimates that nobody has confirmed."""
    return entries.filter(period=Period.YEAR).exclude(standing=Standing.ESTIMATE)


def _entries(unit_ids: Iterable[int], years: Iterable[int], codes: Iterable[str] | None, period: str):
    entries = ResultEntry.objects.figures().filter(unit_id__in=list(unit_ids), year__in=list(years), period=period)
    if codes is not None:
        entries = entries.filter(indicator__code__in=list(codes))
    return entries.order_by().defer("text", "search_text").select_related("indicator")


def figures(
    unit_ids: Iterable[int],
    year: int,
    codes: Iterable[str] | None = None,
    *,
    period: str = Period.YEAR,
    for_ranking: bool = False,
) -> dict[tuple[int, str], Figure]:
    """(unit, code of indicator) → Figure of one year; one query.

    ``for_ranking``: estimates that nobody has confirmed are left out. Without it they are there, marked.
    """
    entries = _entries(unit_ids, [year], codes, period)
    if for_ranking:
        entries = usable_for_ranking(entries)
    return {(entry.unit_id, entry.indicator.code): figure_of(entry) for entry in entries}


def told_in_words(
    unit_id: int, year: int, field_codes: Iterable[str], first: date, last: date
) -> dict[str, list[ResultEntry]]:
    """Work field → what the unit has told in words of the year and these days, oldest first; one query."""
    entries = ResultEntry.objects.filter(indicator=None, unit=unit_id, year=year, field_code__in=list(field_codes))
    entries = entries.filter(happened_on__range=(first, last)).defer("search_text").select_related("document")
    found: dict[str, list[ResultEntry]] = {}
    for entry in entries.order_by("happened_on", "pk"):
        found.setdefault(entry.field_code, []).append(entry)
    return found


def targets(
    unit_ids: Iterable[int],
    year: int,
    codes: Iterable[str] | None = None,
    origins: Iterable[str] = (Origin.SECTOR,),
) -> dict[tuple[int, str], Target]:
    """(unit, code of indicator) → its assigned Target of one year; one query. Of several origins the first named."""
    origins = list(origins)
    found = Target.objects.assigned().filter(unit_id__in=list(unit_ids), year=year, origin__in=origins)
    if codes is not None:
        found = found.filter(indicator__code__in=list(codes))
    found = sorted(found.select_related("indicator").order_by(), key=lambda each: origins.index(each.origin))
    kept: dict[tuple[int, str], Target] = {}
    for target in found:
        kept.setdefault((target.unit_id, target.indicator.code), target)
    return kept


def standings(
    units: Iterable[tuple[int, str]],
    year: int,
    *,
    origins: Iterable[str] = (Origin.SECTOR,),
    for_ranking: bool = False,
    codes: Iterable[str] | None = None,
) -> list[Row]:
    """Each target of the units with its result, by unit in the given order, then by indicator; two queries.

    ``units``: (id, name to be printed). Targets without a number are there too, as not assigned.
    """
    names = dict(units)
    found = Target.objects.filter(unit_id__in=names, year=year, origin__in=list(origins)).select_related("indicator")
    if codes is not None:
        found = found.filter(indicator__code__in=list(codes))
    entries = _entries(names, [year], codes, Period.YEAR)
    if for_ranking:
        entries = usable_for_ranking(entries)
    by_key = {(entry.unit_id, entry.indicator_id): entry for entry in entries}
    place = {unit_id: number for number, unit_id in enumerate(names)}
    rows = sorted(
        found.order_by(),
        key=lambda each: (place[each.unit_id], each.indicator.position, each.indicator.code, each.origin),
    )
    return [_row(target, names[target.unit_id], by_key.get((target.unit_id, target.indicator_id))) for target in rows]


def _row(target: Target, name: str, entry: ResultEntry | None) -> Row:
    return Row(
        unit_id=target.unit_id,
        unit_name=name,
        indicator=target.indicator,
        target=exact(target.value) or None,
        figure=figure_of(entry) if entry else None,
        estimated=estimated_figure_of(entry) if entry else None,
        target_id=target.pk,
        issuer_name=target.issuer_name,
        origin=target.origin,
        illustrative=target.illustrative or bool(entry and entry.illustrative),
    )


def series(
    unit_ids: Iterable[int], codes: Iterable[str], years: Iterable[int], *, period: str = Period.YEAR
) -> dict[tuple[int, str], Line]:
    """(unit, code) → the figures of the years with better or worse; two queries. Units without figures are absent."""
    years, codes = sorted(years), list(codes)
    better = dict(Indicator.objects.filter(code__in=codes).values_list("code", "better"))
    found: dict[tuple[int, str], dict[int, Figure]] = {}
    for entry in _entries(unit_ids, years, codes, period):
        found.setdefault((entry.unit_id, entry.indicator.code), {})[entry.year] = figure_of(entry)
    return {key: line(years, by_year, better[key[1]]) for key, by_year in found.items()}


def lines_of_unit(unit_id: int, years: Iterable[int]) -> list[tuple[Indicator, Line]]:
    """Every indicator of the unit that has figures in at least two of the years, in order; one query."""
    years = sorted(years)
    by_indicator: dict[Indicator, dict[int, Figure]] = {}
    for entry in _entries([unit_id], years, None, Period.YEAR):
        by_indicator.setdefault(entry.indicator, {})[entry.year] = figure_of(entry)
    found = [(each, line(years, by_year, each.better)) for each, by_year in by_indicator.items() if len(by_year) > 1]
    return sorted(found, key=lambda pair: (pair[0].position, pair[0].code))


def of_last_year(unit_id: int, year: int) -> list[ResultEntry]:
    """The figures of the year before, to copy from (Lấy từ năm trước), but for those of this year; one query."""
    entered = ResultEntry.objects.figures().filter(unit_id=unit_id, year=year).values("indicator_id")
    last = ResultEntry.objects.figures().filter(unit_id=unit_id, year=year - 1, period=Period.YEAR)
    return list(last.exclude(indicator_id__in=entered).for_list().order_by("indicator__position", "pk")[:MOST_COPIED])
