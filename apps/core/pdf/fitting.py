"""Text that has to stay in its box on paper: the largest letters, up to those asked for, with which it does."""

from decimal import Decimal
from functools import cache

from apps.core.pdf.readiness import font_files

MM_OF_PT = 0.352778
STEP = Decimal("0.5")
LEAST = Decimal("0.5")  # of the size that was asked for: smaller letters nobody reads; then it runs over
SPARE_MM = 0.6  # below the last letters of a line there is as much white
_MEASURED_AT = 200


@cache
def _font(style: str):
    """The font for measuring; None where it is missing: then nothing can be printed either."""
    from PIL import ImageFont

    files = font_files()
    return ImageFont.truetype(str(files[style]), _MEASURED_AT) if files else None


def fitting_size(
    text: str, size: Decimal, *, width: Decimal, room: Decimal, style: str = "Regular", line: float = 1.3
) -> Decimal:
    """Size in pt, ``size`` at most; ``width`` and ``room`` (the height) in mm, ``style`` of the font, ``line``: height
    of a line in sizes. Half the size at least.
    """
    if (font := _font(style)) is None:
        return size
    words = [[font.getlength(word) / _MEASURED_AT for word in part.split()] for part in text.splitlines()]
    space = font.getlength(" ") / _MEASURED_AT
    least, fits = size * LEAST, size
    while fits > least:
        letter = float(fits) * MM_OF_PT
        lines = sum(_lines(part, space, float(width) / letter) for part in words)
        if lines * line * letter <= float(room) + SPARE_MM:
            break
        fits -= STEP
    return max(fits, least)


def _lines(words: list[float], space: float, width: float) -> int:
    """How many lines the words of one paragraph take; all in units of the letter's size."""
    lines, used = 1, 0.0
    for word in words:
        if used and used + space + word > width:
            lines, used = lines + 1, word
        else:
            used += (space if used else 0.0) + word
    return lines
