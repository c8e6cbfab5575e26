"""The status word that people see for a sheet (glossary §4). One function decides, for every screen and report."""

from collections.abc import Iterable

from apps.core.components import StatusWord
from apps.core.together import Asking, answered
from apps.scoring.enums import SheetState, Stage
from apps.scoring.models import ScoreLine, ScoreSheet

WORDS = {
    SheetState.SELF_SUBMITTED: StatusWord.SENT,
    SheetState.IN_STEP: StatusWord.RECEIVED,
    SheetState.RETURNED: StatusWord.RETURNED,
    SheetState.FINAL: StatusWord.FINAL,
    SheetState.NOT_SUBMITTED: StatusWord.FINAL,
}


def status_word(sheet: ScoreSheet, *, started: bool) -> StatusWord:
    """The word of one sheet; ``started``: whether any line of its self-score is complete."""
    if sheet.state != SheetState.SELF_SCORING:
        return WORDS[SheetState(sheet.state)]
    if sheet.printed_at or sheet.sent_to_leader_at:
        return StatusWord.AWAITING_SIGNATURE
    return StatusWord.DRAFT if started else StatusWord.NOT_STARTED


def status_words(sheets: Iterable[ScoreSheet]) -> dict[int, StatusWord]:
    """The word of each sheet by id; one query for all of them."""
    return answered(asking_words(sheets))


def asking_words(sheets: Iterable[ScoreSheet]) -> Asking:
    """``status_words``, for a page that asks more at the same time."""
    sheets = list(sheets)
    in_hand = [sheet.pk for sheet in sheets if sheet.state == SheetState.SELF_SCORING]
    started = set()
    if in_hand:
        typed = ScoreLine.objects.filter(
            sheet_version__sheet_id__in=in_hand, sheet_version__stage=Stage.SELF, saved_at__isnull=False
        )
        started = set((yield typed.order_by().values_list("sheet_version__sheet_id", flat=True).distinct()))
    return {sheet.pk: status_word(sheet, started=sheet.pk in started) for sheet in sheets}
