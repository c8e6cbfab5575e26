"""Box 7 of a paper: authority, position and name of who signed.

Legal source: Nghị định 30/2020/NĐ-CP, Phụ lục I (authority, post and name of the signer).
"""

from apps.core.pdf import Signature
from apps.documents.enums import SigningPrefix
from apps.documents.exports import HandSigner
from apps.reports.renderers.heading import post_of_head, signer_of

HEAD = "THỦ TRƯỞNG ĐƠN VỊ"
SPACE = "(Ký, ghi rõ họ tên, đóng dấu)"
ALONE = ("", SigningPrefix.ACTING)


def signature(prefix: str, head: str, post: str, name: str, note: str = "") -> Signature:
    """Under a prefix the head's title, below it the signer's own post (KT. BỘ TRƯỞNG – THỨ TRƯỞNG).

    ``head``: without a prefix who signs where no post is told; empty where nobody knows the title.
    """
    head, post = head.upper(), post.upper()
    if prefix in ALONE or (prefix == SigningPrefix.ON_BEHALF and not head):
        return Signature("", f"{prefix} {post or head or HEAD}".strip(), name, note)
    return Signature(f"{prefix} {head or HEAD}", post, name, note)


def unit_signature(unit_name: str, signer: HandSigner | None, confirmed: str, note: str) -> Signature:
    """Of a paper of a unit: as its scan shows, else ``confirmed``, who did so on screen.

    Under TM. stands a collective, which the scan does not name, and never the head of the unit.
    """
    if signer is None:
        return Signature("", HEAD, signer_of(confirmed), note)
    head = "" if signer.prefix == SigningPrefix.ON_BEHALF else signer.head or post_of_head(unit_name)
    return signature(signer.prefix, head, signer.post, signer.name, note)
