"""What classes and disqualifiers ask about the units beyond their points: found once, stored with the run."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cached_property

from django.db.models import F, Q

from apps.clusters.models import ClusterYear
from apps.periods.models import EmulationYear
from apps.ranking.domain.rules import DECISIONS, FACTS, asks_discipline, target_names
from apps.ranking.models import Exclusion, QuotaDecision
from apps.ranking.queries import Standing
from apps.results.enums import Reached
from apps.results.queries import standings as target_standings
from apps.scoring.domain.class_terms import INDICATOR
from apps.scoring.domain.inputs import stored_measure
from apps.scoring.domain.methods.results import excess, result_of, target_of
from apps.scoring.models import ScoreLine
from apps.units.models import Discipline
from apps.units.person_enums import PostingKind

Place = tuple[int, int]  # ClusterYear and unit
Missed = dict[str, str | None]  # target → how much was missed, an exact fraction in text; None without a result


class Circumstances:
    """Exclusions and decisions of many standings in two queries; facts of units where a rule asks for them.

    Each question of a rule is asked once for all units of a year, whatever the number of standings.
    """

    def __init__(self, found: Iterable[Standing]):
        self._found = tuple(found)
        years = {each.cluster_year_id for each in self._found}
        self._excluded: dict[Place, str] = {}
        for each in Exclusion.objects.in_force().filter(cluster_year__in=years).order_by("pk"):
            self._excluded[each.cluster_year_id, each.unit_id] = each.reason
        self._decisions: dict[tuple[int, str], dict] = {}
        for each in QuotaDecision.objects.filter(cluster_year__in=years).order_by("pk"):
            place = self._decisions.setdefault((each.cluster_year_id, each.line), {})
            place[each.class_label, tuple(each.tied)] = each
        self._missed: dict[frozenset[str], dict[Place, Missed]] = {}

    def complete(self, rule: dict, found: Standing) -> dict:
        """The rule with facts and decisions of this line; both only where there are any."""
        facts = self.facts(rule, found)
        decisions = self._decisions.get((found.cluster_year_id, found.line), {})
        if facts:
            rule = rule | {FACTS: facts}
        if decisions:
            rule = rule | {DECISIONS: [each.as_data() for _key, each in sorted(decisions.items())]}
        return rule

    def facts(self, rule: dict, found: Standing) -> dict[str, dict]:
        """Unit code → what is known of it. Units of which nothing is known are not there."""
        facts: dict[str, dict] = {}
        targets = self._shortfalls(target_names(rule))
        disciplined = self._disciplined if asks_discipline(rule) else {}
        for unit in found.units:
            known, place = {}, (found.cluster_year_id, unit.unit_id)
            if place in targets:
                known["targets"] = targets[place]
            if place in disciplined:
                known["discipline"] = disciplined[place]
            if reason := self._excluded.get(place):
                known["excluded"] = reason
            if known:
                facts[unit.code] = known
        return facts

    def _shortfalls(self, names: frozenset[str]) -> dict[Place, Missed]:
        if names not in self._missed:
            known = self._missed[names] = {}
            if any(name.startswith(INDICATOR) for name in names):
                for year, standings in self._by_year.items():
                    _from_results(names, year, standings, known)
            if codes := {name for name in names if not name.startswith(INDICATOR)}:
                _from_lines(codes, self._found, known)
        return self._missed[names]

    @cached_property
    def _disciplined(self) -> dict[Place, list[str]]:
        return {
            place: forms
            for year, standings in self._by_year.items()
            for place, forms in _discipline(year, standings).items()
        }

    @cached_property
    def _by_year(self) -> dict[EmulationYear, list[Standing]]:
        ids = {each.cluster_year_id for each in self._found}
        years = {each.pk: each.year for each in ClusterYear.objects.filter(pk__in=ids).select_related("year")}
        by_year: dict[EmulationYear, list[Standing]] = {}
        for each in self._found:
            by_year.setdefault(years[each.cluster_year_id], []).append(each)
        return by_year


def _places(standings: Iterable[Standing]) -> dict[int, list[Place]]:
    """Unit → where it stands in these."""
    places: dict[int, list[Place]] = {}
    for found in standings:
        for unit in found.units:
            places.setdefault(unit.unit_id, []).append((found.cluster_year_id, unit.unit_id))
    return places


def _from_results(
    names: frozenset[str], year: EmulationYear, standings: list[Standing], known: dict[Place, Missed]
) -> None:
    """An estimate that nobody confirmed is no result (S001-8)."""
    codes = None if f"{INDICATOR}*" in names else {name.removeprefix(INDICATOR) for name in names}
    units = {unit.unit_id: unit.name for found in standings for unit in found.units}
    places = _places(standings)
    for row in target_standings(units.items(), year.year, for_ranking=True, codes=codes):
        assessment = row.assessment
        if assessment.reached == Reached.NOT_ASSIGNED:
            continue
        missed = None if assessment.excess is None else str(max(-assessment.excess, Fraction(0)))
        for place in places[row.unit_id]:
            known.setdefault(place, {})[f"{INDICATOR}{row.indicator.code}"] = missed


def _from_lines(codes: set[str], standings: Iterable[Standing], known: dict[Place, Missed]) -> None:
    versions = {unit.version_id: (found.cluster_year_id, unit.unit_id) for found in standings for unit in found.final}
    lines = ScoreLine.objects.filter(sheet_version__in=versions, criterion__code__in=codes)
    for line in lines.select_related("criterion").order_by("pk"):
        measure = stored_measure(line)
        target = None if measure.not_applicable else target_of(measure)
        if target is None:
            continue
        result = result_of(measure)
        missed = None if result is None else str(max(-excess(measure, result, target), Fraction(0)))
        known.setdefault(versions[line.sheet_version_id], {})[line.criterion.code] = missed


def _discipline(year: EmulationYear, standings: list[Standing]) -> dict[Place, list[str]]:
    """Forms of discipline that took effect in the year on people who were officially posted there on that day."""
    places = _places(standings)
    rows = Discipline.objects.filter(
        Q(person__postings__ends_on=None) | Q(person__postings__ends_on__gte=F("starts_on")),
        Q(person__postings__starts_on=None) | Q(person__postings__starts_on__lte=F("starts_on")),
        starts_on__range=(year.starts_on, year.ends_on),
        person__postings__unit__in=list(places),
        person__postings__kind=PostingKind.OFFICIAL,
    )
    forms: dict[int, set[str]] = {}
    for unit_id, form in rows.values_list("person__postings__unit_id", "form"):
        forms.setdefault(unit_id, set()).add(form)
    return {place: sorted(found_forms) for unit_id, found_forms in forms.items() for place in places[unit_id]}


def decided(rule: Mapping, keys: Mapping[str, int]) -> dict[tuple[str, frozenset[int]], frozenset[int]]:
    """Decisions of a rule for ``classify``, by the keys of the units."""
    return {
        (each["class"], frozenset(keys[code] for code in each["tied"])): frozenset(
            keys[code] for code in each["chosen"]
        )
        for each in rule.get(DECISIONS, ())
        if set(each["tied"]) <= keys.keys()
    }
