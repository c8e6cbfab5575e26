"""Evidence of a line: a document cited by symbol and date, one picked from the unit's own, or a file."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime

from apps.audit.trail import Line, operation, record, record_many
from apps.core.actor import Actor
from apps.documents.domain import attachments, citing
from apps.documents.domain.filing import Paper, file_list
from apps.documents.models import Attachment, Document
from apps.scoring.domain.lines import SheetNotEditable, editable_version, lock_sheet, outdate_print
from apps.scoring.models import EvidenceLink, ScoreLine, ScoreSheet

APP = "scoring"


@operation()
def cite_document(
    *,
    line_id: int,
    symbol: str,
    issued_on: date,
    actor: Actor,
    now: datetime,
    issuer_name: str = "",
    abstract: str = "",
) -> EvidenceLink:
    """Cite a paper by symbol and date; a new one is filed among the unit's documents. Repeating changes nothing.

    ``issuer_name`` empty: the unit itself. Raises SheetNotEditable, YearClosed.
    """
    line, sheet = _editable_line(line_id)
    document = citing.file_document(
        symbol=symbol,
        issued_on=issued_on,
        issuer_name=issuer_name or sheet.unit_name,
        abstract=abstract,
        owner_code=sheet.unit.code,
        owner_name=sheet.unit.name,
        actor=actor,
        now=now,
    )
    return _link_document(line, sheet, document, actor, now)


@operation()
def cite_documents(*, sheet_id: int, cited: Mapping[int, Paper], actor: Actor, now: datetime) -> None:
    """Cite one paper on each of many lines (by id) of one sheet, each with its issuer; in a handful of statements.

    What ``cite_document`` does for each; repeating changes nothing. Raises SheetNotEditable (for a line of another
    version too), SymbolMissing, SecretMark, YearClosed.
    """
    sheet = lock_sheet(sheet_id)
    version = editable_version(sheet)
    lines = version.lines.select_related("criterion").in_bulk(cited)
    if cited.keys() != lines.keys():
        raise SheetNotEditable
    unit = sheet.unit
    documents = file_list(papers=list(cited.values()), owner_code=unit.code, owner_name=unit.name, actor=actor, now=now)
    pairs = [(lines[pk], document) for pk, document in zip(cited, documents, strict=True)]
    known = EvidenceLink.objects.filter(line__in=lines, document__in=documents, attachment=None)
    known = set(known.values_list("line_id", "document_id"))
    for line in lines.values():
        line.sheet_version = version
    pairs = [(line, document) for line, document in pairs if (line.pk, document.pk) not in known]
    EvidenceLink.objects.bulk_create(
        EvidenceLink(line=line, document=document, added_by_label=actor.label) for line, document in pairs
    )
    if pairs:
        outdate_print(sheet)
    version.sheet = sheet
    citing.cite_all(
        ((document, _key(line, sheet), _label(line, sheet), sheet.get_absolute_url()) for line, document in pairs),
        app=APP,
    )
    told = [Line("scoring.evidence.add", line, after={"evidence": str(document)}) for line, document in pairs]
    record_many(told, actor=actor, at=now)


@operation()
def link_document(*, line_id: int, document_id: int, actor: Actor, now: datetime) -> EvidenceLink:
    """Cite one of the unit's own documents. Raises SheetNotEditable; Document.DoesNotExist for another unit's."""
    line, sheet = _editable_line(line_id)
    document = Document.objects.get(pk=document_id, owner_code=sheet.unit.code)
    return _link_document(line, sheet, document, actor, now)


@operation()
def attach_file(*, line_id: int, upload, actor: Actor, now: datetime) -> EvidenceLink:
    """Keep a file as evidence. Raises UploadRefused with the fault, SheetNotEditable, YearClosed."""
    line, sheet = _editable_line(line_id)
    attachment = attachments.store(upload, actor=actor, now=now)
    return _link_attachment(line, sheet, attachment, actor, now)


@operation()
def link_attachment(*, line_id: int, attachment: Attachment, actor: Actor, now: datetime) -> EvidenceLink:
    """Use a file that was uploaded a moment ago (a form that came back with an error kept it)."""
    line, sheet = _editable_line(line_id)
    return _link_attachment(line, sheet, attachment, actor, now)


@operation()
def remove_evidence(*, evidence_id: int, actor: Actor, now: datetime) -> None:
    """Take evidence off a line. Versions sent before keep theirs; what somebody took off meanwhile is no fault.

    Raises SheetNotEditable, YearClosed.
    """
    line, sheet = _editable_line(EvidenceLink.objects.values_list("line_id", flat=True).get(pk=evidence_id))
    # Read under the sheet's lock: of two people who take it off at once, one does.
    link = EvidenceLink.objects.select_related("document").filter(pk=evidence_id).first()
    if link is None:
        return
    shown = str(link)
    link.delete()
    uncite_unused([(line, link.document)], sheet)
    outdate_print(sheet)
    record("scoring.evidence.remove", actor=actor, target=line, at=now, before={"evidence": shown})


def uncite_unused(taken_off: Iterable[tuple[ScoreLine, Document | None]], sheet: ScoreSheet) -> None:
    """Papers taken off lines are no longer noted as used there, unless a version sent before still cites them."""
    for line, document in taken_off:
        code = line.criterion.code
        left = EvidenceLink.objects.filter(line__sheet_version__sheet=sheet, line__criterion__code=code)
        if document is not None and not left.filter(document=document).exists():
            citing.uncite(document, app=APP, key=_key(line, sheet))


def _editable_line(line_id: int) -> tuple[ScoreLine, ScoreSheet]:
    line = ScoreLine.objects.select_related("criterion", "sheet_version").get(pk=line_id)
    sheet = lock_sheet(line.sheet_version.sheet_id)
    if editable_version(sheet).pk != line.sheet_version_id:
        raise SheetNotEditable
    return line, sheet


def _link_document(line: ScoreLine, sheet: ScoreSheet, document: Document, actor: Actor, now: datetime) -> EvidenceLink:
    def cited():
        label, path = _label(line, sheet), sheet.get_absolute_url()
        citing.cite(document, app=APP, key=_key(line, sheet), label=label, path=path)

    return _link(line, sheet, actor, now, cited, document=document, attachment=None)


def _link_attachment(
    line: ScoreLine, sheet: ScoreSheet, attachment: Attachment, actor: Actor, now: datetime
) -> EvidenceLink:
    def used():
        attachments.mark_used(attachment, now)

    return _link(line, sheet, actor, now, used, document=None, attachment=attachment)


def _link(
    line: ScoreLine, sheet: ScoreSheet, actor: Actor, now: datetime, noted: Callable[[], None], **what
) -> EvidenceLink:
    link, created = EvidenceLink.objects.get_or_create(line=line, **what, defaults={"added_by_label": actor.label})
    if created:
        noted()
        outdate_print(sheet)
        record("scoring.evidence.add", actor=actor, target=line, at=now, after={"evidence": str(link)})
    return link


def _key(line: ScoreLine, sheet: ScoreSheet) -> str:
    """The same for every version of the sheet, whatever version of the criteria it goes by."""
    return f"sheet:{sheet.pk}:{line.criterion.code}"


def _label(line: ScoreLine, sheet: ScoreSheet) -> str:
    return f"{sheet} – {line.criterion.printed_number}"
