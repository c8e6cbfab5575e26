"""Registers of sentences: each a condition and its words, said only when it is true of the facts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from apps.reports.enums import Part

Words = Callable[[object], Iterable[str]]


@dataclass(frozen=True)
class Sentence:
    """One thing that a report may say. ``say(facts)``: one paragraph each; none where it is not true or not known."""

    code: str
    part: Part
    say: Words


@dataclass
class Register:
    """The sentences of one kind of report in order, and what it says about missing data (gaps)."""

    sentences: list[Sentence] = field(default_factory=list)
    gaps: list[Words] = field(default_factory=list)

    def sentence(self, part: Part):
        """Decorator: the function's name is the code of the sentence."""

        def add(say: Words) -> Words:
            self.sentences.append(Sentence(say.__name__, part, say))
            return say

        return add

    def gap(self, say: Words) -> Words:
        """Decorator: what is not in the system, so that nothing is said about it."""
        self.gaps.append(say)
        return say

    def said(self, facts) -> list[tuple[Sentence, tuple[str, ...]]]:
        """What is true, in order."""
        found = [(each, tuple(filter(None, each.say(facts)))) for each in self.sentences]
        return [(each, texts) for each, texts in found if texts]

    def missing(self, facts) -> tuple[str, ...]:
        return tuple(text for each in self.gaps for text in each(facts) if text)
