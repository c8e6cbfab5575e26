"""Questions to the person whose file it is: asked once for all cells alike, answered by their key."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from apps.core.spreadsheets import Problem

NAMED_ROWS = 5


@dataclass
class Doubt:
    """One question: ``place`` is the first cell that raised it (its message is the question).

    ``options`` are (value, label) pairs; ``rows`` all lines that it concerns; ``answer`` what was chosen, or "".
    """

    key: str
    place: Problem
    options: tuple[tuple[str, str], ...]
    answer: str = ""
    rows: list[int] = field(default_factory=list)

    @property
    def question(self) -> str:
        return self.place.message

    @property
    def others(self) -> str:
        """Where else it arises: "và 3 dòng khác (5, 6, 9)", or nothing."""
        more = sorted(set(self.rows) - {self.place.row})
        if not more:
            return ""
        named = ", ".join(map(str, more[:NAMED_ROWS])) + ("…" if len(more) > NAMED_ROWS else "")
        return _("và %(count)s dòng khác (%(rows)s)") % {"count": len(more), "rows": named}

    def as_problem(self) -> Problem:
        """The open question as a line of the list of mistakes, with the ways to answer it."""
        choices = "; ".join(f"{value} = {label}" for value, label in self.options)
        message = _("%(question)s Cần trả lời [%(key)s]: %(choices)s.") % {
            "question": self.question,
            "key": self.key,
            "choices": choices,
        }
        return Problem(self.place.sheet, self.place.row, self.place.column, message)

    def as_dict(self) -> dict:
        """Plain data for JSON and templates."""
        options = [{"value": value, "label": label} for value, label in self.options]
        place = self.place.as_dict()
        return {"key": self.key, "place": place, "options": options, "others": self.others, "answer": self.answer}


class Questions:
    """The answers given so far and the questions that came up, in the order in which they did."""

    def __init__(self, answers: Mapping[str, str] | None = None):
        self.answers = dict(answers or {})
        self.asked: dict[str, Doubt] = {}

    def ask(self, key: str, place: Problem, options: Iterable[tuple[str, object]]) -> str | None:
        """The answer to a question, None while it is open. The same key again is the same question, elsewhere."""
        doubt = self.asked.get(key)
        if doubt is None:
            pairs = tuple((str(value), str(label)) for value, label in options)
            given = self.answers.get(key, "")
            doubt = Doubt(key, place, pairs, given if given in dict(pairs) else "")
            self.asked[key] = doubt
        if place.row is not None:
            doubt.rows.append(place.row)
        return doubt.answer or None

    @property
    def open(self) -> list[Doubt]:
        return [doubt for doubt in self.asked.values() if not doubt.answer]

    @property
    def answered(self) -> list[Doubt]:
        return [doubt for doubt in self.asked.values() if doubt.answer]
