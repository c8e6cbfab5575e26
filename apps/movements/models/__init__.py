from apps.movements.models.audience import AudiencePart
from apps.movements.models.content import ChecklistItem, Content
from apps.movements.models.milestone import Milestone
from apps.movements.models.movement import Movement, MovementBasis
from apps.movements.models.participation import ChecklistMark, ContentMark, Participation, YearConfirmation
from apps.movements.models.review import MovementReview

__all__ = [
    "AudiencePart",
    "ChecklistItem",
    "ChecklistMark",
    "Content",
    "ContentMark",
    "Milestone",
    "Movement",
    "MovementBasis",
    "MovementReview",
    "Participation",
    "YearConfirmation",
]
