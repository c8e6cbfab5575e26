"""Reference rows of results: the indicators that the whole sector measures."""

import json
from pathlib import Path

from apps.results.models import Indicator

DATA = Path(__file__).parent / "data"


def load_indicators() -> int:
    """Write what is new in ``data/indicators.json``, and what is changed and nobody has changed here; answers how many.

    A row that a person saved is theirs.
    """
    written = 0
    known = {indicator.code: indicator for indicator in Indicator.objects.all()}
    for row in json.loads((DATA / "indicators.json").read_text(encoding="utf-8")):
        indicator = known.get(row["code"])
        if indicator and (indicator.saved_by_label or all(getattr(indicator, key) == row[key] for key in row)):
            continue
        Indicator.objects.update_or_create(code=row["code"], defaults=row)
        written += 1
    return written
