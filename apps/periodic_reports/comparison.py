"""Two versions of a report, or two consolidations, compared line by line."""

from dataclasses import dataclass

from apps.periodic_reports.models import Consolidation, ReportVersion
from apps.periodic_reports.queries import lines_of
from apps.periodic_reports.wording import printed


@dataclass(frozen=True)
class ComparedRow:
    """One line of both, as printed, with its note."""

    section: str
    label: str
    first: str
    second: str

    @property
    def differs(self) -> bool:
        return self.first != self.second


def compare(first: ReportVersion, second: ReportVersion) -> list[ComparedRow]:
    """Every line in printed order with its text in both versions; two queries."""
    before = {line.item_id: line for line in lines_of(first.pk)}
    return [
        ComparedRow(line.item.section, line.item.label, _said(before.get(line.item_id)), _said(line))
        for line in lines_of(second.pk)
    ]


def _said(line) -> str:
    if line is None:
        return "–"
    return f"{printed(line)} [{line.whole_note}]" if line.whole_note else printed(line)


def changed_totals(before: Consolidation | None, made: Consolidation) -> dict[str, str]:
    """Code of a line → its value in the consolidation before, where it changed."""
    if before is None:
        return {}
    earlier = {row["code"]: row["value"] for row in before.totals}
    return {
        row["code"]: earlier.get(row["code"]) or "–" for row in made.totals if earlier.get(row["code"]) != row["value"]
    }
