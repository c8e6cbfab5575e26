"""Ending the postings of many people at once (Kết thúc vị trí công tác): retirement lists, the end of a body."""

from datetime import date, datetime

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.dates import format_date
from apps.core.errors import DomainError, NotAllowed
from apps.core.text import clean
from apps.units.domain.postings import as_told
from apps.units.models import Person, Posting, reach_of
from apps.units.models.people_scope import MANAGERS

NAMED = 5


class NotOverYet(DomainError):
    """Some of the people cannot end on that day; all stay as they are."""


@operation()
def end_postings(*, ids: list[int], ends_on: date, reason: str, actor: Actor, now: datetime) -> int:
    """End every posting that these people hold on ``ends_on`` in the actor's own units; answers how many.

    All or none. Raises NotAllowed when somebody works outside of what the actor keeps, NotOverYet when a posting only
    begins after that day or nothing is held.
    """
    people = list(Person.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"))
    reach = reach_of(actor, *MANAGERS)
    postings = list(
        Posting.objects.filter(person__in=[person.pk for person in people])
        .valid_on(ends_on)
        .select_related("unit", "person")
        .order_by("person_id", "pk")
    )
    mine = [posting for posting in postings if reach.holds(posting.unit.path)]
    _require_all(people, {posting.person_id for posting in postings}, _nothing_held(ends_on), NotOverYet)
    _require_all(people, {posting.person_id for posting in mine}, _("Không thuộc đơn vị do bạn quản lý"), NotAllowed)
    ending = [posting for posting in mine if posting.ends_on != ends_on]
    Posting.objects.filter(pk__in=[posting.pk for posting in ending]).update(
        ends_on=ends_on,
        end_reason=clean(reason),
        version=F("version") + 1,
        saved_by_label=actor.label,
        saved_at=now,
        updated_at=now,
    )
    if ending:
        record(
            "units.posting.end_many",
            actor=actor,
            target=ending[0].unit,
            at=now,
            before=[{"person": str(posting.person), **as_told(posting)} for posting in ending],
            after={"to": ends_on.isoformat(), "postings": len(ending)},
            reason=reason,
        )
    return len(ending)


def _nothing_held(ends_on: date):
    return _("Không giữ vị trí nào vào ngày %(day)s") % {"day": format_date(ends_on)}


def _require_all(people: list[Person], found: set[int], fault, error: type[DomainError]) -> None:
    """Name the first people without anything found."""
    missing = [person for person in people if person.pk not in found]
    if missing:
        names = ", ".join(person.label for person in missing[:NAMED])
        more = "…" if len(missing) > NAMED else ""
        raise error(f"{fault}: {names}{more}. " + str(_("Chưa thay đổi gì.")))
