"""Tables to begin from (Mẫu): criteria files of ``data/templates`` and what ``templates.json`` says of each."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

from apps.scoring.domain.criteria_files import read_criteria_file
from apps.scoring.domain.rules import CriterionRule

FOLDER = Path(__file__).parent.parent / "data" / "templates"


@dataclass(frozen=True)
class Template:
    """One table: ``source`` is where it comes from; ``partial``: only its beginning is known."""

    code: str
    title: str
    kinds: tuple[str, ...]
    source: str
    partial: bool

    @property
    def choice_label(self) -> str:
        mark = _("trích, minh họa") if self.partial else _("minh họa")
        return f"{self.title} ({mark})"


@cache
def templates() -> tuple[Template, ...]:
    """All tables in the order of the file."""
    rows = json.loads((FOLDER / "templates.json").read_text(encoding="utf-8"))
    return tuple(
        Template(row["code"], row["title"], tuple(row["kinds"]), row["source"], row["partial"]) for row in rows
    )


def template(code: str) -> Template:
    """The table of a code. Raises KeyError."""
    return {each.code: each for each in templates()}[code]


def rules_of(found: Template) -> tuple[CriterionRule, ...]:
    """Its criteria, read as any file is. Raises Problems: a mistake in the data."""
    path = FOLDER / f"{found.code}.csv"
    file = read_criteria_file(path, name=path.name)
    file.raise_problems()
    return file.in_reading_order
