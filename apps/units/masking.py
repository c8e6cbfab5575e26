"""How personal data look to whoever has not opened them."""

MASK = "***"


def masked(value) -> str:
    """*** for anything known, so that one sees that it is known; empty stays empty."""
    return MASK if value else ""
