"""Questions about papers that screens and other apps ask."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from apps.core.actor import Actor
from apps.core.text import fold
from apps.documents.models import Document, Use
from apps.documents.scope import may_follow


@dataclass(frozen=True)
class PlaceOfUse:
    """One place that cites a paper and that the reader may open."""

    label: str
    path: str


@dataclass(frozen=True)
class WhereUsed:
    """Places the reader may open, and how many others there are."""

    places: tuple[PlaceOfUse, ...]
    others: int


def in_register(owner_code: str, symbol: str, year: int, issuer_name: str = "") -> QuerySet[Document]:
    """Papers of this symbol and year in one register, of the issuer where one is named."""
    papers = Document.objects.same_paper(symbol, year).filter(owner_code=owner_code)
    issuer = fold(issuer_name)
    return papers.filter(issuer_key=issuer) if issuer else papers


def twins(paper, *, owner_code: str, actor: Actor) -> QuerySet[Document]:
    """Papers of the same symbol and year that the actor sees or that stand in the owner's register, oldest first."""
    seen = Document.objects.same_paper(paper.symbol, paper.issued_on.year)
    visible = Document.objects.visible_to(actor).values("pk")
    return seen.filter(Q(owner_code=owner_code) | Q(pk__in=visible)).order_by("pk")


def guidance_for(actor: Actor, year: int, limit: int = 10) -> QuerySet[Document]:
    """Công văn, biểu mẫu của năm: guidance letters and forms for an emulation year, newest first."""
    papers = Document.objects.visible_to(actor).guidance_of(year).for_list()
    return papers.order_by("-issued_on", "sort_key", "pk")[:limit]


def where_used(document: Document, actor: Actor) -> WhereUsed:
    """Nơi sử dụng: one query, and one more for each app that cites the paper."""
    uses = list(Use.objects.filter(document=document).order_by("label", "pk"))
    by_app: dict[str, list[Use]] = {}
    for use in uses:
        by_app.setdefault(use.app, []).append(use)
    open_keys = {app: may_follow(app, [use.key for use in found], actor) for app, found in by_app.items()}
    seen = tuple(PlaceOfUse(use.label, use.path) for use in uses if use.key in open_keys[use.app])
    return WhereUsed(seen, len(uses) - len(seen))
