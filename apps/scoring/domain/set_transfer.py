"""Sheets of a replaced version, scored anew by the version in force: asked for by the organiser, never by itself.

A sheet that was sent or is final is opened again with the reason; its earlier versions stay as they were, by the old
set. In the open version each line follows its code: where the rule is the same all stays; where the rule changed the
inputs stay but the line is to be looked at again; a line whose criterion is gone is set aside in the trail. Who was
given which criteria to check, papers cited and remarks on figures follow the code of the criterion too.
"""

from dataclasses import replace
from datetime import datetime

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.scoring.domain.assignments import carry_over
from apps.scoring.domain.engine import compute_line
from apps.scoring.domain.evidence import uncite_unused
from apps.scoring.domain.inputs import COMPUTED, POINTS, TYPED, LineInput, stored_inputs, stored_measure, write_inputs
from apps.scoring.domain.lines import lock_sheet
from apps.scoring.domain.returns import reopen_sheet
from apps.scoring.domain.rules import CriterionRule, MeasureError
from apps.scoring.domain.sheets import SetNotUsable
from apps.scoring.domain.tables import CriteriaTable, load_table
from apps.scoring.enums import SetState, SheetState, Stage
from apps.scoring.models import CriteriaSet, EvidenceLink, FigureRemark, ScoreLine, ScoreSheet

_SENT = (SheetState.SELF_SUBMITTED, SheetState.IN_STEP, SheetState.FINAL)


def replaced_sheets(criteria_set: CriteriaSet):
    """Sheets opened by the versions that this set replaced; those closed as not sent stay with theirs."""
    found = ScoreSheet.objects.filter(criteria_set__in=_earlier(criteria_set).order_by().values("pk"))
    return found.exclude(state=SheetState.NOT_SUBMITTED)


def _earlier(criteria_set: CriteriaSet):
    return CriteriaSet.objects.filter(code=criteria_set.code, state=SetState.SUPERSEDED)


@operation()
def bring_sheets_over(*, criteria_set_id: int, actor: Actor, now: datetime) -> int:
    """Put all sheets of the replaced versions under the set in force. Answers how many; repeating changes nothing.

    Raises SetNotUsable, YearClosed.
    """
    criteria_set = CriteriaSet.objects.get(pk=criteria_set_id)
    if criteria_set.state != SetState.ISSUED:
        raise SetNotUsable
    new, tables = load_table(criteria_set.pk), {}
    found = list(replaced_sheets(criteria_set).order_by("pk").values_list("pk", "cluster_year_id"))
    earlier = list(_earlier(criteria_set).order_by("-revision"))
    for cluster_year_id in sorted({cluster_year_id for _sheet_id, cluster_year_id in found}):
        carry_over(cluster_year_id, earlier, criteria_set, actor, now)
    for sheet_id, _cluster_year_id in found:
        sheet = lock_sheet(sheet_id)
        if sheet.state in _SENT:
            sheet = reopen_sheet(sheet_id=sheet.pk, reason=_reason(criteria_set), actor=actor, now=now)
        if sheet.criteria_set_id not in tables:
            tables[sheet.criteria_set_id] = load_table(sheet.criteria_set_id)
        _bring_over(sheet, criteria_set, tables[sheet.criteria_set_id], new, actor, now)
    return len(found)


def _reason(criteria_set: CriteriaSet) -> str:
    return f"Bảng tiêu chí đã sửa đổi (phiên bản {criteria_set.revision}): {criteria_set.reason}"


def _bring_over(
    sheet: ScoreSheet, criteria_set: CriteriaSet, old: CriteriaTable, new: CriteriaTable, actor: Actor, now: datetime
) -> None:
    version = sheet.versions.get(stage=Stage.SELF, locked_at=None)
    lines = {line.criterion.code: line for line in version.lines.select_related("criterion")}
    leaves = {row.code: row for row in new.leaves}
    changed = []
    for code in sorted(lines.keys() & leaves.keys()):
        line = lines[code]
        line.criterion = leaves[code]
        if _rule(old, code) != _rule(new, code):
            _look_again(line, new.rule(code))
            changed.append(code)
    ScoreLine.objects.bulk_update(
        [lines[code] for code in lines.keys() & leaves.keys()],
        ["criterion", *TYPED, "note", *COMPUTED, "filled", "version"],
    )
    gone = sorted(lines.keys() - leaves.keys())
    set_aside = {code: _typed(lines[code]) for code in gone if lines[code].saved_at}
    links = EvidenceLink.objects.filter(line__in=[lines[code] for code in gone])
    taken_off = [(link.line, link.document) for link in links.select_related("document", "line__criterion")]
    ScoreLine.objects.filter(pk__in=[lines[code].pk for code in gone]).delete()
    uncite_unused(taken_off, sheet)
    for remark in FigureRemark.objects.filter(sheet=sheet, criterion__code__in=leaves).select_related("criterion"):
        remark.criterion = leaves[remark.criterion.code]
        remark.save(update_fields=["criterion", "updated_at"])
    fresh = sorted(leaves.keys() - lines.keys())
    ScoreLine.objects.bulk_create(ScoreLine(sheet_version=version, criterion=leaves[code]) for code in fresh)
    sheet.criteria_set = criteria_set
    sheet.printed_at = sheet.sent_to_leader_at = None  # what was printed is no longer what would be sent
    sheet.save(update_fields=["criteria_set", "printed_at", "sent_to_leader_at", "updated_at"])
    record(
        "scoring.score_sheet.bring_over",
        actor=actor,
        target=sheet,
        at=now,
        before={"revision": criteria_set.revision - 1, "set_aside": set_aside},
        after={"revision": criteria_set.revision, "changed": changed, "added": fresh, "removed": gone},
        reason=criteria_set.reason,
    )


def _rule(table: CriteriaTable, code: str) -> CriterionRule:
    """What decides the points of a line: the rule without its words and place."""
    words = {"parent_code": "", "number": "", "label": "", "self_by": "", "review_by": "", "provision": "", "note": ""}
    return replace(table.rule(code), **words)


def _look_again(line: ScoreLine, rule: CriterionRule) -> None:
    """No points until the unit saves the line again; inputs that the new rule cannot read are emptied, not the note."""
    for name in POINTS:
        setattr(line, name, None)
    line.complete, line.breaches, line.agreed, line.filled = False, [], False, None
    line.version += 1
    try:
        compute_line(rule, stored_measure(line))
    except MeasureError:
        write_inputs(line, LineInput(note=line.note))


def _typed(line: ScoreLine) -> dict:
    """What a line held, for the trail."""
    inputs = stored_inputs(line)
    values = {name: getattr(inputs, name) for name in inputs.__dataclass_fields__}
    return {name: str(value) for name, value in values.items() if value not in (None, "", {})}
