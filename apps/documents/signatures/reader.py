"""What the signatures of a PDF say, read with pyHanko; run as a process of its own, which knows nothing of the portal.

``python reader.py TRUST MEMORY SECONDS < file.pdf`` writes JSON: ``{"fault": …}`` or ``{"signatures": [...]}``. A PDF
comes from outside and may be made to eat memory or time, so the process limits itself before it reads. Nothing is ever
fetched from a network: certificates and lists of revoked ones come with the file or from the trust list.
"""

import io
import json
import logging
import re
import resource
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

MOST_SIGNATURES = 30
UNREADABLE, ENCRYPTED, TOO_MANY, BROKEN_LIST = "unreadable", "encrypted", "too_many", "trust_list"
UNCHECKED = "unchecked"
VIETNAM = timezone(timedelta(hours=7))  # of a time that names no zone: the signer's clock stood here
_PEM = re.compile(rb"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)
_PEM_ENDINGS = {".pem", ".crt", ".cer"}


def read(content: bytes, trust: str = "", now: datetime | None = None) -> dict:
    """Signatures in the order in which they were made; ``trust``: PEM file or folder of roots, empty: none is known."""
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        roots = trusted_roots(trust)
    except (OSError, ValueError):
        return {"fault": BROKEN_LIST}
    try:
        reader = PdfFileReader(io.BytesIO(content), strict=False)
        if reader.encrypted:
            return {"fault": ENCRYPTED}
        found = list(reader.embedded_regular_signatures)
        stamped = len(reader.embedded_timestamp_signatures)
    except (PdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
        return {"fault": UNREADABLE}
    if len(found) + stamped > MOST_SIGNATURES:
        return {"fault": TOO_MANY}
    now = now or datetime.now(UTC)
    told = [_told(each, roots, now, last=each is found[-1]) for each in found]
    return {"signatures": told} if all(told) else {"fault": UNCHECKED}


def trusted_roots(trust: str) -> list:
    """Certificates of a PEM file, or of every .pem, .crt, .cer of a folder. Raises OSError, ValueError."""
    from asn1crypto import pem, x509

    if not trust:
        return []
    path = Path(trust)
    files = sorted(each for each in path.iterdir() if each.suffix in _PEM_ENDINGS) if path.is_dir() else [path]
    blocks = [block for each in files for block in _PEM.findall(each.read_bytes())]
    if not blocks:
        raise ValueError(trust)
    return [x509.Certificate.load(pem.unarmor(block)[2]) for block in blocks]


def _told(signature, roots: list, now: datetime, *, last: bool) -> dict | None:
    """None: what it says cannot be checked, which is not that the file was changed."""
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign.general import SigningError
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.errors import SignatureValidationError
    from pyhanko.sign.validation.settings import KeyUsageConstraints

    try:
        told = _signer(signature)
        claimed = signature.self_reported_timestamp
        if claimed is not None and claimed.tzinfo is None:
            claimed = claimed.replace(tzinfo=VIETNAM)
        context = _context(roots, min(claimed, now) if claimed else now)
        usage = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)
        status = validate_pdf_signature(
            signature, context, ts_validation_context=_context(roots, now), key_usage_settings=usage
        )
    except (PdfError, SignatureValidationError, SigningError, ValueError, TypeError, KeyError, IndexError, OSError):
        return None
    stamp = status.timestamp_validity
    stamped = stamp is not None and stamp.intact and stamp.valid
    signed_at = stamp.timestamp if stamped else claimed
    return told | {
        "signed_at": signed_at.astimezone(UTC).isoformat() if signed_at else "",
        "stamped": stamped,
        "intact": bool(status.intact and status.valid),
        "whole": _is_whole(status, last=last),
        "trusted": bool(status.trusted),
        "asked": bool(roots),
    }


def _signer(signature) -> dict:
    certificate = signature.signer_cert
    subject, issuer = certificate.subject.native, certificate.issuer.native
    return {
        "signer": _text(subject.get("common_name")) or _text(certificate.subject.human_friendly),
        "body": _text(subject.get("organization_name")),
        "issuer": _text(issuer.get("common_name")) or _text(certificate.issuer.human_friendly),
        "certificate": certificate.sha256.hex(),
    }


def _text(value) -> str:
    """A part of a name; where it stands several times, all of them."""
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value or "")


def _context(roots: list, moment: datetime):
    """Whom to trust at a moment: a certificate that has run out since was good when the paper was signed."""
    from pyhanko_certvalidator import ValidationContext

    return ValidationContext(trust_roots=roots, moment=moment, allow_fetching=False, revocation_mode="soft-fail")


def _is_whole(status, *, last: bool) -> bool:
    """Nothing was changed since: later signatures of others, and what keeps a signature provable, may follow."""
    from pyhanko.sign.diff_analysis import ModificationLevel
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    if status.coverage == SignatureCoverageLevel.ENTIRE_FILE:
        return True
    if status.coverage != SignatureCoverageLevel.ENTIRE_REVISION or not status.docmdp_ok:
        return False
    allowed = ModificationLevel.LTA_UPDATES if last else ModificationLevel.FORM_FILLING
    return status.modification_level is not None and status.modification_level <= allowed


def main(trust: str, memory: str, seconds: str) -> None:
    logging.disable(logging.CRITICAL)
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    json.dump(read(sys.stdin.buffer.read(), trust), sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:4])
