"""Signing: on screen by the leader, or on paper with the scan; typed by head or ministry from a paper by post."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.audit.trail import operation, record
from apps.clusters.models import Member
from apps.clusters.queries import ids_of_heads
from apps.core.actor import Actor
from apps.core.dates import local
from apps.core.errors import DomainError
from apps.core.text import clean
from apps.documents.domain.signed_copies import ChangedMeanwhile, PaperCopy, copy_for, receipt_number
from apps.notifications.domain.sending import notify
from apps.obligations.domain.duties import fulfil, owe, unfulfil
from apps.obligations.domain.joining import time_to_join
from apps.obligations.domain.proxies import enter_for, tell_entered
from apps.obligations.domain.reopenings import note_reopening
from apps.pledges.domain.texts import lock_pledge
from apps.pledges.models import Pledge, Signature
from apps.pledges.queries import DUTY, missing, signers
from apps.pledges.workflow import PLEDGE_FLOW
from apps.units.enums import Role
from apps.units.queries import ids_of_people


class NotASigner(DomainError):
    """The unit is not a member of that line."""

    default_message = _("Đơn vị không thuộc danh sách ký giao ước này.")


class AlreadySigned(DomainError):
    """A unit signs a version once."""

    default_message = _("Đơn vị đã ký giao ước này.")


class ReceivedWhen(DomainError):
    """The paper cannot have arrived after today, or before it was signed."""


@dataclass(frozen=True)
class Proxy:
    """Nhập thay: the day on which the paper arrived, and why it is typed by others."""

    received_on: date
    basis: str


def what_is_signed(pledge: Pledge) -> str:
    """Short text of the version in force: what was read is what is signed."""
    return pledge.in_force.sha256[:16] if pledge.in_force else ""


@operation()
def sign(
    *,
    pledge_id: int,
    unit_id: int,
    way: str,
    seen: str,
    actor: Actor,
    now: datetime,
    signed_copy: PaperCopy | None = None,
    proxy: Proxy | None = None,
) -> Signature:
    """One unit signs the version in force; the last one makes the pledge complete.

    ``seen``: ``what_is_signed`` of what the person read. The caller has asked ``can_sign`` or ``can_send_paper``.
    Raises TransitionNotAllowed, NotASigner, AlreadySigned, ChangedMeanwhile, SignedCopyMissing, ReceivedWhen,
    DutyClosed, YearClosed.
    """
    pledge = lock_pledge(pledge_id)
    pledge.state = PLEDGE_FLOW.target("sign", pledge.state)
    member = next((each for each in signers(pledge) if each.unit_id == unit_id), None)
    if member is None:
        raise NotASigner
    if Signature.objects.in_force().filter(version=pledge.in_force_id, unit_id=unit_id).exists():
        raise AlreadySigned
    if seen != what_is_signed(pledge):
        raise ChangedMeanwhile
    signature = _keep(pledge, member, way, signed_copy, proxy, actor, now)
    absent = missing(pledge)
    if not absent:
        pledge.state = PLEDGE_FLOW.target("complete", pledge.state)
    pledge.save(update_fields=["state", "updated_at"])
    owed = {
        "year_id": pledge.cluster_year.year_id,
        "code": DUTY,
        "unit_id": unit_id,
        "path": signature.get_absolute_url(),
    }
    if proxy is not None:  # the day on which the paper arrived counts, the unit is told
        typed = {"received_on": proxy.received_on, "basis": signature.basis, "actor": actor, "now": now}
        if enter_for(**typed, **owed) is None:
            tell_entered(signature, pledge._meta.verbose_name, **typed)
    else:
        fulfil(at=now, **owed)
    after = {"way": way, "signer": signature.signer_name, "receipt": signature.receipt_number, "missing": len(absent)}
    action = "pledges.signature.proxy" if proxy else "pledges.signature.sign"
    record(action, actor=actor, target=signature, at=now, after=after, reason=signature.basis)
    if not absent:
        tell_complete(pledge, actor, now)
    return signature


def _keep(
    pledge: Pledge,
    member: Member,
    way: str,
    signed_copy: PaperCopy | None,
    proxy: Proxy | None,
    actor: Actor,
    now: datetime,
) -> Signature:
    today = local(now).date()
    copy = copy_for(way, signed_copy, now)
    if proxy is not None:
        _require_arrived(proxy, copy.signed_on if copy else None, today)
    signature = Signature(
        version=pledge.in_force,
        unit_id=member.unit_id,
        unit_name=member.unit_name,
        line=member.line,
        order=member.order,
        way=way,
        signed_copy=copy,
        signed_on=copy.signed_on if copy else today,
        signed_at=now,
        is_proxy=proxy is not None,
        received_on=proxy.received_on if proxy else None,
        basis=clean(proxy.basis) if proxy else "",
    )
    signature.signed_by_label = actor.label_for(signature)
    if copy:
        signature.signer_name, signature.signer_post, signature.prefix = copy.signer_name, copy.signer_post, copy.prefix
    else:
        signature.signer_name, signature.signer_post = _printed(actor, signature)
    signature.save()
    signature.receipt_number = receipt_number(pledge.cluster_year.year.year, signature.pk, "GU")
    signature.save(update_fields=["receipt_number", "updated_at"])
    return signature


def _printed(actor: Actor, signature: Signature) -> tuple[str, str]:
    """Name and post of whoever confirms on screen, as printed under the pledge."""
    user = User.objects.filter(pk=actor.user_id).first() if actor.user_id else None
    if user is None:
        return signature.signed_by_label, ""
    label = actor.label_for(signature)
    return (user.full_name if label == actor.label else label), user.post


def _require_arrived(proxy: Proxy, signed_on: date | None, today: date) -> None:
    if proxy.received_on > today:
        raise ReceivedWhen(_("Ngày nhận bản giấy không được sau hôm nay."), field="received_on")
    if signed_on and proxy.received_on < signed_on:
        raise ReceivedWhen(_("Ngày nhận bản giấy không được trước ngày ký."), field="received_on")


def tell_complete(pledge: Pledge, actor: Actor, now: datetime) -> None:
    """The heads hear that nobody is missing any more."""
    heads = ids_of_heads(pledge.cluster_year_id, local(now).date())
    notify("pledges.complete", to=heads, about=pledge, actor=actor, now=now)


@operation()
def withdraw(*, signature_id: int, reason: str, actor: Actor, now: datetime, asked: Mapping | None = None) -> Signature:
    """Mở lại: the unit owes its signature again; the old one stays on record. The caller has asked ``can_withdraw``.

    ``asked``: who asked for it, how, why and until when, as ``note_reopening`` takes it; None where the unit itself
    opens it, or the caller has noted it. Repeating changes nothing, and notes no second hour.
    Raises HourPassed, NotASigner, TransitionNotAllowed, YearClosed.
    """
    version = Signature.objects.select_related("version").get(pk=signature_id).version
    pledge = lock_pledge(version.pledge_id)
    signature = Signature.objects.for_list().get(pk=signature_id)
    if signature.withdrawn_at is not None:
        return signature
    before = pledge.state
    pledge.state = PLEDGE_FLOW.target("withdraw", before)
    if signature.version_id != pledge.in_force_id:
        raise NotASigner(_("Chữ ký này thuộc bản giao ước cũ, không mở lại được."))
    bound = signature.stands_for_id or signature.unit_id  # after a merge the successor signs anew
    owed = {"year_id": pledge.cluster_year.year_id, "code": DUTY, "unit_id": bound}
    if asked:
        note_reopening(**owed, **asked, actor=actor, now=now)
    signature.withdrawn_at, signature.withdrawn_reason = now, clean(reason)
    signature.save(update_fields=["withdrawn_at", "withdrawn_reason", "updated_at"])
    pledge.save(update_fields=["state", "updated_at"])
    owe(**owed, until=time_to_join(pledge.due_on, now))
    unfulfil(**owed)
    record(
        "pledges.signature.withdraw",
        actor=actor,
        target=signature,
        at=now,
        before=before,
        after=pledge.state,
        reason=clean(reason),
    )
    people = ids_of_people([bound], [Role.OFFICER, Role.LEADER], local(now).date())
    notify("pledges.withdrawn", to=people, about=pledge, body=clean(reason), actor=actor, now=now)
    return signature


@operation()
def restore(*, pledge_id: int, unit_id: int, since: datetime, actor: Actor, now: datetime) -> Signature | None:
    """The hour until which a signature was opened again has passed: it stands as before, unless the unit signed anew.

    None when there is nothing to restore. The caller fulfils the duty. Raises YearClosed.
    """
    pledge = lock_pledge(pledge_id)
    own = Signature.objects.for_list().filter(version=pledge.in_force_id, unit_id=unit_id)
    signature = own.filter(withdrawn_at__gte=since).order_by("-withdrawn_at").first()
    if signature is None or own.in_force().exists() or not PLEDGE_FLOW.allows("sign", pledge.state):
        return None
    signature.withdrawn_at, signature.withdrawn_reason = None, ""
    signature.save(update_fields=["withdrawn_at", "withdrawn_reason", "updated_at"])
    if not missing(pledge):
        pledge.state = PLEDGE_FLOW.target("complete", PLEDGE_FLOW.target("sign", pledge.state))
        pledge.save(update_fields=["state", "updated_at"])
    record("pledges.signature.restore", actor=actor, target=signature, at=now, after=pledge.state)
    return signature
