"""What the registry knows of the awards on which a merit award must not rest."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

from apps.catalog import facts
from apps.catalog.enums import AwardList, CommendationType
from apps.catalog.enums import Subject as SubjectKind
from apps.catalog.facts import Known, Subject
from apps.catalog.people_facts import collectives, people
from apps.core.dates import format_date
from apps.registry.models import Award
from apps.registry.queries import counted_units

# Given for one deed or one movement: no basis of a merit award (Nghị định 152/2025/NĐ-CP, nguyên tắc xét).
NO_BASIS = (CommendationType.SUDDEN, CommendationType.MOVEMENT)


def merit_basis_excluded_types(subjects: Iterable[Subject], argument: str) -> dict[Subject, Known]:
    """Types of awards that must not be the basis: none where the subject holds no such award up to the year.

    Whether a proposal rests on one that is held, or on a form whose decision names no type, is for people to say:
    unknown, with that award named. Three queries.
    """
    subjects = list(subjects)
    owners = counted_units([subject.pk for subject in collectives(subjects)])
    doubtful = Award.objects.held().filter(
        Q(grant__type__in=NO_BASIS) | Q(grant__type="", award_type__list=AwardList.COMMENDATION)
    )
    of_people = _by_owner(doubtful.filter(person_id__any_of=[subject.pk for subject in people(subjects)]), "person_id")
    every_unit = {unit for found in owners.values() for unit in found}
    of_units = _by_owner(doubtful.filter(unit_id__any_of=every_unit, subject=SubjectKind.COLLECTIVE), "unit_id")
    answer = {}
    for subject in subjects:
        if subject.kind == SubjectKind.INDIVIDUAL:
            rows = of_people[subject.pk]
        else:
            rows = [row for unit in owners[subject.pk] for row in of_units[unit]]
        words = [text for year, text in rows if year <= subject.year]
        answer[subject] = Known(None if words else [], "; ".join(words))
    return answer


def _by_owner(awards, owner: str) -> dict[int, list[tuple[int, str]]]:
    """Owner → (year, decision in words) of each award; one query."""
    columns = ("year", "granted_on", "award_type__name", "grant__type", "grant__document__symbol")
    labels = dict(CommendationType.choices)
    found = defaultdict(list)
    for pk, year, granted_on, name, type_, symbol in awards.order_by("granted_on", "pk").values_list(owner, *columns):
        told = labels.get(type_) or _("quyết định không ghi loại hình")
        text = f"{name}, {symbol} ({format_date(granted_on)}): {str(told).lower()}"
        found[pk].append((year or granted_on.year, text))
    return found


def register() -> None:
    facts.register("merit_basis_excluded_types", merit_basis_excluded_types)
