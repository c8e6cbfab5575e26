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
    return sum(_load(file) for file in FILES)


def _load(file: File) -> int:
    known = {row.code: row for row in file.model.objects.all()}
    ids = {name: dict(model.objects.values_list("code", "pk")) for name, model in POINTS_TO.items()}
    new: list[models.Model] = []
    changed = 0
    for values in read(file.name):
        row = known.get(values["code"])
        if getattr(row, "kept_by_ministry", False):
            continue
        if row is None:
            row = file.model(code=values["code"])
            _fill(row, values, file, ids)
            if file.model is RuleGroup:  # a group may stand in one of the rows above it
                row.save()
                ids["parent"][row.code] = row.pk
                changed += 1
            else:
                new.append(row)
            continue
        before = _state(row)
        _fill(row, values, file, ids)
        if _state(row) != before:
            row.save()
            changed += 1
    file.model.objects.bulk_create(new)
    return changed + len(new)


def _fill(row: models.Model, values: dict[str, str], file: File, ids: dict[str, dict]) -> None:
    for column, text in values.items():
        _set(row, column, text, file.parsers, ids)
    if isinstance(row, AwardType):
        row.derive()


def _set(row: models.Model, column: str, text: str, parsers: dict[str, Callable], ids: dict[str, dict]) -> None:
    if column in POINTS_TO:
        setattr(row, f"{column}_id", ids[column][text] if text else None)
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
