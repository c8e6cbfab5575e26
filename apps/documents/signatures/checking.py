"""Asking what the signatures of an uploaded PDF say, within limits of memory and time, and judging the answer.

Setting SIGNATURE_TRUST_LIST: a PEM file or a folder of them with the roots that the operator trusts (Ban Cơ yếu Chính
phủ, providers of public services). Empty: the file's integrity and who signed are told, the trust stays open.
"""

import json
import logging
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from apps.core.errors import DomainError
from apps.documents.enums import SignatureTrust
from apps.documents.signatures import reader

logger = logging.getLogger(__name__)

MEMORY = 1_500_000_000  # bytes of address space
SECONDS = 20
MARK = b"/ByteRange"  # stands in the open in every signed PDF: the signature leaves itself out by it


class SignatureRefused(DomainError):
    """The file is not taken. Codes: unsigned, changed, tampered, unchecked, encrypted, unreadable, heavy, trust_list"""


_FAULTS = {
    reader.ENCRYPTED: _("Tệp PDF đặt mật khẩu, không kiểm tra được chữ ký số. Hãy tải lên tệp không đặt mật khẩu."),
    reader.UNREADABLE: _("Tệp PDF bị hỏng, không đọc được chữ ký số. Hãy lấy lại tệp gốc rồi tải lên."),
    reader.UNCHECKED: _("Không kiểm tra được chữ ký số của tệp này. Hãy lấy lại tệp gốc rồi tải lên."),
    reader.TOO_MANY: _("Tệp có quá nhiều chữ ký số, không kiểm tra được."),
    reader.BROKEN_LIST: _(
        "Chưa kiểm tra được chữ ký số vì danh sách chứng thư tin cậy của hệ thống bị lỗi. "
        "Hãy báo người quản trị hệ thống."
    ),
    "heavy": _("Tệp PDF quá phức tạp, không kiểm tra được chữ ký số. Hãy lấy lại tệp gốc rồi tải lên."),
}
_UNSIGNED = _(
    "Tệp không có chữ ký số. Tải lên tệp PDF gốc đã ký số; nếu đây là bản quét của bản giấy, "
    "bỏ đánh dấu “bản điện tử đã ký số”."
)
_TAMPERED = _(
    "Chữ ký số không còn đúng: nội dung tệp đã bị thay đổi sau khi ký. Hãy lấy lại tệp gốc từ người ký rồi tải lên."
)
_CHANGED = _("Tệp đã được sửa thêm sau khi %(signer)s ký số. Hãy tải lên tệp đúng như khi ký.")


@dataclass(frozen=True)
class Signature:
    """One signature that holds. ``stamped``: the time is vouched for by a time stamp, else as the signer's computer
    told it.
    """

    signer_name: str
    signer_body: str
    issuer_name: str
    certificate_sha256: str
    signed_at: datetime | None
    stamped: bool
    trust: str


def check(content: bytes, *, required: bool) -> list[Signature]:
    """Signatures of a PDF, all of which hold for the whole file. ``required``: one at least.

    Raises SignatureRefused, with what is wrong.
    """
    if not required and MARK not in content:
        return []
    answer = _asked(content)
    if fault := answer.get("fault"):
        raise SignatureRefused(_FAULTS[fault], code=fault, field="file")
    found = answer["signatures"]
    if not found and required:
        raise unsigned()
    if not all(each["intact"] for each in found):
        raise SignatureRefused(_TAMPERED, code="tampered", field="file")
    for each in found:
        if not each["whole"]:
            raise SignatureRefused(_CHANGED % {"signer": each["signer"]}, code="changed", field="file")
    return [_signature(each) for each in found]


def unsigned() -> SignatureRefused:
    return SignatureRefused(_UNSIGNED, code="unsigned", field="file")


def _signature(told: dict) -> Signature:
    trust = SignatureTrust.UNCHECKED
    if told["asked"]:
        trust = SignatureTrust.TRUSTED if told["trusted"] else SignatureTrust.UNTRUSTED
    return Signature(
        signer_name=told["signer"][:200],
        signer_body=told["body"][:300],
        issuer_name=told["issuer"][:300],
        certificate_sha256=told["certificate"],
        signed_at=datetime.fromisoformat(told["signed_at"]) if told["signed_at"] else None,
        stamped=told["stamped"],
        trust=trust,
    )


def _asked(content: bytes) -> dict:
    """The reader's answer; one that broke off for want of memory or time is a fault of the file."""
    command = [sys.executable, "-I", str(Path(reader.__file__)), str(settings.SIGNATURE_TRUST_LIST)]
    command += [str(MEMORY), str(SECONDS)]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=2 * SECONDS, check=False)  # noqa: S603
        if done.returncode == 0:
            return json.loads(done.stdout)
        logger.error(
            "Reading signatures ended with %s: %s", done.returncode, done.stderr[-2000:].decode(errors="replace")
        )
    except subprocess.TimeoutExpired:
        logger.exception("Reading signatures took too long")
    return {"fault": "heavy"}
