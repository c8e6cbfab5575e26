"""Rules of paying bonuses as data (data/payment_rules.csv): dates of force, source, confidence."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from apps.awards.rules import shipped
from apps.core.dates import parse_date

HIGHEST_OF_YEAR = "highest_of_year"


@dataclass(frozen=True)
class PaymentRule:
    """``highest_of_year``: of the awards of one list (DHTĐ or HTKT) for one year only the highest bonus is paid."""

    code: str
    rule: str
    award_list: str
    valid_from: date | None
    valid_to: date | None
    source: str
    confidence: str

    def holds(self, on: date) -> bool:
        return (self.valid_from or date.min) <= on <= (self.valid_to or date.max)


@cache
def rules() -> tuple[PaymentRule, ...]:
    return tuple(
        PaymentRule(
            row["code"],
            row["rule"],
            row["list"],
            parse_date(row["valid_from"]) if row["valid_from"] else None,
            parse_date(row["valid_to"]) if row["valid_to"] else None,
            row["source"],
            row["confidence"],
        )
        for row in shipped("payment_rules")
    )


def highest_only(award_list: str, on: date) -> PaymentRule | None:
    """The rule by which only the highest bonus of a year is paid for awards of this list, on the decision's day."""
    for rule in rules():
        if rule.rule == HIGHEST_OF_YEAR and rule.award_list == award_list and rule.holds(on):
            return rule
    return None
