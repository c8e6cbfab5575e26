"""Two files of one person become one (Gộp hồ sơ): only by a person's explicit act, refused where there is doubt.

Rows of other apps that point to a Person follow a rule that the app registers in ``AppConfig.ready()``; a test fails
when a foreign key to Person has none.
"""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.core.text import fold
from apps.units.models import Discipline, Person, PersonName, Posting, QualityRating, TrainingRecord
from apps.units.person_enums import PostingKind

Move = Callable[[Person, Person], int]
_moves: dict[str, Move] = {}


class MergeDoubtful(DomainError):
    """The two files contradict each other: they may be two people. Correct one of them first."""


def register(field: str, move: Move) -> None:
    """``move(kept, other)`` carries the rows over whose foreign key ``field`` ("app.Model.field") points to ``other``.

    It answers how many; raises MergeDoubtful when its own rows contradict.
    """
    _moves[field] = move


def registered() -> set[str]:
    return set(_moves)


@operation()
def merge_people(*, kept_id: int, other_id: int, reason: str, actor: Actor, now: datetime) -> Person:
    """Everything of the other file goes to the kept one; the other one stays, empty, and leads there.

    Repeating changes nothing. Raises MergeDoubtful, saying what contradicts; nothing is changed then.
    """
    pair = {
        person.pk: person
        for person in Person.objects.select_for_update(no_key=True).filter(pk__in=[kept_id, other_id]).order_by("pk")
    }
    kept, other = pair[kept_id], pair[other_id]
    if other.merged_into_id == kept.pk:
        return kept
    refuse_doubt(kept, other)
    moved = {field: move(kept, other) for field, move in _moves.items()}
    _take_over(kept, other)
    other.merged_into, other.user, other.code = kept, None, ""
    other.version += 1
    other.saved_by_label, other.saved_at = actor.label, now
    other.save()
    kept.version += 1
    kept.saved_by_label, kept.saved_at = actor.label, now
    kept.save()
    record(
        "units.person.merge",
        actor=actor,
        target=kept,
        at=now,
        before={"other": other.full_name, "other_id": other.pk},
        after={field: count for field, count in moved.items() if count},
        reason=reason,
    )
    return kept


def refuse_doubt(kept: Person, other: Person) -> None:
    """Raises MergeDoubtful with everything that speaks against one person. Equal names alone never speak for it."""
    doubts = contradictions(kept, other)
    if doubts:
        raise MergeDoubtful(_("Không gộp được: %(doubts)s.") % {"doubts": "; ".join(map(str, doubts))})


def contradictions(kept: Person, other: Person) -> list:
    """What speaks against the two files being one person, as texts."""
    found = []
    if kept.pk == other.pk:
        found.append(_("đây là cùng một hồ sơ"))
    if kept.merged_into_id or other.merged_into_id:
        found.append(_("một hồ sơ đã được gộp trước đó"))
    if not _names(kept) & _names(other):
        found.append(_("họ tên và các tên gọi khác của hai hồ sơ không trùng nhau"))
    for field, text in (
        ("birth_date", _("ngày sinh khác nhau")),
        ("code", _("mã số cán bộ khác nhau")),
        ("sex", _("giới tính khác nhau")),
        ("user_id", _("mỗi hồ sơ gắn với một tài khoản riêng")),
    ):
        values = {getattr(kept, field), getattr(other, field)} - {None, ""}
        if len(values) > 1:
            found.append(text)
    return found


def _names(person: Person) -> set[str]:
    return {person.folded_name, *map(fold, person.other_names.values_list("name", flat=True))}


def _take_over(kept: Person, other: Person) -> None:
    """Fill what the kept file does not know, and let it be found by the other's names."""
    for name in ("honorific", "sex", "birth_date", "code", "phone", "private_phone", "email", "user"):
        if not getattr(kept, name) and getattr(other, name):
            setattr(kept, name, getattr(other, name))
    if other.full_name != kept.full_name:
        PersonName.objects.get_or_create(person=kept, name=other.full_name)


def move_postings(kept: Person, other: Person) -> int:
    """A posting that both files tell the same way stands once; official ones that overlap otherwise are a doubt."""
    own = list(kept.postings.select_related("unit"))
    moved = 0
    for posting in other.postings.select_related("unit"):
        if any(_same_posting(posting, each) for each in own):
            posting.delete()
            continue
        clash = next((each for each in own if _both_official(posting, each)), None)
        if clash is not None:
            message = _("Không gộp được: hai vị trí chính thức trùng thời gian, ở %(one)s và ở %(two)s.")
            raise MergeDoubtful(message % {"one": clash.unit.name, "two": posting.unit.name})
        Posting.objects.filter(pk=posting.pk).update(person=kept)
        moved += 1
    return moved


def _same_posting(one: Posting, two: Posting) -> bool:
    facts = ("unit_id", "kind", "starts_on", "ends_on")
    return all(getattr(one, fact) == getattr(two, fact) for fact in facts) and fold(one.post) == fold(two.post)


def _both_official(one: Posting, two: Posting) -> bool:
    if not one.kind == two.kind == PostingKind.OFFICIAL:
        return False
    starts_in_time = one.starts_on is None or two.ends_on is None or one.starts_on <= two.ends_on
    ends_in_time = one.ends_on is None or two.starts_on is None or one.ends_on >= two.starts_on
    return starts_in_time and ends_in_time


def move_ratings(kept: Person, other: Person) -> int:
    """The same year rated alike stands once; rated otherwise it is a doubt."""
    own = dict(kept.ratings.values_list("year", "level"))
    moved = 0
    for rating in other.ratings.all():
        if rating.year not in own:
            moved += QualityRating.objects.filter(pk=rating.pk).update(person=kept)
        elif own[rating.year] == rating.level:
            rating.delete()
        else:
            message = _("Không gộp được: năm %(year)s hai hồ sơ có mức xếp loại khác nhau.")
            raise MergeDoubtful(message % {"year": rating.year})
    return moved


def move_names(kept: Person, other: Person) -> int:
    known = set(kept.other_names.values_list("name", flat=True))
    return other.other_names.exclude(name__in=known).update(person=kept)


def move_all(model) -> Move:
    """The rows simply follow the person."""
    return lambda kept, other: model.objects.filter(person=other).update(person=kept)


def follow(kept: Person, other: Person) -> int:
    """Files merged into the other one earlier lead to the kept one."""
    return Person.objects.filter(merged_into=other).update(merged_into=kept)


def register_own() -> None:
    """Rules of this app's own tables."""
    register("units.Posting.person", move_postings)
    register("units.QualityRating.person", move_ratings)
    register("units.Discipline.person", move_all(Discipline))
    register("units.TrainingRecord.person", move_all(TrainingRecord))
    register("units.PersonName.person", move_names)
    register("units.Person.merged_into", follow)
