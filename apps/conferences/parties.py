"""How ballots name the units of a meeting."""

PREFIX = "unit:"


def party_of(unit_id: int) -> str:
    return f"{PREFIX}{unit_id}"


def unit_of(party: str) -> int:
    return int(party.removeprefix(PREFIX))
