"""Commendations that somebody holds of which no report tells for which results they were given."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import NamedTuple

from django.utils.translation import gettext as _

from apps.catalog.enums import AwardList
from apps.catalog.enums import Subject as SubjectKind
from apps.catalog.facts import Subject
from apps.catalog.people_facts import collectives, people
from apps.core.dates import format_date
from apps.registry.models import Award
from apps.registry.queries import counted_units


class Untold(NamedTuple):
    """One of them, in words, with the years of its achievement."""

    since: int
    until: int
    words: str


def untold(subjects: Iterable[Subject], told: Collection[int]) -> dict[Subject, list[Untold]]:
    """What each subject holds, of a collective also what counts for it, apart from the awards whose reports are known
    (``told``): given by others, entered from paper, reported in words only. Three queries.
    """
    subjects = list(subjects)
    owners = counted_units([subject.pk for subject in collectives(subjects)])
    held = Award.objects.held().filter(award_type__list=AwardList.COMMENDATION).exclude(pk__in=told)
    of_people = _by_owner(held.filter(person_id__any_of=[subject.pk for subject in people(subjects)]), "person_id")
    every_unit = {unit for found in owners.values() for unit in found}
    of_units = _by_owner(held.filter(unit_id__any_of=every_unit, subject=SubjectKind.COLLECTIVE), "unit_id")
    return {
        subject: of_people[subject.pk]
        if subject.kind == SubjectKind.INDIVIDUAL
        else [row for unit in owners[subject.pk] for row in of_units[unit]]
        for subject in subjects
    }


def _by_owner(awards, owner: str) -> dict[int, list[Untold]]:
    """Where neither the award nor its decision names a year, the achievement is of the decision's or the one before."""
    columns = ("year", "period_from", "period_to", "granted_on", "award_type__name", "grant__document__symbol")
    words = _("Đã được tặng %(award)s, %(symbol)s (%(day)s): chưa rõ cho kết quả nào")
    found = defaultdict(list)
    rows = awards.order_by("granted_on", "pk").values_list(owner, *columns)
    for pk, year, first, last, day, name, symbol in rows:
        told = words % {"award": name, "symbol": symbol, "day": format_date(day)}
        found[pk].append(Untold(first or year or day.year - 1, last or year or day.year, told))
    return found
