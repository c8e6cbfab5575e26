"""What a consolidated sheet gathers, and what one that were sent now would hold."""

from dataclasses import dataclass

from django.db.models import QuerySet

from apps.registrations.domain.canonical import hash_of_entries
from apps.registrations.enums import HELD, RegistrationState
from apps.registrations.models import Consolidation, TitleRegistration
from apps.registrations.queries import last_consolidation, missing_names, sent_otherwise


def held_for(cluster_year_id: int, line: str) -> QuerySet[TitleRegistration]:
    """Every registration that the head holds, of one line or of all; also of a unit that has left since it sent."""
    found = TitleRegistration.objects.filter(cluster_year_id=cluster_year_id, state__in=HELD)
    return found.filter(line=line) if line else found


def current_of(held: list[int]) -> list[tuple[int, str, str]]:
    """(registration, unit's code, hash of what it sent)."""
    sent = TitleRegistration.objects.filter(pk__in=held, versions__is_current=True).order_by("pk")
    return list(sent.values_list("pk", "unit__code", "versions__sha256"))


def content_hash(entries: list[tuple[int, str, str]]) -> str:
    return hash_of_entries((code, sha256) for _pk, code, sha256 in entries)


@dataclass(frozen=True)
class Foreseen:
    """The next sheet. Without ``is_new`` it holds what the last one does and no version is made; ``again``: units sent
    the same anew. ``differing``: units whose sending the last sheet does not hold.
    """

    number: int
    units: int
    missing: list[str]
    is_new: bool
    again: bool
    differing: list[str]


def foresee(cluster_year_id: int, line: str) -> Foreseen:
    """As ``send_to_ministry`` decides it, without a lock and without writing. Five queries at most."""
    states = dict(held_for(cluster_year_id, line).order_by("pk").values_list("pk", "state"))
    held, last = list(states), last_consolidation(cluster_year_id, line)
    return Foreseen(
        number=last.number + 1 if last else 1,
        units=len(held),
        missing=missing_names(cluster_year_id, line, held),
        is_new=last is None or content_hash(current_of(held)) != last.sha256,
        again=any(state != RegistrationState.CONSOLIDATED for state in states.values()),
        differing=_differing(held, last) if last else [],
    )


def _differing(held: list[int], last: Consolidation) -> list[str]:
    """Names in protocol order."""
    other = sent_otherwise(TitleRegistration.objects.filter(pk__in=held), last.pk)
    return list(other.in_protocol_order().values_list("unit_name", flat=True))
