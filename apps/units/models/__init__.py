from apps.units.models.delegation import Delegation
from apps.units.models.names import UnitAlias, UnitName
from apps.units.models.people_scope import Reach, reach_of
from apps.units.models.person import Person, PersonName
from apps.units.models.person_records import Discipline, QualityRating, TrainingRecord
from apps.units.models.posting import Posting
from apps.units.models.role import RoleAssignment
from apps.units.models.scope import ended_before, ended_before_branches, is_carried_on, organised_by, organised_for
from apps.units.models.succession import SuccessionPair, UnitSuccession
from apps.units.models.unit import Unit

__all__ = [
    "Delegation",
    "Discipline",
    "Person",
    "PersonName",
    "Posting",
    "QualityRating",
    "Reach",
    "RoleAssignment",
    "SuccessionPair",
    "TrainingRecord",
    "Unit",
    "UnitAlias",
    "UnitName",
    "UnitSuccession",
    "ended_before",
    "ended_before_branches",
    "is_carried_on",
    "organised_by",
    "organised_for",
    "reach_of",
]
