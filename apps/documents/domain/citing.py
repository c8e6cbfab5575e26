"""Documents cited by other apps: found or made by symbol and date, with one Use row per citation."""

from collections.abc import Iterable
from datetime import date, datetime

from apps.audit.trail import operation
from apps.core.actor import Actor
from apps.core.text import clean
from apps.documents.domain.filing import AlreadyFiled, Paper, SymbolMissing, file_new
from apps.documents.models import Document, Use
from apps.documents.queries import in_register

__all__ = ["SymbolMissing", "cite", "cite_all", "file_document", "find", "uncite"]


def find(symbol: str, issued_on: date, owner_code: str, issuer_name: str = "") -> Document | None:
    """The paper of this symbol and year in the owner's register, whatever the case and dashes.

    Of the issuer where one is named; else the first one.
    """
    papers = in_register(owner_code, symbol, issued_on.year, issuer_name)
    return papers.order_by("pk").first()


@operation()
def file_document(
    *,
    symbol: str,
    issued_on: date,
    issuer_name: str,
    owner_code: str,
    actor: Actor,
    now: datetime,
    owner_name: str = "",
    illustrative: bool = False,
    **printed,
) -> Document:
    """The Document of this symbol, year and issuer in the owner's register, made when it is not known yet.

    Repeating changes nothing. ``printed``: further fields of Paper (kind, abstract, signer, guidance year, …).
    Raises SymbolMissing, SecretMark.
    """
    paper = Paper(symbol=clean(symbol), issued_on=issued_on, issuer_name=clean(issuer_name), **printed)
    known = find(symbol, issued_on, owner_code, issuer_name) if paper.symbol else None
    if known is not None:
        return known
    try:
        return file_new(
            paper=paper,
            owner_code=owner_code,
            owner_name=owner_name,
            illustrative=illustrative,
            actor=actor,
            now=now,
        )
    except AlreadyFiled as filed:  # a colleague cited the same paper in this very moment
        return filed.document


def cite(document: Document, *, app: str, key: str, label: str, path: str = "") -> Use:
    """Note where the document is used; called inside the citing app's operation. Repeating changes nothing."""
    use, _created = Use.objects.update_or_create(
        document=document, app=app, key=key, defaults={"label": label[:300], "path": path}
    )
    return use


def cite_all(citations: Iterable[tuple[Document, str, str, str]], *, app: str) -> None:
    """Note many new citations at once: (document, key, label, path). Repeating changes nothing."""
    uses = [
        Use(document=document, app=app, key=key, label=label[:300], path=path)
        for document, key, label, path in citations
    ]
    Use.objects.bulk_create(uses, batch_size=1000, ignore_conflicts=True)


def uncite(document: Document, *, app: str, key: str) -> None:
    Use.objects.filter(document=document, app=app, key=key).delete()
