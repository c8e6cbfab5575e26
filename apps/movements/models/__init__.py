from apps.movements.models.activities import (
    ActivityEntry,
    ActivityFigure,
    ActivityPhoto,
    activities_of,
    last_activity_of,
)
from apps.movements.models.audience import AudiencePart
from apps.movements.models.commitments import Commitment, CommitmentList
from apps.movements.models.content import ChecklistItem, Content
from apps.movements.models.milestone import Milestone
from apps.movements.models.movement import Movement, MovementBasis
from apps.movements.models.participation import ChecklistMark, ContentMark, Participation, YearConfirmation
from apps.movements.models.review import MovementReview
from apps.movements.models.role_models import RoleModel, RoleModelStep, SpreadAction

__all__ = [
    "ActivityEntry",
    "ActivityFigure",
    "ActivityPhoto",
    "AudiencePart",
    "ChecklistItem",
    "ChecklistMark",
    "Commitment",
    "CommitmentList",
    "Content",
    "ContentMark",
    "Milestone",
    "Movement",
    "MovementBasis",
    "MovementReview",
    "Participation",
    "RoleModel",
    "RoleModelStep",
    "SpreadAction",
    "YearConfirmation",
    "activities_of",
    "last_activity_of",
]
