"""The doors: read, check, write. Everything is checked first; nothing is written before."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from apps.core.actor import Actor
from apps.core.errors import NotAllowed
from apps.core.garbage import collector_rests
from apps.core.sheets.building import build_table
from apps.core.sheets.kinds import ImportKind
from apps.core.sheets.previews import preview_of
from apps.core.sheets.questions import Questions
from apps.core.sheets.results import Checked, Summary
from apps.core.spreadsheets import Problem, Problems
from apps.core.spreadsheets.table import letter_of


class Cancelled(Exception):
    """Raised by ``step`` when the person stopped the import: the transaction is undone."""


@collector_rests()
def examine_file(
    kind: ImportKind,
    data: bytes,
    name: str,
    *,
    actor: Actor,
    now: datetime,
    answers: Mapping[str, str] | None = None,
) -> Checked:
    """Read and check everything: problems, questions, notes and preview together. Nothing is written."""
    questions = Questions(answers)
    try:
        table, headings = build_table(kind, data, name, questions)
    except Problems as refusal:
        return Checked(problems=list(refusal), doubts=questions.open, answered=questions.answered)
    preview, checked, odd = preview_of(table), Checked(), list(table.problems)
    if table.rows and not table.missing_columns:
        checked = kind.check(table, actor=actor, now=now, answers=questions.answers)
    table.problems = odd + _elsewhere(table.problems[len(odd) :], odd)
    table.note_mixed_marks()
    order = {letter_of(place): place for place in table.headers}
    return replace(
        checked,
        doubts=[*checked.doubts, *questions.open],
        answered=questions.answered,
        notes=[*checked.notes, *table.notes],
        problems=sorted([*checked.problems, *table.problems], key=lambda problem: _reading_order(problem, order)),
        headings=headings,
        preview=preview,
        sheet=table.sheet,
        rows=len(table),
    )


def check_file(
    kind: ImportKind,
    data: bytes,
    name: str,
    *,
    actor: Actor,
    now: datetime,
    answers: Mapping[str, str] | None = None,
) -> Checked:
    """What would be written, with the questions still open. Raises Problems; nothing is written."""
    checked = examine_file(kind, data, name, actor=actor, now=now, answers=answers)
    if checked.problems:
        raise Problems(checked.problems)
    return checked


def import_file(
    kind: ImportKind,
    data: bytes,
    name: str,
    *,
    actor: Actor,
    now: datetime,
    answers: Mapping[str, str] | None = None,
    dry_run: bool = False,
    step: Callable[[int, int], None] | None = None,
) -> Summary:
    """Check and write in one transaction; the same content again changes nothing and says so.

    Raises NotAllowed (the kind's policy), Problems (every mistake, or every question still open) and whatever
    ``step`` raises: then nothing was written. ``dry_run`` counts what would be written.
    """
    if not actor.is_system and not (verdict := kind.may(actor)):
        raise NotAllowed(verdict.reason)
    with transaction.atomic():
        checked = check_file(kind, data, name, actor=actor, now=now, answers=answers)
        return write_checked(kind, checked, actor=actor, now=now, dry_run=dry_run, step=step)


@collector_rests()
def write_checked(
    kind: ImportKind, checked: Checked, *, actor: Actor, now: datetime, dry_run: bool = False, step=None
) -> Summary:
    """Write a plan made in this same transaction. Raises Problems while it has mistakes or open questions."""
    if not checked.ready:
        raise Problems([*checked.problems, *(doubt.as_problem() for doubt in checked.doubts)])
    if dry_run or not checked.changes:
        return Summary(checked.created, checked.updated, checked.unchanged)
    return kind.write(checked, actor=actor, now=now, step=step or _silent)


def _elsewhere(problems: list[Problem], told: list[Problem]) -> list[Problem]:
    """Mistakes of cells of which nothing was told yet: "#REF!" is not also "not filled in"."""
    places = {(problem.row, problem.column) for problem in told}
    return [problem for problem in problems if (problem.row, problem.column) not in places]


def _silent(done: int, total: int) -> None:
    """Nobody looks."""


def _reading_order(problem: Problem, order: Mapping[str, int]) -> tuple:
    return problem.row or 0, order.get(problem.column.partition(" ")[0], -1)
