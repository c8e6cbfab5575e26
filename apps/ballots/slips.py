"""A slip on screen as the pages show it: questions, options and what is marked; and why it is not taken."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from apps.ballots.domain.marks import WrongMarks
from apps.ballots.models import Question, Voter
from apps.core.whole_numbers import LARGEST, whole_number

FORGED = -1  # stands for a mark that is no number: no option has it


@dataclass(frozen=True)
class Line:
    """One option: ``is_own``: the own unit, where it may not be chosen (it is listed all the same)."""

    number: int
    label: str
    is_marked: bool
    is_own: bool


@dataclass
class Part:
    """One question of a slip."""

    question: Question
    lines: list[Line]
    error: str = ""

    @property
    def name(self) -> str:
        return f"question-{self.question.pk}"

    @property
    def chosen(self) -> list[Line]:
        return [line for line in self.lines if line.is_marked]


class Slip:
    """``questions`` with their options prefetched; ``data``: a posted form, none for an empty slip."""

    def __init__(self, questions: Iterable[Question], voter: Voter, data=None):
        self.questions = list(questions)
        self.voter = voter
        self.general = ""
        self._marks = {question.pk: _numbers(data, f"question-{question.pk}") for question in self.questions}
        self.parts = [self._part(question) for question in self.questions]

    def marks(self) -> Mapping[int, list[int]]:
        return self._marks

    def refuse(self, error: WrongMarks) -> None:
        """Beside its question, or above all of them."""
        for part in self.parts:
            if part.name == error.field:
                part.error = str(error.message)
                return
        self.general = str(error.message)

    @property
    def problems(self) -> list[Part]:
        return [part for part in self.parts if part.error]

    def _part(self, question: Question) -> Part:
        forbidden = "" if self.voter.ballot.own_party_allowed else self.voter.party
        marked = set(self._marks[question.pk])
        lines = [
            Line(option.number, option.label, option.number in marked, bool(forbidden) and option.party == forbidden)
            for option in question.options.all()
            if not option.withdrawn_reason
        ]
        return Part(question, lines)


def _numbers(data, name: str) -> list[int]:
    values = data.getlist(name) if data is not None else []
    return [FORGED if (number := whole_number(value, LARGEST)) is None else number for value in values]
