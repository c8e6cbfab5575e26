"""Split of what the council recommended: decided here, or submitted upwards, by award, unit kind and day."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from apps.awards.models import Nominee
from apps.catalog import queries
from apps.catalog.enums import Level, Route, Subject
from apps.catalog.models import AwardRoute
from apps.units.models import Unit

UPWARDS = (Route.MINISTER_SUBMITS, Route.PROVINCE_SUBMITS)


@dataclass(frozen=True)
class Way:
    """One decision, or one tờ trình: who decides, at which level, and whether it goes upwards."""

    authority: str
    level: str
    upwards: bool

    @property
    def key(self) -> str:
        return f"{self.level}:{self.authority}"


def split(nominees: Collection[Nominee], on: date) -> dict[Way, list[Nominee]]:
    """Nominees by who decides, in their order. A few queries, whatever the number of nominees.

    State-level awards always go upwards; of the others the route of the unit's kind says it. An award without a row
    of authority on the day (before the law of 2022) is decided by whom the newest row names.
    """
    terms = queries.terms_on({each.award_id for each in nominees}, on)
    newest = queries.terms_on({each.award_id for each in nominees} - set(terms), date.max)
    routes = _routes(nominees, on)
    found: dict[Way, list[Nominee]] = defaultdict(list)
    for nominee in nominees:
        term = terms.get(nominee.award_id) or newest.get(nominee.award_id)
        authority = term.authority if term else nominee.award.name
        level = nominee.award.level
        upwards = level == Level.STATE or routes.get((nominee.award_id, nominee.unit_id)) in UPWARDS
        found[Way(authority, level, upwards)].append(nominee)
    return dict(found)


def _routes(nominees: Collection[Nominee], on: date) -> dict[tuple[int, int | None], str]:
    """(award, unit) → route, by the kind of the unit; one query for units, one for routes."""
    units = Unit.objects.in_bulk({each.unit_id for each in nominees if each.unit_id})
    rows = AwardRoute.objects.in_force(on).filter(award_id__in={each.award_id for each in nominees}).order_by("pk")
    by_kind: dict[tuple, str] = {}
    for row in rows:
        for legal in (True, False) if row.legal_person is None else (row.legal_person,):
            by_kind.setdefault((row.award_id, row.unit_kind, legal), row.route)
    return {
        (each.award_id, each.unit_id): by_kind.get(
            (each.award_id, units[each.unit_id].kind, bool(units[each.unit_id].legal_person)), ""
        )
        for each in nominees
        if each.unit_id in units
    }


def counts(nominees: Collection[Nominee]) -> tuple[int, int]:
    """Collectives and persons."""
    collectives = sum(each.subject == Subject.COLLECTIVE for each in nominees)
    return collectives, len(nominees) - collectives
