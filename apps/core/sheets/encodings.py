"""Letters of a file that are no Unicode: old fonts in cells, old code pages in CSV files. Asked, never guessed."""

from collections import Counter
from contextlib import suppress

from django.utils.translation import gettext as _

from apps.core.sheets.legacy_text import FONTS, LegacyFont, fits, font_of, has_unicode_letters, share_of_syllables
from apps.core.sheets.questions import Questions
from apps.core.spreadsheets import Problem, Problems
from apps.core.spreadsheets.reading import csv_text
from apps.core.spreadsheets.table import letter_of
from apps.core.text import nfc

KEEP = "keep"
_TRUSTED_SHARE = 0.9
_SAMPLE = 60


def convert_old_fonts(lines: list[tuple[int, list]], sheet: str, questions: Questions) -> list[tuple[int, list]]:
    """The lines with texts of old fonts as Unicode, asked once for each font; ``keep`` leaves them as they are."""
    found = _old_columns(lines)
    fonts = {font.code: font for font, _first, _pure in found.values()}
    converting = {}
    for code, font in fonts.items():
        number, place, text = min(first for each, first, _pure in found.values() if each is font)
        message = _("“%(text)s” được gõ bằng phông %(font)s. Chuyển sang Unicode?")
        where = Problem(sheet, number, letter_of(place), message % {"text": text, "font": font.label})
        options = [(code, _("chuyển: “%(text)s”") % {"text": font.convert(text)}), (KEEP, _("giữ nguyên"))]
        converting[code] = questions.ask(f"font:{code}", where, options) != KEEP
    wanted = {place: (font, pure) for place, (font, _first, pure) in found.items() if converting[font.code]}
    if not wanted:
        return lines
    return [(number, _converted(values, wanted)) for number, values in lines]


def _old_columns(lines) -> dict[int, tuple[LegacyFont, tuple[int, int, str], bool]]:
    """By column: its old font, the first cell that shows it, and whether no cell is Unicode."""
    fonts: dict[int, Counter] = {}
    first: dict[tuple[int, str], tuple[int, int, str]] = {}
    mixed = set()
    unicode: set[str] = set()  # texts that were looked at: columns repeat their values
    for number, values in lines:
        for place, value in enumerate(values):
            if not isinstance(value, str) or value.isascii() or (value in unicode and place in mixed):
                continue
            if has_unicode_letters(value):
                mixed.add(place)
                unicode.add(value)
            elif font := font_of(value):
                fonts.setdefault(place, Counter())[font] += 1
                first.setdefault((place, font.code), (number, place, value))
    chosen = {place: counter.most_common(1)[0][0] for place, counter in fonts.items()}
    return {place: (font, first[place, font.code], place not in mixed) for place, font in chosen.items()}


def _converted(values: list, wanted: dict) -> list:
    """A line with its old texts converted. Where a column is all old, short words go too ("Bé" is "Bộ")."""
    values = list(values)
    for place, (font, pure) in wanted.items():
        value = values[place] if place < len(values) else None
        if not isinstance(value, str) or value.isascii() or has_unicode_letters(value):
            continue
        if font_of(value) is font or (pure and fits(value, font)):
            values[place] = font.convert(value)
    return values


def decoded(data: bytes, name: str, questions: Questions) -> str:
    """The text of a CSV file; bytes of an old code page are read as the person says. Raises Problems otherwise."""
    try:
        return csv_text(data, name)
    except Problems as refusal:
        if refusal.code != "encoding" or not (readings := _readings(data)):
            raise
        row = refusal.problems[0].row
        message = _("Chữ trong tệp không phải Unicode UTF-8. Dòng này đọc thế nào là đúng?")
        options = [(code, f"“{_line(text, row)}”") for code, text in readings.items()]
        answer = questions.ask("encoding", Problem(name, row, "", message), options)
        return readings[answer] if answer else next(iter(readings.values()))


def _readings(data: bytes) -> dict[str, str]:
    """The possible texts by the name of the code page, only those that are Vietnamese."""
    latin = data.decode("latin-1")
    texts = {font.code: font.convert(latin) for font in FONTS}
    with suppress(UnicodeDecodeError):  # a byte that this code page does not have
        texts["windows-1258"] = nfc(data.decode("cp1258"))
    shares = {code: share_of_syllables(text) for code, text in texts.items() if text != latin}
    good = [code for code, share in shares.items() if share >= _TRUSTED_SHARE]
    return {code: texts[code] for code in sorted(good, key=lambda code: -shares[code])}


def _line(text: str, row: int) -> str:
    return text.split("\n")[row - 1].strip()[:_SAMPLE]
