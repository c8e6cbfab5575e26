"""Reference rows of scoring: the short list of reasons for a difference."""

import json
from pathlib import Path

from apps.scoring.models import DifferenceReason

DATA = Path(__file__).parent / "data"


def load_difference_reasons() -> int:
    """Write what is new or changed in ``data/difference_reasons.json``; answers how many rows."""
    written = 0
    known = {reason.code: reason for reason in DifferenceReason.objects.all()}
    for row in json.loads((DATA / "difference_reasons.json").read_text(encoding="utf-8")):
        reason = known.get(row["code"])
        if reason and (reason.label, reason.position) == (row["label"], row["position"]):
            continue
        DifferenceReason.objects.update_or_create(code=row["code"], defaults=row)
        written += 1
    return written
