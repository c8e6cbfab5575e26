"""Computed points of a cluster in the columns of the score file."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from apps.clusters.ordering import by_line
from apps.scoring.domain.criteria_files import file_text
from apps.scoring.domain.inputs import LineInput, stored_inputs
from apps.scoring.domain.score_entries import SELF
from apps.scoring.domain.score_files import BASE, write_scores
from apps.scoring.domain.score_imports import STAGE_OF
from apps.scoring.domain.score_versions import newest_version
from apps.scoring.models import ScoreLine


def export_scores(cluster_year_id: int, stage: str) -> bytes:
    """The newest version of each sheet at a stage (self, reviewed, final), units in protocol order."""
    return write_scores(score_rows(cluster_year_id, stage))


def score_rows(cluster_year_id: int, stage: str) -> Iterator[dict[str, str]]:
    """One row per unit and criterion with points, then one per adjustment with cases."""
    versions = newest_version(STAGE_OF[stage]).filter(sheet__cluster_year_id=cluster_year_id)
    lines = (
        ScoreLine.objects.filter(sheet_version__in=list(versions), points__isnull=False)
        .select_related("criterion", "sheet_version__sheet__unit")
        .order_by(
            by_line("sheet_version__sheet__line"),
            "sheet_version__sheet__order",
            "sheet_version_id",
            "criterion__position",
        )
    )
    for line in lines.iterator(chunk_size=2000):
        own = {"unit": line.sheet_version.sheet.unit.code, "code": line.criterion.code}
        yield own | {
            "points": file_text(line.points),
            "count": file_text(line.count),
            "numerator": file_text(line.numerator),
            "denominator": file_text(line.denominator),
            "target": file_text(line.target),
            "actual": file_text(line.actual if line.actual_on is None else line.actual_on),
            "band_label": line.band_label,
            "not_applicable": line.not_applicable,
            "note": line.note,
            BASE: file_text(_typed_beside_cases(line)) if stage == SELF else "",
        }
        for label, count in line.cases.items():
            yield own | {"band_label": label, "count": file_text(count)}


def _typed_beside_cases(line: ScoreLine) -> Decimal | None:
    """Points typed before bonus and penalty, where they are what the line starts from and cases stand beside them."""
    inputs = stored_inputs(line)
    alone = replace(inputs, points=None, cases={}, note="") == LineInput()
    return inputs.points if alone and inputs.cases and not line.agreed else None
