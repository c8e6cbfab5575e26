"""Facts that proposals know, for the eligibility engine: what was asked for, what was honoured, what was rewarded."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from apps.awards.models import DecisionLine, Nominee, ReportEntry, UpwardLine
from apps.awards.untold import Untold, untold
from apps.catalog import facts
from apps.catalog.enums import AwardList
from apps.catalog.enums import Subject as SubjectKind
from apps.catalog.facts import Known, Subject
from apps.registry.enums import HELD

COLUMNS = {SubjectKind.INDIVIDUAL: "person_id", SubjectKind.COLLECTIVE: "unit_id"}


def _ids(subjects: Iterable[Subject]) -> dict[str, set[int]]:
    """Kind of subject → ids."""
    asked: dict[str, set[int]] = defaultdict(set)
    for subject in subjects:
        asked[subject.kind].add(subject.pk)
    return asked


def _nominated(subjects: Iterable[Subject], codes: str):
    """Living nominations of the subjects for the awards, as (subject key, year, words); two queries at most."""
    for kind, ids in _ids(subjects).items():
        rows = Nominee.objects.living().filter(subject=kind, award__code__in=codes.split(","))
        rows = rows.filter(**{f"{COLUMNS[kind]}__in": ids}).order_by("pk")
        values = rows.values_list(COLUMNS[kind], "proposal__period_to", "proposal__occasion", "option_id")
        for pk, year, occasion, option_id in values:
            yield (kind, pk, year), occasion, option_id


def proposed_same_year(subjects: Iterable[Subject], argument: str) -> dict[Subject, Known]:
    """Whether the subject is put forward in the same year for one of the awards."""
    subjects = list(subjects)
    found = {key: occasion for key, occasion, _option in _nominated(subjects, argument)}
    answer = {}
    for subject in subjects:
        occasion = found.get((subject.kind, subject.pk, subject.year))
        answer[subject] = Known(occasion is not None, occasion or _("Chưa có trong hồ sơ đề nghị nào"))
    return answer


def honoured_by_cluster_vote(subjects: Iterable[Subject], argument: str) -> dict[Subject, Known]:
    """Nominations that a certified ballot made; where there is none, nobody knows."""
    subjects = list(subjects)
    found = {key for key, _occasion, option in _nominated(subjects, argument) if option}
    words = _("Kết quả bỏ phiếu bình xét, suy tôn của Cụm")
    return {each: Known(True, words) for each in subjects if (each.kind, each.pk, each.year) in found}


@dataclass
class _Resting:
    """One nomination whose report rests on results: ``paper`` is the decision by which its award (``held_id``) is held,
    if it is.
    """

    nominee_id: int
    since: int
    year: int
    award: str
    is_title: bool
    entries: set[int] = field(default_factory=set)
    paper: str = ""
    held_id: int | None = None


def same_achievement_rewarded(subjects: Iterable[Subject], argument: str) -> dict[Subject, Known]:
    """Whether results on which reports of the subject's nominations of the year rest were rewarded already: they stand
    in a report of an award that the subject holds. Nobody knows where no report cites a result.

    Titles build on one another, and commendations on titles (Điều 21–27, 74): a result that a title shares is told and
    left to people. Of two forms of commendation it is the same achievement twice (Điều 5 khoản 2); of a commendation
    of the same years whose report cites no result, nobody knows for what it was given. The fact is of the subject, not
    of one award: where nominations of the year differ, nobody knows either.
    """
    subjects = list(subjects)
    resting = _resting(subjects)
    told = [line.held_id for lines in resting.values() for line in lines if line.held_id]
    doubtful = untold(subjects, told) if resting else {}
    known = {}
    for subject in subjects:
        lines = resting[subject.kind, subject.pk]
        held = [line for line in lines if line.paper]
        asked = [line for line in lines if not line.paper and line.year == subject.year]
        if asked:
            found = [_rewarded(line, held, doubtful[subject]) for line in asked]
            values, words = {value for value, _words in found}, dict.fromkeys(text for _value, text in found if text)
            known[subject] = Known(values.pop() if len(values) == 1 else None, "; ".join(words))
    return known


def _rewarded(line: _Resting, held: Iterable[_Resting], doubtful: Iterable[Untold]) -> tuple[bool | None, str]:
    """Whether what a nomination rests on was rewarded, and by which decisions, or may have been, by which others."""
    sharing = [each for each in held if each.entries & line.entries]
    if not sharing:
        doubts = [each.words for each in doubtful if each.since <= line.year and each.until >= line.since]
        return (None if doubts else False), "; ".join(doubts)
    words = "; ".join(f"{each.award}: {each.paper}" for each in sharing)
    told = _("Kết quả dùng trong báo cáo đã được khen thưởng (%(awards)s)") % {"awards": words}
    return (True if not line.is_title and not all(each.is_title for each in sharing) else None), told


def _resting(subjects: Iterable[Subject]) -> dict[tuple[str, int], list[_Resting]]:
    """(kind, id) → its living nominations that rest on results; four queries at most."""
    by_nominee: dict[int, tuple[tuple[str, int], _Resting]] = {}
    for kind, ids in _ids(subjects).items():
        uses = ReportEntry.objects.filter(report__nominee__subject=kind).exclude(
            report__nominee__proposal__state="withdrawn"
        )
        uses = uses.filter(**{f"report__nominee__{COLUMNS[kind]}__in": ids}).order_by("report__nominee_id", "entry_id")
        names = (COLUMNS[kind], "pk", "proposal__period_from", "proposal__period_to", "award__name", "award__list")
        values = uses.values_list("entry_id", *(f"report__nominee__{name}" for name in names))
        for entry_id, pk, nominee_id, since, year, award, list_ in values:
            line = _Resting(nominee_id, since, year, award, is_title=list_ == AwardList.TITLE)
            by_nominee.setdefault(nominee_id, ((kind, pk), line))[1].entries.add(entry_id)
    found = defaultdict(list)
    if by_nominee:
        for model in (DecisionLine, UpwardLine):
            granted = model.objects.filter(nominee__in=by_nominee, award__state__in=HELD).order_by("pk")
            values = granted.values_list("nominee_id", "award_id", "award__grant__document__symbol")
            for nominee_id, award_id, symbol in values:
                line = by_nominee[nominee_id][1]
                line.held_id, line.paper = award_id, symbol
    for key, line in by_nominee.values():
        found[key].append(line)
    return found


def register() -> None:
    for function in (proposed_same_year, honoured_by_cluster_vote, same_achievement_rewarded):
        facts.register(function.__name__, function)
