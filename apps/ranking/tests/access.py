"""Who may open which page of ranking."""

from apps.periods.tests.factories import EmulationYearFactory
from apps.ranking.models import DryRun, Exclusion
from apps.scoring.tests.factories import NOW, CriteriaSetFactory
from emulation_portal.tests.matrix import Row, Subject, cluster, entry, run


def dry_run(subject: Subject) -> DryRun:
    """A computed dry run of the organiser; made where it is not there, for what a row makes is taken back."""
    found = DryRun.objects.filter(source_year=subject.cluster_year.year).first()
    if found is None:
        year = EmulationYearFactory(organiser=subject.world.ministry, year=2030)
        found = DryRun.objects.create(
            criteria_set=CriteriaSetFactory(year=year, state="draft", issued_at=None),
            source_year=subject.cluster_year.year,
            asked_at=NOW,
            asked_by_label="Bà Thử",
            computed_at=NOW,
        )
    return found


def tried(subject: Subject) -> list:
    return [dry_run(subject).pk]


def tried_set(subject: Subject) -> list:
    return [dry_run(subject).criteria_set_id]


def year(subject) -> list:
    return [subject.cluster_year.year_id]


def exclusion(subject) -> list:
    found, _made = Exclusion.objects.get_or_create(
        cluster_year=subject.cluster_year, unit=subject.sheet.unit, defaults={"reason": "Sai phạm", "decided_at": NOW}
    )
    return [found.pk]


ROWS = [
    Row("ranking:year-compute", "401 403 403 403 403 403 200 403 403", "final", arguments=year),
    Row("ranking:run-list", "401 200 200 200 200 200 200 200 200", "final"),
    Row("ranking:cluster-year", "401 404 403 403 403 200 200 200 404", "final", arguments=cluster),
    Row("ranking:cluster-year-progress", "401 404 403 403 403 200 200 200 404", "final", arguments=cluster),
    Row("ranking:run-compute", "401 404 403 403 403 200 200 403 404", "final", arguments=cluster),
    Row("ranking:exclusion-list", "401 404 403 403 403 200 200 200 404", "final", arguments=cluster),
    Row("ranking:exclusion-make", "401 404 403 403 403 403 200 403 404", "final", arguments=cluster),
    Row("ranking:exclusion-lift", "401 404 404 404 404 403 200 403 404", "final", arguments=exclusion),
    Row("ranking:settings", "401 404 403 403 403 403 200 403 404", "final", arguments=cluster),
    Row("ranking:workload", "401 404 403 403 403 200 200 403 404", "final", arguments=cluster),
    Row("ranking:fairness", "401 404 403 403 403 403 200 200 404", "final", arguments=cluster),
    Row("ranking:review-times", "401 404 200 200 200 200 200 200 404", "final", arguments=cluster),
    Row("ranking:run-detail", "401 404 404 404 404 200 200 200 404", "final", arguments=run),
    Row("ranking:run-announce", "401 404 404 404 404 200 200 403 404", "final", arguments=run),
    Row("ranking:run-publish", "401 404 404 404 404 403 200 403 404", "final", arguments=run),
    Row("ranking:tie-decide", "401 404 404 404 404 404 404 403 404", "final", arguments=run),
    Row("ranking:run-comparison", "401 404 404 404 404 200 200 200 404", "final", arguments=run),
    Row("ranking:entry-explain", "401 404 404 404 404 200 200 200 404", "final", arguments=entry),
    Row("ranking:what-if", "401 404 404 404 404 200 200 200 404", "final", arguments=entry),
    Row("ranking:dry-run-set", "401 404 404 404 404 404 200 200 404", arguments=tried_set),
    Row("ranking:dry-run-ask", "401 404 404 404 404 404 200 403 404", arguments=tried_set),
    Row("ranking:dry-run", "401 404 404 404 404 404 200 200 404", arguments=tried),
    Row("ranking:dry-run-progress", "401 404 404 404 404 404 200 200 404", arguments=tried),
    Row("ranking:dry-run-workbook", "401 404 404 404 404 404 200 200 404", arguments=tried),
]
