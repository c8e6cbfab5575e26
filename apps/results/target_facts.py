"""What results know for the eligibility engine: targets that a collective missed."""

from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext as _

from apps.catalog import facts
from apps.catalog.facts import Known, Subject
from apps.catalog.people_facts import collectives
from apps.results.enums import Origin, Reached
from apps.results.excess import in_words
from apps.results.queries import standings
from apps.results.regions import Row

ASSIGNED = (Origin.SECTOR, Origin.LOCAL)


def targets_missed(subjects: Iterable[Subject], argument: str) -> dict[Subject, Known]:
    """How many of the targets that the sector gave the collective for the year it missed; two queries a year.

    Nobody knows as long as a target has no confirmed result of the year, nor where one was met and not exceeded: the
    law asks for more ("vượt mức các chỉ tiêu", Điều 25), and whether it could be exceeded is for people to say. So is
    what a target of the locality means that was not exceeded ("các chỉ tiêu được giao" says not by whom).
    """
    by_year: dict[int, list[Subject]] = defaultdict(list)
    for subject in collectives(subjects):
        by_year[subject.year].append(subject)
    known = {}
    for year, group in by_year.items():
        rows: dict[int, list[Row]] = defaultdict(list)
        for row in standings(((subject.pk, "") for subject in group), year, origins=ASSIGNED, for_ranking=True):
            if row.assessment.reached != Reached.NOT_ASSIGNED:
                rows[row.unit_id].append(row)
        known |= {subject: _known(rows[subject.pk]) for subject in group if rows[subject.pk]}
    return known


def _known(rows: list[Row]) -> Known:
    missed = [row for row in rows if row.assessment.reached == Reached.MISSED and row.origin == Origin.SECTOR]
    if missed:
        return Known(len(missed), _words(missed))
    if doubtful := [row for row in rows if row.assessment.reached != Reached.EXCEEDED]:
        return Known(None, _words(doubtful))
    return Known(0, _("vượt %(n)s/%(n)s chỉ tiêu") % {"n": len(rows)})


def _words(rows: list[Row]) -> str:
    return "; ".join(f"{_label(row)}: {in_words(row.assessment)}" for row in rows)


def _label(row: Row) -> str:
    by = f" ({str(Origin(row.origin).label).lower()})" if row.origin != Origin.SECTOR else ""
    return f"{row.indicator.label}{by}"


def register() -> None:
    facts.register("targets_missed", targets_missed)
