"""Lấy lại số liệu: the filled lines of an open sheet are taken anew from their sources."""

from datetime import datetime

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.scoring.domain import relative
from apps.scoring.domain.answers import answer_text
from apps.scoring.domain.filling import FIELDS, fill, filled_codes, gather, question_for
from apps.scoring.domain.inputs import stored_inputs
from apps.scoring.domain.lines import editable_version, lock_sheet, outdate_print
from apps.scoring.domain.tables import CriteriaTable, load_table
from apps.scoring.models import ScoreLine, ScoreSheet, SheetVersion


def refresh_version(
    sheet: ScoreSheet, version: SheetVersion, table: CriteriaTable, *, actor: Actor, now: datetime
) -> list[str]:
    """Fill the lines of the open self version of a locked sheet anew; answers the numbers of those that changed.

    The caller has locked the ClusterYear before (``relative.lock_cluster``): a leaf may compare with its other units.
    Nothing changed: nothing is written. No query when nothing of the table fills itself.
    """
    if not filled_codes(table):
        return []
    lines = list(version.lines.select_related("criterion").order_by("criterion__position"))
    question = question_for(sheet.criteria_set, sheet.cluster_year, now)
    touched = fill(lines, table, gather(table, [sheet.unit_id], question)[sheet.unit_id], now)
    if not touched:
        return []
    for line in touched:
        line.updated_at = now
    ScoreLine.objects.bulk_update(touched, FIELDS, batch_size=500)
    if any(relative.is_relative(line) for line in touched):
        relative.settle(sheet, table, lines)
    outdate_print(sheet)
    said = {
        line.criterion.printed_number: answer_text(table.rule(line.criterion.code), stored_inputs(line))
        for line in touched
    }
    record("scoring.score_sheet.refresh", actor=actor, target=sheet, at=now, after={"lines": said})
    return list(said)


@operation()
def refresh_sheet(*, sheet_id: int, actor: Actor, now: datetime) -> list[str]:
    """Lấy lại số liệu, on demand. The caller has asked ``policies.can_edit``. Raises SheetNotEditable, YearClosed."""
    relative.lock_cluster(sheet_id)
    sheet = lock_sheet(sheet_id)
    version = editable_version(sheet)
    return refresh_version(sheet, version, load_table(sheet.criteria_set_id), actor=actor, now=now)
