"""Score sheets of the demo: 2020 carried to its end, this year on the way."""

from collections.abc import Callable
from datetime import datetime

from apps.core.actor import Actor
from apps.demo.loading.answers import answer, evidence
from apps.documents.domain.filing import Paper
from apps.scoring.domain.evidence import cite_documents
from apps.scoring.domain.inputs import LineInput
from apps.scoring.domain.lines import LineChange, save_lines
from apps.scoring.domain.tables import CriteriaTable
from apps.scoring.enums import Stage
from apps.scoring.models import ScoreSheet

# Every how many lines cites a paper: enough to read, few enough to load quickly.
CITED_EVERY = 3


def fill_sheet(
    sheet: ScoreSheet,
    table: CriteriaTable,
    *,
    year: int,
    actor: Actor,
    now: datetime,
    wanted: Callable[[int], bool] = lambda number: True,
    cited: bool = True,
) -> None:
    """Answer the lines of the open self version that ``wanted(number)`` picks; lines answered before stay,
    and those that fill themselves.
    """
    version = sheet.versions.get(stage=Stage.SELF, locked_at=None)
    lines = list(version.lines.select_related("criterion").order_by("criterion__position"))
    changes = {}
    for number, line in enumerate(lines):
        if line.saved_at is None and not line.filled and wanted(number):
            found: LineInput = answer(table.rule(line.criterion.code), unit=sheet.unit.code, year=year)
            changes[line.pk] = LineChange(line.version, found)
    if not changes:
        return
    save_lines(sheet_id=sheet.pk, changes=changes, actor=actor, now=now)
    if cited:
        proved = [line for line in lines if line.pk in changes][::CITED_EVERY]
        who = {"unit": sheet.unit.code, "unit_name": sheet.unit_name, "year": year}
        papers = {line.pk: Paper(**evidence(table.rule(line.criterion.code), **who)) for line in proved}
        cite_documents(sheet_id=sheet.pk, cited=papers, actor=actor, now=now)
