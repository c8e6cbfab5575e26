"""Vietnamese alphabetical order as a stored key, the same with or without ICU in the database.

A key is hexadecimal text to be stored in a column with collation "C": comparing two keys as bytes
compares the texts in Vietnamese order. Three levels, each decided only when the one before ties:
letters (a ă â b c d đ e ê … o ô ơ … u ư …), tones (none, huyền, hỏi, ngã, sắc, nặng), case (small first).
Spaces and punctuation come before digits, digits before letters. Equal to ICU's ``vi-VN-x-icu`` on
names; dashes of every kind count as one. Length: at most 4 characters per character of text, plus 4
(12 for each character outside Latin script).
"""

import unicodedata
from functools import lru_cache

from apps.core.text import clean, is_dash

_BREVE, _CIRCUMFLEX, _HORN = "\u0306", "\u0302", "\u031b"
_TONES = {"\u0300": 2, "\u0309": 3, "\u0303": 4, "\u0301": 5, "\u0323": 6}  # huyền, hỏi, ngã, sắc, nặng
_NO_TONE, _FOREIGN_MARK = 1, 7
_PUNCTUATION = " _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$"
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_PRIMARY = {character: 0x10 + place for place, character in enumerate([*_PUNCTUATION, *"0123456789", *_LETTERS])}
_OTHER_SCRIPT = 0xFF
_LAST_CODE_POINT_DIGITS = 6


def sort_key(text: str) -> str:
    """Key of Vietnamese dictionary order for names of units, titles and other texts."""
    primary, tones, cases = [], [], []
    for character in unicodedata.normalize("NFC", clean(text)):
        for weight, tone, case in _weights(character):
            primary.append(weight)
            tones.append(tone)
            cases.append(case)
    # What comes after the last marked letter decides nothing: leaving it out keeps keys short.
    return f"{''.join(primary)}00{''.join(tones).rstrip('1')}0{''.join(cases).rstrip('1')}"


def name_sort_key(full_name: str) -> str:
    """Key of the order of persons: given name, then middle names, then family name.

    The last word is the given name and the first the family name; each part is compared whole,
    tones and case included, before the next one is looked at.
    """
    family, middle, given = split_name(full_name)
    return "".join(f"{_key_of_word(part)}00" for part in (given, middle, family))


@lru_cache(maxsize=20_000)
def _key_of_word(text: str) -> str:
    """Parts of names come again and again."""
    return sort_key(text)


def split_name(full_name: str) -> tuple[str, str, str]:
    """(family, middle, given) of a Vietnamese full name; a single word is a given name."""
    words = clean(full_name).split(" ")
    if len(words) == 1:
        return "", "", words[0]
    return words[0], " ".join(words[1:-1]), words[-1]


@lru_cache(maxsize=4096)
def _weights(character: str) -> tuple[tuple[str, str, str], ...]:
    """(primary, tone, case) of one composed character; several when it decomposes into letters."""
    if is_dash(character):
        character = "-"
    decomposed = unicodedata.normalize("NFD", character)
    base, marks = decomposed[0], decomposed[1:]
    upper = base != base.lower() and len(base.lower()) == 1
    letter, marks = _vietnamese_letter(base.lower() if upper else base, marks)
    weight = _PRIMARY.get(letter)
    primary = f"{weight:02x}" if weight else f"{_OTHER_SCRIPT:02x}{ord(base):0{_LAST_CODE_POINT_DIGITS}x}"
    return ((primary, f"{_tone(marks):x}", "2" if upper else "1"),)


def _vietnamese_letter(base: str, marks: str) -> tuple[str, str]:
    """Join base and shape mark into one of the 29 letters; the marks left over are tones or foreign."""
    for mark in (_BREVE, _CIRCUMFLEX, _HORN):
        if mark in marks:
            joined = unicodedata.normalize("NFC", base + mark)
            if joined in _PRIMARY:
                return joined, marks.replace(mark, "", 1)
    return base, marks


def _tone(marks: str) -> int:
    if not marks:
        return _NO_TONE
    return _TONES.get(marks, _FOREIGN_MARK)
