"""Scans of papers signed by hand, the two ways of signing, and the arrival of the originals."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.dates import local
from apps.core.errors import DomainError
from apps.core.text import clean
from apps.core.uploads import PDF
from apps.documents.domain.attachments import mark_used
from apps.documents.domain.secrecy import refuse_marks
from apps.documents.enums import SigningPrefix, SigningWay
from apps.documents.models import Attachment, SignedCopy
from apps.documents.pdf_pages import count_pages


class ReceivedInFuture(DomainError):
    """The original cannot have arrived after today."""

    default_message = _("Ngày nhận bản giấy không được sau hôm nay.")


class ReceivedBeforeSigned(DomainError):
    """The original cannot have arrived before it was signed."""

    default_message = _("Ngày nhận bản giấy không được trước ngày ký.")


class SignedCopyMissing(DomainError):
    """Signed on paper, but no scan came with it."""

    default_message = _("Chưa có bản ký, đóng dấu. Hãy tải lên bản quét rồi gửi.")


class ChangedMeanwhile(DomainError):
    """Somebody saved something after the person had read the paper for signing."""

    default_message = _("Văn bản đã được sửa sau khi bạn mở trang này. Hãy xem lại rồi gửi.")


@dataclass(frozen=True)
class PaperCopy:
    """The scan of the signed paper and what is printed on it."""

    attachment: Attachment
    number: str
    signed_on: date
    signer_name: str
    signer_post: str
    prefix: str = ""
    page_count: int | None = None


def copy_for(way: str, copy: PaperCopy | None, now: datetime) -> SignedCopy | None:
    """What is kept of the signing: the scan of a paper, nothing where the leader confirmed on screen.

    Called inside the operation that sends the paper. Raises SignedCopyMissing, SecretMark.
    """
    if way != SigningWay.PAPER:
        return None
    if copy is None:
        raise SignedCopyMissing(field="file")
    return keep_signed_copy(
        attachment=copy.attachment,
        number=copy.number,
        signed_on=copy.signed_on,
        signer_name=copy.signer_name,
        signer_post=copy.signer_post,
        prefix=copy.prefix,
        page_count=copy.page_count,
        now=now,
    )


def signer_label(copy: SignedCopy | None, otherwise: str) -> str:
    """Name of who signed: from the scan, which tells post and authority besides, else who confirmed on screen."""
    return copy.signer_name if copy else otherwise


def represented(prefix: str, post: str) -> str:
    """Title of the head for whom a deputy signs: "Giám đốc" under KT. and "Phó Giám đốc", else empty."""
    deputy, _space, head = post.partition(" ")
    return head if prefix == SigningPrefix.DEPUTY and deputy.lower() == "phó" else ""


def office_line(prefix: str, post: str) -> str:
    """What stands above a signature, in one line: "KT. GIÁM ĐỐC – PHÓ GIÁM ĐỐC" where a deputy signs for the head.

    Legal source: Nghị định 30/2020/NĐ-CP, Phụ lục I (authority, post and name of the signer).
    """
    head = represented(prefix, post)
    if not head:
        return ", ".join(filter(None, (post, str(SigningPrefix(prefix).label) if prefix else "")))
    return f"{prefix} {head.upper()} – {post.upper()}"


def receipt_number(year: int, key: int, mark: str = "") -> str:
    """Số xác nhận: ``XN-2026-000012``; ``mark`` tells kinds of papers apart (``DK``: XN-DK-2026-000012)."""
    return "-".join(filter(None, ["XN", mark, str(year), f"{key:06d}"]))


def fingerprint(versions: Iterable[tuple[int, int]]) -> str:
    """Short text of rows (key, version): differs as soon as any was saved anew. What was read is what is sent."""
    seen = ",".join(f"{key}:{version}" for key, version in sorted(versions))
    return hashlib.sha256(seen.encode()).hexdigest()[:16]


def keep_signed_copy(
    *,
    attachment: Attachment,
    number: str,
    signed_on: date,
    signer_name: str,
    signer_post: str,
    now: datetime,
    prefix: str = "",
    page_count: int | None = None,
) -> SignedCopy:
    """The scan with what is printed on it; pages are counted where the caller does not know them.

    Called inside the operation of the app whose paper it is. Raises SecretMark.
    """
    refuse_marks(number, field="number")
    mark_used(attachment, now)
    return SignedCopy.objects.create(
        attachment=attachment,
        number=clean(number),
        signed_on=signed_on,
        signer_name=clean(signer_name),
        signer_post=clean(signer_post),
        prefix=prefix,
        page_count=page_count or pages_of(attachment),
        sha256=attachment.sha256,
    )


def pages_of(attachment: Attachment) -> int | None:
    """Pages of a PDF where its page tree can be read; a picture is one page."""
    if attachment.content_type.startswith("image/"):
        return 1
    if attachment.content_type != PDF.content_type:
        return None
    with attachment.file.storage.open(attachment.file.name, "rb") as content:
        return count_pages(content.read())


@operation()
def receive_paper(*, signed_copy_id: int, received_on: date, actor: Actor, now: datetime) -> SignedCopy:
    """Đã nhận bản giấy: the receiving body ticks that the original has arrived. Repeating changes nothing.

    The caller, who knows which body receives the paper, has asked its policy. Raises ReceivedInFuture,
    ReceivedBeforeSigned.
    """
    copy = SignedCopy.objects.select_for_update().get(pk=signed_copy_id)
    if received_on > local(now).date():
        raise ReceivedInFuture(field="received_on")
    if received_on < copy.signed_on:
        raise ReceivedBeforeSigned(field="received_on")
    if copy.paper_received_on is None:
        copy.paper_received_on, copy.paper_received_by_label = received_on, actor.label
        copy.save(update_fields=["paper_received_on", "paper_received_by_label", "updated_at"])
        after = {"received_on": received_on.isoformat(), "received_by": actor.label}
        record("documents.signed_copy.receive_paper", actor=actor, target=copy, at=now, after=after)
    return copy
