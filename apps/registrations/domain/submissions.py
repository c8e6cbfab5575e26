"""Signing and sending a registration: on screen by the leader, or on paper with a scan, with the same effect."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.dates import local
from apps.core.errors import DomainError
from apps.documents.domain import signed_copies
from apps.documents.domain.signed_copies import ChangedMeanwhile, PaperCopy
from apps.documents.enums import SigningWay
from apps.documents.models import SignedCopy
from apps.notifications.domain.sending import notify
from apps.obligations.domain import duties
from apps.obligations.domain.proxies import DAYS_TO_CORRECT, enter_for, tell_entered
from apps.registrations.domain.canonical import hash_of_rows
from apps.registrations.domain.marking import mark_rows
from apps.registrations.domain.proxies import require_proxy
from apps.registrations.domain.rows import lock_registration, require_editable
from apps.registrations.enums import EDITABLE
from apps.registrations.models import RegistrationRow, RegistrationVersion, TitleRegistration, VersionRow
from apps.registrations.queries import DUTY
from apps.registrations.telling_queries import heads_of
from apps.registrations.workflow import REGISTRATION_FLOW
from apps.units.telling_queries import leaders_of, officers_of

COPIED = ("is_collective", "position", "unit_id", "person_id", "name", "post", "award_id", "note")


class NothingRegistered(DomainError):
    """No row at all."""

    default_message = _("Chưa có tập thể hay cá nhân nào. Hãy nhập ít nhất một dòng rồi gửi.")


@dataclass(frozen=True)
class _Sending:
    """How it was sent: by whom, signed by whom, and the day that counts."""

    way: str
    copy: SignedCopy | None
    signed_by: str
    received_on: date
    proxy_by: str = ""


def fingerprint(registration: TitleRegistration) -> str:
    """What the person read before signing: differs as soon as anything was saved anew."""
    return signed_copies.fingerprint([(registration.pk, registration.version)])


@operation()
def submit_registration(
    *,
    registration_id: int,
    way: str,
    actor: Actor,
    now: datetime,
    signed_copy: PaperCopy | None = None,
    seen: str = "",
) -> TitleRegistration:
    """Send: freeze what is written with receipt number and hash, fulfil the unit's duty, tell the head.

    ``seen``: the fingerprint of what was read before signing. The unit's own signature ends Nhập thay that somebody has
    begun: the present time counts. The caller has asked ``policies.can_confirm`` or ``can_send_paper``.
    Raises NotEditable, YearClosed, NothingRegistered, SignedCopyMissing, ChangedMeanwhile, DutyClosed.
    """
    registration = lock_registration(registration_id)
    require_editable(registration)
    if seen and seen != fingerprint(registration):
        raise ChangedMeanwhile
    copy = signed_copies.copy_for(way, signed_copy, now)
    signed_by = signed_copies.signer_label(copy, actor.label_for(registration))
    registration.forget_proxy()
    version = _send(registration, _Sending(way, copy, signed_by, local(now).date()), actor, now)
    _fulfil(registration, now)
    _record(registration, version, actor, now, "registrations.registration.submit")
    return registration


@operation()
def submit_proxy(
    *, registration_id: int, actor: Actor, now: datetime, signed_copy: PaperCopy | None = None, seen: str = ""
) -> TitleRegistration:
    """Gửi bản nhập thay: the day on which the paper arrived counts; the unit is told and may correct.

    The scan may come with it. The caller has asked ``policies.can_send_proxy``. Raises as ``submit_registration``,
    and NoProxy.
    """
    registration = lock_registration(registration_id)
    require_editable(registration)
    require_proxy(registration)
    if seen and seen != fingerprint(registration):
        raise ChangedMeanwhile
    copy = signed_copies.copy_for(SigningWay.PAPER, signed_copy, now) if signed_copy else None
    received_on = registration.proxy_received_on
    sending = _Sending(
        SigningWay.PAPER, copy, signed_copies.signer_label(copy, ""), received_on, actor.label_for(registration)
    )
    version = _send(registration, sending, actor, now)
    registration.correct_until = local(now).date() + timedelta(days=DAYS_TO_CORRECT)
    registration.save(update_fields=["correct_until", "updated_at"])
    typed = {"received_on": received_on, "basis": registration.proxy_basis, "actor": actor, "now": now}
    year_id, path = registration.cluster_year.year_id, registration.get_absolute_url()
    if enter_for(year_id=year_id, code=DUTY, unit_id=registration.unit_id, path=path, **typed) is None:
        tell_entered(registration, registration._meta.verbose_name, **typed)
    _record(registration, version, actor, now, "registrations.registration.submit_proxy")
    return registration


def _send(registration: TitleRegistration, sending: _Sending, actor: Actor, now: datetime) -> RegistrationVersion:
    """Mark anew, freeze the rows, move on in the flow."""
    rows = list(registration.rows.select_related("award").in_order())
    if not rows:
        raise NothingRegistered
    year = registration.cluster_year.year
    before = {row.pk: (row.mark, row.mark_reason) for row in rows}
    mark_rows(rows, year=year, now=now)
    changed = [row for row in rows if before[row.pk] != (row.mark, row.mark_reason)]
    RegistrationRow.objects.bulk_update(changed, ["mark", "mark_reason"])
    registration.versions.filter(is_current=True).update(is_current=False)
    version = RegistrationVersion.objects.create(
        registration=registration,
        number=registration.versions.count() + 1,
        sent_at=now,
        sent_by_label=actor.label_for(registration),
        received_on=sending.received_on,
        proxy_by_label=sending.proxy_by,
        signing_way=sending.way,
        signed_by_label=sending.signed_by,
        signed_copy=sending.copy,
        sha256=hash_of_rows(registration.unit.code, rows),
    )
    version.receipt_number = signed_copies.receipt_number(year.year, version.pk, "DK")
    version.save(update_fields=["receipt_number", "updated_at"])
    VersionRow.objects.bulk_create(_frozen(row, version) for row in rows)
    registration.state = REGISTRATION_FLOW.target("submit", registration.state)
    registration.reopened_from = ""
    registration.submitted_at, registration.remark, registration.remark_by_label = now, "", ""
    registration.remark_at = registration.printed_at = registration.sent_to_leader_at = None
    registration.inner_remark, registration.inner_remark_by_label, registration.inner_remark_at = "", "", None
    registration.version += 1
    registration.save()
    return version


def _frozen(row: RegistrationRow, version: RegistrationVersion) -> VersionRow:
    return VersionRow(
        version=version, mark=row.mark, mark_reason=row.mark_reason, **{name: getattr(row, name) for name in COPIED}
    )


def _fulfil(registration: TitleRegistration, at: datetime) -> None:
    duties.fulfil(
        year_id=registration.cluster_year.year_id,
        code=DUTY,
        unit_id=registration.unit_id,
        at=at,
        path=registration.get_absolute_url(),
    )


def _record(
    registration: TitleRegistration, version: RegistrationVersion, actor: Actor, now: datetime, action: str
) -> None:
    after = {
        "state": registration.state,
        "way": version.signing_way,
        "receipt": version.receipt_number,
        "received_on": version.received_on.isoformat(),
        "sha256": version.sha256,
    }
    record(action, actor=actor, target=registration, at=now, after=after)
    notify("registrations.submitted", to=heads_of(registration, now), about=registration, actor=actor, now=now)


@operation()
def send_to_leader(*, registration_id: int, actor: Actor, now: datetime) -> TitleRegistration:
    """Trình lãnh đạo: the officer asks the leader to confirm on screen. Repeating changes nothing."""
    registration = lock_registration(registration_id)
    require_editable(registration)
    if registration.sent_to_leader_at is None:
        registration.sent_to_leader_at = now
        registration.save(update_fields=["sent_to_leader_at", "updated_at"])
        record("registrations.registration.send_to_leader", actor=actor, target=registration, at=now)
        told = leaders_of(registration, now)
        notify("registrations.to_leader", to=told, about=registration, actor=actor, now=now)
    return registration


@operation()
def return_to_officer(*, registration_id: int, remark: str, actor: Actor, now: datetime) -> TitleRegistration:
    """Yêu cầu sửa lại: the leader gives it back inside the unit; its state and the head's remark do not change.

    What the leader says is read in the unit only, so the trail tells that it happened, not the words.
    """
    registration = lock_registration(registration_id)
    require_editable(registration)
    registration.sent_to_leader_at, registration.printed_at = None, None
    registration.inner_remark, registration.inner_remark_at = remark, now
    registration.inner_remark_by_label = actor.label
    said = ["inner_remark", "inner_remark_by_label", "inner_remark_at"]
    registration.save(update_fields=["sent_to_leader_at", "printed_at", *said, "updated_at"])
    record("registrations.registration.return_to_officer", actor=actor, target=registration, at=now)
    told = officers_of(registration, now)
    notify("registrations.to_officer", to=told, about=registration, body=remark, actor=actor, now=now)
    return registration


@operation()
def note_printed(*, registration_id: int, actor: Actor, now: datetime) -> TitleRegistration:
    """In để trình ký: it now waits for the signature on paper. One already sent is only printed."""
    registration = lock_registration(registration_id)
    if registration.state in EDITABLE:
        registration.printed_at = now
        registration.save(update_fields=["printed_at", "updated_at"])
        record("registrations.registration.print", actor=actor, target=registration, at=now)
    return registration
