"""Which earlier awards a new one was granted because of: read from the conditions in force on its day."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from apps.catalog import queries
from apps.catalog.enums import Comparison
from apps.catalog.enums import Subject as SubjectKind
from apps.catalog.facts import Subject, split
from apps.registry.award_facts import COUNTING, counted
from apps.registry.models import Award, Reliance


def derive_reliances(awards: Sequence[Award]) -> int:
    """Store a Reliance for every earlier award that a condition of the new ones counts; answers how many.

    Conditions that ask for awards (facts of COUNTING, "at least so many" or "yes"); they count none that was cancelled.
    The number of queries depends on the awards and conditions of the list, not on the recipients.
    """
    pairs: dict[tuple[int, int], None] = {}
    together: dict[tuple[int, str, date], list[Award]] = defaultdict(list)
    for award in awards:
        if award.person_id or (award.subject == SubjectKind.COLLECTIVE and award.unit_id):
            together[award.award_type_id, award.subject, award.granted_on].append(award)
    for (award_type_id, subject, on), group in together.items():
        for name, argument in _asked(award_type_id, subject, on):
            subjects = {award.pk: _subject(award) for award in group}
            found = counted(name, dict.fromkeys(subjects.values()), argument)
            for award in group:
                for basis in found.get(subjects[award.pk], ()):
                    if basis.pk != award.pk and basis.granted_on <= award.granted_on:
                        pairs[award.pk, basis.pk] = None
    rows = [Reliance(award_id=award, basis_id=basis) for award, basis in pairs]
    Reliance.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)
    return len(rows)


def _asked(award_type_id: int, subject: str, on: date) -> list[tuple[str, str]]:
    """(fact, argument) of the conditions that earlier awards meet."""
    asked: dict[tuple[str, str], None] = {}
    for rule in queries.rules_on(award_type_id, on):
        name, argument = split(rule.fact)
        wants = rule.comparison == Comparison.AT_LEAST or (rule.comparison == Comparison.EQUAL and rule.value is True)
        if name in COUNTING and wants and rule.subject in {subject, SubjectKind.BOTH}:
            asked[name, argument] = None
    return list(asked)


def _subject(award: Award) -> Subject:
    owner = award.person_id if award.subject == SubjectKind.INDIVIDUAL else award.unit_id
    return Subject(award.subject, owner, award.year or award.granted_on.year)
