"""Vietnamese text: one composed form for storing, one folded form for searching.

Sources mix dashes, capitals, quotation marks and decomposed letters inside one article
("Cục Kế hoạch – tài chính" / "Cục Kế hoạch - Tài chính"); people search without diacritics
("36/kh-kvtd"). Text is stored as :func:`clean` leaves it and searched in the form of :func:`fold`.
"""

import re
import unicodedata
from functools import lru_cache

# Letters of other alphabets that look like đ and come out of old fonts and converters.
_D_LOOKALIKES = str.maketrans({"\u00d0": "Đ", "\u0189": "Đ", "\u00f0": "đ", "\u0256": "đ"})
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‘’‚‛′`´", "'"))
_MINUS_SIGNS = {"\u2212", "\u2796", "\ufe63", "\uff0d"}
_SHORT = 80
_SPACE = re.compile(r"\s+")
_SPACED_MARK = re.compile(r"\s*([-/])\s*")


def nfc(text: str) -> str:
    """Composed form: one code point for each Vietnamese letter with its marks."""
    return unicodedata.normalize("NFC", text)


def clean(text: str, *, multiline: bool = False) -> str:
    """Text as it is stored: composed, without control or invisible characters, single spaces.

    Looks and wording stay as typed (dashes, capitals, quotation marks). With ``multiline`` line
    breaks are kept and only the inside of each line is tidied.
    """
    if multiline and not text.isprintable():  # line breaks are not printable either
        lines = [clean(line) for line in re.split(r"\r\n|\r|\n", text)]
        return "\n".join(lines).strip("\n")
    return _clean_short(text) if len(text) <= _SHORT else _cleaned(text)


def _cleaned(text: str) -> str:
    if not text.isascii():
        text = nfc(text).translate(_D_LOOKALIKES)
    if not text.isprintable():  # nearly every text is: looking at each character is for the rest
        text = nfc("".join(_visible(character) for character in text))
    return text.strip() if "  " not in text and text.isprintable() else _SPACE.sub(" ", text).strip()


_clean_short = lru_cache(maxsize=20_000)(_cleaned)  # one text is cleaned by all who look at it on its way


def fold(text: str) -> str:
    """Search form: no diacritics, no capitals, đ as d, one kind of dash and quote, single spaces.

    Spaces around dashes and slashes go, so that "36 / KH – KVTĐ" and "36/kh-kvtd" are one text.
    Folding twice changes nothing.
    """
    return _folded_short(text) if len(text) <= _SHORT else _folded(text)


def _folded(text: str) -> str:
    if text.isascii() and text.isprintable():
        plain = text.replace("`", "'").lower()
        return _SPACED_MARK.sub(r"\1", _SPACE.sub(" ", plain)).strip()
    decomposed = unicodedata.normalize("NFKD", text.translate(_D_LOOKALIKES).translate(_QUOTES))
    lowered = unicodedata.normalize("NFKD", decomposed.casefold()).translate(_QUOTES)
    plain = lowered.translate(_PLAIN)
    return _SPACED_MARK.sub(r"\1", _SPACE.sub(" ", plain)).strip()


_folded_short = lru_cache(maxsize=20_000)(_folded)  # names, symbols and posts come again and again


def is_dash(character: str) -> bool:
    """Whether the character is any kind of hyphen, dash or minus."""
    return unicodedata.category(character) == "Pd" or character in _MINUS_SIGNS


def _visible(character: str) -> str:
    if character.isspace():
        return " "
    return "" if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn"} else character


class _PlainForms(dict):
    """Code point → its plain form, looked up once each: for ``str.translate``."""

    def __missing__(self, code: int) -> str:
        self[code] = plain = _plain(chr(code))
        return plain


_PLAIN = _PlainForms()


def _plain(character: str) -> str:
    if unicodedata.category(character) in {"Mn", "Me"}:
        return ""
    if character in "đðɖ":
        return "d"
    return "-" if is_dash(character) else _visible(character)
