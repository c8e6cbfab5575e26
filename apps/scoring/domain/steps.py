"""The ordered steps of a set: which comes next, and the version it works on."""

from apps.scoring.domain.inputs import CHECKED, COMPUTED, SAVED, TYPED, stored_inputs
from apps.scoring.domain.tables import load_table
from apps.scoring.domain.versions import copy_lines, open_version
from apps.scoring.enums import Stage
from apps.scoring.models import ReviewStep, ScoreLine, ScoreSheet, SheetVersion

_CARRIED = (*TYPED, *COMPUTED, *CHECKED, *SAVED)
_CARRIED_FIELDS = [name.removesuffix("_id") for name in _CARRIED]


def next_step(sheet: ScoreSheet, order: int) -> ReviewStep | None:
    """The step after ``order`` (0: the first one); None after the last."""
    return sheet.criteria_set.steps.filter(order__gt=order).order_by("order").first()


def version_before(version: SheetVersion) -> SheetVersion | None:
    """The version this one was copied from: versions of a sheet follow each other."""
    return SheetVersion.objects.filter(sheet_id=version.sheet_id, pk__lt=version.pk).order_by("-pk").first()


def open_step(sheet: ScoreSheet, order: int) -> SheetVersion:
    """The version of a step: the lines handed in, none checked; the caller holds the sheet's lock.

    When the step had the sheet before and gave it back, lines that nobody touched since keep their check, and
    lines that were given back keep the remark.
    """
    source = sheet.versions.filter(locked_at__isnull=False).order_by("-pk").first()
    version = open_version(sheet, Stage.STEP, order)
    copy_lines(source, version)
    _keep_remarks(source, version)
    earlier = sheet.versions.filter(stage=Stage.STEP, step_order=order, pk__lt=version.pk).order_by("-pk").first()
    if earlier is not None:
        _carry_checks(sheet, earlier, source, version)
    return version


def _by_code(version: SheetVersion) -> dict[str, ScoreLine]:
    return {line.criterion.code: line for line in version.lines.select_related("criterion")}


def _keep_remarks(source: SheetVersion, version: SheetVersion) -> None:
    remarks = dict(source.lines.exclude(return_remark="").values_list("criterion_id", "return_remark"))
    lines = list(version.lines.filter(criterion_id__in=remarks))
    for line in lines:
        line.return_remark = remarks[line.criterion_id]
    ScoreLine.objects.bulk_update(lines, ["return_remark"])


def _carry_checks(sheet: ScoreSheet, earlier: SheetVersion, source: SheetVersion, version: SheetVersion) -> None:
    """Take over the reviewer's own score of each line that stands as it stood when it was checked."""
    earlier_source = version_before(earlier)
    checked, then, now, fresh = (_by_code(each) for each in (earlier, earlier_source, source, version))
    changed = {
        code
        for code, line in now.items()
        if code not in then or stored_inputs(then[code]) != stored_inputs(line) or then[code].points != line.points
    }
    tree = load_table(sheet.criteria_set_id).tree
    changed.update(*(tree.dependents(code) for code in tuple(changed)))
    carried = []
    for code, line in fresh.items():
        old = checked.get(code)
        if code in changed or old is None or old.checked_at is None or old.return_remark:
            continue
        for name in _CARRIED:
            setattr(line, name, getattr(old, name))
        carried.append(line)
    ScoreLine.objects.bulk_update(carried, _CARRIED_FIELDS)
