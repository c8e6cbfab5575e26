from apps.catalog.models.award import AwardRoute, AwardTerm, AwardType, BaseSalary
from apps.catalog.models.provision import Provision
from apps.catalog.models.rules import (
    CouncilExemption,
    DossierItem,
    EligibilityRule,
    Quota,
    RuleGroup,
    RuleVersion,
    VoteRule,
)

__all__ = [
    "AwardRoute",
    "AwardTerm",
    "AwardType",
    "BaseSalary",
    "CouncilExemption",
    "DossierItem",
    "EligibilityRule",
    "Provision",
    "Quota",
    "RuleGroup",
    "RuleVersion",
    "VoteRule",
]
