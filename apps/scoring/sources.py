"""Register of sources: leaves that fill themselves from what the system already knows.

A criterion names its source in ``source_fact``: ``name`` or ``name:argument`` (``days_late:report``). Code owns only
the functions, one module per subject under ``facts/``; which criterion takes which is data of the set. A function
answers for many units at once, in a constant number of queries, with the inputs of the method and the proof of them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from apps.periods.models import EmulationYear
from apps.scoring.domain.methods import METHODS
from apps.scoring.domain.rules import CriterionRule

# What a source may fill beside the figures of Measure: one of two bands, the cases of the adjustments in their order.
YES, CASES = "yes", "cases"


@dataclass(frozen=True)
class Question:
    """For which year a source is asked, and the period counted by the set (both days included)."""

    year: EmulationYear
    starts_on: date
    ends_on: date
    now: datetime


@dataclass(frozen=True)
class Proof:
    """One sentence of where a figure comes from; ``path`` leads to the record."""

    text: str
    path: str = ""


@dataclass(frozen=True)
class Found:
    """What a source knows of one unit.

    ``values``: fields of Measure → figure. ``yes``: the better of two bands, or the worse. ``cases``: of the
    adjustments, in their order. ``missing``: what has to be done first, in words (``path``: where); the line then stays
    empty. ``absent``: a NotApplicableReason where the record says that nothing was asked.
    """

    values: Mapping[str, Decimal | int | date] = field(default_factory=dict)
    yes: bool | None = None
    cases: tuple[int, ...] = ()
    proof: tuple[Proof, ...] = ()
    as_of: date | None = None
    missing: str = ""
    path: str = ""
    absent: str = ""


BulkFunction = Callable[[Sequence[int], Question, str], Mapping[int, Found]]
Arguments = Callable[[int | None], Iterable[tuple[str, str]]]


@dataclass(frozen=True)
class Source:
    """One source. ``fills``: the inputs it can give. ``arguments(year)``: arguments that may follow, with their labels.

    ``accepts`` judges the shape of an argument without asking the database; an empty one where ``argument_optional``.
    """

    code: str
    label: object
    fills: frozenset[str]
    function: BulkFunction
    arguments: Arguments | None = None
    argument_optional: bool = False
    accepts: Callable[[str], bool] = bool

    def fits(self, rule: CriterionRule) -> bool:
        """Whether it gives all that the method of the leaf asks for."""
        method = METHODS.get(rule.method)
        if method is None:
            return False
        asked = set(method.inputs_for(rule))
        if not asked:
            return CASES in self.fills and bool(rule.adjustments)
        if asked == {"band_label"}:
            return YES in self.fills and len(rule.bands) > 1
        return asked <= self.fills


@dataclass(frozen=True)
class Choice:
    """One value of ``source_fact`` to choose from; ``group`` is the label of its source."""

    value: str
    label: str
    group: str


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Called by ``facts`` when the app is ready."""
    _sources[source.code] = source


def split(text: str) -> tuple[str, str]:
    """(name, argument) of a ``source_fact``."""
    name, _colon, argument = text.strip().partition(":")
    return name.strip(), argument.strip()


def of(text: str) -> Source | None:
    """The source that a ``source_fact`` names; None for none or an unknown one (the line is then typed by hand)."""
    return _sources.get(split(text)[0]) if text else None


def filling(rule: CriterionRule) -> Source | None:
    """The source that fills this leaf; None where people type."""
    source = of(rule.source_fact)
    return source if source and not problem(rule.source_fact, rule) else None


def problem(text: str, rule: CriterionRule | None = None) -> str:
    """What is wrong with a ``source_fact`` (under this rule), in words; empty when all is well."""
    if not text:
        return ""
    name, argument = split(text)
    source = _sources.get(name)
    if source is None:
        known = ", ".join(sorted(_sources))
        return _("Không có nguồn số liệu “%(name)s”; dùng một trong: %(known)s.") % {"name": name, "known": known}
    if argument:
        wrong = source.arguments is None or not source.accepts(argument)
    else:
        wrong = source.arguments is not None and not source.argument_optional
    if wrong:
        shown = {"source": source.label, "argument": argument}
        return _("Nguồn “%(source)s” không dùng được với “%(argument)s” sau dấu hai chấm.") % shown
    if rule is not None and not source.fits(rule):
        message = _("Nguồn “%(source)s” không cho đủ số liệu mà cách chấm của tiêu chí này cần.")
        return message % {"source": source.label}
    return ""


def words_of(text: str) -> str:
    """What the history says of a source; empty for what is none."""
    source = of(text)
    return str(source.label) if source else ""


def label_of(text: str) -> str:
    """How pages name the source of a line; the text itself when it is unknown. The proof tells the rest."""
    return words_of(text) or text


def choices(rule: CriterionRule | None = None, *, year: int | None = None) -> list[Choice]:
    """All values that a criterion may name, with every argument; only those that fit ``rule`` where one is given.

    ``year``: the year of the set, for lists that change (chỉ số).
    """
    return [
        choice
        for source in _sources.values()
        if rule is None or source.fits(rule)
        for choice in _choices_of(source, year)
    ]


def _choices_of(source: Source, year: int | None) -> Iterator[Choice]:
    label = str(source.label)
    if source.arguments is None or source.argument_optional:
        yield Choice(source.code, label, label)
    if source.arguments is not None:
        for argument, words in source.arguments(year):
            yield Choice(f"{source.code}:{argument}", f"{label}: {words}", label)


def ask(text: str, unit_ids: Iterable[int], question: Question) -> dict[int, Found]:
    """What the source knows of each unit; units that it says nothing of are absent."""
    source = of(text)
    unit_ids = list(dict.fromkeys(unit_ids))
    if source is None or not unit_ids:
        return {}
    return dict(source.function(unit_ids, question, split(text)[1]))
