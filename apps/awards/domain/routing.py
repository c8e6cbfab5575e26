"""Split of what the council recommended: decided here, submitted upwards, or another body's to decide.

By award, kind of unit and day, seen from the body whose council met: the same title is decided by a Cục with legal
personality itself, and by the minister for one without.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from apps.awards.models import Nominee
from apps.catalog import queries
from apps.catalog.enums import Level, Route, Subject
from apps.catalog.models import AwardRoute
from apps.units.enums import UnitKind
from apps.units.models import Unit

SUBMITTED = (Route.MINISTER_SUBMITS, Route.PROVINCE_SUBMITS)
OF_THE_HEAD = (Route.OWN, Route.PARENT)


@dataclass(frozen=True)
class Way:
    """One decision, or one tờ trình: who decides, at which level; ``upwards``: submitted; ``elsewhere``: a body below
    decides by itself.
    """

    authority: str
    level: str
    upwards: bool
    elsewhere: bool = False

    @property
    def here(self) -> bool:
        return not (self.upwards or self.elsewhere)

    @property
    def key(self) -> str:
        return f"{self.level}:{self.authority}"


class Found(NamedTuple):
    """A route, and the unit whose kind it is named for: the nominee's own, or the nearest above it that has routes."""

    route: str
    unit: Unit
    above: Sequence[Unit]


def split(nominees: Collection[Nominee], on: date, organiser: Unit) -> dict[Way, list[Nominee]]:
    """Nominees by who decides, in their order. A few queries, whatever the number of nominees.

    State-level awards always go upwards; of the others the route of the unit's kind says it, else the level of the
    award. An award without a row of authority on the day (before the law of 2022) is decided by whom the newest row
    names. ``nominees`` have ``award`` and ``proposal``.
    """
    terms = queries.terms_on({each.award_id for each in nominees}, on)
    newest = queries.terms_on({each.award_id for each in nominees} - set(terms), date.max)
    routes = _routes(nominees, on)
    found: dict[Way, list[Nominee]] = defaultdict(list)
    for nominee in nominees:
        term = terms.get(nominee.award_id) or newest.get(nominee.award_id)
        way = _way(nominee, term.authority if term else nominee.award.name, routes[nominee.pk], organiser)
        found[way].append(nominee)
    return dict(found)


def _way(nominee: Nominee, authority: str, routes: list[Found], organiser: Unit) -> Way:
    level = nominee.award.level
    if level == Level.STATE:
        return Way(authority, level, upwards=True)
    if not routes:
        return Way(authority, level, upwards=level not in levels_of(organiser))
    for found in routes:
        if _is_here(found, organiser):
            return Way(organiser.name if found.route in OF_THE_HEAD else authority, level, upwards=False)
    first = routes[0]
    below = first.route in OF_THE_HEAD and first.unit.pk != organiser.pk and first.unit.path.startswith(organiser.path)
    return Way(_head_of(first) if below else authority, level, upwards=not below, elsewhere=below)


@dataclass(frozen=True)
class Elsewhere:
    """An award of a list that the receiving body neither decides nor submits."""

    award: str
    authority: str
    number: int


def decided_elsewhere(nominees: Collection[Nominee], on: date, organiser: Unit) -> list[Elsewhere]:
    """Awards that a unit below decides itself and, for the ministry, those of a province: what the sender and whoever
    verifies should see before a council is asked. As many queries as ``split``.
    """
    found: dict[tuple[str, str], int] = defaultdict(int)
    for way, asked in split(nominees, on, organiser).items():
        of_others = way.upwards and way.level != Level.STATE and organiser.kind == UnitKind.MINISTRY
        if way.elsewhere or of_others:
            for nominee in asked:
                found[nominee.award.name, way.authority] += 1
    return [Elsewhere(award, authority, n) for (award, authority), n in found.items()]


def routes_of(nominees: Collection[Nominee], on: date) -> dict[int, list[str]]:
    """Nominee → ways that its award may go from its unit on the day, by the rows of the catalogue; four queries."""
    return {pk: [found.route for found in ways] for pk, ways in _routes(nominees, on).items()}


def levels_of(organiser: Unit) -> tuple[str, ...]:
    """Levels of awards that a body may decide where no route says more."""
    if organiser.kind == UnitKind.MINISTRY:
        return (Level.MINISTRY, Level.MINISTRY_OR_PROVINCE, Level.GRASSROOTS, Level.COMMUNE)
    if organiser.kind == UnitKind.EXTERNAL:
        return (Level.PROVINCE, Level.MINISTRY_OR_PROVINCE, Level.GRASSROOTS, Level.COMMUNE)
    return (Level.GRASSROOTS, Level.COMMUNE)


def _is_here(found: Found, organiser: Unit) -> bool:
    if found.route == Route.OWN:
        return found.unit.pk == organiser.pk
    if found.route == Route.PARENT:
        head = _superior(found)
        return head is not None and head.pk == organiser.pk
    if found.route == Route.MINISTER:
        return organiser.kind == UnitKind.MINISTRY
    return found.route == Route.PROVINCE and organiser.kind == UnitKind.EXTERNAL


def _superior(found: Found) -> Unit | None:
    """The nearest body above that is not known to have no legal personality."""
    return next((unit for unit in found.above if unit.legal_person is not False), None)


def _head_of(found: Found) -> str:
    unit = found.unit if found.route == Route.OWN else _superior(found)
    return unit.name if unit else found.unit.name


def _routes(nominees: Collection[Nominee], on: date) -> dict[int, list[Found]]:
    """Nominee → routes of its award, as ``catalog.queries.routes`` climbs: the first kind, from the unit upwards, that
    has rows of its own decides. An outsider goes the way of the unit that proposes. Three queries.
    """
    of = {each.pk: each.unit_id or each.proposal.unit_id for each in nominees}
    units = Unit.objects.in_bulk(set(of.values()))
    above = _above(units.values())
    rows: dict[tuple, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in AwardRoute.objects.in_force(on).order_by("code"):
        for legal in (True, False) if row.legal_person is None else (row.legal_person,):
            rows[row.unit_kind, legal][row.award_id].append(row.route)
    answer = {}
    for nominee in nominees:
        line = [units[of[nominee.pk]], *above[of[nominee.pk]]]
        step = next((n for n, unit in enumerate(line) if (unit.kind, bool(unit.legal_person)) in rows), None)
        ways = [] if step is None else rows[line[step].kind, bool(line[step].legal_person)].get(nominee.award_id, [])
        answer[nominee.pk] = [Found(route, line[step], line[step + 1 :]) for route in ways]
    return answer


def _above(units: Collection[Unit]) -> Mapping[int, list[Unit]]:
    """Unit → the bodies above it, the nearest first; one query."""
    paths = {unit.path[: Unit.steplen * depth] for unit in units for depth in range(1, unit.depth)}
    by_path = {unit.path: unit for unit in Unit.objects.filter(path__in=paths)}
    return {
        unit.pk: [by_path[unit.path[: Unit.steplen * depth]] for depth in range(unit.depth - 1, 0, -1)]
        for unit in units
    }


def counts(nominees: Collection[Nominee]) -> tuple[int, int]:
    """Collectives and persons."""
    collectives = sum(each.subject == Subject.COLLECTIVE for each in nominees)
    return collectives, len(nominees) - collectives
