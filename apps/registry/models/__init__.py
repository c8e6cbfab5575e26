from apps.registry.models.award import Award, AwardAct, Reliance
from apps.registry.models.campaign import AwardCampaign
from apps.registry.models.grant import GrantDocument
from apps.registry.models.hold import ReviewHold
from apps.registry.models.initiative import Initiative, InitiativeAuthor
from apps.registry.models.letter import EligibilityLetter

__all__ = [
    "Award",
    "AwardAct",
    "AwardCampaign",
    "EligibilityLetter",
    "GrantDocument",
    "Initiative",
    "InitiativeAuthor",
    "Reliance",
    "ReviewHold",
]
