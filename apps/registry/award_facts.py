"""Facts that the registry knows: awards held, in a row, since; initiatives; reviews that are open.

A person's awards follow the person; a collective's follow the successions that count achievements.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from apps.catalog import facts
from apps.catalog.enums import Level
from apps.catalog.enums import Subject as SubjectKind
from apps.catalog.facts import Known, Subject
from apps.catalog.people_facts import collectives, first_years, members, people, ratings_of, share, streak
from apps.core.dates import format_date
from apps.registry.enums import HELD, InitiativeLevel, WorkKind
from apps.registry.models import Award, InitiativeAuthor, ReviewHold
from apps.registry.queries import counted_units
from apps.units.person_enums import RatingLevel

RANKS = {InitiativeLevel.UNIT: 0, InitiativeLevel.MINISTRY: 1, InitiativeLevel.PROVINCE: 1, InitiativeLevel.NATIONAL: 2}
WORK_COLUMNS = ("title", "level", "scope", "year", "document__symbol", "document__issued_on")
# A title of the ministry is won by three titles of the unit in a row: the next one comes at most so many years later.
YEARS_BETWEEN_MINISTRY_TITLES = 3


@dataclass(frozen=True)
class Held:
    """One award that counts: its row, its code, the year it stands for, the decision in words."""

    pk: int
    code: str
    year: int
    granted_on: date
    level: str
    words: str


def held(subjects: Iterable[Subject], codes: Iterable[str] = ()) -> dict[Subject, list[Held]]:
    """Awards of each subject in order of year, only of the codes where some are named; three queries."""
    subjects = list(subjects)
    owners = counted_units([subject.pk for subject in collectives(subjects)])
    of_people = Award.objects.filter(person_id__any_of=[subject.pk for subject in people(subjects)])
    every_unit = {unit for found in owners.values() for unit in found}
    of_units = Award.objects.filter(unit_id__any_of=every_unit, subject=SubjectKind.COLLECTIVE)
    if codes:
        named = {"award_type__code__in": codes}
        of_people, of_units = of_people.filter(**named), of_units.filter(**named)
    rows = {"person_id": defaultdict(list), "unit_id": defaultdict(list)}
    for queryset, owner in ((of_people, "person_id"), (of_units, "unit_id")):
        values = queryset.filter(state__in=HELD).values_list(
            owner, "pk", "award_type__code", "year", "granted_on", "award_type__level", "grant__document__symbol"
        )
        for owner_id, pk, code, year, granted_on, level, symbol in values.order_by("granted_on", "pk"):
            words = f"{symbol} ({format_date(granted_on)})"
            rows[owner][owner_id].append(Held(pk, code, year or granted_on.year, granted_on, level, words))
    answer = {subject: rows["person_id"][subject.pk] for subject in people(subjects)}
    for subject in collectives(subjects):
        found = [award for unit in owners[subject.pk] for award in rows["unit_id"][unit]]
        answer[subject] = sorted(found, key=lambda award: (award.granted_on, award.code))
    return answer


class Work(NamedTuple):
    """A recognised work that counts for a fact, as WORK_COLUMNS reads it."""

    title: str
    level: str
    scope: str
    year: int
    symbol: str
    issued_on: date

    def __str__(self) -> str:
        return f"{self.title} ({self.symbol} ({format_date(self.issued_on)}))"


def _codes(argument: str) -> set[str]:
    return {code for code in argument.split(",") if code}


def _words(awards: Iterable[Held]) -> str:
    return "; ".join(f"{award.year}: {award.words}" for award in awards)


def _up_to(awards: list[Held], year: int) -> list[Held]:
    return [award for award in awards if award.year <= year]


# Which awards of somebody each fact counts: (awards in order, year considered, argument, first year that counts).
def _any(awards: list[Held], year: int, argument: str, first: int) -> list[Held]:
    return [award for award in _up_to(awards, year) if award.code in _codes(argument)]


def _ever(awards: list[Held], year: int, argument: str, first: int) -> list[Held]:
    return [award for award in awards if award.code in _codes(argument)]


def _same_year(awards: list[Held], year: int, argument: str, first: int) -> list[Held]:
    return [award for award in awards if award.code in _codes(argument) and award.year == year]


def _consecutive_years(awards: list[Held], year: int, argument: str, first: int) -> list[Held]:
    by_year = {award.year: award for award in awards if award.code == argument}
    return [by_year[each] for each in streak(by_year, year, first)]


def _consecutive_times(awards: list[Held], year: int, argument: str, first: int) -> list[Held]:
    """A run without a gap in the titles below; two awards of one year count once."""
    run: list[Held] = []
    for award in _any(awards, year, argument, first):
        if award.year < first or (run and award.year == run[-1].year):
            continue
        if run and award.year - run[-1].year > YEARS_BETWEEN_MINISTRY_TITLES:
            run = []
        run.append(award)
    return run


def _since(awards: list[Held], year: int, argument: str, first: int) -> list[Held] | None:
    base, *codes = argument.split(",")
    known = _up_to(awards, year)
    bases = [award for award in known if award.code == base]
    if not bases:
        return None
    return [award for award in known if award.code in codes and award.granted_on > bases[-1].granted_on]


COUNTING: dict[str, Callable[[list[Held], int, str, int], list[Held] | None]] = {
    "held_any": _any,
    "held_ever": _ever,
    "held_same_year": _same_year,
    "held_consecutive_years": _consecutive_years,
    "held_consecutive_times": _consecutive_times,
    "held_since": _since,
}


def counted(name: str, subjects: Iterable[Subject], argument: str) -> dict[Subject, list[Held]]:
    """The awards that a fact of COUNTING counts for each subject; left out where the fact is unknown."""
    subjects = list(subjects)
    starts = first_years(subjects)
    found = {
        subject: COUNTING[name](awards, subject.year, argument, starts[subject])
        for subject, awards in held(subjects, _codes(argument)).items()
    }
    return {subject: awards for subject, awards in found.items() if awards is not None}


def _number_of(name: str, subjects: Iterable[Subject], argument: str) -> dict[Subject, Known]:
    return {s: Known(len(awards), _words(awards)) for s, awards in counted(name, subjects, argument).items()}


def held_any(subjects: Iterable[Subject], argument: str) -> dict[Subject, Known]:
    """How many awards of the named codes there are, up to the year considered."""
    return _number_of("held_any", subjects, argument)


def held_ever(subjects: Iterable[Subject], argument: str) -> dict[Subject, Known]:
    """How many awards of the named codes there are, of whatever year."""
    return _number_of("held_ever", subjects, argument)


def held_same_year(subjects: Iterable[Subject], argument: str) -> dict[Subject, Known]:
    """Whether an award of the named codes stands for the year considered."""
    found = counted("held_same_year", subjects, argument)
    return {subject: Known(bool(awards), _words(awards)) for subject, awards in found.items()}


def held_consecutive_years(subjects: Iterable[Subject], argument: str) -> dict[Subject, Known]:
    """Years in a row with the award, up to the year considered or the one before."""
    return _number_of("held_consecutive_years", subjects, argument)


def held_consecutive_times(subjects: Iterable[Subject], argument: str) -> dict[Subject, Known]:
    """How many awards of the codes follow one another without a gap in the titles below them, one a year."""
    return _number_of("held_consecutive_times", subjects, argument)


def held_since(subjects: Iterable[Subject], argument: str) -> dict[Subject, Known]:
    """``BASE,CODE,…``: how many awards of the codes were granted after the last BASE; unknown without a BASE."""
    return _number_of("held_since", subjects, argument)


def years_since(subjects: Iterable[Subject], argument: str) -> dict[Subject, Known]:
    """Years from the last award of the code to the year considered; unknown when there is none."""
    found = counted("held_any", subjects, argument)
    return {s: Known(s.year - awards[-1].year, _words(awards[-1:])) for s, awards in found.items() if awards}


def years_since_streak(subjects: Iterable[Subject], argument: str) -> dict[Subject, Known]:
    """Years from the last year of the run of the award to the year considered; unknown without any."""
    return years_since(subjects, argument)


def excellent_years_since(subjects: Iterable[Subject], argument: str) -> dict[Subject, Known]:
    """Years rated excellent in a row after the last award of the code; unknown without the award."""
    ratings, starts = ratings_of(subjects), first_years(subjects)
    answer = {}
    for subject, awards in held(people(subjects), {argument}).items():
        found = [award for award in _up_to(awards, subject.year) if award.code == argument]
        if found and ratings[subject.pk]:
            rated = ratings[subject.pk]
            excellent = (year for year, level in rated.items() if level == RatingLevel.EXCELLENT)
            years = streak(excellent, subject.year, starts[subject])
            after = [year for year in years if year > found[-1].year]
            answer[subject] = Known(len(after), ", ".join(map(str, after)))
    return answer


def state_awards_in_year(subjects: Iterable[Subject], argument: str) -> dict[Subject, Known]:
    answer = {}
    for subject, awards in held(subjects).items():
        found = [award for award in awards if award.level == Level.STATE and award.year == subject.year]
        answer[subject] = Known(len(found), _words(found))
    return answer


def _holders(subjects: Iterable[Subject], argument: str) -> dict[Subject, tuple[int, int]]:
    """Members of each collective with the award in its year, and all members."""
    of_unit = members(subjects)
    everybody = set().union(*of_unit.values()) if of_unit else set()
    years = {year for _unit, year in of_unit}
    rows = Award.objects.filter(
        person_id__any_of=everybody, award_type__code__in=_codes(argument), year__in=years, state__in=HELD
    )
    holders = set(rows.order_by().values_list("person_id", "year"))
    return {
        subject: (sum((person, subject.year) in holders for person in group), len(group))
        for subject in collectives(subjects)
        if (group := of_unit[subject.pk, subject.year])
    }


def members_share(subjects: Iterable[Subject], argument: str) -> dict[Subject, Known]:
    """Percent of members with the title in the year considered."""
    return {subject: share(*figures) for subject, figures in _holders(subjects, argument).items()}


def members_holding(subjects: Iterable[Subject], argument: str) -> dict[Subject, Known]:
    """Number of members with the title in the year considered."""
    return {subject: Known(count, f"{count}/{all_}") for subject, (count, all_) in _holders(subjects, argument).items()}


def _works(
    subjects: Iterable[Subject], years: int, counts: Callable[[Work], bool], kinds: tuple[str, ...]
) -> dict[Subject, Known]:
    """Recognised works that count, of so many years up to the one considered."""
    wanted = people(subjects)
    considered = [subject.year for subject in wanted]
    rows = InitiativeAuthor.objects.filter(
        person_id__any_of=[subject.pk for subject in wanted],
        initiative__kind__in=kinds,
        initiative__year__gt=min(considered, default=0) - years,
        initiative__year__lte=max(considered, default=0),
    ).order_by("initiative__year", "pk")
    found = defaultdict(list)
    for person_id, *columns in rows.values_list("person_id", *(f"initiative__{name}" for name in WORK_COLUMNS)):
        work = Work(*columns)
        if counts(work):
            found[person_id].append(work)
    answer = {}
    for subject in wanted:
        of_time = [work for work in found[subject.pk] if subject.year - years < work.year <= subject.year]
        answer[subject] = Known(len(of_time), "; ".join(map(str, of_time)))
    return answer


def _recognised(level: str) -> Callable[[Work], bool]:
    return lambda work: RANKS[work.level] >= RANKS[level]


def initiatives_in_year(subjects: Iterable[Subject], argument: str) -> dict[Subject, Known]:
    """Initiatives of the year, recognised at a level or above."""
    return _works(subjects, 1, _recognised(argument), (WorkKind.INITIATIVE,))


def initiatives_in_period(subjects: Iterable[Subject], argument: str) -> dict[Subject, Known]:
    """``level,years``: initiatives recognised at a level or above in so many years; who recognised decides."""
    level, _comma, years = argument.partition(",")
    return _works(subjects, int(years), _recognised(level), (WorkKind.INITIATIVE,))


def works_in_period(subjects: Iterable[Subject], argument: str) -> dict[Subject, Known]:
    """``scope,years``: initiatives and research whose effect reaches a scope in so many years.

    Nationwide: by scope, and recognised by a ministry or province. Below: by scope or by who recognised.
    """
    scope, _comma, years = argument.partition(",")

    def counts(work: Work) -> bool:
        if scope == InitiativeLevel.NATIONAL:
            recognised = RANKS[work.level] >= RANKS[InitiativeLevel.MINISTRY]
            return work.scope == InitiativeLevel.NATIONAL and recognised
        return max(RANKS[work.level], RANKS[work.scope]) >= RANKS[scope]

    return _works(subjects, int(years), counts, (WorkKind.INITIATIVE, WorkKind.RESEARCH))


def research_in_year(subjects: Iterable[Subject], argument: str) -> dict[Subject, Known]:
    """Accepted research of the year."""
    return _works(subjects, 1, _recognised(InitiativeLevel.UNIT), (WorkKind.RESEARCH,))


def under_review(subjects: Iterable[Subject], argument: str) -> dict[Subject, Known]:
    """Whether discipline, inspection, complaint or press report is being looked into."""
    subjects = list(subjects)
    open_rows = ReviewHold.objects.filter(ended_on=None)
    by_person, by_unit = defaultdict(list), defaultdict(list)
    for row in open_rows.filter(person_id__any_of=[s.pk for s in people(subjects)]):
        by_person[row.person_id].append(row)
    for row in open_rows.filter(unit_id__any_of=[s.pk for s in collectives(subjects)], person=None):
        by_unit[row.unit_id].append(row)
    answer = {}
    for subject in subjects:
        rows = (by_person if subject.kind == SubjectKind.INDIVIDUAL else by_unit)[subject.pk]
        words = "; ".join(
            _("%(what)s từ %(day)s") % {"what": row.get_kind_display(), "day": format_date(row.started_on)}
            for row in rows
        )
        answer[subject] = Known(bool(rows), words)
    return answer


FUNCTIONS: tuple[Callable, ...] = (
    held_any,
    held_ever,
    held_same_year,
    held_consecutive_years,
    held_consecutive_times,
    years_since,
    years_since_streak,
    held_since,
    excellent_years_since,
    state_awards_in_year,
    members_share,
    members_holding,
    initiatives_in_year,
    initiatives_in_period,
    works_in_period,
    research_in_year,
    under_review,
)


def register() -> None:
    for function in FUNCTIONS:
        facts.register(function.__name__, function)
