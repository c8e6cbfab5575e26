"""Who rests on a recognised initiative or research: of several ways to an award only those who need it show it."""

from apps.catalog.domain.eligibility import Outcome
from apps.catalog.enums import GroupMode
from apps.catalog.facts import split

WORKS = frozenset({"initiatives_in_year", "initiatives_in_period", "works_in_period", "research_in_year"})


def needs_works(findings: list[dict]) -> bool:
    """Whether a nominee's kept findings ask for recognised works: no other way of the same choice is met ("hoàn thành
    xuất sắc nhiệm vụ" of Điều 23). Of whom nothing was found, the list of papers of the law stands as it is.
    """
    needs = [need for part in (findings[0]["parts"] if findings else ()) if (need := _need(part)) is not None]
    return any(needs) or not needs


def _need(part: dict) -> bool | None:
    """None: a condition that has nothing to do with works."""
    if "group" not in part:
        return True if split(part["fact"])[0] in WORKS else None
    inner = [(each, _need(each)) for each in part["parts"]]
    needs = [need for _each, need in inner if need is not None]
    if not needs:
        return None
    if part["mode"] == GroupMode.ANY:
        return all(needs) and not any(need is None and each["outcome"] == Outcome.MET for each, need in inner)
    return any(needs)
