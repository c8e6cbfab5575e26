"""Documents cited by other apps: found or made by symbol and date, with one Use row per citation."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Value
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.core.text import clean
from apps.documents.enums import DocumentKind
from apps.documents.models import Document, Use


class SymbolMissing(DomainError):
    """Nothing readable is left of the symbol: it was made of invisible characters."""

    default_message = _("Nhập số, ký hiệu của văn bản.")


def find(symbol: str, issued_on: date, owner_code: str) -> Document | None:
    """The Document of this symbol and year kept by the owner, whatever the case of the letters."""
    return (
        Document.objects.annotate(symbol_lower=Lower("symbol"))
        .filter(symbol_lower=Lower(Value(clean(symbol))), issued_on__year=issued_on.year, owner_code=owner_code)
        .first()
    )


@operation()
def file_document(
    *,
    symbol: str,
    issued_on: date,
    issuer_name: str,
    owner_code: str,
    actor: Actor,
    now: datetime,
    kind: str = DocumentKind.OTHER,
    abstract: str = "",
    issuer_code: str = "",
    illustrative: bool = False,
) -> Document:
    """The Document of this symbol and year, made when it is not known yet. Repeating changes nothing.

    Raises SymbolMissing.
    """
    if not clean(symbol):
        raise SymbolMissing(field="symbol")
    known = find(symbol, issued_on, owner_code)
    if known is not None:
        return known
    document = Document(
        symbol=clean(symbol),
        issued_on=issued_on,
        issuer_name=clean(issuer_name),
        issuer_code=issuer_code,
        kind=kind,
        abstract=clean(abstract),
        owner_code=owner_code,
        illustrative=illustrative,
    )
    try:
        with transaction.atomic():
            document.save()
    except IntegrityError:  # a colleague cited the same paper in this very moment
        known = find(symbol, issued_on, owner_code)
        if known is None:
            raise
        return known
    record("documents.document.file", actor=actor, target=document, at=now, after={"symbol": document.symbol})
    return document


def cite(document: Document, *, app: str, key: str, label: str, path: str = "") -> Use:
    """Note where the document is used; called inside the citing app's operation. Repeating changes nothing."""
    use, _created = Use.objects.update_or_create(
        document=document, app=app, key=key, defaults={"label": label[:300], "path": path}
    )
    return use


def uncite(document: Document, *, app: str, key: str) -> None:
    Use.objects.filter(document=document, app=app, key=key).delete()
