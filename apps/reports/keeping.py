"""How long the content of a file is kept; its row, code and hash stay for ever."""

import json
from datetime import date, timedelta
from functools import cache
from pathlib import Path

RULES = Path(__file__).with_name("data") / "keeping.json"
BATCH, SCHEDULED, REPORT = "batch", "scheduled", "report"


@cache
def _rules() -> dict:
    return json.loads(RULES.read_text(encoding="utf-8"))


def kept_until(kind: str, made_on: date) -> date:
    """The last day on which a file of this kind can be fetched."""
    return made_on + timedelta(days=_rules()["days"][kind])


def paper_kept_until(report: str, made_on: date) -> date | None:
    """The same of a paper that was issued, sent or signed: whole years after the year of its making, counted as
    archives count them; None for what is kept without end.
    """
    years = _rules()["papers"]["years"].get(report)
    return date(made_on.year + years, 12, 31) if years else None
