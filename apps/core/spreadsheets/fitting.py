"""How wide columns and how high rows are, so that nothing is cut and a printed page can be read.

Excel finds by itself how high a row with several lines is; other programs keep the height that they are told. Widths
count figures of the standard font, as Excel does.
"""

from collections.abc import Sequence
from functools import lru_cache
from math import ceil

from apps.core.letters import BOLD, pixels

READABLE = 200  # figures across a landscape A4 page: smaller than about 70 % nobody reads the print
LEAST = 24  # no wide text is made narrower
LINE, SIZE = 15.75, 12  # points of a line of this size
HIGHEST = 409  # points that Excel takes
FIGURE = 7  # pixels of a figure
FEWEST = FIGURE / 11  # of the width in letters: no shorter text fills it


def fitted(wanted: Sequence[float], flexible: Sequence[bool]) -> list[float]:
    """Widths that a page holds: where they are too many, the wide texts share what is left."""
    bending = [bends and width > LEAST for width, bends in zip(wanted, flexible, strict=True)]
    asked = sum(width for width, bends in zip(wanted, bending, strict=True) if bends)
    spare = READABLE - (sum(wanted) - asked)
    if asked <= spare:
        return list(wanted)
    share = spare / asked
    return [max(LEAST, width * share) if bends else width for width, bends in zip(wanted, bending, strict=True)]


@lru_cache(maxsize=4096)
def lines_of(text: str, width: float, *, size: float = SIZE, bold: bool = False) -> int:
    """How many lines a text takes in a cell of this width, broken between words."""
    room = width * FIGURE * SIZE / size / (BOLD if bold else 1)
    return sum(_lines(line, room) for line in text.split("\n"))


def _lines(text: str, room: float) -> int:
    count, left = 1, room
    for word in text.split(" "):
        needed = pixels(word)
        if needed > left and left < room:
            count, left = count + 1, room
        broken = max(0, ceil(needed / room) - 1)  # longer than a line
        count += broken
        left -= needed - broken * room + pixels(" ")
    return count


def height_of(lines: int, *, size: float = SIZE) -> float:
    return min(HIGHEST, lines * LINE * size / SIZE)


def width_of(figures: str) -> float:
    """Of a column that shows this number in bold."""
    return pixels(figures) * BOLD / FIGURE + 2
