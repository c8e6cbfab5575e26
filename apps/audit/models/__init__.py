"""The trail (Nhật ký): what was done, who looked at whose personal data, and the seals over both. Append-only."""

from apps.audit.models.access import AccessEntry
from apps.audit.models.entry import Entry
from apps.audit.models.seal import IntegrityCheck, Seal, SealHead, SealPart

__all__ = ["AccessEntry", "Entry", "IntegrityCheck", "Seal", "SealHead", "SealPart"]
