"""Evidence without which a self-score is not sent: what a criterion itself asks, and files that a whole set asks.

"Nêu văn bản" for a whole set is how every set begins; a line without it is pointed out and may be sent all the same.
"""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _

from apps.core.errors import DomainError
from apps.documents.models import DocumentFile
from apps.scoring import queries
from apps.scoring.enums import EvidenceNeed
from apps.scoring.models import CriteriaSet, Criterion, EvidenceLink, ScoreLine, SheetVersion


class EvidenceMissing(DomainError):
    """A line claims points for which its criteria ask for a paper or a file, and shows none."""

    default_message = _("Chưa gửi được: bảng tiêu chí yêu cầu minh chứng ở dòng %(lines)s.")


def need_of(criterion: Criterion, criteria_set: CriteriaSet) -> str:
    """What must be shown before sending; NONE where it is only wished for."""
    if criterion.evidence:
        return criterion.evidence
    return EvidenceNeed.FILE if criteria_set.evidence == EvidenceNeed.FILE else EvidenceNeed.NONE


def claims(line: ScoreLine) -> bool:
    """Whether the unit claims points that it has to show; a filled line carries its proof."""
    if line.filled or line.not_applicable or not line.complete:
        return False
    return line.points is not None and line.points > 0


def unproved(
    lines: Iterable[ScoreLine], evidence: Mapping[int, list[EvidenceLink]], criteria_set: CriteriaSet
) -> list[ScoreLine]:
    """Lines that may not be sent as they stand. A file is one that is attached, or the scan of a paper that is cited.

    ``evidence`` by line id; lines come with their criteria. At most one query, where files are asked for.
    """
    asked = [(line, need_of(line.criterion, criteria_set)) for line in lines if claims(line)]
    asked = [(line, evidence.get(line.pk, []), need) for line, need in asked if need != EvidenceNeed.NONE]
    cited = {link.document_id for _line, links, need in asked if need == EvidenceNeed.FILE for link in links} - {None}
    files = DocumentFile.objects.filter(document_id__in=cited).values_list("document_id", flat=True) if cited else ()
    scanned = set(files)

    def is_shown(links: list[EvidenceLink], need: str) -> bool:
        if need == EvidenceNeed.DOCUMENT:
            return bool(links)
        return any(link.attachment_id or link.document_id in scanned for link in links)

    return [line for line, links, need in asked if not is_shown(links, need)]


def require_evidence(version: SheetVersion, rows: Mapping[str, Criterion], criteria_set: CriteriaSet) -> None:
    """Raises EvidenceMissing with the numbers of the lines. No query where nothing of the set is asked for."""
    if all(need_of(row, criteria_set) == EvidenceNeed.NONE for row in rows.values() if row.is_leaf):
        return
    lines = version.lines.select_related("criterion").order_by("criterion__position")
    if missing := unproved(lines, queries.evidence_by_line(version.pk), criteria_set):
        numbers = ", ".join(line.criterion.printed_number for line in missing)
        raise EvidenceMissing(EvidenceMissing.default_message % {"lines": numbers})
