"""Rows of law that only proposals need, read from ``data/`` with their source and dates of force."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from apps.awards.enums import PaperKind, ReportForm
from apps.catalog.enums import CommendationType
from apps.core.reference import read_csv

DATA = Path(__file__).parent / "data"


@cache
def shipped(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a file of ``data/`` as text, in its order."""
    return tuple(read_csv(DATA / f"{name}.csv"))


def _in_force(row: dict[str, str], on: date) -> bool:
    day = on.isoformat()
    return row["valid_from"] <= day and (not row["valid_to"] or day <= row["valid_to"])


def form_of_type(type_: str) -> str:
    """Form of the achievement reports where the type of the proposal asks for one of its own; else empty: the
    nominee's kind tells.
    """
    return {CommendationType.SUDDEN: ReportForm.SUDDEN, CommendationType.MOVEMENT: ReportForm.THEMED}.get(type_, "")


def form_code(form: str, on: date) -> str:
    """Number of the form of an achievement report on a day; empty where no row knows it."""
    return next((row["form_code"] for row in shipped("report_forms") if row["form"] == form and _in_force(row, on)), "")


def paper_kind(item_code: str) -> str:
    """What fills a line of the checklist; a line that the ministry added is filled by a cited paper."""
    kinds = {row["item_code"]: row["kind"] for row in shipped("paper_kinds")}
    return kinds.get(item_code, PaperKind.PAPER)


def items_of(kind: str) -> list[str]:
    """Lines of the checklist that such papers fill."""
    return [row["item_code"] for row in shipped("paper_kinds") if row["kind"] == kind]


@dataclass(frozen=True)
class CommentRule:
    """How long a list stands on the public page: working days, with the article."""

    working_days: int
    source: str
    confidence: str


@dataclass(frozen=True)
class AppraisalTerm:
    """How long the receiving body may take to appraise a dossier: working days, with the source."""

    working_days: int
    source: str
    confidence: str


def appraisal_term(on: date) -> AppraisalTerm | None:
    """Of a dossier that was sent on a day; None where no row knows it."""
    found = (row for row in shipped("appraisal_terms") if _in_force(row, on))
    return next((AppraisalTerm(int(row["working_days"]), row["source"], row["confidence"]) for row in found), None)


def comment_rule(award_codes, on: date) -> CommentRule | None:
    """The longest public comment that the awards ask for on a day; None where none does."""
    found = [
        CommentRule(int(row["working_days"]), row["source"], row["confidence"])
        for row in shipped("comment_rules")
        if _in_force(row, on) and any(_names(row["awards"], code) for code in award_codes)
    ]
    return max(found, key=lambda rule: rule.working_days, default=None)


def _names(awards: str, code: str) -> bool:
    return any(code == each or (each.endswith("*") and code.startswith(each[:-1])) for each in awards.split(";"))


def target_article(award_code: str) -> str:
    """The article by which an award looks at the targets of the unit; empty where it does not."""
    return next((row["source"] for row in shipped("target_awards") if row["award"] == award_code), "")
