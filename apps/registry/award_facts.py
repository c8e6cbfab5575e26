"""Facts that the registry knows: awards held, in a row, since; initiatives; reviews that are open.

A person's awards follow the person; a collective's follow the successions that count achievements.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from apps.catalog import facts
from apps.catalog.enums import Level
from apps.catalog.enums import Subject as SubjectKind
from apps.catalog.facts import Known, Subject
from apps.catalog.people_facts import collectives, members, people, ratings_of, share, streak
from apps.core.dates import format_date
from apps.registry.enums import HELD, InitiativeLevel, WorkKind
from apps.registry.models import Award, InitiativeAuthor, ReviewHold
from apps.registry.queries import counted_units
from apps.units.person_enums import RatingLevel

RANKS = {InitiativeLevel.UNIT: 0, InitiativeLevel.MINISTRY: 1, InitiativeLevel.PROVINCE: 1, InitiativeLevel.NATIONAL: 2}
# A title of the ministry is won by three titles of the unit in a row: the next one comes at most so many years later.
YEARS_BETWEEN_MINISTRY_TITLES = 3


@dataclass(frozen=True)
class Held:
    """One award that counts: its code, the year it stands for, the decision in words."""

    code: str
    year: int
    granted_on: date
    level: str
    words: str


def held(subjects: Iterable[Subject]) -> dict[Subject, list[Held]]:
    """Awards of each subject in order of year; three queries."""
    subjects = list(subjects)
    owners = counted_units([subject.pk for subject in collectives(subjects)])
    of_people = Award.objects.filter(person_id__in=[subject.pk for subject in people(subjects)])
    every_unit = {unit for found in owners.values() for unit in found}
    of_units = Award.objects.filter(unit_id__in=every_unit, subject=SubjectKind.COLLECTIVE)
    rows = {"person_id": defaultdict(list), "unit_id": defaultdict(list)}
    for queryset, owner in ((of_people, "person_id"), (of_units, "unit_id")):
        values = queryset.filter(state__in=HELD).values_list(
            owner, "award_type__code", "year", "granted_on", "award_type__level", "grant__document__symbol"
        )
        for pk, code, year, granted_on, level, symbol in values.order_by("granted_on", "pk"):
            words = f"{symbol} ({format_date(granted_on)})"
            rows[owner][pk].append(Held(code, year or granted_on.year, granted_on, level, words))
    answer = {subject: rows["person_id"][subject.pk] for subject in people(subjects)}
    for subject in collectives(subjects):
        found = [award for unit in owners[subject.pk] for award in rows["unit_id"][unit]]
        answer[subject] = sorted(found, key=lambda award: (award.granted_on, award.code))
    return answer


def _codes(argument: str) -> set[str]:
    return {code for code in argument.split(",") if code}


def _words(awards: Iterable[Held]) -> str:
    return "; ".join(f"{award.year}: {award.words}" for award in awards)


def _up_to(awards: list[Held], year: int) -> list[Held]:
    return [award for award in awards if award.year <= year]


def held_any(subjects: Iterable[Subject], argument: str) -> dict[Subject, Known]:
    """How many awards of the named codes there are, up to the year considered."""
    codes = _codes(argument)
    answer = {}
    for subject, awards in held(subjects).items():
        found = [award for award in _up_to(awards, subject.year) if award.code in codes]
        answer[subject] = Known(len(found), _words(found))
    return answer


def held_same_year(subjects: Iterable[Subject], argument: str) -> dict[Subject, Known]:
    codes = _codes(argument)
    answer = {}
    for subject, awards in held(subjects).items():
        found = [award for award in awards if award.code in codes and award.year == subject.year]
        answer[subject] = Known(bool(found), _words(found))
    return answer


def held_consecutive_years(subjects: Iterable[Subject], argument: str) -> dict[Subject, Known]:
    """Years in a row with the award, up to the year considered or the one before."""
    answer = {}
    for subject, awards in held(subjects).items():
        by_year = {award.year: award for award in awards if award.code == argument}
        years = streak(by_year, subject.year)
        answer[subject] = Known(len(years), _words(by_year[year] for year in years))
    return answer


def held_consecutive_times(subjects: Iterable[Subject], argument: str) -> dict[Subject, Known]:
    """How many awards follow one another without a gap in the titles below them."""
    answer = {}
    for subject, awards in held(subjects).items():
        answer[subject] = Known(*_times(_up_to([a for a in awards if a.code == argument], subject.year)))
    return answer


def _times(awards: list[Held]) -> tuple[int, str]:
    run: list[Held] = []
    for award in awards:
        if run and award.year - run[-1].year > YEARS_BETWEEN_MINISTRY_TITLES:
            run = []
        run.append(award)
    return len(run), _words(run)


def years_since(subjects: Iterable[Subject], argument: str) -> dict[Subject, Known]:
    """Years from the last award of the code to the year considered; unknown when there is none."""
    codes = _codes(argument)
    answer = {}
    for subject, awards in held(subjects).items():
        found = [award for award in _up_to(awards, subject.year) if award.code in codes]
        if found:
            answer[subject] = Known(subject.year - found[-1].year, _words(found[-1:]))
    return answer


def years_since_streak(subjects: Iterable[Subject], argument: str) -> dict[Subject, Known]:
    """Years from the last year of the run of the award to the year considered; unknown without any."""
    return years_since(subjects, argument)


def held_since(subjects: Iterable[Subject], argument: str) -> dict[Subject, Known]:
    """``BASE,CODE,…``: how many awards of the codes were granted after the last BASE; unknown without a BASE."""
    base, *codes = argument.split(",")
    answer = {}
    for subject, awards in held(subjects).items():
        known = _up_to(awards, subject.year)
        bases = [award for award in known if award.code == base]
        if bases:
            later = [award for award in known if award.code in codes and award.granted_on > bases[-1].granted_on]
            answer[subject] = Known(len(later), _words(later))
    return answer


def excellent_years_since(subjects: Iterable[Subject], argument: str) -> dict[Subject, Known]:
    """Years rated excellent in a row after the last award of the code; unknown without the award."""
    ratings = ratings_of(subjects)
    answer = {}
    for subject, awards in held(people(subjects)).items():
        found = [award for award in _up_to(awards, subject.year) if award.code == argument]
        if found and ratings[subject.pk]:
            rated = ratings[subject.pk]
            years = streak((y for y, row in rated.items() if row.level == RatingLevel.EXCELLENT), subject.year)
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
        person_id__in=everybody, award_type__code__in=_codes(argument), year__in=years, state__in=HELD
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


def _initiatives(subjects: Iterable[Subject], level: str, kind: str, years: int) -> dict[Subject, Known]:
    """Recognised works of at least a level (by recognition or scope) in so many years up to the one considered."""
    wanted = people(subjects)
    rows = InitiativeAuthor.objects.filter(person_id__in=[s.pk for s in wanted], initiative__kind=kind)
    found = defaultdict(list)
    for row in rows.select_related("initiative__document").order_by("initiative__year", "pk"):
        work = row.initiative
        if max(RANKS[work.level], RANKS[work.scope]) >= RANKS[level]:
            found[row.person_id].append(work)
    answer = {}
    for subject in wanted:
        counted = [work for work in found[subject.pk] if subject.year - years < work.year <= subject.year]
        answer[subject] = Known(len(counted), "; ".join(f"{work.title} ({work.document})" for work in counted))
    return answer


def initiatives_in_year(subjects: Iterable[Subject], argument: str) -> dict[Subject, Known]:
    return _initiatives(subjects, argument, WorkKind.INITIATIVE, 1)


def initiatives_in_period(subjects: Iterable[Subject], argument: str) -> dict[Subject, Known]:
    """``level,years``."""
    level, _comma, years = argument.partition(",")
    return _initiatives(subjects, level, WorkKind.INITIATIVE, int(years))


def research_in_year(subjects: Iterable[Subject], argument: str) -> dict[Subject, Known]:
    return _initiatives(subjects, InitiativeLevel.UNIT, WorkKind.RESEARCH, 1)


def under_review(subjects: Iterable[Subject], argument: str) -> dict[Subject, Known]:
    """Whether discipline, inspection, complaint or press report is being looked into."""
    subjects = list(subjects)
    open_rows = ReviewHold.objects.filter(ended_on=None)
    by_person, by_unit = defaultdict(list), defaultdict(list)
    for row in open_rows.filter(person_id__in=[s.pk for s in people(subjects)]):
        by_person[row.person_id].append(row)
    for row in open_rows.filter(unit_id__in=[s.pk for s in collectives(subjects)], person=None):
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
    research_in_year,
    under_review,
)


def register() -> None:
    for function in FUNCTIONS:
        facts.register(function.__name__, function)
