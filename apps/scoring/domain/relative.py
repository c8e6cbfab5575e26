"""Leaves measured against the best of the whole ClusterYear: one figure changes, and all of them are computed again.

Who writes such a leaf locks the ClusterYear and all its sheets first (``lock_cluster``), so that nothing is ever read
between one figure and the points that follow from it. Open versions are settled in place, against the newest figures of
every unit. A final version never changes: where a later figure changes its points, another final version follows it,
in the same transaction (``freshen``), measured against the final versions alone.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from apps.audit.trail import operation, record
from apps.clusters.models import ClusterYear
from apps.core.actor import Actor
from apps.core.kept import kept_language
from apps.scoring.domain.engine import recompute
from apps.scoring.domain.inputs import POINTS, stored_measure, stored_points, write_points
from apps.scoring.domain.methods import METHODS, peers_of
from apps.scoring.domain.rules import Peers
from apps.scoring.domain.tables import CriteriaTable, load_table
from apps.scoring.domain.versions import copy_lines, lock_version, open_version
from apps.scoring.enums import SheetState, Stage
from apps.scoring.models import Criterion, ScoreLine, ScoreSheet, SheetVersion

RELATIVE = tuple(code for code, method in METHODS.items() if method.needs_peers)
_CHANGED = [*POINTS, "complete", "breaches", "reason_text"]


def lock_cluster(sheet_id: int) -> bool:
    """Lock the ClusterYear of the sheet and its sheets, in id order, where its set has relative leaves; says whether.

    Called before the sheet itself is locked.
    """
    relative = Criterion.objects.filter(criteria_set=OuterRef("score_sheets__criteria_set"), method__in=RELATIVE)
    years = ClusterYear.objects.filter(Exists(relative), score_sheets=sheet_id)
    found = years.select_for_update(of=("self",), no_key=True).first()
    if found is None:
        return False
    _lock_sheets(found.pk)
    return True


def is_relative(line: ScoreLine) -> bool:
    return line.criterion.method in RELATIVE


def peers_with(sheet: ScoreSheet, line: ScoreLine) -> Peers:
    """The bests of the line's leaf over the ClusterYear, the line itself as it stands in memory."""
    lines = _newest_lines(sheet.cluster_year_id, sheet.criteria_set_id)
    return bests_of([line, *(each for each in lines if each.pk != line.pk)])[line.criterion_id]


def settle(sheet: ScoreSheet, table: CriteriaTable, known: Iterable[ScoreLine] = ()) -> int:
    """Compute the relative leaves of every open version of the ClusterYear again, with what depends on them.

    ``known``: lines in memory that are to show the new points too. Answers how many lines changed. As many queries
    whatever the number of units.
    """
    in_memory = {line.pk: line for line in known}
    newest = _newest_lines(sheet.cluster_year_id, sheet.criteria_set_id, whole=_matter_to_others(table))
    by_version: dict[int, dict[str, ScoreLine]] = {}
    for line in newest:
        by_version.setdefault(line.sheet_version_id, {})[line.criterion.code] = in_memory.get(line.pk, line)
    bests = bests_of(line for lines in by_version.values() for line in lines.values() if is_relative(line))
    open_ones = {line.sheet_version_id for line in newest if line.sheet_version.locked_at is None}
    changed: list[ScoreLine] = []
    for version_id in open_ones:
        lines = by_version[version_id]
        for code, points in points_again(table, lines, bests).items():
            complete = lines[code].complete
            write_points(lines[code], points)
            lines[code].complete = complete
            changed.append(lines[code])
    stages = {line.sheet_version_id: line.sheet_version.stage for line in newest}
    for line in changed:
        _explain(line, stages[line.sheet_version_id])
    ScoreLine.objects.bulk_update(changed, _CHANGED)
    _no_longer_as_printed(changed)
    return len(changed)


@operation()
def freshen(cluster_year_ids: Iterable[int], *, actor: Actor, now: datetime) -> list[SheetVersion]:
    """Follow final versions whose relative leaves no longer stand by new ones; answers these, none when all stand.

    The caller holds the locks of the ClusterYears. One query where no set of them has such leaves.
    """
    relative = Criterion.objects.filter(criteria_set=OuterRef("criteria_set"), method__in=RELATIVE)
    sheets = ScoreSheet.objects.filter(Exists(relative), cluster_year__in=list(cluster_year_ids)).order_by()
    fresh = []
    for cluster_year_id, set_id in sorted(set(sheets.values_list("cluster_year_id", "criteria_set_id"))):
        _lock_sheets(cluster_year_id)
        fresh += _freshen(cluster_year_id, set_id, actor, now)
    return fresh


def _freshen(cluster_year_id: int, set_id: int, actor: Actor, now: datetime) -> list[SheetVersion]:
    finals = SheetVersion.objects.filter(
        stage=Stage.FINAL,
        sheet__state=SheetState.FINAL,
        sheet__cluster_year=cluster_year_id,
        sheet__criteria_set=set_id,
    )
    versions = list(finals.order_by("sheet_id", "-pk").distinct("sheet_id").select_related("sheet"))
    table = load_table(set_id)
    by_version: dict[int, dict[str, ScoreLine]] = {version.pk: {} for version in versions}
    lines = ScoreLine.objects.filter(sheet_version__in=by_version).select_related("criterion")
    for line in lines.order_by("criterion__position"):
        by_version[line.sheet_version_id][line.criterion.code] = line
    bests = bests_of(
        line for found in by_version.values() for line in found.values() if line.criterion.method in RELATIVE
    )
    fresh = []
    for version in versions:
        points = points_again(table, by_version[version.pk], bests)
        if points:
            fresh.append(_follow(version, points, table, actor, now))
    return fresh


def points_again(table: CriteriaTable, lines: Mapping[str, ScoreLine], bests: Mapping[int, Peers]) -> dict:
    """Points of the lines that no longer stand, by code."""
    measures = {code: stored_measure(line) for code, line in lines.items()}
    stored = {code: points for code, line in lines.items() if (points := stored_points(table.rule(code), line))}
    peers = {line.criterion.code: bests[line.criterion_id] for line in lines.values() if line.criterion_id in bests}
    changed = {}
    for code, line in lines.items():
        if line.criterion.method not in RELATIVE or line.agreed:
            continue
        for found_code, points in recompute(table.tree, code, measures, stored, peers).items():
            other = lines.get(found_code)
            if other is not None and not other.agreed and other.points is not None and points.points != other.points:
                changed[found_code] = stored[found_code] = points
    return changed


def _follow(version: SheetVersion, points: dict, table: CriteriaTable, actor: Actor, now: datetime) -> SheetVersion:
    sheet = version.sheet
    following = open_version(sheet, Stage.FINAL)
    copy_lines(version, following, with_review=True)
    lines = list(following.lines.select_related("criterion").filter(criterion__code__in=points))
    for line in lines:
        complete = line.complete
        write_points(line, points[line.criterion.code])
        line.complete = complete
    ScoreLine.objects.bulk_update(lines, [*POINTS, "complete", "breaches"])
    before = str(version.total)
    lock_version(following, actor, now, table=table)
    with kept_language():
        reason = _("Kết quả của đơn vị khác trong Cụm thay đổi: tính lại các tiêu chí so với đơn vị tốt nhất.")
    record(
        "scoring.score_sheet.freshen",
        actor=actor,
        target=sheet,
        at=now,
        before={"total": before, "sha256": version.sha256},
        after={"total": str(following.total), "sha256": following.sha256},
        reason=reason,
    )
    return following


def _lock_sheets(cluster_year_id: int) -> None:
    sheets = ScoreSheet.objects.filter(cluster_year=cluster_year_id).order_by("pk")
    list(sheets.select_for_update(no_key=True).values_list("pk", flat=True))


def newest_versions(cluster_year_id: int, set_id: int) -> QuerySet[SheetVersion]:
    """The newest version of every sheet, the open one where there is one; sheets closed unsent take no part."""
    sheets = ScoreSheet.objects.filter(cluster_year=cluster_year_id, criteria_set=set_id)
    return (
        SheetVersion.objects.filter(sheet__in=sheets.exclude(state=SheetState.NOT_SUBMITTED))
        .order_by("sheet_id", F("locked_at").desc(nulls_first=True), "-pk")
        .distinct("sheet_id")
    )


def _newest_lines(cluster_year_id: int, set_id: int, *, whole: bool = False) -> list[ScoreLine]:
    """Relative lines of the newest versions; ``whole``: of open versions all lines."""
    versions = list(newest_versions(cluster_year_id, set_id).values_list("pk", flat=True))
    wanted = Q(criterion__method__in=RELATIVE)
    if whole:
        wanted |= Q(sheet_version__locked_at=None)
    lines = ScoreLine.objects.filter(wanted, sheet_version__in=versions).select_related("criterion", "sheet_version")
    return list(lines.defer("sheet_version__canonical").order_by("sheet_version_id", "criterion__position"))


def _matter_to_others(table: CriteriaTable) -> bool:
    """Whether preconditions tie a relative leaf to other leaves, either way."""
    tree = table.tree
    relative = [node.code for node in tree.leaves if node.rule.method in RELATIVE]
    return any(tree.dependents(code) or code in tree.looking_elsewhere for code in relative)


def bests_of(lines: Iterable[ScoreLine]) -> dict[int, Peers]:
    """Bests by criterion; lines whose points were stated outright take no part."""
    measures: dict[int, list] = {}
    for line in lines:
        found = measures.setdefault(line.criterion_id, [])
        if not line.agreed:
            found.append(stored_measure(line))
    return {criterion_id: peers_of(found) for criterion_id, found in measures.items()}


def _explain(line: ScoreLine, stage: str) -> None:
    """A line in a step that changes by itself says why, unless it has its reason."""
    if stage == Stage.STEP and not (line.reason_id or line.reason_text):
        with kept_language():
            line.reason_text = _("Tính lại theo kết quả của cả Cụm.")


def _no_longer_as_printed(lines: Iterable[ScoreLine]) -> None:
    versions = {line.sheet_version_id for line in lines}
    if versions:
        being_scored = [SheetState.SELF_SCORING, SheetState.RETURNED]
        sheets = ScoreSheet.objects.filter(versions__in=versions, state__in=being_scored)
        sheets.exclude(printed_at=None).update(printed_at=None)
