"""Saving a whole part at once, evidence included: all or nothing. This is how the sheet works without JavaScript."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from apps.audit.trail import operation
from apps.core.actor import Actor
from apps.core.errors import DomainError, LinesRefused
from apps.documents.models import Attachment
from apps.scoring.domain import evidence
from apps.scoring.domain.lines import LineChange, save_lines


@dataclass(frozen=True)
class Citation:
    """A paper to cite on a line; ``document_id`` when it was picked from the unit's own."""

    symbol: str = ""
    issued_on: date | None = None
    issuer_name: str = ""
    abstract: str = ""
    document_id: int | None = None


@dataclass(frozen=True)
class EvidenceAdded:
    """What a person adds to one line: a citation, a file already checked and stored, or both."""

    citation: Citation | None = None
    attachment: Attachment | None = None


@operation()
def add_evidence(*, line_id: int, added: EvidenceAdded, actor: Actor, now: datetime) -> None:
    """Put a citation and a file on a line. Raises SheetNotEditable, YearClosed."""
    cited = added.citation
    if cited and cited.document_id:
        evidence.link_document(line_id=line_id, document_id=cited.document_id, actor=actor, now=now)
    elif cited:
        evidence.cite_document(
            line_id=line_id,
            symbol=cited.symbol,
            issued_on=cited.issued_on,
            issuer_name=cited.issuer_name,
            abstract=cited.abstract,
            actor=actor,
            now=now,
        )
    if added.attachment:
        evidence.link_attachment(line_id=line_id, attachment=added.attachment, actor=actor, now=now)


@operation()
def save_part(
    *,
    sheet_id: int,
    changes: Mapping[int, LineChange],
    added: Mapping[int, EvidenceAdded],
    actor: Actor,
    now: datetime,
) -> None:
    """Save the changed lines of a part and what was added to its lines, in one transaction.

    Raises LinesRefused with the error of each line; then nothing at all was saved.
    """
    save_lines(sheet_id=sheet_id, changes=changes, actor=actor, now=now)
    errors: dict[int, DomainError] = {}
    for line_id, each in added.items():
        try:
            add_evidence(line_id=line_id, added=each, actor=actor, now=now)
        except DomainError as error:
            errors[line_id] = error
    if errors:
        raise LinesRefused(errors)
