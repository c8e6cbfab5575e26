"""Secret papers stay outside: their marks are refused in every text and file name that comes with a paper.

"Mật" is also a part of ordinary words (bí mật, bảo mật, mật khẩu), which are no marks.
Source: Luật Bảo vệ bí mật nhà nước 2018, Điều 8 (Tuyệt mật, Tối mật, Mật).
"""

import re

from django.utils.translation import gettext_lazy as _

from apps.core.errors import DomainError
from apps.core.text import nfc

GUIDANCE = _("Không tải lên tài liệu có dấu Mật, Tối mật, Tuyệt mật. Văn bản mật gửi theo đường công văn mật.")

_BEFORE = ("bí", "bảo", "cơ", "thân")
_AFTER = ("khẩu", "mã", "độ", "thiết", "ong", "thám", "vụ", "nhà nước")
_HIGHER = re.compile(r"(?<!\w)(tuyệt|tối)[\s_.-]*mật(?!\w)")
_PLAIN = re.compile(
    "".join(f"(?<!{word}[ _-])" for word in _BEFORE) + r"(?<![^\W_])mật(?![^\W_])" + rf"(?![ _-](?:{'|'.join(_AFTER)}))"
)
# File names often come without diacritics; "mat" alone may be any word then.
_UNMARKED = re.compile(
    r"(?<![a-z])(?:tuyet|toi|(?:van[\s_.-]*ban|tai[\s_.-]*lieu|cong[\s_.-]*van))[\s_.-]*mat(?![a-z])"
)


class SecretMark(DomainError):
    """A name, number or abstract carries a secrecy mark."""


def secrecy_mark(text: str) -> str:
    """The mark found in the text as printed there, or the empty text."""
    plain = nfc(text).casefold()
    patterns = (_HIGHER, _PLAIN) if not plain.isascii() else (_UNMARKED,)
    found = next(filter(None, (pattern.search(plain) for pattern in patterns)), None)
    return nfc(text)[found.start() : found.end()] if found else ""


def refuse_marks(*texts: str, field: str | None = None) -> None:
    """Raises SecretMark when one of the texts carries a mark."""
    for text in texts:
        if mark := secrecy_mark(text):
            message = _("“%(text)s” có chữ chỉ độ mật “%(mark)s”. %(guidance)s")
            raise SecretMark(message % {"text": text[:100], "mark": mark, "guidance": GUIDANCE}, field=field)
