"""Of what a schedule's report is on a day: it follows its cluster, and its body, from year to year."""

from datetime import date, datetime, timedelta

from apps.clusters.models import ClusterYear
from apps.core.dates import local
from apps.periods.enums import YearState
from apps.periods.models import EmulationYear
from apps.reports.models import ReportSchedule

# By what the report is chosen: of a cluster, or of the running year.
OF_CLUSTER, OF_YEAR = "cluster_year", "year"
CLOSING_TIME = timedelta(days=31)  # January, for a year that is a calendar year


def params_of_schedule(found: ReportSchedule, now: datetime) -> dict[str, int]:
    """Of the cluster chosen, in the year reported on that day, never one before the year chosen; else of that year."""
    today = local(now).date()
    if not found.cluster_year_id:
        return {OF_YEAR: _year_of(found.organiser_id, today)}
    chosen = found.cluster_year
    later = ClusterYear.objects.filter(cluster_id=chosen.cluster_id, year__year__gte=chosen.year.year)
    of_year = {each.year: each.pk for each in later.select_related("year")}
    reported = _reported(list(of_year), today)
    return {OF_CLUSTER: of_year[reported] if reported else chosen.pk}


def _year_of(organiser_id: int | None, today: date) -> int:
    reported = _reported(list(EmulationYear.objects.filter(organiser_id=organiser_id)), today)
    return reported.year if reported else today.year


def _reported(years: list[EmulationYear], today: date) -> EmulationYear | None:
    """In the month after its end the year that is still being closed, else the one that runs."""
    ended = [
        each for each in years if each.state != YearState.CLOSED and each.ends_on < today <= each.ends_on + CLOSING_TIME
    ]
    running = [each for each in years if each.starts_on <= today <= each.ends_on]
    return next(iter([*ended, *running]), None)
