"""Homes of a unit's own people: "Việc cần làm" of the officer, "Việc chờ lãnh đạo", "Tình hình đơn vị"."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from apps.awards.domain.councils import lacking
from apps.core.actor import Actor
from apps.core.components import FileItem, StatusWord, TaskRow, TimelineEntry
from apps.core.dates import format_date, local
from apps.core.together import Asking, answered, together
from apps.dashboard.homes.page import Home
from apps.dashboard.papers.ballots import of_ballots
from apps.dashboard.papers.kinds import Asked, left_out, unit_tasks
from apps.dashboard.papers.lines import Line, lines_of, with_starts
from apps.dashboard.queries import other_years, results, trail
from apps.dashboard.queries.other_years import OtherYear
from apps.dashboard.workplace import Workplace
from apps.documents.models import Document
from apps.documents.queries import guidance_for
from apps.obligations.models import Obligation
from apps.obligations.queries import of_unit
from apps.ranking.models import RankingEntry, RankingRun
from apps.scoring.models import ScoreSheet

DONE = frozenset({StatusWord.SENT, StatusWord.RECEIVED, StatusWord.FINAL})


@dataclass(frozen=True)
class UnitYear:
    """A unit's year at a glance."""

    lines: tuple[Line, ...]
    tasks: tuple[TaskRow, ...]
    changes: tuple[TimelineEntry, ...]
    papers: tuple[FileItem, ...]
    last_result: RankingEntry | None
    without_council: bool = False  # a body of its own without a valid initiative council today (S003-12)
    elsewhere: tuple[OtherYear, ...] = ()

    @property
    def done(self) -> int:
        return sum(task.status in DONE for task in self.tasks)

    @property
    def next_task(self) -> TaskRow | None:
        """What the main button of the page leads to: the overdue task first, else the first one to be done."""
        return next((task for task in (*self.overdue, *self.tasks) if task.url and task.action_label), None)

    @property
    def overdue(self) -> tuple[TaskRow, ...]:
        return tuple(task for task in self.tasks if task.days_left is not None and task.days_left < 0)


def unit_year(place: Workplace, actor: Actor, now: datetime) -> UnitYear:
    """Tasks, changes, papers and the last result of a unit: what they have to ask is asked in four statements."""
    return answered(_asking_year(place, actor, now))


def _asking_year(place: Workplace, actor: Actor, now: datetime) -> Asking:
    unit_id, year = place.role.unit_id, place.year
    obligations = yield of_unit(unit_id, year)
    year_ids = {each.year_id for each in place.places} | {each.duty.year_id for each in obligations}
    asked = Asked(actor, now, frozenset(year_ids), frozenset([unit_id]))
    off = {each.year_id: each.stages_off for each in place.places}
    off |= {each.duty.year_id: each.duty.year.stages_off for each in obligations}
    lines, further, runs, guidance, letters, last, without, elsewhere = yield from together(
        lines_of(asked, obligations),
        unit_tasks(asked),
        results.newest_runs([each.cluster_year_id for each in place.places if each.cluster_year_id]),
        guidance_for(actor, year),
        _letters(actor, obligations),
        results.last_results(unit_id, year),
        _without_council(place, now),
        other_years.of_unit(unit_id, year, local(now).date()),
    )
    lines = [line for line in lines if not left_out(line.key.code, off[line.key.year_id])]
    subjects = [line.paper.subject for line in lines if line.paper is not None and line.paper.subject is not None]
    scored = {subject.cluster_year_id for subject in subjects if isinstance(subject, ScoreSheet)}
    runs = [run for run in runs if run.cluster_year_id in scored]
    lines, changes = yield from together(
        with_starts(asked, lines), trail.asking_changes(_named(lines, obligations, runs))
    )
    return UnitYear(
        lines=tuple(lines),
        tasks=(*(line.as_task() for line in lines), *further),
        changes=tuple(changes),
        papers=(*_guidance(guidance), *_papers(subjects, obligations, {each.pk: each for each in letters})),
        last_result=last[0] if last else None,
        without_council=bool(without),
        elsewhere=other_years.known(elsewhere, place.years),
    )


def _named(lines: Iterable[Line], obligations: Iterable[Obligation], runs: Iterable[RankingRun]) -> dict[str, str]:
    """What the unit reads changes of, by key, in the words of its duties; the step on a result names itself."""
    named = {trail.key(run): "" for run in runs}
    named |= {trail.key(owed): owed.duty.label for owed in obligations}
    return named | {
        trail.key(line.paper.subject): line.duty_label
        for line in lines
        if line.paper is not None and line.paper.subject is not None
    }


def _without_council(place: Workplace, now: datetime) -> QuerySet | tuple:
    """The body itself where it should have an initiative council of its own and has none; others are not asked."""
    if not place.role.unit.legal_person:
        return ()
    return lacking(local(now).date(), [place.role.unit_id]).values_list("pk", flat=True)


def _guidance(documents: Iterable[Document]) -> list[FileItem]:
    """Công văn, biểu mẫu của năm, to be opened."""
    return [
        FileItem(
            document.symbol,
            url=document.get_absolute_url(),
            kind=document.get_kind_display(),
            note=_("ngày %(day)s") % {"day": format_date(document.issued_on)},
        )
        for document in documents
    ]


def _letters(actor: Actor, obligations: Iterable[Obligation]) -> QuerySet | tuple:
    """Guidance letters that the duties name and the person may open; none named, nothing to ask."""
    named = {owed.duty.document_id for owed in obligations} - {None}
    return Document.objects.visible_to(actor).filter(pk__in=named) if named else ()


def _papers(subjects: list, obligations: list[Obligation], letters: Mapping[int, Document]) -> tuple[FileItem, ...]:
    """What the duties rest on and the criteria of the year, each once, to be opened by whoever may."""
    duties: dict[tuple[str, str], list[str]] = {}
    for duty in (owed.duty for owed in obligations if owed.duty.basis):
        letter = letters.get(duty.document_id)
        duties.setdefault((duty.basis, letter.get_absolute_url() if letter else ""), []).append(duty.label)
    items = [
        FileItem(basis, url=url, kind=_("Căn cứ"), note=", ".join(labels)) for (basis, url), labels in duties.items()
    ]
    for found in (sheet.criteria_set for sheet in subjects if isinstance(sheet, ScoreSheet)):
        mark = _("minh họa") if found.illustrative else ""
        items.append(FileItem(found.title, url=found.get_absolute_url(), kind=_("Bảng tiêu chí"), note=mark))
    return tuple(dict.fromkeys(items))


def officer_home(place: Workplace, actor, now: datetime) -> Home:
    """Screen 1."""
    year = unit_year(place, actor, now)
    heading = _("Việc cần làm năm %(year)s – đã xong %(done)s/%(all)s") % {
        "year": place.year,
        "done": year.done,
        "all": len(year.tasks),
    }
    return Home("dashboard/home_officer.html", heading, {"unit_year": year, "other_years": year.elsewhere})


def leader_home(place: Workplace, actor, now: datetime) -> Home:
    """What waits for the leader's word; a leader who never signs in blocks nothing (paper)."""
    year = unit_year(place, actor, now)
    tasks = [line.as_leader_task() for line in year.lines if line.paper is not None and line.paper.for_leader]
    tasks = [*of_ballots(year.tasks), *tasks]
    context = {"unit_year": year, "tasks": tasks, "other_years": year.elsewhere}
    return Home("dashboard/home_leader.html", _("Việc chờ lãnh đạo"), context)


def situation(place: Workplace, actor: Actor, now: datetime) -> Home:
    """Tình hình đơn vị: the unit's year as its leader follows it."""
    year = unit_year(place, actor, now)
    heading = _("Tình hình đơn vị năm %(year)s") % {"year": place.year}
    return Home("dashboard/unit_situation.html", heading, {"unit_year": year})
