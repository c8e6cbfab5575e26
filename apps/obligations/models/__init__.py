"""Who owes what by when (Việc phải làm). Lateness counts from the official due date and stays on record."""

from apps.obligations.models.duty import Duty, last_moment
from apps.obligations.models.exceptions import Extension, ProxyEntry, Reopening
from apps.obligations.models.obligation import Obligation
from apps.obligations.models.requests import TimeRequest

__all__ = ["Duty", "Extension", "Obligation", "ProxyEntry", "Reopening", "TimeRequest", "last_moment"]
