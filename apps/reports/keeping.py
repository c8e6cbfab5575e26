"""How long the content of a file is kept; its row, code and hash stay for ever."""

import json
from datetime import date, timedelta
from functools import cache
from pathlib import Path

RULES = Path(__file__).with_name("data") / "keeping.json"
BATCH, SCHEDULED, REPORT = "batch", "scheduled", "report"


@cache
def _days() -> dict[str, int]:
    return json.loads(RULES.read_text(encoding="utf-8"))["days"]


def kept_until(kind: str, made_on: date) -> date:
    """The last day on which a file of this kind can be fetched."""
    return made_on + timedelta(days=_days()[kind])
