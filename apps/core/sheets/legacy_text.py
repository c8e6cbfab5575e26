"""Vietnamese texts typed with the fonts of before Unicode: TCVN3 (ABC, .VnTime), VNI (VNI-Times), and broken UTF-8.

Such a text is Latin letters to the computer: "Së T­ ph¸p" and "Sôû Tö phaùp" are both "Sở Tư pháp". It is recognised
when every one of its words becomes a possible Vietnamese syllable and some word was none before.

Sources of the tables: TCVN 5712:1993 (VN3) and the code page of VNI-Windows.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from apps.core.text import nfc

_TCVN3 = dict(
    zip(
        "¡¢£¤¥¦§¨©ª«¬­®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)
_TCVN3_TABLE = str.maketrans(_TCVN3 | {"μ": "à"})  # the Greek letter stands in for the micro sign in some files

_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT, _HAT, _BREVE = "\u0301", "\u0300", "\u0309", "\u0303", "\u0323", "\u0302", "\u0306"
_TONES = {"ù": _ACUTE, "ø": _GRAVE, "û": _HOOK, "õ": _TILDE, "ï": _DOT}
_HATS = {"â": "", "á": _ACUTE, "à": _GRAVE, "å": _HOOK, "ã": _TILDE, "ä": _DOT}
_BREVES = {"ê": "", "é": _ACUTE, "è": _GRAVE, "ú": _HOOK, "ü": _TILDE, "ë": _DOT}


def _vni_table() -> dict[str, str]:
    table = {"ô": "ơ", "ö": "ư", "ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
    table |= {f"{base}{mark}": nfc(base + tone) for base in "aeouy" for mark, tone in _TONES.items()}
    table |= {f"ô{mark}": nfc("ơ" + tone) for mark, tone in _TONES.items()}
    table |= {f"ö{mark}": nfc("ư" + tone) for mark, tone in _TONES.items()}
    table |= {f"{base}{mark}": nfc(base + _HAT + tone) for base in "aeo" for mark, tone in _HATS.items()}
    table |= {f"a{mark}": nfc("a" + _BREVE + tone) for mark, tone in _BREVES.items()}
    upper = {old.upper(): new.upper() for old, new in table.items()}
    mixed = {old[0].upper() + old[1:]: new.upper() for old, new in table.items() if len(old) > 1}
    return table | mixed | upper


_VNI = _vni_table()
_VNI_PLACES = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))


def _from_tcvn3(text: str) -> str:
    """Capitals of the fonts ending in H are small letters in disguise: a word of ASCII capitals stays in capitals."""
    if _in_capitals(text):
        return text.translate(_TCVN3_TABLE).upper()
    return re.sub(r"\S+", lambda word: _word_from_tcvn3(word[0]), text)


def _word_from_tcvn3(word: str) -> str:
    converted = word.translate(_TCVN3_TABLE)
    return converted.upper() if _in_capitals(word) else converted


def _in_capitals(text: str) -> bool:
    letters = [mark for mark in text if mark.isascii() and mark.isalpha()]
    return len(letters) > 1 and all(mark.isupper() for mark in letters)


def _from_vni(text: str) -> str:
    return _VNI_PLACES.sub(lambda found: _VNI[found[0]], text)


def _from_broken_utf8(text: str) -> str:
    """UTF-8 that some program opened as Windows-1252 and saved: "SÃ¡ng" is "Sáng"."""
    try:
        return nfc("".join(_byte(mark) for mark in text).encode("latin-1").decode())
    except UnicodeError:
        return text


def _byte(mark: str) -> str:
    try:
        return mark.encode("cp1252").decode("latin-1")
    except UnicodeEncodeError:
        return mark


@dataclass(frozen=True)
class LegacyFont:
    """A way in which texts were written; ``convert`` gives Unicode."""

    code: str
    label: str
    convert: Callable[[str], str]


FONTS = (
    LegacyFont("tcvn3", "TCVN3 (ABC, phông .VnTime)", _from_tcvn3),
    LegacyFont("vni", "VNI (phông VNI-Times)", _from_vni),
    LegacyFont("utf8", "UTF-8 mở sai bảng mã", _from_broken_utf8),
)

# Letters that only Unicode texts have: one of them, and the text is as it should be.
_UNICODE = re.compile("[ĂăĐđĨĩŨũƠơƯư\u0300-\u036f\u1ea0-\u1ef9]")
_WORDS = re.compile(r"[^\s\d.,;:/()\"'?!%&+\-–_]+")
_SYLLABLE = re.compile(
    "(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnprstvx])?(?:"
    "a|ac|ach|ai|am|an|ang|anh|ao|ap|at|au|ay|ăc|ăm|ăn|ăng|ăp|ăt|âc|âm|ân|âng|âp|ât|âu|ây|"
    "e|ec|em|en|eng|eo|ep|et|ê|êch|êm|ên|ênh|êp|êt|êu|i|ia|ich|iêc|iêm|iên|iêng|iêp|iêt|iêu|im|in|inh|ip|it|iu|"
    "o|oa|oac|oach|oai|oam|oan|oang|oanh|oao|oap|oat|oay|oăc|oăm|oăn|oăng|oăt|oc|oe|oen|oeo|oet|oi|om|on|ong|ooc|oong|"
    "op|ot|ô|ôc|ôi|ôm|ôn|ông|ôp|ôt|ơ|ơi|ơm|ơn|ơp|ơt|u|ua|uân|uâng|uât|uây|uc|ue|uê|uêch|uênh|ui|um|un|ung|uôc|uôi|"
    "uôm|uôn|uông|uôp|uôt|uơ|up|ut|uy|uya|uych|uyên|uyêt|uynh|uyt|uyu|ư|ưa|ưc|ưi|ưm|ưn|ưng|ươc|ươi|ươm|ươn|ương|ươp|"
    "ươt|ươu|ưt|ưu|y|yên|yêm|yêng|yêt|yêu"
    ")"
)
_TONE_MARKS = re.compile(f"[{_ACUTE}{_GRAVE}{_HOOK}{_TILDE}{_DOT}]")


def is_syllable(word: str) -> bool:
    """Whether a word is spelt like a Vietnamese syllable with at most one tone."""
    plain, tones = _TONE_MARKS.subn("", unicodedata.normalize("NFD", word.lower()))
    return tones <= 1 and bool(_SYLLABLE.fullmatch(nfc(plain)))


def has_unicode_letters(text: str) -> bool:
    """Whether a text has letters that the old fonts cannot have."""
    return bool(_UNICODE.search(text))


@lru_cache(maxsize=20_000)
def font_of(text: str) -> LegacyFont | None:
    """The old font in which a text must have been typed; None for ASCII, for Unicode, and where both are possible."""
    if text.isascii() or has_unicode_letters(text) or all(map(is_syllable, _foreign_words(text))):
        return None
    return next((font for font in FONTS if fits(text, font)), None)


def fits(text: str, font: LegacyFont) -> bool:
    """Whether every word of the converted text is a possible Vietnamese one."""
    converted = font.convert(text)
    words = _foreign_words(converted)
    return converted != text and bool(words) and all(map(is_syllable, words))


def share_of_syllables(text: str) -> float:
    """Which share (0–1) of the words with letters beyond ASCII are possible Vietnamese; 0 when there are none."""
    words = _foreign_words(text)
    return sum(map(is_syllable, words)) / len(words) if words else 0


def _foreign_words(text: str) -> list[str]:
    return [word for word in _WORDS.findall(text) if not word.isascii()]
