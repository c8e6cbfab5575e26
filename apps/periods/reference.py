"""Reference rows of the year: fields of work, days off. They follow the shipped files, beside their sources."""

from datetime import date
from pathlib import Path

from apps.core.reference import read_csv
from apps.periods.models import Holiday, WorkField

DATA = Path(__file__).parent / "data"


def load_work_fields() -> int:
    """Write what is new or changed in ``data/work_fields.csv``; answers how many rows."""
    return _load(
        WorkField,
        ("code", "valid_from_year"),
        [
            {
                **row,
                "order": int(row["order"]),
                "unit_kinds": row["unit_kinds"].split(";"),
                "valid_from_year": int(row["valid_from_year"]),
                "valid_to_year": int(row["valid_to_year"]) if row["valid_to_year"] else None,
            }
            for row in read_csv(DATA / "work_fields.csv")
        ],
    )


def load_holidays() -> int:
    """Write what is new or changed in ``data/holidays.csv``; answers how many rows."""
    rows = [{**row, "day": date.fromisoformat(row["day"])} for row in read_csv(DATA / "holidays.csv")]
    return _load(Holiday, ("day",), rows)


def _load(model, key: tuple[str, ...], rows: list[dict]) -> int:
    known = {tuple(getattr(row, name) for name in key): row for row in model.objects.all()}
    new, changed = [], 0
    for values in rows:
        row = known.get(tuple(values[name] for name in key))
        if row is None:
            new.append(model(**values))
        elif any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            row.save()
            changed += 1
    model.objects.bulk_create(new)
    return changed + len(new)
