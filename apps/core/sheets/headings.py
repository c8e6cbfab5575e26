"""Which line holds the headings, and which column each heading means."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from apps.core.sheets.kinds import SheetColumn
from apps.core.sheets.questions import Questions
from apps.core.sheets.results import Heading
from apps.core.spreadsheets import Problem
from apps.core.spreadsheets.reading import HEAD_SEARCHED_ROWS
from apps.core.spreadsheets.table import cell_text, letter_of
from apps.core.text import fold

NOT_THERE = "-"
_NEAR = 0.8
_MARGINALIA = re.compile(r"\([^)]*\)|\[[^\]]*\]|[*:]")


@dataclass
class Headings:
    """The line of the headings and what it says. ``places``: column position by key; ``body``: first line below."""

    number: int
    body: int
    places: dict[str, int] = field(default_factory=dict)
    found: list[Heading] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)

    @property
    def unknown(self) -> tuple[str, ...]:
        return tuple(heading.text for heading in self.found if not heading.key)


class Dictionary:
    """Every name by which the columns of a kind go: key, heading, other headings."""

    def __init__(self, columns: Iterable[SheetColumn]):
        self.columns = {column.key: column for column in columns}
        self.names: dict[str, str] = {}
        for take in (lambda c: [c.key, str(c.header)], lambda c: c.also):
            for column in self.columns.values():
                for name in take(column):
                    self.names.setdefault(fold(name), column.key)

    def exact(self, text: str) -> str | None:
        """The column of a heading: as it stands, or without what stands in brackets and without marks."""
        return self.names.get(fold(text)) or self.names.get(fold(_MARGINALIA.sub(" ", text)))

    def near(self, text: str, free: set[str]) -> list[str]:
        """Columns among ``free`` that a mistyped heading may mean, the likeliest first."""
        folded = fold(_MARGINALIA.sub(" ", text))
        scores: dict[str, float] = {}
        for name, key in self.names.items():
            if key in free:
                matcher = SequenceMatcher(None, folded, name)
                if matcher.real_quick_ratio() >= _NEAR and (score := matcher.ratio()) >= _NEAR:
                    scores[key] = max(score, scores.get(key, 0))
        return sorted(scores, key=lambda key: -scores[key])

    def known(self, texts: Iterable[str]) -> set[str]:
        return {key for text in texts if text and (key := self.exact(text))}


def head_line(lines: list[tuple[int, list]], dictionary: Dictionary) -> tuple[int, list[str]] | None:
    """Index and texts of the line with most known headings; None when no line has one.

    Where headings stand on two lines (a group above, merged cells), the texts above fill the gaps.
    """
    top = [[cell_text(value) for value in values] for _number, values in lines[:HEAD_SEARCHED_ROWS]]
    best, best_count = None, 0
    for index, texts in enumerate(top):
        above = top[index - 1] if index else []
        width = max(len(texts), len(above))
        filled = [
            (texts[place] if place < len(texts) else "") or (above[place] if place < len(above) else "")
            for place in range(width)
        ]
        own, both = len(dictionary.known(texts)), len(dictionary.known(filled))
        if own and max(own, both) > best_count:
            best, best_count = (index, filled if both > own else texts), max(own, both)
    if best is None:
        for index, texts in enumerate(top):
            free = set(dictionary.columns)
            near = sum(1 for text in texts if text and dictionary.near(text, free))
            if near > best_count:
                best, best_count = (index, texts), near
    return best


def read_headings(
    sheet: str, lines: list[tuple[int, list]], dictionary: Dictionary, questions: Questions
) -> Headings | None:
    """Find the headings and give each column its place; where several headings compete, ask. None without headings."""
    head = head_line(lines, dictionary)
    if head is None:
        return None
    index, texts = head
    headings = Headings(number=lines[index][0], body=index + 1)
    claims = _claims(texts, dictionary)
    for key, places in claims.items():
        place = _settled(key, places, texts, sheet, headings, dictionary, questions)
        if place is not None:
            headings.places[key] = place
    for key in dictionary.columns.keys() - claims.keys():
        chosen = _index_of(questions.answers.get(f"column:{key}", ""), texts)
        if chosen is not None:
            headings.places[key] = chosen
    taken = {place: key for key, place in headings.places.items()}
    headings.found = [Heading(letter_of(place), text, taken.get(place, "")) for place, text in enumerate(texts) if text]
    return headings


def in_order(
    sheet: str, lines: list[tuple[int, list]], dictionary: Dictionary, questions: Questions
) -> Headings | None:
    """Without headings: the columns in the order of the kind, if the person says so. None where they cannot be."""
    number, first = lines[0] if lines else (1, [])
    columns = list(dictionary.columns.values())
    if not all(column in columns[: len(first)] for column in columns if column.required):
        return None
    places = {column.key: place for place, column in enumerate(columns[: len(first)])}
    found = [Heading(letter_of(place), str(dictionary.columns[key].header), key) for key, place in places.items()]
    named = "; ".join(f"{heading.letter} = “{heading.text}”" for heading in found)
    message = _("Không có dòng tiêu đề. Các cột lần lượt là %(columns)s, phải không?") % {"columns": named}
    options = [("yes", _("đúng như vậy")), (NOT_THERE, _("không, tôi sẽ chép thêm dòng tiêu đề"))]
    if questions.ask("headings", Problem(sheet, number, "", message), options) == NOT_THERE:
        return None
    return Headings(number, 0, places, found)


def _claims(texts: list[str], dictionary: Dictionary) -> dict[str, list[int]]:
    """Positions that claim each column: exact headings first, else those that are nearly right."""
    exact: dict[str, list[int]] = {}
    rest = []
    for place, text in enumerate(texts):
        if text and (key := dictionary.exact(text)):
            exact.setdefault(key, []).append(place)
        elif text:
            rest.append(place)
    free = dictionary.columns.keys() - exact.keys()
    near: dict[str, list[int]] = {}
    for place in rest:
        for key in dictionary.near(texts[place], free)[:1]:
            near.setdefault(key, []).append(place)
    return {key: (exact | near)[key] for key in dictionary.columns if key in exact or key in near}


def _settled(key, places, texts, sheet, headings: Headings, dictionary: Dictionary, questions: Questions) -> int | None:
    """The position of a column: what the person chose, the only claim, or the first of several until they choose."""
    name, header = f"column:{key}", str(dictionary.columns[key].header)
    given = questions.answers.get(name, "")
    if given == NOT_THERE:
        return None
    if (chosen := _index_of(given, texts)) is not None and len(places) == 1:
        return chosen
    if len(places) > 1:
        place = Problem(
            sheet, headings.number, "", _("Nhiều cột có thể là “%(header)s”. Lấy cột nào?") % {"header": header}
        )
        options = [(letter_of(each), f"{letter_of(each)} – {texts[each]}") for each in places]
        if chosen is not None and chosen not in places:
            options.append((letter_of(chosen), f"{letter_of(chosen)} – {texts[chosen]}"))
        answer = questions.ask(name, place, [*options, (NOT_THERE, _("không lấy cột nào"))])
        if answer == NOT_THERE:
            return None
        found = _index_of(answer or "", texts)
        return places[0] if found is None else found
    text = texts[places[0]]
    if dictionary.exact(text) != key:
        column = f"{letter_of(places[0])} – {text}"
        message = _("Cột này được hiểu là “%(header)s”.") % {"header": header}
        headings.notes.append(Problem(sheet, headings.number, column, message))
    return places[0]


def _index_of(letter: str, texts: list[str]) -> int | None:
    return next((place for place in range(len(texts)) if letter_of(place) == letter), None) if letter else None
