"""Is this paper ours, and is the file at hand the one that was handed out."""

import hashlib
from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.core.text import fold
from apps.documents.models import IssuedFile

LENGTH, GROUP = 12, 4
# Codes have no 0, 1, I, O: whoever reads one from paper meant what looks like it. Older codes may have digits.
_MISREAD = ({"O": "0"}, {"0": "O"}, {"1": "L", "I": "L"}, {"I": "1", "L": "1"})


class Sameness(models.TextChoices):
    """How a file compares with the issued one."""

    SAME = "same", _("Đúng nguyên bản")
    EXTENDED = "extended", _("Nguyên bản có phần thêm vào sau")
    OTHER = "other", _("Không phải tệp đã phát hành")


def canonical_code(text: str) -> str:
    """A code as it is printed (``ABCD-EFGH-JKLM``), whatever capitals, spaces and dashes were typed."""
    plain = fold(text[:100]).upper()
    letters = "".join(character for character in plain if character.isalnum())
    if len(letters) != LENGTH:
        return "-".join(plain.split())
    return "-".join(letters[place : place + GROUP] for place in range(0, LENGTH, GROUP))


def spellings(code: str) -> list[str]:
    """The code as printed, then with letters that people confuse the other way; empty where nothing was typed."""
    if not (typed := canonical_code(code)):
        return []
    return [typed, *(typed.translate(str.maketrans(table)) for table in _MISREAD)]


def find_issued(code: str) -> IssuedFile | None:
    """The file with this code; letters that people confuse are tried the other way too. One query."""
    tried = spellings(code)
    found = {issued.verification_code: issued for issued in IssuedFile.objects.filter(verification_code__in=tried)}
    return next((found[each] for each in tried if each in found), None)


def newer_than(issued: IssuedFile) -> IssuedFile | None:
    """The newest file of the same thing and format that was made later from later data; the older one stays true."""
    same = IssuedFile.objects.filter(
        report=issued.report, subject_key=issued.subject_key, content_type=issued.content_type
    )
    return same.filter(data_at__gt=issued.data_at).order_by("-data_at", "-pk").first()


def compare(issued: IssuedFile, chunks: Iterable[bytes]) -> str:
    """Sameness of a file at hand, read once and not kept.

    A digital signature is added behind the bytes of a PDF: then the beginning is the original, and what stands behind
    it may still change what is shown. So that is no SAME.
    """
    whole, beginning, left = hashlib.sha256(), hashlib.sha256(), issued.size
    longer = False
    for chunk in chunks:
        whole.update(chunk)
        beginning.update(chunk[:left])
        longer = longer or len(chunk) > left
        left -= min(left, len(chunk))
    if whole.hexdigest() == issued.sha256:
        return Sameness.SAME
    if longer and issued.content_type == "application/pdf" and beginning.hexdigest() == issued.sha256:
        return Sameness.EXTENDED
    return Sameness.OTHER
