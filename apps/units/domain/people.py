"""Files of people: made, corrected, tied to an account."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.dates import format_date
from apps.core.errors import DomainError
from apps.core.text import clean, fold
from apps.core.versions import require_version
from apps.units.domain.postings import PostingData, write_posting
from apps.units.models import Person, PersonName, Posting
from apps.units.person_queries import possible_twins

YOUNGEST, OLDEST = 15, 120  # years: the working age of the Labour Code, and a slip of the keyboard


class NoSuchPerson(DomainError):
    """What was typed cannot be a person."""


class PossibleTwin(DomainError):
    """Files that may be the same person; whoever makes the new one says that it is somebody else."""

    def __init__(self, twins: Iterable[Person]):
        self.twins = tuple(twins)
        message = _(
            "Đã có hồ sơ có thể là của cùng một người (cùng tên, cùng đơn vị hoặc cùng ngày sinh). Xem các hồ sơ "
            "bên dưới; nếu là người khác, đánh dấu “Đây là người khác”."
        )
        super().__init__(message, field="is_somebody_else", code="twin")


class CodeTaken(DomainError):
    """The personal code belongs to another file."""

    default_message = _("Mã số cán bộ này đã có ở hồ sơ khác. Kiểm tra lại mã, hoặc mở hồ sơ đó.")


@dataclass(frozen=True)
class PersonData:
    """What a file says about the person. ``other_names``: former and other names, without the present one."""

    full_name: str
    honorific: str = ""
    sex: str = ""
    birth_date: date | None = None
    code: str = ""
    phone: str = ""
    private_phone: str = ""
    email: str = ""
    other_names: tuple[str, ...] = ()

    OWN_FIELDS = ("full_name", "honorific", "sex", "birth_date", "code", "phone", "private_phone", "email")

    def tidy(self) -> "PersonData":
        """The same without stray spaces and invisible characters; names given twice stand once."""
        name = clean(self.full_name)
        others = {fold(each): clean(each) for each in self.other_names if clean(each) and clean(each) != name}
        texts = {key: clean(getattr(self, key)) for key in ("code", "phone", "private_phone", "email")}
        return PersonData(name, self.honorific, self.sex, self.birth_date, **texts, other_names=tuple(others.values()))


def check(data: PersonData, *, on: date) -> None:
    """Refuse what no person can have. Raises NoSuchPerson with its field."""
    if not fold(data.full_name):
        raise NoSuchPerson(_("Nhập họ và tên."), field="full_name")
    if data.birth_date is None:
        return
    if data.birth_date > on:
        raise NoSuchPerson(_("Ngày sinh ở sau hôm nay (%(day)s).") % {"day": format_date(on)}, field="birth_date")
    age = on.year - data.birth_date.year
    if not YOUNGEST <= age <= OLDEST:
        message = _("Ngày sinh cho tuổi %(age)s, không phải tuổi của cán bộ. Kiểm tra lại năm sinh.")
        raise NoSuchPerson(message % {"age": age}, field="birth_date")


@operation()
def create_person(
    *,
    data: PersonData,
    posting: PostingData,
    actor: Actor,
    now: datetime,
    on: date,
    is_somebody_else: bool = False,
    user_id: int | None = None,
) -> Person:
    """A new file with its first posting.

    The caller has asked ``person_policies.can_add_to``. Raises NoSuchPerson, CodeTaken, PossibleTwin (unless
    ``is_somebody_else``) and what ``write_posting`` raises.
    """
    data = data.tidy()
    check(data, on=on)
    _require_free_code(data.code)
    if not is_somebody_else:
        twins = possible_twins(full_name=data.full_name, unit_ids=[posting.unit_id], birth_date=data.birth_date)
        if found := list(twins[:5]):
            raise PossibleTwin(found)
    person = Person(user_id=user_id, saved_by_label=actor.label, saved_at=now)
    _write(person, data)
    write_posting(Posting(person=person), posting, actor=actor, now=now)
    record("units.person.create", actor=actor, target=person, at=now, after={"name": person.full_name})
    return person


@operation()
def update_person(
    *, person_id: int, expected_version: int, data: PersonData, actor: Actor, now: datetime, on: date
) -> Person:
    """Correct a file. Saving what stands there already changes nothing.

    The trail names the fields; their values, some of them personal, stay in the row history.
    Raises StaleVersion, NoSuchPerson, CodeTaken.
    """
    person = Person.objects.select_for_update(no_key=True).get(pk=person_id)
    require_version(person, expected_version)
    data = data.tidy()
    check(data, on=on)
    _require_free_code(data.code, apart_from=person.pk)
    changed = [name for name in PersonData.OWN_FIELDS if getattr(person, name) != getattr(data, name)]
    names = set(person.other_names.values_list("name", flat=True))
    if names != set(data.other_names):
        changed.append("other_names")
    if not changed:
        return person
    person.version += 1
    person.saved_by_label, person.saved_at = actor.label, now
    _write(person, data)
    record("units.person.update", actor=actor, target=person, at=now, after={"fields": changed})
    return person


@operation()
def tie_account(*, person_id: int, user_id: int, actor: Actor, now: datetime) -> Person:
    """This account is this person's. Repeating changes nothing. Raises DomainError when either has another partner."""
    person = Person.objects.select_for_update(no_key=True).get(pk=person_id)
    if person.user_id == user_id:
        return person
    if person.user_id is not None or Person.objects.filter(user_id=user_id).exists():
        raise DomainError(_("Hồ sơ hoặc tài khoản này đã gắn với hồ sơ, tài khoản khác."), field="user")
    person.user_id = user_id
    person.save(update_fields=["user", "folded_name", "name_sort_key", "search_text", "updated_at"])
    record("units.person.tie_account", actor=actor, target=person, at=now, after={"user": user_id})
    return person


def _require_free_code(code: str, apart_from: int | None = None) -> None:
    if code and Person.objects.filter(code=code, merged_into=None).exclude(pk=apart_from).exists():
        raise CodeTaken(field="code")


def _write(person: Person, data: PersonData) -> None:
    for name in PersonData.OWN_FIELDS:
        setattr(person, name, getattr(data, name))
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError:  # somebody gave the code to another file in this very moment
        _require_free_code(data.code, apart_from=person.pk)
        raise
    person.other_names.exclude(name__in=data.other_names).delete()
    known = set(person.other_names.values_list("name", flat=True))
    new = [PersonName(person=person, name=name) for name in data.other_names if name not in known]
    PersonName.objects.bulk_create(new)
    person.save()
