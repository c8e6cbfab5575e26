"""The answer of a policy: yes, or no with the reason the page will show."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Verdict:
    """Truthy when allowed; ``reason`` (lazy Vietnamese text) is empty then."""

    allowed: bool
    reason: object = ""

    def __bool__(self) -> bool:
        return self.allowed


ALLOWED = Verdict(allowed=True)


def refused(reason) -> Verdict:
    """A no with its reason."""
    return Verdict(allowed=False, reason=reason)
