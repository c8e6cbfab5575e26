"""Box 7 of a paper: authority, position and name of who signed.

Legal source: Nghị định 30/2020/NĐ-CP, Phụ lục I (authority, post and name of the signer).
"""

from datetime import date, datetime
from typing import Protocol

from apps.core.dates import local, text_date, text_moment
from apps.core.pdf import Signature
from apps.documents.enums import SigningPrefix, SigningWay
from apps.documents.exports import HandSigner
from apps.reports.renderers.heading import signer_of
from apps.units.posts import HEAD, post_of_head

SPACE = "(Ký, ghi rõ họ tên, đóng dấu)"
ALONE = ("", SigningPrefix.ACTING)


class UnitPaper(Protocol):
    """A paper of a unit, to be signed or as it was sent at ``sent_at``.

    ``signer``: of its scan; ``signed_by``: who confirmed on screen. ``proxy_by``: who typed it for the unit from the
    paper that arrived on ``received_on``, of which there may be no scan.
    """

    unit_name: str
    signer: HandSigner | None
    signed_by: str
    sent_at: datetime | None
    proxy_by: str
    received_on: date | None


def day_of(paper: UnitPaper) -> date | None:
    """Of the scan; what was confirmed on screen was signed when it was sent. Nobody knows it of a paper from which
    others typed without its scan.
    """
    if paper.signer:
        return paper.signer.signed_on
    return local(paper.sent_at).date() if paper.sent_at and not paper.proxy_by else None


def signature_on(paper: UnitPaper) -> Signature:
    """Place for hand and seal; on what was sent, how it was signed and when it came."""
    note = SPACE
    if paper.sent_at:
        way = SigningWay.PAPER if paper.signer or paper.proxy_by else SigningWay.SCREEN
        sent = f"gửi lúc {text_moment(paper.sent_at)}"
        note = f"({way.label}, {f'nhận ngày {text_date(paper.received_on)}' if paper.proxy_by else sent})"
    return unit_signature(paper.unit_name, paper.signer, paper.signed_by, note)


def typed(paper: UnitPaper) -> str:
    """Who typed it for the unit; empty where the unit did."""
    if not paper.proxy_by:
        return ""
    return f"{paper.proxy_by} nhập thay từ bản giấy nhận ngày {text_date(paper.received_on)}"


def signature(prefix: str, head: str, post: str, name: str, note: str = "") -> Signature:
    """Under a prefix the head's title, below it the signer's own post (KT. BỘ TRƯỞNG – THỨ TRƯỞNG).

    ``head``: without a prefix who signs where no post is told; empty where nobody knows the title.
    """
    head, post = head.upper(), post.upper()
    if prefix in ALONE or (prefix == SigningPrefix.ON_BEHALF and not head):
        return Signature("", f"{prefix} {post or head or HEAD}".strip(), name, note)
    return Signature(f"{prefix} {head or HEAD}", post, name, note)


def unit_signature(unit_name: str, signer: HandSigner | None, confirmed: str, note: str) -> Signature:
    """Of a paper of a unit: as its scan shows, else of its head by ``confirmed``, who did so on screen.

    Under TM. stands a collective, which the scan does not name, and never the head of the unit.
    """
    if signer is None:
        return signature("", post_of_head(unit_name), "", signer_of(confirmed), note)
    head = "" if signer.prefix == SigningPrefix.ON_BEHALF else signer.head or post_of_head(unit_name)
    return signature(signer.prefix, head, signer.post, signer.name, note)
