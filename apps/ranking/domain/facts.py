"""What classes and disqualifiers ask about the units beyond their points: found once, stored with the run."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from django.db.models import Q

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


class Circumstances:
    """Exclusions and decisions of many ClusterYears in two queries; facts of units where a rule asks for them."""

    def __init__(self, cluster_year_ids: Iterable[int]):
        years = set(cluster_year_ids)
        self._excluded: dict[tuple[int, int], str] = {}
        for each in Exclusion.objects.in_force().filter(cluster_year__in=years).order_by("pk"):
            self._excluded[each.cluster_year_id, each.unit_id] = each.reason
        self._decisions: dict[tuple[int, str], dict] = {}
        for each in QuotaDecision.objects.filter(cluster_year__in=years).order_by("pk"):
            place = self._decisions.setdefault((each.cluster_year_id, each.line), {})
            place[each.class_label, tuple(each.tied)] = each

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
        targets = _shortfalls(target_names(rule), found)
        disciplined = _discipline(found) if asks_discipline(rule) else {}
        for unit in found.units:
            known = {}
            if unit.unit_id in targets:
                known["targets"] = targets[unit.unit_id]
            if unit.unit_id in disciplined:
                known["discipline"] = disciplined[unit.unit_id]
            if reason := self._excluded.get((found.cluster_year_id, unit.unit_id)):
                known["excluded"] = reason
            if known:
                facts[unit.code] = known
        return facts


def _shortfalls(names: frozenset[str], found: Standing) -> dict[int, dict[str, str | None]]:
    """Unit → target → how much was missed, as an exact fraction in text; 0 when met, None without a result."""
    known: dict[int, dict[str, str | None]] = {}
    if any(name.startswith(INDICATOR) for name in names):
        _from_results(names, found, known)
    if codes := {name for name in names if not name.startswith(INDICATOR)}:
        _from_lines(codes, found, known)
    return known


def _from_results(names: frozenset[str], found: Standing, known: dict) -> None:
    """An estimate that nobody confirmed is no result (S001-8)."""
    codes = None if f"{INDICATOR}*" in names else {name.removeprefix(INDICATOR) for name in names}
    units = [(unit.unit_id, unit.name) for unit in found.units]
    for row in target_standings(units, _year(found), for_ranking=True, codes=codes):
        assessment = row.assessment
        if assessment.reached == Reached.NOT_ASSIGNED:
            continue
        missed = None if assessment.excess is None else str(max(-assessment.excess, Fraction(0)))
        known.setdefault(row.unit_id, {})[f"{INDICATOR}{row.indicator.code}"] = missed


def _from_lines(codes: set[str], found: Standing, known: dict) -> None:
    units = {unit.version_id: unit.unit_id for unit in found.final}
    lines = ScoreLine.objects.filter(sheet_version__in=units, criterion__code__in=codes)
    for line in lines.select_related("criterion").order_by("pk"):
        measure = stored_measure(line)
        target = None if measure.not_applicable else target_of(measure)
        if target is None:
            continue
        result = result_of(measure)
        missed = None if result is None else str(max(-excess(measure, result, target), Fraction(0)))
        known.setdefault(units[line.sheet_version_id], {})[line.criterion.code] = missed


def _discipline(found: Standing) -> dict[int, list[str]]:
    """Unit → forms of discipline that took effect in the year on people who were officially posted there then."""
    year = _emulation_year(found)
    rows = Discipline.objects.filter(
        Q(person__postings__ends_on=None) | Q(person__postings__ends_on__gte=year.starts_on),
        Q(person__postings__starts_on=None) | Q(person__postings__starts_on__lte=year.ends_on),
        starts_on__range=(year.starts_on, year.ends_on),
        person__postings__unit__in=[unit.unit_id for unit in found.units],
        person__postings__kind=PostingKind.OFFICIAL,
    )
    forms: dict[int, set[str]] = {}
    for unit_id, form in rows.values_list("person__postings__unit_id", "form"):
        forms.setdefault(unit_id, set()).add(form)
    return {unit_id: sorted(found_forms) for unit_id, found_forms in forms.items()}


def _emulation_year(found: Standing) -> EmulationYear:
    return EmulationYear.objects.get(clusters=found.cluster_year_id)


def _year(found: Standing) -> int:
    return _emulation_year(found).year


def decided(rule: Mapping, keys: Mapping[str, int]) -> dict[tuple[str, frozenset[int]], frozenset[int]]:
    """Decisions of a rule for ``classify``, by the keys of the units."""
    return {
        (each["class"], frozenset(keys[code] for code in each["tied"])): frozenset(
            keys[code] for code in each["chosen"]
        )
        for each in rule.get(DECISIONS, ())
        if set(each["tied"]) <= keys.keys()
    }
