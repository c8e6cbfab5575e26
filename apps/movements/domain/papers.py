"""Papers that movements and ticks rest on: filed with the body that names them, cited where they serve."""

from dataclasses import dataclass
from datetime import date, datetime

from apps.core.actor import Actor
from apps.documents.domain.citing import cite, file_document, uncite
from apps.documents.models import Document
from apps.units.models import Unit

APP = "movements"


@dataclass(frozen=True)
class PaperFacts:
    """Number, day and issuer as printed; a symbol of any shape. An empty issuer: the unit itself."""

    symbol: str
    issued_on: date
    issuer_name: str = ""
    abstract: str = ""
    illustrative: bool = False


def filed(paper: PaperFacts | None, keeper: Unit, *, actor: Actor, now: datetime) -> Document | None:
    """The Document in the keeper's register, filed when it is not there yet. Raises SymbolMissing, SecretMark."""
    if paper is None:
        return None
    return file_document(
        symbol=paper.symbol,
        issued_on=paper.issued_on,
        issuer_name=paper.issuer_name or keeper.name,
        abstract=paper.abstract,
        owner_code=keeper.code,
        owner_name=keeper.name,
        illustrative=paper.illustrative,
        actor=actor,
        now=now,
    )


def use(document: Document | None, owner, what: str, label: str) -> None:
    """Note that ``owner`` (a movement, participation or review) rests on the paper, for ``what``."""
    if document is not None:
        cite(document, app=APP, key=_key(owner, what), label=label, path=owner.get_absolute_url())


def let_go(document: Document | None, owner, what: str) -> None:
    if document is not None:
        uncite(document, app=APP, key=_key(owner, what))


def _key(owner, what: str) -> str:
    kind = {"Movement": "movement", "Participation": "participation", "MovementReview": "review"}
    return f"{kind[type(owner).__name__]}:{owner.pk}:{what}"
