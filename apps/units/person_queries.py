"""Questions about people: who may be a twin, who is where today, which unit is meant by a text."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from apps.core.text import fold
from apps.units.models import Person, Posting, QualityRating, Unit
from apps.units.person_enums import PostingKind

MOST_CANDIDATES = 5
MOST_LOOKED_AT = 200  # more units than share a few words of a name


def with_list_columns(people: QuerySet) -> QuerySet:
    """People with ``all_postings`` and ``all_ratings``, newest first: two more queries for a page."""
    return people.prefetch_related(
        Prefetch("postings", Posting.objects.for_list(), to_attr="all_postings"),
        Prefetch("ratings", QualityRating.objects.order_by("-year"), to_attr="all_ratings"),
    )


def main_posting(postings: Iterable[Posting], on: date) -> Posting | None:
    """The posting that a list shows: held today, the official one before others; else the last one."""
    postings = list(postings)
    held = [posting for posting in postings if posting.is_held_on(on)]
    order = {PostingKind.OFFICIAL: 0, PostingKind.SECONDED: 1, PostingKind.CONCURRENT: 2, PostingKind.FORMER: 3}
    return min(held, key=lambda posting: order[posting.kind], default=postings[0] if postings else None)


@dataclass(frozen=True)
class Homes:
    """Where a person belongs on a day, as paths of the tree. ``own``: the official unit, or what comes closest to it;
    ``held``: every unit with a posting of the day, or the last one of a person who has left.
    """

    own: tuple[str, ...]
    held: tuple[str, ...]


def homes_of(person: Person, on: date) -> Homes:
    postings = list(person.postings.for_list())
    held = [posting for posting in postings if posting.is_held_on(on)] or postings[:1]
    official = [posting for posting in held if posting.kind == PostingKind.OFFICIAL] or held
    return Homes(*(tuple(posting.unit.path for posting in chosen) for chosen in (official, held)))


def possible_twins(
    *, full_name: str, unit_ids: Iterable[int] = (), birth_date: date | None = None, apart_from: int | None = None
) -> QuerySet:
    """Other files with the same name, diacritics aside, in one of the units or with the same birth date.

    A hint for a person to look at: never a reason to join two files.
    """
    in_unit = Exists(Posting.objects.filter(person=OuterRef("pk"), unit_id__in=list(unit_ids)))
    alike = Q(in_unit)
    if birth_date is not None:
        alike |= Q(birth_date=birth_date)
    same_name = Person.objects.filter(folded_name=fold(full_name), merged_into=None)
    return same_name.filter(alike).exclude(pk=apart_from).in_order()


def twins_of(person: Person) -> QuerySet:
    return possible_twins(
        full_name=person.full_name,
        unit_ids=person.postings.values_list("unit_id", flat=True),
        birth_date=person.birth_date,
        apart_from=person.pk,
    )


def units_meant(text: str) -> list[Unit]:
    """Units that a typed text may mean: by code, else by a whole present or former name or alias, else by words of one.

    At most MOST_CANDIDATES + 1, so that the caller can say "and more".
    """
    text = text.strip()
    if not text:
        return []
    if found := list(Unit.objects.filter(code__iexact=text)):
        return found[: MOST_CANDIDATES + 1]
    near = list(Unit.objects.search(text).prefetch_related("former_names", "aliases").in_order()[:MOST_LOOKED_AT])
    whole = [unit for unit in near if fold(text) in folded_names(unit)]
    return (whole or near)[: MOST_CANDIDATES + 1]


def folded_names(unit: Unit) -> set[str]:
    """Every own name of the unit, folded; former names and aliases have to be prefetched."""
    others = (each.name for each in (*unit.former_names.all(), *unit.aliases.all()))
    return {fold(name) for name in (unit.name, unit.short_name, *others) if name}
