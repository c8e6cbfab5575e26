"""Lists of people written at once (Nhập danh sách cá nhân): a checked plan in, one line in the trail out."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache

from django.db.models import F

from apps.audit.trail import attach_operation, operation, record
from apps.core.actor import Actor
from apps.core.collation import sort_key, split_name
from apps.core.copying import copy_rows, new_ids
from apps.core.text import fold
from apps.units.models import Person, PersonName, Posting, QualityRating, Unit

CHUNK = 2_000
TOLD_NAMES = 20


@dataclass
class PlannedPosting:
    """A posting to be written, or (``posting_id``) one to be changed in ``changes``."""

    unit_id: int
    kind: str
    post: str
    is_leader: bool
    starts_on: date | None
    ends_on: date | None
    posting_id: int | None = None
    changes: dict = field(default_factory=dict)


@dataclass
class PlannedPerson:
    """A person to be made, or (``person_id``) one whose ``fields`` change. Ratings: year → level."""

    full_name: str
    person_id: int | None = None
    fields: dict = field(default_factory=dict)
    postings: list[PlannedPosting] = field(default_factory=list)
    ratings: dict[int, str] = field(default_factory=dict)
    other_names: list[str] = field(default_factory=list)

    @property
    def changes(self) -> bool:
        return self.person_id is None or bool(self.fields or self.postings or self.ratings or self.other_names)


PERSON_FIELDS = ("honorific", "sex", "birth_date", "code", "phone", "email")


@operation()
def write_roll(
    plan: list[PlannedPerson], *, source: str, actor: Actor, now: datetime, step: Callable[[int, int], None]
) -> None:
    """Write the plan. Row history comes from the triggers, the trail gets one line for the whole file.

    The caller has checked every row in this same transaction. ``step`` may raise to stop: nothing is written then.
    """
    plan = [each for each in plan if each.changes]
    new = [each for each in plan if each.person_id is None]
    known = [each for each in plan if each.person_id is not None]
    total = len(plan)
    attach_operation()
    step(0, total)
    for start in range(0, len(new), CHUNK):
        _write_new(new[start : start + CHUNK], actor=actor, now=now)
        step(min(start + CHUNK, len(new)), total)
    for number, each in enumerate(known, start=1):
        _change(each, actor=actor, now=now)
        if number % 200 == 0:
            step(len(new) + number, total)
    record(
        "units.person.import",
        actor=actor,
        target=Unit.objects.filter(pk__in=[p.unit_id for e in plan for p in e.postings]).first() or Unit(name=source),
        at=now,
        after={
            "source": source,
            "created": len(new),
            "updated": len(known),
            "names": [each.full_name for each in plan[:TOLD_NAMES]],
        },
    )
    step(total, total)


def _write_new(people: list[PlannedPerson], *, actor: Actor, now: datetime) -> None:
    ids = new_ids(Person, len(people))
    for each, pk in zip(people, ids, strict=True):
        each.person_id = pk
    label = actor.label
    columns = ("id", "full_name", *PERSON_FIELDS, "folded_name", "name_sort_key", "search_text", *_SAVED)
    copy_rows(Person, columns, (_person_row(each, label, now) for each in people))
    columns = ("person_id", "unit_id", "kind", "post", "is_leader", "starts_on", "ends_on", *_SAVED)
    copy_rows(
        Posting,
        columns,
        (
            (each.person_id, p.unit_id, p.kind, p.post, p.is_leader, p.starts_on, p.ends_on, label, now)
            for each in people
            for p in each.postings
        ),
    )
    ratings = [(each.person_id, year, level) for each in people for year, level in each.ratings.items()]
    if ratings:
        copy_rows(QualityRating, ("person_id", "year", "level"), ratings)


_SAVED = ("saved_by_label", "saved_at")


def _person_row(each: PlannedPerson, label: str, now: datetime) -> tuple:
    name, given = each.full_name, each.fields
    plain = folded(name)
    values = (given.get(field) or (None if field == "birth_date" else "") for field in PERSON_FIELDS)
    return (each.person_id, name, *values, plain, order_of(name), plain, label, now)


def folded(name: str) -> str:
    """The same as core.text.fold for a clean name, with its words remembered: they come again and again."""
    return " ".join(map(_folded_word, name.split(" ")))


@lru_cache(maxsize=20_000)
def _folded_word(word: str) -> str:
    """Words of names come again and again."""
    return fold(word)


def order_of(name: str) -> str:
    """The same as core.collation.name_sort_key, with the parts remembered."""
    family, middle, given = split_name(name)
    return f"{_part(given)}00{_part(middle)}00{_part(family)}00"


@lru_cache(maxsize=50_000)
def _part(text: str) -> str:
    return sort_key(text)


def _change(each: PlannedPerson, *, actor: Actor, now: datetime) -> None:
    """One known person; locked, because somebody may be working on the file."""
    person = Person.objects.select_for_update(no_key=True).get(pk=each.person_id)
    if each.fields or each.other_names:
        for name in each.other_names:
            PersonName.objects.get_or_create(person=person, name=name)
        for name, value in each.fields.items():
            setattr(person, name, value)
        person.version += 1
        person.saved_by_label, person.saved_at = actor.label, now
        person.save()
    saved = {"saved_by_label": actor.label, "saved_at": now, "updated_at": now}
    # Those that end first: nobody holds two official postings on one day.
    for planned in sorted(each.postings, key=lambda planned: planned.posting_id is None):
        if planned.posting_id is not None:
            changed = Posting.objects.filter(pk=planned.posting_id)
            changed.update(version=F("version") + 1, **planned.changes, **saved)
            continue
        Posting.objects.create(
            person=person,
            unit_id=planned.unit_id,
            kind=planned.kind,
            post=planned.post,
            is_leader=planned.is_leader,
            starts_on=planned.starts_on,
            ends_on=planned.ends_on,
            saved_by_label=actor.label,
            saved_at=now,
        )
    for year, level in each.ratings.items():
        QualityRating.objects.update_or_create(person=person, year=year, defaults={"level": level})
