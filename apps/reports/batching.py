"""What goes into a zip file of reports: one file for each paper of a cluster's year, or of every cluster of a year."""

from collections.abc import Callable, Mapping, Sequence

from apps.clusters.models import ClusterYear
from apps.core.actor import Actor
from apps.pledges.models import Pledge
from apps.registrations.models import TitleRegistration
from apps.reports import registry
from apps.reports.models import SummaryReport
from apps.scoring.models import ScoreSheet

MOST_FILES = 500
FOUND_AT_ONCE = 30  # files whose papers the request looks for itself; more are looked for by the job
Params = Mapping[str, int]


def _one_for_each(name: str, model) -> Callable[[Sequence[int], Actor], list[Params]]:
    """One file for each row of the ClusterYears that the actor sees; ``name``: of the report's param."""

    def found(cluster_years: Sequence[int], actor: Actor) -> list[Params]:
        rows = model.objects.visible_to(actor).filter(cluster_year__in=cluster_years)
        return [{name: pk} for pk in rows.order_by("cluster_year", "pk").values_list("pk", flat=True).distinct()]

    return found


def _whole(cluster_years: Sequence[int], _actor: Actor) -> list[Params]:
    return [{"cluster_year": pk} for pk in cluster_years]


# Report → its files. What the actor may not see, or what does not exist yet, is left out by the report itself.
PARTS: dict[str, Callable[[Sequence[int], Actor], list[Params]]] = {
    "pledge": _one_for_each("pledge", Pledge),
    "registration": _one_for_each("registration", TitleRegistration),
    "inspection": _whole,
    "targets": _whole,
    "evenness": _whole,
    "score_sheet": _one_for_each("sheet", ScoreSheet),
    "ranking": _whole,
    "summary_report": _one_for_each("summary", SummaryReport),
    "lateness": _whole,
}


def reports() -> list[registry.Report]:
    """Those that can be had together, in the order of the catalogue."""
    return [report for report in registry.all_reports() if report.name in PARTS]


def cluster_years_of(params: Params, actor: Actor) -> list[int]:
    """The ClusterYear chosen, or all of the year that the actor sees."""
    seen = ClusterYear.objects.visible_to(actor)
    if params.get("cluster_year"):
        seen = seen.filter(pk=params["cluster_year"])
    else:
        seen = seen.filter(year__year=params.get("year"))
    return list(seen.order_by("cluster__organiser__path", "name_key", "pk").values_list("pk", flat=True))
