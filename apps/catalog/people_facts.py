"""Facts that the files of people and units know: ratings, discipline, months of work, members.

Each function answers many subjects in a constant number of queries; who has no data is left out (unknown).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from apps.catalog import facts
from apps.catalog.enums import Subject as SubjectKind
from apps.catalog.facts import Known, Subject
from apps.core.dates import format_date
from apps.core.numbers import format_percent
from apps.units.domain.service_time import joined, service_time
from apps.units.enums import UnitKind
from apps.units.models import Discipline, Posting, QualityRating, Unit
from apps.units.models.people_scope import topmost
from apps.units.person_enums import DisciplineForm, PostingKind, RatingLevel, Sex

WORKED = (PostingKind.OFFICIAL, PostingKind.SECONDED)
COMPLETED = (RatingLevel.EXCELLENT, RatingLevel.GOOD, RatingLevel.DONE)
SEVERITY = list(DisciplineForm.values)


def people(subjects: Iterable[Subject]) -> list[Subject]:
    return [subject for subject in subjects if subject.kind == SubjectKind.INDIVIDUAL]


def collectives(subjects: Iterable[Subject]) -> list[Subject]:
    return [subject for subject in subjects if subject.kind == SubjectKind.COLLECTIVE]


def ratings_of(subjects: Iterable[Subject]) -> dict[int, dict[int, str]]:
    """Person id → year → level; one query."""
    found: dict[int, dict[int, str]] = defaultdict(dict)
    rows = QualityRating.objects.filter(person_id__any_of=[subject.pk for subject in people(subjects)])
    for person_id, year, level in rows.values_list("person_id", "year", "level"):
        found[person_id][year] = level
    return found


def streak(years: Iterable[int], last: int, first: int = 0) -> list[int]:
    """The years in a row that end with ``last``, or with the year before where ``last`` is not among them.

    None before ``first``.
    """
    years = {year for year in years if year >= first}
    end = last if last in years else last - 1
    found = []
    while end in years:
        found.insert(0, end)
        end -= 1
    return found


def annual_rating(subjects: Iterable[Subject], argument: str) -> dict[Subject, Known]:
    """Level of the year considered."""
    wanted = people(subjects)
    rows = QualityRating.objects.filter(
        person_id__any_of=[subject.pk for subject in wanted], year__in={subject.year for subject in wanted}
    ).values_list("person_id", "year", "level", "document__symbol", "document__issued_on")
    ratings = {(person_id, year): found for person_id, year, *found in rows}
    words = {value: str(label) for value, label in RatingLevel.choices}
    known = {}
    for subject in wanted:
        if found := ratings.get((subject.pk, subject.year)):
            level, symbol, issued_on = found
            paper = f" ({symbol} ({format_date(issued_on)}))" if symbol else ""
            known[subject] = Known(level, f"{subject.year}: {words[level]}{paper}")
    return known


def excellent_consecutive_years(subjects: Iterable[Subject], argument: str) -> dict[Subject, Known]:
    """Years in a row rated excellent, up to the year considered or the one before. None rated: unknown."""
    ratings, starts = ratings_of(subjects), first_years(subjects)
    known = {}
    for subject in people(subjects):
        rated = ratings[subject.pk]
        if rated:
            excellent = (year for year, level in rated.items() if level == RatingLevel.EXCELLENT)
            found = streak(excellent, subject.year, starts[subject])
            known[subject] = Known(len(found), ", ".join(map(str, found)))
    return known


def _disciplines(subjects: Iterable[Subject]) -> dict[int, list[Discipline]]:
    found = defaultdict(list)
    ids = [subject.pk for subject in people(subjects)]
    for row in Discipline.objects.filter(person_id__any_of=ids).select_related("document"):
        found[row.person_id].append(row)
    return found


def first_years(subjects: Iterable[Subject]) -> dict[Subject, int]:
    """For each subject the first full year after every measure was served: years before it count in no row of years.

    0 without discipline; the year after the one considered while a measure is still being served. One query.
    """
    subjects = list(subjects)
    rows = _disciplines(subjects)
    starts = dict.fromkeys(subjects, 0)
    for subject in people(subjects):
        for row in rows[subject.pk]:
            if row.starts_on.year > subject.year:
                continue
            cleared = row.cleared_on
            if cleared is None or cleared.year > subject.year:
                first = subject.year + 1
            else:
                first = cleared.year if (cleared.month, cleared.day) == (1, 1) else cleared.year + 1
            starts[subject] = max(starts[subject], first)
    return starts


def disciplined_in_year(subjects: Iterable[Subject], argument: str) -> dict[Subject, Known]:
    """Whether a measure took force in the year."""
    rows = _disciplines(subjects)
    known = {}
    for subject in people(subjects):
        found = [row for row in rows[subject.pk] if row.starts_on.year == subject.year]
        detail = "; ".join(f"{row.get_form_display()} {format_date(row.starts_on)}" for row in found)
        known[subject] = Known(bool(found), detail)
    return known


def achievements_before_discipline_served(subjects: Iterable[Subject], argument: str) -> dict[Subject, Known]:
    """Measures still being served at the end of the year considered: what was achieved before their end is no basis.

    One that was served within the year is no miss: what follows it counts.
    """
    rows = _disciplines(subjects)
    known = {}
    for subject in people(subjects):
        end = date(subject.year, 12, 31)
        open_then = [
            row for row in rows[subject.pk] if row.starts_on <= end and (row.cleared_on is None or row.cleared_on > end)
        ]
        detail = "; ".join(
            _("%(form)s, chấp hành xong %(day)s")
            % {"form": row.get_form_display(), "day": format_date(row.cleared_on) or "…"}
            for row in open_then
        )
        known[subject] = Known(len(open_then), detail)
    return known


def _periods(subjects: Iterable[Subject]) -> dict[int, list[tuple[date, date | None]]]:
    found = defaultdict(list)
    ids = [subject.pk for subject in people(subjects)]
    rows = Posting.objects.filter(person_id__any_of=ids, kind__in=WORKED).exclude(starts_on=None)
    for person_id, starts_on, ends_on in rows.values_list("person_id", "starts_on", "ends_on"):
        found[person_id].append((starts_on, ends_on))
    return found


def months_worked_in_year(subjects: Iterable[Subject], argument: str) -> dict[Subject, Known]:
    """Whole months of work in the year. Leave that counts as work does not end a posting."""
    periods = _periods(subjects)
    known = {}
    for subject in people(subjects):
        first, last = date(subject.year, 1, 1), date(subject.year, 12, 31)
        inside = [(max(start, first), end) for start, end in joined(periods[subject.pk], until=last) if end >= first]
        if periods[subject.pk]:
            months = service_time(inside, until=last).months
            known[subject] = Known(months, _("%(n)s tháng") % {"n": months})
    return known


def service_months(subjects: Iterable[Subject], argument: str) -> dict[Subject, Known]:
    """Months in the sector for people of one sex (``male``, ``female``); 0 for the other one."""
    from apps.units.models import Person

    periods = _periods(subjects)
    sexes = dict(Person.objects.filter(pk__any_of=periods).values_list("pk", "sex"))
    known = {}
    for subject in people(subjects):
        sex = sexes.get(subject.pk)
        if sex in Sex.values:
            time = service_time(periods[subject.pk], until=date(subject.year, 12, 31))
            years, months = time.years_and_months
            detail = _("%(years)s năm %(months)s tháng") % {"years": years, "months": months}
            known[subject] = Known(time.months if sex == argument else 0, detail)
    return known


def unit_kind(subjects: Iterable[Subject], argument: str) -> dict[Subject, Known]:
    """Kind of the collective, or of the unit in which the person served last in the year."""
    subjects = list(subjects)
    kinds = dict(
        Unit.objects.filter(pk__any_of=[s.pk for s in collectives(subjects)]).order_by().values_list("pk", "kind")
    )
    words = dict(UnitKind.choices)
    known = {
        s: Known(kinds[s.pk], str(words.get(kinds[s.pk], kinds[s.pk]))) for s in collectives(subjects) if s.pk in kinds
    }
    ids = [subject.pk for subject in people(subjects)]
    postings = defaultdict(list)
    rows = Posting.objects.filter(person_id__any_of=ids, kind=PostingKind.OFFICIAL).select_related("unit")
    for posting in rows.order_by(F("starts_on").asc(nulls_first=True), "pk"):
        postings[posting.person_id].append(posting)
    for subject in people(subjects):
        last = date(subject.year, 12, 31)
        held = [p for p in postings[subject.pk] if p.starts_on is None or p.starts_on <= last]
        if held:
            unit = held[-1].unit
            known[subject] = Known(unit.kind, f"{unit.name} ({words.get(unit.kind, unit.kind)})")
    return known


def unit_dissolved(subjects: Iterable[Subject], argument: str) -> dict[Subject, Known]:
    """Whether the collective has ended by the end of the year considered."""
    ends = dict(
        Unit.objects.filter(pk__any_of=[s.pk for s in collectives(subjects)]).order_by().values_list("pk", "valid_to")
    )
    return {
        s: Known(ends[s.pk] is not None and ends[s.pk] < date(s.year, 12, 31), format_date(ends[s.pk]))
        for s in collectives(subjects)
        if s.pk in ends
    }


def members(subjects: Iterable[Subject]) -> dict[tuple[int, int], set[int]]:
    """(unit id, year) → persons officially in the unit or below it at the end of that year; one query a year."""
    wanted = collectives(subjects)
    paths = dict(Unit.objects.filter(pk__any_of=[s.pk for s in wanted]).order_by().values_list("pk", "path"))
    found: dict[tuple[int, int], set[int]] = {(s.pk, s.year): set() for s in wanted}
    for year in sorted({s.year for s in wanted}):
        by_path = {paths[s.pk]: s.pk for s in wanted if s.year == year and s.pk in paths}
        below = Q(pk__in=[])
        for path in topmost(list(by_path)):
            below |= Q(unit__path__startswith=path)
        rows = Posting.objects.valid_on(date(year, 12, 31)).filter(below, kind=PostingKind.OFFICIAL)
        for person_id, path in rows.values_list("person_id", "unit__path"):
            for end in range(Unit.steplen, len(path) + 1, Unit.steplen):  # the unit and each one above it
                if path[:end] in by_path:
                    found[by_path[path[:end]], year].add(person_id)
    return found


def members_completing_percent(subjects: Iterable[Subject], argument: str) -> dict[Subject, Known]:
    """Share of members rated at least "hoàn thành nhiệm vụ"; unknown while ratings are missing and nobody failed."""
    of_unit = members(subjects)
    years = {year for _unit, year in of_unit}
    everybody = set().union(*of_unit.values()) if of_unit else set()
    levels = defaultdict(dict)
    for person_id, year, level in QualityRating.objects.filter(person_id__any_of=everybody, year__in=years).values_list(
        "person_id", "year", "level"
    ):
        levels[year][person_id] = level
    known = {}
    for subject in collectives(subjects):
        group = of_unit[subject.pk, subject.year]
        rated = [levels[subject.year][person] for person in group if person in levels[subject.year]]
        done = sum(level in COMPLETED for level in rated)
        if rated and (len(rated) == len(group) or done < len(rated)):
            known[subject] = Known(100 * done / len(group), f"{done}/{len(group)}")
    return known


def members_disciplined(subjects: Iterable[Subject], argument: str) -> dict[Subject, Known]:
    """How many members were disciplined in the year, from the form named on ("canh_cao": from cảnh cáo)."""
    of_unit = members(subjects)
    everybody = set().union(*of_unit.values()) if of_unit else set()
    forms = SEVERITY[1:] if argument == "canh_cao" else SEVERITY
    counts: dict[tuple[int, int], int] = {}
    rows = Discipline.objects.filter(person_id__any_of=everybody, form__in=forms)
    for row in rows.values("person_id", "starts_on__year").annotate(n=Count("pk")):
        counts[row["person_id"], row["starts_on__year"]] = row["n"]
    return {
        s: Known(sum((person, s.year) in counts for person in of_unit[s.pk, s.year]), "")
        for s in collectives(subjects)
        if of_unit[s.pk, s.year]
    }


def share(part: int, whole: int) -> Known:
    """A percentage of members with its figures."""
    percent = 100 * part / whole
    return Known(percent, f"{part}/{whole} ({format_percent(percent, 1)})")


FUNCTIONS: tuple[Callable, ...] = (
    annual_rating,
    excellent_consecutive_years,
    disciplined_in_year,
    achievements_before_discipline_served,
    months_worked_in_year,
    service_months,
    unit_kind,
    unit_dissolved,
    members_completing_percent,
    members_disciplined,
)


def register() -> None:
    for function in FUNCTIONS:
        facts.register(function.__name__, function)
