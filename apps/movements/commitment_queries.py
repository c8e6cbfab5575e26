"""Personal commitments against the roll: N/N, and who is missing. The roll is that of a day.

Everybody counts once in the sector: where they work. Who is seconded counts at the receiving unit; concurrent and
former posts do not count. The people of a unit below that takes part by itself count there.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import (
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce

from apps.movements.models import Commitment, Participation
from apps.units.models import Person, Posting
from apps.units.person_enums import PostingKind


def _working(on: date) -> QuerySet:
    """Postings of a day by which people count."""
    away = Posting.objects.valid_on(on).filter(person=OuterRef("person"), kind=PostingKind.SECONDED).order_by()
    held = Posting.objects.valid_on(on).filter(person__merged_into=None).order_by()
    return held.filter(Q(kind=PostingKind.SECONDED) | (Q(kind=PostingKind.OFFICIAL) & ~Exists(away)))


def roll(participation: Participation, on: date) -> QuerySet[Person]:
    """The people who count on a day, by given name. Two queries with the one that reads it."""
    path = participation.unit.path
    inside = Participation.objects.standing().filter(
        movement_id=participation.movement_id, unit__path__startswith=path, unit__depth__gt=participation.unit.depth
    )
    postings = _working(on).filter(unit__path__startswith=path)
    for own in inside.order_by().values_list("unit__path", flat=True):
        postings = postings.exclude(unit__path__startswith=own)
    return Person.objects.filter(pk__in=postings.values("person_id")).in_order()


def with_commitment(people: QuerySet[Person], participation: Participation, year: int) -> QuerySet[Person]:
    """Each person carries ``signed_on``, None while there is no commitment."""
    own = Commitment.objects.filter(participation=participation, year=year, person=OuterRef("pk")).order_by()
    return people.annotate(signed_on=Subquery(own.values("signed_on")[:1]))


@dataclass(frozen=True)
class Count:
    """How many of how many have committed; ``missing``: the first names of those who have not."""

    done: int
    total: int
    missing: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """N/N (100%); the percentage only when it is whole, so that 199/200 is not read as all."""
        return (
            f"{self.done}/{self.total} (100%)"
            if self.total and self.done == self.total
            else f"{self.done}/{self.total}"
        )

    @property
    def more(self) -> bool:
        """Whether more are missing than are named."""
        return self.total - self.done > len(self.missing)

    @property
    def percent(self) -> int:
        return self.done * 100 // self.total if self.total else 0


MOST_NAMED = 20


def count(participation: Participation, year: int, on: date) -> Count:
    """N/N of one unit on a day, with the names that are missing."""
    rows = list(with_commitment(roll(participation, on), participation, year).values_list("full_name", "signed_on"))
    missing = [name for name, signed_on in rows if signed_on is None]
    return Count(len(rows) - len(missing), len(rows), tuple(missing[:MOST_NAMED]))


def with_counts(participations: QuerySet, year: int, on: date) -> QuerySet:
    """Each participation carries ``roll_count`` and ``committed_count``: for lists, in the same query."""
    nested = (
        Participation.objects.standing()
        .filter(movement=OuterRef(OuterRef("movement")), unit__depth__gt=OuterRef(OuterRef("unit__depth")))
        .annotate(held_path=ExpressionWrapper(OuterRef("unit__path"), output_field=CharField()))
        .filter(held_path__startswith=F("unit__path"))
        .order_by()
    )
    here = _working(on).filter(unit__path__startswith=OuterRef("unit__path")).filter(~Exists(nested))
    signed = Commitment.objects.filter(participation=OuterRef(OuterRef("pk")), year=year, person=OuterRef("person"))
    return participations.annotate(
        roll_count=_people(here), committed_count=_people(here.filter(Exists(signed.order_by())))
    )


def _people(postings: QuerySet):
    counted = Func(F("person_id"), template="COUNT(DISTINCT %(expressions)s)", output_field=IntegerField())
    return Coalesce(Subquery(postings.annotate(n=counted).values("n"), output_field=IntegerField()), 0)
