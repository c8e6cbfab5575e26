"""Postings (Vị trí công tác): added, corrected, ended; transfer and secondment.

Every function locks the Person first, so that two people working on one file come one after the other; the
exclusion constraint of the table is the last guard.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.dates import format_date
from apps.core.errors import DomainError
from apps.core.text import clean
from apps.core.versions import require_version
from apps.documents.domain.citing import cite, file_document, uncite
from apps.documents.models import Document
from apps.units.models import Person, Posting, Unit
from apps.units.person_enums import PostingKind

ONE_DAY = timedelta(days=1)
APP = "units"


class PostingOutsideUnit(DomainError):
    """The unit did not exist on some day of the posting."""


class PostingOverlaps(DomainError):
    """The person holds another official posting on some day of this one."""


class NoOfficialPosting(DomainError):
    """Somebody without an official posting cannot be transferred or seconded from it."""

    default_message = _("Người này không có vị trí chính thức vào ngày đó. Hãy thêm vị trí công tác trước.")


class PostingPeriodReversed(DomainError):
    """The last day lies before the first."""


@dataclass(frozen=True)
class Basis:
    """The paper a posting rests on, as typed: symbol, date, who issued it."""

    symbol: str = ""
    issued_on: date | None = None
    issuer_name: str = ""

    def filed(self, *, unit: Unit, actor: Actor, now: datetime) -> Document | None:
        """The Document, kept by the unit; None when no symbol was typed."""
        if not self.symbol or self.issued_on is None:
            return None
        return file_document(
            symbol=self.symbol,
            issued_on=self.issued_on,
            issuer_name=self.issuer_name or unit.name,
            owner_code=unit.code,
            owner_name=unit.name,
            kind="decision",
            actor=actor,
            now=now,
        )


NO_BASIS = Basis()


@dataclass(frozen=True)
class PostingData:
    """What a posting says. ``starts_on`` None: the day is not known."""

    unit_id: int
    kind: str = PostingKind.OFFICIAL
    post: str = ""
    is_leader: bool = False
    starts_on: date | None = None
    ends_on: date | None = None
    basis: Basis = NO_BASIS


def lock(person_id: int) -> Person:
    return Person.objects.select_for_update(no_key=True).get(pk=person_id)


def check_period(unit: Unit, data: PostingData) -> None:
    """Refuse days outside of the unit's life. Raises PostingPeriodReversed, PostingOutsideUnit."""
    if data.starts_on and data.ends_on and data.ends_on < data.starts_on:
        raise PostingPeriodReversed(_("Ngày kết thúc ở trước ngày bắt đầu."), field="ends_on")
    life = {"unit": unit.name, "first": format_date(unit.valid_from), "last": format_date(unit.valid_to)}
    if unit.valid_from and data.starts_on and data.starts_on < unit.valid_from:
        raise PostingOutsideUnit(_("%(unit)s hoạt động từ ngày %(first)s.") % life, field="starts_on")
    if unit.valid_from and data.ends_on and data.ends_on < unit.valid_from:
        raise PostingOutsideUnit(_("%(unit)s hoạt động từ ngày %(first)s.") % life, field="ends_on")
    if unit.valid_to and data.starts_on and data.starts_on > unit.valid_to:
        message = _("%(unit)s chỉ hoạt động đến ngày %(last)s. Chọn đơn vị kế thừa.")
        raise PostingOutsideUnit(message % life, field="starts_on")
    if unit.valid_to and data.kind != PostingKind.FORMER and (data.ends_on is None or data.ends_on > unit.valid_to):
        message = _("%(unit)s chỉ hoạt động đến ngày %(last)s. Nhập ngày kết thúc không muộn hơn ngày đó.")
        raise PostingOutsideUnit(message % life, field="ends_on")


def check_overlap(person: Person, data: PostingData, *, apart_from: int | None = None) -> None:
    """Refuse a second official posting on the same day. Raises PostingOverlaps."""
    if data.kind != PostingKind.OFFICIAL:
        return
    official = person.postings.filter(kind=PostingKind.OFFICIAL).exclude(pk=apart_from).select_related("unit")
    for other in official:
        begins_before_end = data.starts_on is None or other.ends_on is None or data.starts_on <= other.ends_on
        ends_after_begin = data.ends_on is None or other.starts_on is None or data.ends_on >= other.starts_on
        if begins_before_end and ends_after_begin:
            message = _(
                "Trùng thời gian với vị trí chính thức ở %(unit)s (%(from)s – %(to)s). Kết thúc vị trí đó trước, hoặc "
                "chọn “Biệt phái”, “Kiêm nhiệm”."
            )
            values = {
                "unit": other.unit.name,
                "from": format_date(other.starts_on) or "?",
                "to": format_date(other.ends_on) or _("nay"),
            }
            raise PostingOverlaps(message % values, field="starts_on")


def write_posting(posting: Posting, data: PostingData, *, actor: Actor, now: datetime) -> Posting:
    """Check and save one posting of a locked (or new) Person; called inside an operation."""
    unit = Unit.objects.get(pk=data.unit_id)
    check_period(unit, data)
    check_overlap(posting.person, data, apart_from=posting.pk)
    earlier = posting.basis
    posting.unit, posting.kind, posting.is_leader = unit, data.kind, data.is_leader
    posting.post = clean(data.post)
    posting.starts_on, posting.ends_on = data.starts_on, data.ends_on
    posting.basis = data.basis.filed(unit=unit, actor=actor, now=now)
    posting.saved_by_label, posting.saved_at = actor.label, now
    posting.save()
    if earlier is not None and earlier != posting.basis:
        uncite(earlier, app=APP, key=f"posting:{posting.pk}")
    if posting.basis is not None:
        cite(
            posting.basis,
            app=APP,
            key=f"posting:{posting.pk}",
            label=str(_("Vị trí công tác: %(posting)s")) % {"posting": posting},
            path=posting.get_absolute_url(),
        )
    return posting


@operation()
def add_posting(*, person_id: int, data: PostingData, actor: Actor, now: datetime) -> Posting:
    """One more posting. Raises PostingOutsideUnit, PostingOverlaps, PostingPeriodReversed."""
    posting = write_posting(Posting(person=lock(person_id)), data, actor=actor, now=now)
    record("units.posting.add", actor=actor, target=posting, at=now, after=as_told(posting))
    return posting


@operation()
def change_posting(
    *, posting_id: int, expected_version: int, data: PostingData, actor: Actor, now: datetime
) -> Posting:
    """Correct a posting. Raises StaleVersion and what ``add_posting`` raises."""
    lock(Posting.objects.values_list("person_id", flat=True).get(pk=posting_id))
    posting = Posting.objects.select_related("person", "unit", "basis").get(pk=posting_id)
    require_version(posting, expected_version)
    before = as_told(posting)
    posting.version += 1
    write_posting(posting, data, actor=actor, now=now)
    record("units.posting.change", actor=actor, target=posting, at=now, before=before, after=as_told(posting))
    return posting


@operation()
def end_posting(*, posting_id: int, ends_on: date, reason: str, actor: Actor, now: datetime) -> Posting:
    """The last day of a posting that is still held. Repeating with the same day changes nothing.

    Raises PostingPeriodReversed, PostingOutsideUnit.
    """
    lock(Posting.objects.values_list("person_id", flat=True).get(pk=posting_id))
    posting = Posting.objects.select_related("person", "unit").get(pk=posting_id)
    if posting.ends_on == ends_on:
        return posting
    before = as_told(posting)
    _end(posting, ends_on, reason, actor=actor, now=now)
    record(
        "units.posting.end", actor=actor, target=posting, at=now, before=before, after=as_told(posting), reason=reason
    )
    return posting


def _end(posting: Posting, ends_on: date, reason: str, *, actor: Actor, now: datetime) -> None:
    data = PostingData(posting.unit_id, posting.kind, starts_on=posting.starts_on, ends_on=ends_on)
    check_period(posting.unit, data)
    posting.ends_on, posting.end_reason = ends_on, clean(reason)
    posting.version += 1
    posting.saved_by_label, posting.saved_at = actor.label, now
    posting.save(update_fields=["ends_on", "end_reason", "version", "saved_by_label", "saved_at", "updated_at"])


@operation()
def transfer(
    *,
    person_id: int,
    unit_id: int,
    post: str,
    starts_on: date,
    reason: str,
    actor: Actor,
    now: datetime,
    is_leader: bool = False,
    basis: Basis = NO_BASIS,
) -> Posting:
    """Move a person to another unit (Chuyển công tác): the official posting ends the day before, a new one begins.

    Other postings held (secondment, concurrent posts) stay as they are. Raises NoOfficialPosting, PostingOutsideUnit,
    PostingOverlaps.
    """
    person = lock(person_id)
    old = official_on(person, starts_on) or official_on(person, starts_on - ONE_DAY)
    if old is None:
        raise NoOfficialPosting(field="starts_on")
    if old.starts_on == starts_on:
        message = _("Vị trí chính thức ở %(unit)s cũng bắt đầu ngày này. Chọn ngày khác, hoặc sửa vị trí đó.")
        raise PostingOverlaps(message % {"unit": old.unit.name}, field="starts_on")
    if old.unit_id == unit_id and clean(post) == old.post:
        raise DomainError(_("Đơn vị và chức vụ mới giống hiện nay; không có gì để chuyển."), field="unit")
    _end(old, starts_on - ONE_DAY, reason, actor=actor, now=now)
    data = PostingData(unit_id, PostingKind.OFFICIAL, post, is_leader, starts_on, None, basis)
    new = write_posting(Posting(person=person), data, actor=actor, now=now)
    record(
        "units.posting.transfer",
        actor=actor,
        target=new,
        at=now,
        before=as_told(old),
        after=as_told(new),
        reason=reason,
    )
    return new


@operation()
def second(
    *,
    person_id: int,
    unit_id: int,
    post: str,
    starts_on: date,
    actor: Actor,
    now: datetime,
    ends_on: date | None = None,
    basis: Basis = NO_BASIS,
) -> Posting:
    """Lend a person to another unit for a time (Biệt phái); the official posting at the sending unit goes on.

    Raises NoOfficialPosting, PostingOutsideUnit, PostingPeriodReversed.
    """
    person = lock(person_id)
    official = official_on(person, starts_on)
    if official is None:
        raise NoOfficialPosting(field="starts_on")
    if official.unit_id == unit_id:
        raise DomainError(_("Đây là đơn vị đang quản lý chính thức; chọn đơn vị nhận biệt phái."), field="unit")
    data = PostingData(unit_id, PostingKind.SECONDED, post, False, starts_on, ends_on, basis)
    posting = write_posting(Posting(person=person), data, actor=actor, now=now)
    record("units.posting.second", actor=actor, target=posting, at=now, after=as_told(posting))
    return posting


def official_on(person: Person, on: date) -> Posting | None:
    return person.postings.filter(kind=PostingKind.OFFICIAL).valid_on(on).select_related("unit", "person").first()


def as_told(posting: Posting) -> dict:
    """A posting as the trail keeps it."""
    return {
        "unit": posting.unit.name,
        "kind": posting.kind,
        "post": posting.post,
        "from": posting.starts_on and posting.starts_on.isoformat(),
        "to": posting.ends_on and posting.ends_on.isoformat(),
    }
