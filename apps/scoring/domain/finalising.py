"""The end of a step: the next one takes the sheet over, or it becomes final (Hoàn thành kiểm tra, Chốt điểm)."""

from datetime import datetime

from django.utils.translation import ngettext_lazy

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.notifications.domain.sending import notify
from apps.scoring.domain import relative
from apps.scoring.domain.lines import lock_sheet
from apps.scoring.domain.reviews import step_version
from apps.scoring.domain.steps import next_step, open_step
from apps.scoring.domain.tables import load_table
from apps.scoring.domain.versions import lock_version, make_final
from apps.scoring.models import ScoreSheet, SheetVersion
from apps.scoring.telling_queries import reviewers_of
from apps.scoring.workflow import SHEET_FLOW
from apps.units.telling_queries import people_of


class LinesUnchecked(DomainError):
    """Some lines were neither agreed nor differed from; ``remaining`` says how many."""

    def __init__(self, remaining: int):
        text = ngettext_lazy(
            "Còn %(count)d dòng chưa kiểm tra. Kiểm tra hoặc đồng ý các dòng còn lại trước khi hoàn thành.",
            "Còn %(count)d dòng chưa kiểm tra. Kiểm tra hoặc đồng ý các dòng còn lại trước khi hoàn thành.",
            "count",
        )
        super().__init__(text % {"count": remaining}, code="unchecked")
        self.remaining = remaining


@operation()
def finish_step(*, sheet_id: int, actor: Actor, now: datetime) -> ScoreSheet:
    """Lock the step's version; hand the sheet to the next step, or make it final after the last.

    The final version has its own copy of the lines and its hash; ranking reads only that.
    Raises SheetNotInReview (also when somebody finished first), LinesUnchecked, YearClosed.
    """
    compares = relative.lock_cluster(sheet_id)
    sheet = lock_sheet(sheet_id)
    version = step_version(sheet)
    if remaining := version.lines.filter(checked_at=None).count():
        raise LinesUnchecked(remaining)
    return hand_on(sheet, version, compares=compares, actor=actor, now=now)


def hand_on(sheet: ScoreSheet, version: SheetVersion, *, compares: bool, actor: Actor, now: datetime) -> ScoreSheet:
    """End the step of a locked sheet, all of whose lines are checked: the next step takes it over, or it is final.

    ``compares``: what ``relative.lock_cluster`` answered before the sheet was locked.
    """
    before = {"state": sheet.state, "step": sheet.step}
    lock_version(version, actor, now)
    following = next_step(sheet, version.step_order)
    after = {"total": str(version.total), "sha256": version.sha256}
    if following is None:
        sheet.state = SHEET_FLOW.target("finalise", sheet.state)
        final = make_final(sheet, version, actor=actor, now=now)
        after |= {"final_sha256": final.sha256}
    else:
        sheet.state, sheet.step = SHEET_FLOW.target("start_step", sheet.state), following.order
        open_step(sheet, following.order)
    sheet.save(update_fields=["state", "step", "updated_at"])
    if compares and following is None:
        relative.freshen([sheet.cluster_year_id], actor=actor, now=now)
    elif compares:
        relative.settle(sheet, load_table(sheet.criteria_set_id))
    after |= {"state": sheet.state, "step": sheet.step}
    record("scoring.score_sheet.finish_step", actor=actor, target=sheet, at=now, before=before, after=after)
    if following is None:
        notify("scoring.sheet_final", to=people_of(sheet, now), about=sheet, actor=actor, now=now)
    notify("scoring.sheet_submitted", to=reviewers_of(sheet, following, now), about=sheet, actor=actor, now=now)
    return sheet
