"""How the columns of a Word table share its width: as asked, the others by what stands in them; no word is broken."""

from collections.abc import Iterable, Sequence

from apps.core.letters import BOLD, MM_OF_PIXEL, pixels
from apps.core.pdf.layout import DocumentTable

LONGEST = 75.0  # mm: a longer text is broken anyway
MARGIN = 1  # mm on either side of a text
BESIDE = 2 * MARGIN + 0.6


def column_widths(table: DocumentTable, total: float) -> list[float]:
    """In mm, ``total`` together."""
    columns = [[str(text) for text in texts] for texts in zip(*_texts(table), strict=True)]
    least = [_longest(word for text in texts for word in text.split()) for texts in columns]
    asked = [_share(column.width) * total for column in table.columns]
    wanted = [max(width or _wanted(texts), low) for width, texts, low in zip(asked, columns, least, strict=True)]
    free = [not width for width in asked]
    for bending in (free, [True] * len(free)):
        wanted = _bent(wanted, least, bending, total)
    return [width * total / sum(wanted) for width in wanted]


def _bent(wanted: Sequence[float], least: Sequence[float], bending: Sequence[bool], total: float) -> list[float]:
    """What is left over goes to the columns that bend; what is missing is taken from them, down to their words."""
    spare = total - sum(wanted)
    room = [
        (width if spare > 0 else width - low) if bends else 0
        for width, low, bends in zip(wanted, least, bending, strict=True)
    ]
    together = sum(room)
    if not together:
        return list(wanted)
    change = max(spare, -together) / together
    return [width + change * part for width, part in zip(wanted, room, strict=True)]


def _texts(table: DocumentTable) -> Iterable[list[str]]:
    yield [column.header for column in table.columns]
    for _emphasis, cells in table.lines:
        yield [text for text, _align in cells]


def _wanted(texts: Sequence[str]) -> float:
    """The longest line; of the heading half of it, which breaks into two."""
    header, *cells = texts
    lines = _longest(line for text in cells for line in text.split("\n"))
    return min(LONGEST, max(lines, _longest([header]) / 2))


def _longest(texts: Iterable[str]) -> float:
    return max(map(pixels, texts), default=0) * BOLD * MM_OF_PIXEL + BESIDE


def _share(width: str) -> float:
    return float(width.removesuffix("%")) / 100 if width.endswith("%") else 0
