"""Questions about the law on a date. The date is the one that the law names, never today's by itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from apps.catalog.enums import Subject
from apps.catalog.models import (
    AwardRoute,
    AwardTerm,
    AwardType,
    BaseSalary,
    CouncilExemption,
    DossierItem,
    EligibilityRule,
    RuleGroup,
    RuleVersion,
)


def routes(kinds: Sequence[str], legal_person: bool | None, on: date):  # noqa: FBT001 - three-valued column of Unit
    """Which way each award of a unit goes, in the order of the law.

    ``kinds``: the unit's kind, then those of the bodies above it; the first kind that has rows of its own decides (a
    division follows its Sở). Unknown legal personality counts as none. One query.
    """
    mine = Q(legal_person=None) | Q(legal_person=bool(legal_person))
    rows = AwardRoute.objects.in_force(on).filter(mine, unit_kind__in=set(kinds)).select_related("award", "provision")
    by_kind: dict[str, list[AwardRoute]] = {}
    for row in rows.order_by("award__order", "code"):
        by_kind.setdefault(row.unit_kind, []).append(row)
    return next((by_kind[kind] for kind in kinds if kind in by_kind), [])


def registration_choices(kinds: Sequence[str], legal_person: bool | None, on: date, subject: str):  # noqa: FBT001
    """What the registration form of a unit offers an individual or a collective, in the order of the law."""
    return [row for row in routes(kinds, legal_person, on) if row.on_registration and row.award.fits(subject)]


def terms_on(award_ids: Iterable[int], on: date) -> dict[int, AwardTerm]:
    """Authority and bonus of each award on a date; one query."""
    rows = AwardTerm.objects.in_force(on).filter(award_id__in=award_ids).order_by("valid_from", "code")
    return {row.award_id: row for row in rows}


def base_salary(on: date) -> BaseSalary | None:
    """The base salary of the date, None where no row knows it."""
    return BaseSalary.objects.in_force(on).order_by("-valid_from").first()


@dataclass(frozen=True)
class Bonus:
    """Money that goes with an award on a date, in đồng: multiple × base salary; a ceiling where the law says so."""

    multiple: Decimal
    salary: BaseSalary
    is_ceiling: bool

    @property
    def amount(self) -> Decimal:
        return self.multiple * self.salary.amount


def bonus(award_id: int, subject: str, on: date) -> Bonus | None:
    """The bonus by the decision's date; None when multiple or base salary of that date is not known."""
    term, salary = terms_on([award_id], on).get(award_id), base_salary(on)
    multiple = term.multiple(subject) if term else None
    return Bonus(multiple, salary, term.is_ceiling) if multiple is not None and salary else None


def rules_on(award_id: int, on: date):
    """Conditions in force for an award, those for every award first."""
    return (
        EligibilityRule.objects.in_force(on)
        .filter(Q(award_id=award_id) | Q(award=None))
        .select_related("group", "provision")
        .order_by("award__order", "order", "code")
    )


def groups_of(award_id: int):
    """Groups of an award. Only rules have dates that count: a group holds as long as a rule stands in it."""
    return RuleGroup.objects.filter(Q(award_id=award_id) | Q(award=None)).select_related("parent")


def dossier(award: AwardType, subject: str, on: date) -> list[DossierItem]:
    """Papers of a dossier for an award, in order."""
    mine = Q(award=award) | Q(award=None, list=award.list)
    items = DossierItem.objects.in_force(on).filter(mine, subject__in=[subject, Subject.BOTH])
    return list(items.select_related("provision").order_by("order", "code"))


def exemptions_on(award_ids: Iterable[int], on: date) -> dict[int, list[CouncilExemption]]:
    """Of each award the cases on a date in which no council votes; one query."""
    rows = CouncilExemption.objects.in_force(on).filter(award_id__in=award_ids).select_related("provision")
    found: dict[int, list[CouncilExemption]] = {}
    for row in rows.order_by("code"):
        found.setdefault(row.award_id, []).append(row)
    return found


def version_on(on: date) -> RuleVersion | None:
    """The set of texts in force on a date."""
    return RuleVersion.objects.in_force(on).order_by("-valid_from").first()


def days_that_count(received_on: date, considered_on: date) -> list[date]:
    """The days whose rules a dossier is held against: that of its receipt, then later versions that may favour it.

    Rule ``transition_2026``: a dossier received before the new text keeps the old one unless the new one is better.
    """
    later = RuleVersion.objects.filter(
        better_of_both=True, valid_from__gt=received_on, valid_from__lte=considered_on
    ).order_by("valid_from")
    return [received_on, *later.values_list("valid_from", flat=True)]
