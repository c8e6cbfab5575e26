"""Points beyond what a rule prints: which breaches stop a save, and how the person is told."""

from apps.core.errors import DomainError

# The other breach (several rows of a choose-one group) only warns: the largest row counts.
STOPPING = frozenset({"over_max", "off_step"})


class BeyondRule(DomainError):
    """Points above the maximum or off the steps that the rule prints."""
