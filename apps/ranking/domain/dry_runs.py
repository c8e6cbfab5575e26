"""Tính thử bộ tiêu chí mới trên dữ liệu năm trước: asked for once, computed by a job, kept as one result.

Reads final sheets, writes nothing but the result itself: ``{"lines": […]}``, one for each ClusterYear and line, with
``units`` (old and new rank and total), ``left_out`` (criteria that compare for nobody, and why), ``converted`` (points
in proportion to the new standard) and ``dropped`` (criteria that the draft no longer has). Points: text, 3 decimals.
A line that cannot be computed stands there with ``skipped``, why: it has no ``units``.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.audit.trail import operation, record
from apps.clusters.models import ClusterYear
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.core.kept import kept_language
from apps.jobs.models import Job
from apps.jobs.queue import enqueue
from apps.jobs.running import Run
from apps.periods.models import EmulationYear
from apps.ranking.domain.carrying import OldLine, carry, dropped
from apps.ranking.domain.rules import rule_of
from apps.ranking.domain.trying import Outcome, outcomes
from apps.ranking.models import DryRun, RankingEntry, RankingRun
from apps.ranking.queries import Standing, StandingUnit, lines_of, standing
from apps.scoring.domain.canonical import three_decimals
from apps.scoring.domain.inputs import stored_measure
from apps.scoring.domain.tables import CriteriaTable, load_table
from apps.scoring.domain.totals import SheetPoints, add_up, stored_line
from apps.scoring.enums import SheetState
from apps.scoring.models import CriteriaSet, ScoreLine, ScoreSheet

TASK = "apps.ranking.tasks.compute_dry_run"


class Skipped(StrEnum):
    """Why a line is not computed: no sheet is final, or its final sheets are of two sets or revisions."""

    NO_FINAL = "no_final"
    TWO_SETS = "two_sets"


class NothingToTry(DomainError):
    """No final sheets of such units in that year."""

    default_message = lazy("Năm này không có bảng điểm đã chốt của loại đơn vị trong dự thảo.")


class UnknownCode(DomainError):
    """The mapping names a criterion that is not in the draft."""


@operation()
def request_dry_run(
    *, criteria_set_id: int, source_year_id: int, mapping: Mapping[str, str], actor: Actor, now: datetime
) -> DryRun:
    """Ask for the computation. The same one still waiting is answered as it is.

    The caller has asked ``policies.can_try_draft``. Raises NothingToTry, UnknownCode.
    """
    criteria_set = CriteriaSet.objects.select_for_update(no_key=True).select_related(None).get(pk=criteria_set_id)
    year = EmulationYear.objects.get(pk=source_year_id)
    mapping = dict(mapping)
    known = set(criteria_set.criteria.filter(is_leaf=True).values_list("code", flat=True))
    if unknown := [code for code in mapping if code not in known]:
        raise UnknownCode(_("Dự thảo không có tiêu chí %(codes)s.") % {"codes": ", ".join(unknown)}, field="mapping")
    if not cluster_years(criteria_set, year):
        raise NothingToTry(field="source_year")
    same = {"criteria_set": criteria_set, "source_year": year, "content_hash": criteria_set.content_hash}
    found = DryRun.objects.filter(computed_at=None, mapping=mapping, **same).first()
    if found is None:
        found = DryRun.objects.create(mapping=mapping, asked_at=now, asked_by_label=actor.label, **same)
        after = {"source_year": year.year, "mapping": mapping}
        record("ranking.dry_run.request", actor=actor, target=found, at=now, after=after)
    with kept_language():
        label = _("Tính thử: %(title)s trên dữ liệu năm %(year)s") % {"title": criteria_set.title, "year": year.year}
    enqueue(TASK, key=found.job_key, label=label, params={"dry_run_id": found.pk}, actor=actor, now=now)
    return found


def job_of(dry_run: DryRun) -> Job | None:
    return Job.objects.filter(key=dry_run.job_key).select_related("requested_by").first()


def cluster_years(criteria_set: CriteriaSet, year: EmulationYear) -> list[ClusterYear]:
    """ClusterYears of the year with final sheets of the draft's kinds of unit."""
    sheets = ScoreSheet.objects.filter(
        cluster_year__year=year, state=SheetState.FINAL, criteria_set__kinds__overlap=list(criteria_set.kinds)
    )
    ids = sheets.order_by().values("cluster_year_id")
    return list(ClusterYear.objects.filter(pk__in=ids).for_list().order_by("name_key", "pk"))


def set_of_most(criteria_set: CriteriaSet, year: EmulationYear) -> int | None:
    """Id of the set by which most units of the draft's kinds were scored in that year; of equal ones the newest."""
    sheets = ScoreSheet.objects.filter(cluster_year__year=year, criteria_set__kinds__overlap=list(criteria_set.kinds))
    used = sheets.order_by().values("criteria_set_id").annotate(units=Count("pk"))
    return used.order_by("-units", "-criteria_set_id").values_list("criteria_set_id", flat=True).first()


def compute_dry_run(*, dry_run_id: int, now: datetime, job: Run | None = None) -> DryRun:
    """Compute and keep the result; its end commits together with that of the ``job``. Computed before: unchanged.

    Stops at the next ClusterYear when the job is cancelled, leaving nothing. The hash kept is that of the draft before
    it was read here: one edited meanwhile shows as changed since.
    """
    dry_run = DryRun.objects.for_list().get(pk=dry_run_id)
    if dry_run.computed_at is None:
        dry_run.content_hash = dry_run.criteria_set.content_hash
        table = load_table(dry_run.criteria_set_id)
        places = cluster_years(dry_run.criteria_set, dry_run.source_year)
        steps = job.track(places, _("Tính từng cụm")) if job else places
        with kept_language():
            lines = [found for each in steps for found in _lines(dry_run, each, table)]
        dry_run.result, dry_run.computed_at = {"lines": lines}, now
    _keep(dry_run, job)
    return dry_run


@operation()
def _keep(dry_run: DryRun, job: Run | None) -> None:
    if job:
        job.hold()
    dry_run.save(update_fields=["content_hash", "result", "computed_at", "updated_at"])
    if job:
        job.finish(result={"dry_run_id": dry_run.pk}, url=dry_run.get_absolute_url())


def _lines(dry_run: DryRun, cluster_year: ClusterYear, table: CriteriaTable) -> Iterable[dict]:
    for line in lines_of(cluster_year.pk) or [""]:
        place = standing(cluster_year.pk, line)
        sets = {unit.criteria_set_id for unit in place.final}
        if len(sets) == 1:
            yield _line(dry_run, cluster_year, place, table)
        else:
            why = Skipped.TWO_SETS if sets else Skipped.NO_FINAL
            yield {"cluster": cluster_year.name, "line": line, "skipped": str(why)}


def _line(dry_run: DryRun, cluster_year: ClusterYear, place: Standing, table: CriteriaTable) -> dict:
    old = load_table(place.final[0].criteria_set_id)
    versions = {unit.version_id: unit.unit_id for unit in place.final}
    sheets: dict[int, dict[str, OldLine]] = {unit.unit_id: {} for unit in place.final}
    stored = ScoreLine.objects.filter(sheet_version_id__in=versions).select_related("criterion")
    for line in stored:
        code = line.criterion.code
        sheets[versions[line.sheet_version_id]][code] = OldLine(
            stored_measure(line), stored_line(old.rule(code), line), line.agreed, line.complete
        )
    carried = carry(table.tree, old.tree, sheets, dry_run.mapping)
    before = _old_results(place, old, sheets)
    after = outcomes(rule_of(dry_run.criteria_set), table, place, carried.sheets)
    rows = [_row(unit, before[unit.unit_id], after[unit.unit_id], carried.sheets[unit.unit_id]) for unit in place.final]
    return {
        "cluster": cluster_year.name,
        "line": place.line,
        "old_maximum": three_decimals(_rounded(old)),
        "maximum": three_decimals(_rounded(table)),
        "units": sorted(rows, key=lambda row: (row["rank"] is None, row["rank"] or 0, row["order"])),
        "left_out": [_criterion(table, code) | {"why": str(why)} for code, why in carried.left_out.items()],
        "converted": [_criterion(table, code) for code in table.rows if code in carried.converted],
        "dropped": [_criterion(old, code) for code in dropped(table.tree, old.tree, dry_run.mapping)],
    }


def _row(unit: StandingUnit, before: tuple[Outcome, Decimal], after: Outcome, sums: SheetPoints) -> dict:
    was, old_total = before
    return {
        "unit": unit.name,
        "order": unit.order,
        "old_rank": was.rank,
        "rank": after.rank,
        "old_class": was.class_label,
        "class": after.class_label,
        "note": after.note,
        "old_total": three_decimals(old_total),
        "total": three_decimals(sums.total),
    }


def _rounded(table: CriteriaTable):
    return add_up(table.tree, {}).maximum


def _criterion(table: CriteriaTable, code: str) -> dict:
    row = table.rows[code]
    return {"code": code, "number": row.printed_number, "label": row.label}


def _old_results(place: Standing, old: CriteriaTable, sheets: Mapping[int, Mapping[str, OldLine]]) -> dict:
    """Unit → (Outcome, total) of the result in force; where none was computed, by the same sums and rules."""
    run = RankingRun.objects.of(place.cluster_year_id, place.line).in_force().order_by("-computed_at").first()
    entries = RankingEntry.objects.filter(run=run, unit_id__in=sheets) if run else []
    found = {entry.unit_id: (Outcome(entry.rank, entry.class_label), entry.total) for entry in entries}
    if set(found) >= set(sheets):
        return found
    sums = {
        unit: add_up(old.tree, {code: line.points for code, line in lines.items()}) for unit, lines in sheets.items()
    }
    rule = rule_of(CriteriaSet.objects.get(pk=place.final[0].criteria_set_id))
    was = outcomes(rule, old, place, sums)
    return {unit: (was[unit], sums[unit].total) for unit in sheets}
