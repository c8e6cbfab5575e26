"""Reference rows of the law, shipped as CSV files beside their sources.

A row that the ministry changed (``kept_by_ministry``) is never overwritten; every other row follows the shipped file.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.db import models, transaction

from apps.catalog.models import (
    AwardRoute,
    AwardTerm,
    AwardType,
    BaseSalary,
    CouncilExemption,
    DossierItem,
    EligibilityRule,
    Provision,
    Quota,
    RuleGroup,
    RuleVersion,
    VoteRule,
)
from apps.core.reference import read_csv

DATA = Path(__file__).parent / "data"
POINTS_TO = {"award": AwardType, "provision": Provision, "group": RuleGroup, "parent": RuleGroup}
Ids = dict[type[models.Model], dict[str, int]]  # keys of the rows of a model by their code


@dataclass(frozen=True)
class File:
    """A shipped file, its model and the columns that are not plain text."""

    name: str
    model: type[models.Model]
    parsers: dict[str, Callable] = field(default_factory=dict)


FILES = (
    File("provisions.csv", Provision),
    File("award_types.csv", AwardType),
    File("award_terms.csv", AwardTerm),
    File("award_routes.csv", AwardRoute, {"legal_person": lambda text: None if text == "" else text == "1"}),
    File("base_salaries.csv", BaseSalary),
    File("rule_versions.csv", RuleVersion),
    File("rule_groups.csv", RuleGroup),
    File("eligibility_rules.csv", EligibilityRule, {"value": json.loads}),
    File("quotas.csv", Quota),
    File("vote_rules.csv", VoteRule),
    File("council_exemptions.csv", CouncilExemption),
    File("dossier_items.csv", DossierItem),
)


def read(name: str) -> list[dict[str, str]]:
    """The rows of a shipped file as text."""
    return read_csv(DATA / name)


@transaction.atomic
def load_catalogue() -> int:
    """Write what is new or changed in the shipped files; answers how many rows."""
    ids: Ids = {}
    return sum(_load(file, ids) for file in FILES)


def _load(file: File, ids: Ids) -> int:
    """``ids`` of the files above are used, those of this one added."""
    known = {row.code: row for row in file.model.objects.all()}
    own = ids[file.model] = {code: row.pk for code, row in known.items()}
    new: list[models.Model] = []
    written = 0
    for values in read(file.name):
        above = values.get("parent")  # a group may stand in one of the rows above it
        if above and any(row.code == above for row in new):
            written += _create(file.model, new, own)
        row = known.get(values["code"])
        if getattr(row, "kept_by_ministry", False):
            continue
        if row is None:
            row = file.model(code=values["code"])
            _fill(row, values, file, ids)
            new.append(row)
            continue
        before = _state(row)
        _fill(row, values, file, ids)
        if _state(row) != before:
            row.save()
            written += 1
    return written + _create(file.model, new, own)


def _create(model: type[models.Model], new: list[models.Model], own: dict[str, int]) -> int:
    """Write and forget the new rows; their keys are known afterwards."""
    own |= {row.code: row.pk for row in model.objects.bulk_create(new)}
    count = len(new)
    new.clear()
    return count


def _fill(row: models.Model, values: dict[str, str], file: File, ids: Ids) -> None:
    for column, text in values.items():
        _set(row, column, text, file.parsers, ids)
    if isinstance(row, AwardType):
        row.derive()


def _set(row: models.Model, column: str, text: str, parsers: dict[str, Callable], ids: Ids) -> None:
    if column in POINTS_TO:
        setattr(row, f"{column}_id", ids[POINTS_TO[column]][text] if text else None)
        return
    model_field = row._meta.get_field(column)
    if column in parsers:
        value = parsers[column](text)
    elif isinstance(model_field, models.BooleanField):
        value = text == "1"
    elif text == "" and model_field.null:
        value = None
    else:
        value = model_field.to_python(text)
    setattr(row, column, value)


def _state(row: models.Model) -> dict:
    return {model_field.attname: getattr(row, model_field.attname) for model_field in row._meta.concrete_fields}
