"""Templates that come with the portal (data/templates.json): a start for an organiser, with their sources."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from apps.periodic_reports.domain.templates import TemplateData
from apps.periods.models import WorkField

DATA = Path(__file__).parent / "data" / "templates.json"
FIELD_SECTION = "II. Kết quả theo lĩnh vực công tác"
DAYS_TO_REPORT = 10  # shown as a first proposal; the organiser names the day


@dataclass(frozen=True)
class Shipped:
    """One shipped template: what to call it, and the row of the file."""

    code: str
    label: str
    row: dict


@cache
def shipped_templates() -> tuple[Shipped, ...]:
    rows = json.loads(DATA.read_text(encoding="utf-8"))
    return tuple(Shipped(row["code"], row["label"], row) for row in rows)


def find_shipped(code: str) -> Shipped | None:
    return next((each for each in shipped_templates() if each.code == code), None)


def shipped_data(shipped: Shipped, year: int, *, due_on: date | None = None) -> TemplateData:
    """The template for a year: figures, then one text per work field of that year in its order, then the rest."""
    row = shipped.row
    ends_on = date.fromisoformat(f"{year}-{row['to']}")
    return TemplateData(
        code=row["code"],
        label=row["label"],
        kind=row["kind"],
        kinds=list(row["kinds"]),
        starts_on=date.fromisoformat(f"{year}-{row['from']}"),
        ends_on=ends_on,
        due_on=due_on or ends_on + timedelta(days=DAYS_TO_REPORT),
        source=row["source"],
        illustrative=row["illustrative"],
        items=[*row["items"], *field_items(year, row["fields_of"]), *row["closing"]],
    )


def field_items(year: int, unit_kind: str) -> list[dict]:
    """One text line for each work field of the year and kind of unit, in the fixed order of the list."""
    return [
        {
            "kind": "text",
            "code": work_field.code.lower(),
            "field_code": work_field.code,
            "section": FIELD_SECTION,
            "label": work_field.label,
            "hint": work_field.scope,
        }
        for work_field in WorkField.objects.of(year, unit_kind)
    ]
