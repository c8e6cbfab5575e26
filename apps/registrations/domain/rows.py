"""Writing the rows of a registration: who saves second is told, nothing is saved by halves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.clusters.models import Member
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.core.text import clean
from apps.core.versions import require_version
from apps.periods.domain.years import require_writable
from apps.registrations.domain.marking import mark_rows
from apps.registrations.enums import EDITABLE
from apps.registrations.models import RegistrationRow, TitleRegistration
from apps.registrations.queries import Choices, choices_for, rules_day

INPUTS = ("award_id", "name", "post", "person_id", "unit_id", "note")


class NotEditable(DomainError):
    """The registration was sent; the unit may not change it until it comes back."""

    default_message = _("Đăng ký đã gửi, không sửa được. Cần sửa thì đề nghị nơi nhận yêu cầu bổ sung hoặc mở lại.")


class NotOffered(DomainError):
    """The award is not among the unit's own ways (AwardRoute)."""

    default_message = _("Danh hiệu, hình thức này không có trong mẫu đăng ký của đơn vị.")


class StandsTwice(DomainError):
    """The same person or collective with the same award."""

    default_message = _("Đã có trong danh sách với danh hiệu, hình thức này.")


class RowGone(DomainError):
    """Somebody took the row out meanwhile."""

    default_message = _("Dòng này đã được người khác bỏ. Nội dung bạn nhập vẫn còn ở đây.")


class RowsRefused(DomainError):
    """Some rows of one post were refused, so none was saved. ``errors``: place in the post → DomainError."""

    default_message = _("Chưa lưu: có dòng cần sửa.")

    def __init__(self, errors: Mapping[int, DomainError]):
        super().__init__(code="rows")
        self.errors = dict(errors)


@dataclass(frozen=True)
class RowInput:
    """One row as typed. ``unit_id`` of a collective is itself one of ours; of a person it stays empty."""

    is_collective: bool
    award_id: int
    name: str
    post: str = ""
    person_id: int | None = None
    unit_id: int | None = None
    note: str = ""
    carried_note: str = ""

    @property
    def key(self) -> tuple:
        return self.is_collective, self.award_id, self.person_id or self.unit_id or self.name.casefold()


@dataclass(frozen=True)
class RowChange:
    """What to do with one row: ``row_id`` None adds, ``row`` None takes out; ``expected_version`` is what was seen."""

    row_id: int | None
    row: RowInput | None
    expected_version: int = 0


@operation()
def start(*, member_id: int, actor: Actor, now: datetime) -> TitleRegistration:
    """Lập đăng ký of a member unit. Repeating answers the one that is there. Raises YearClosed."""
    member = Member.objects.select_related("cluster_year__year").get(pk=member_id)
    require_writable(member.cluster_year.year)
    found, created = TitleRegistration.objects.get_or_create(
        cluster_year_id=member.cluster_year_id,
        unit_id=member.unit_id,
        defaults={"unit_name": member.unit_name, "order": member.order, "line": member.line},
    )
    if created:
        record("registrations.registration.start", actor=actor, target=found, at=now)
    return found


def lock_registration(registration_id: int) -> TitleRegistration:
    """The registration under its lock, for the rest of the transaction. Every write of it starts here."""
    registrations = TitleRegistration.objects.for_list()
    return registrations.select_for_update(of=("self",), no_key=True).get(pk=registration_id)


def require_editable(registration: TitleRegistration) -> None:
    """Raises NotEditable, YearClosed."""
    require_writable(registration.cluster_year.year)
    if registration.state not in EDITABLE:
        raise NotEditable


@operation()
def save_rows(*, registration_id: int, changes: Sequence[RowChange], actor: Actor, now: datetime) -> TitleRegistration:
    """Save what was typed in one post, all or nothing. What is as stored is left alone, versions too.

    The caller has asked ``policies.can_edit``. Raises RowsRefused (StaleVersion, RowGone, NotOffered, StandsTwice by
    place), NotEditable, YearClosed.
    """
    registration = lock_registration(registration_id)
    require_editable(registration)
    saving = _Saving(registration, actor, now)
    saving.save(changes)
    return registration


class _Saving:
    """One post against the locked rows."""

    def __init__(self, registration: TitleRegistration, actor: Actor, now: datetime):
        self.registration, self.actor, self.now = registration, actor, now
        self.on = rules_day(registration.cluster_year.year, now)
        self.stored = {row.pk: row for row in registration.rows.select_related("award")}
        self.choices: Choices = choices_for(registration.unit, self.on)
        self.awards = {award.pk: award for offered in self.choices.awards.values() for award in offered}
        self.errors: dict[int, DomainError] = {}
        self.touched: list[RegistrationRow] = []
        self.removed: list[RegistrationRow] = []

    def save(self, changes: Sequence[RowChange]) -> None:
        for place, change in enumerate(changes):
            try:
                self.apply(change)
            except DomainError as error:
                self.errors[place] = error
        self.refuse_repeats(changes)
        if self.errors:
            raise RowsRefused(self.errors)
        if not (self.touched or self.removed):
            return
        year = self.registration.cluster_year.year
        mark_rows(self.touched, year=year, now=self.now)
        names = {"added": [str(row) for row in self.touched if row.pk is None]}
        names |= {"changed": [str(row) for row in self.touched if row.pk], "removed": [str(r) for r in self.removed]}
        RegistrationRow.objects.filter(pk__in=[row.pk for row in self.removed]).delete()
        self.place_new()
        for row in self.touched:
            row.saved_by_label, row.saved_at = self.actor.label, self.now
        RegistrationRow.objects.bulk_create(row for row in self.touched if row.pk is None)
        for row in self.touched:
            if row.version > 1:
                row.save()
        self.bump()
        record(
            "registrations.registration.save",
            actor=self.actor,
            target=self.registration,
            at=self.now,
            after={name: found for name, found in names.items() if found},
        )

    def apply(self, change: RowChange) -> None:
        stored = self.stored.get(change.row_id)
        if change.row_id is not None and stored is None:
            if change.row is None:
                return  # two people took it out
            raise RowGone
        if change.row is None:
            require_version(stored, change.expected_version)
            self.removed.append(stored)
            return
        row = change.row
        if stored and is_stored(stored, row):
            return
        if stored:
            require_version(stored, change.expected_version)
        subject = "collective" if row.is_collective else "individual"
        if not (stored and stored.award_id == row.award_id) and not self.choices.offers(row.award_id, subject):
            raise NotOffered(field="award")
        if stored is None:
            stored = RegistrationRow(registration=self.registration, is_collective=row.is_collective, version=1)
            stored.carried_note = row.carried_note
        else:
            stored.version += 1
        for name in INPUTS:
            setattr(stored, name, getattr(row, name))
        if row.award_id in self.awards:
            stored.award = self.awards[row.award_id]
        stored.name, stored.post, stored.note = clean(stored.name), clean(stored.post), clean(stored.note)
        self.touched.append(stored)

    def refuse_repeats(self, changes: Sequence[RowChange]) -> None:
        """The same twice, in the post or against what is stored and not touched."""
        touched = {id(row) for row in self.touched} | {id(row) for row in self.removed}
        seen = {key_of(row) for row in self.stored.values() if id(row) not in touched}
        for place, change in enumerate(changes):
            if change.row is None or place in self.errors:
                continue
            stored = self.stored.get(change.row_id)
            if stored is not None and id(stored) not in touched:
                continue
            if change.row.key in seen:
                self.errors[place] = StandsTwice(field="name")
            seen.add(change.row.key)

    def place_new(self) -> None:
        last = self.registration.rows.aggregate(last=Max("position"))["last"] or 0
        for row in self.touched:
            if row.pk is None:
                last += 1
                row.position = last

    def bump(self) -> None:
        """What was printed is no longer what would be sent; the leader's page shows the newest."""
        registration = self.registration
        registration.version += 1
        registration.printed_at = None
        registration.saved_by_label, registration.saved_at = self.actor.label, self.now
        registration.save(update_fields=["version", "printed_at", "saved_by_label", "saved_at", "updated_at"])


def key_of(row: RegistrationRow) -> tuple:
    """What makes a row the same as a typed one (``RowInput.key``); once in a registration."""
    return row.is_collective, row.award_id, row.person_id or row.unit_id or row.name.casefold()


def is_stored(stored: RegistrationRow, row: RowInput) -> bool:
    """Whether the row says just what was typed."""
    return all(getattr(stored, name) == getattr(row, name) for name in INPUTS)
