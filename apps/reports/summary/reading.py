"""A report as it reads: from the records while it is written, as it was handed over afterwards."""

from datetime import datetime

from apps.clusters.models import ClusterYear
from apps.core.plain import restored
from apps.periods.models import EmulationYear
from apps.reports.models import SummaryReport, SummaryVersion
from apps.reports.summary.content import SummaryContent, content_of
from apps.reports.summary.facts import ClusterFacts, facts_of
from apps.reports.summary.sector_sentences import SectorFacts, sector_facts


def facts_now(report: SummaryReport, now: datetime) -> ClusterFacts | SectorFacts:
    if report.cluster_year_id:
        return facts_of(ClusterYear.objects.for_list().get(pk=report.cluster_year_id), now)
    return sector_facts(EmulationYear.objects.select_related("organiser").get(pk=report.year_id), now)


def content_now(report: SummaryReport, now: datetime) -> SummaryContent:
    """With the figures of this moment."""
    return content_of(facts_now(report, now), report.texts, report.omitted)


def content_kept(version: SummaryVersion) -> SummaryContent:
    """As it was handed over."""
    return restored(SummaryContent, version.content)


def version_in_force(report: SummaryReport) -> SummaryVersion | None:
    """The newest official version."""
    found = report.versions.select_related("paper_version").order_by("-number")
    return next((each for each in found if each.is_official), None)
