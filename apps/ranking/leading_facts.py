"""What published rankings know for the eligibility engine: who leads its cluster."""

from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext as _

from apps.catalog import facts
from apps.catalog.facts import Known, Subject
from apps.catalog.people_facts import collectives
from apps.clusters.enums import Line
from apps.clusters.models import Member
from apps.ranking.enums import RunState
from apps.ranking.models import RankingEntry


def leads_cluster(subjects: Iterable[Subject], argument: str) -> dict[Subject, Known]:
    """Whether the collective stands first in the published result of the cluster, or line, that it is in that year.

    ``argument``: only clusters of an organiser of that kind count; empty: of any. Nobody knows before the result is
    published, nor of a unit that is in no such cluster; several at the first rank all lead.
    """
    wanted = collectives(subjects)
    members = _members(wanted)
    entries = _entries(member for found in members.values() for member in found)
    known = {}
    for subject in wanted:
        found = [(member, entries.get((member.cluster_year_id, member.unit_id))) for member in members[subject]]
        counted = [pair for pair in found if argument in ("", pair[0].cluster_year.cluster.organiser.kind)]
        ranks = [entry.rank if entry else None for _member, entry in counted]
        leads = True if 1 in ranks else False if counted and all(entry for _member, entry in counted) else None
        if found:
            known[subject] = Known(leads, "; ".join(_words(*pair) for pair in (counted or found)))
    return known


def _members(subjects: Iterable[Subject]) -> dict[Subject, list[Member]]:
    """Where each stands in its year; one query."""
    subjects = list(subjects)
    rows = Member.objects.standing().filter(
        unit_id__in={subject.pk for subject in subjects}, year__year__in={subject.year for subject in subjects}
    )
    by_place = defaultdict(list)
    for row in rows.select_related("year", "cluster_year__cluster__organiser").order_by("pk"):
        by_place[row.unit_id, row.year.year].append(row)
    return {subject: by_place[subject.pk, subject.year] for subject in subjects}


def _entries(members: Iterable[Member]) -> dict[tuple[int, int], RankingEntry]:
    """(ClusterYear, unit) → its line of the published result; one query."""
    members = list(members)
    rows = RankingEntry.objects.filter(
        run__state=RunState.PUBLISHED,
        run__cluster_year_id__in={member.cluster_year_id for member in members},
        unit_id__in={member.unit_id for member in members},
    )
    return {(row.run.cluster_year_id, row.unit_id): row for row in rows.select_related("run__decision").order_by("pk")}


def _words(member: Member, entry: RankingEntry | None) -> str:
    where = f"{member.cluster_year.name}, {Line(member.line).label}" if member.line else member.cluster_year.name
    if entry is None:
        return _("%(where)s: chưa công bố kết quả xếp hạng") % {"where": where}
    if entry.rank is None:
        return f"{where}: {entry.reason or entry.get_disqualifier_display()}"
    paper = f" ({entry.run.decision})" if entry.run.decision else ""
    return _("%(where)s: xếp hạng %(rank)s") % {"where": where, "rank": entry.rank} + paper


def register() -> None:
    facts.register("leads_cluster", leads_cluster)
