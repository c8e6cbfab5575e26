"""Registrations of units, what they sent, and the consolidated sheets."""

from apps.registrations.models.consolidation import Consolidation, ConsolidationEntry
from apps.registrations.models.registration import RegistrationRow, TitleRegistration
from apps.registrations.models.version import RegistrationVersion, VersionRow

__all__ = [
    "Consolidation",
    "ConsolidationEntry",
    "RegistrationRow",
    "RegistrationVersion",
    "TitleRegistration",
    "VersionRow",
]
