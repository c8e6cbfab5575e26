"""The paper of a later act (đính chính, hủy bỏ, khôi phục): one check, whatever the act and however many awards."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext as _

from apps.catalog.authorities import is_one_body, require_authority
from apps.core.actor import Actor
from apps.core.dates import format_date, local
from apps.core.errors import DomainError
from apps.documents.domain.citing import file_document
from apps.documents.domain.numbers import named_as, require_kind
from apps.documents.enums import DocumentKind
from apps.documents.models import Document, spellings
from apps.registry.enums import ActKind, AwardState
from apps.registry.models import Award, AwardAct, GrantDocument
from apps.units.models import Unit

CORRECTING = (DocumentKind.DECISION, DocumentKind.LETTER, DocumentKind.NOTICE)
CONTRARY = (ActKind.CANCEL, ActKind.RESTORE)


class PaperWrong(DomainError):
    """The paper stands in the register with another day, is the decision itself, or says something else; or its day
    cannot be right.
    """


def file_paper(
    *, symbol: str, issued_on: date, issuer_name: str, keeper: Unit, actor: Actor, now: datetime, kind: str = ""
) -> Document:
    """The paper in the keeper's register, filed when it is not there yet. ``kind``: what the person says that it is,
    where its number does not say otherwise. Raises PaperWrong, SymbolMissing.
    """
    paper = file_document(
        symbol=symbol,
        issued_on=issued_on,
        issuer_name=issuer_name,
        owner_code=keeper.code,
        owner_name=keeper.name,
        kind=named_as(symbol, kind) if kind else "",
        actor=actor,
        now=now,
    )
    if paper.issued_on != issued_on:
        day = format_date(paper.issued_on)
        raise PaperWrong(_("Số này đã vào sổ văn bản với ngày %(day)s.") % {"day": day}, field="issued_on")
    return paper


def require_paper(awards: Collection[Award], kind: str, paper: Document, now: datetime) -> None:
    """A decision of whoever may grant the awards (to correct them a letter too) that does not say the contrary as well;
    of a day since the last decision that granted, cancelled or restored one of them, until today. ``awards`` have
    ``grant__document``; the paper is locked: what else it does may be entered at the same time.

    Legal source: who may grant cancels, by the catalogue's row of authority; Luật 06/2022/QH15 Điều 93 (grounds).
    Raises PaperWrong, WrongKind, WrongAuthority.
    """
    Document.objects.select_for_update(no_key=True).get(pk=paper.pk)
    granting = same_paper(GrantDocument.objects.all(), paper)
    if {grant.pk for grant in granting} & {award.grant_id for award in awards}:
        raise PaperWrong(_("Đây là chính quyết định này: nhập số của quyết định khác."), field="symbol")
    correcting = kind == ActKind.CORRECT
    require_kind(paper, *(CORRECTING if correcting else [DocumentKind.DECISION]), old_marks=correcting)
    _refuse_contrary(awards, kind, paper, granting)
    require_authority(
        {award.award_type_id for award in awards},
        issuer=paper.issuer_name,
        symbol="" if correcting else paper.symbol,
        on=paper.issued_on,
        granted_by=_granted_by(awards),
    )
    first = max(award.granted_on for award in awards)
    if turned := [award.pk for award in awards if award.state != AwardState.GRANTED]:
        acts = AwardAct.objects.filter(award__in=turned, kind__in=CONTRARY)
        first = max(first, acts.aggregate(last=Max("document__issued_on"))["last"] or first)
    if not first <= paper.issued_on <= local(now).date():
        words = _("Ngày phải từ ngày của quyết định trước đó (%(day)s) đến hôm nay.")
        raise PaperWrong(words % {"day": format_date(first)}, field="issued_on")


def _granted_by(awards: Iterable[Award]) -> dict[int, set[str]]:
    """Who granted all of the list that are of one award, under the names of its decisions: who granted one of them only
    does not speak of the others.
    """
    found: dict[int, set[str]] = {}
    for award in awards:
        names = {award.grant.authority_name, award.grant.document.issuer_name}
        found[award.award_type_id] = found.get(award.award_type_id, names) & names
    return found


def require_granting(papers: Collection[Document]) -> None:
    """Decisions, of whatever age, that restore none; one query.

    Raises PaperWrong, WrongKind.
    """
    for paper in papers:
        require_kind(paper, DocumentKind.DECISION, old_marks=True)
    acts = AwardAct.objects.filter(document__pk__any_of=[paper.pk for paper in papers], kind=ActKind.RESTORE)
    if (act := acts.select_related("document").order_by("pk").first()) is not None:
        words = _("%(paper)s đã ghi là văn bản %(other)s: nhập số của quyết định khen thưởng.")
        raise PaperWrong(words % {"paper": act.document, "other": _named(act.kind)}, field="symbol")


def same_paper(rows: QuerySet, paper: Document) -> list:
    """Rows (acts, granting decisions) of this paper, its own before those of a twin: one register may name an issuer in
    two ways; two bodies may give one number on a day.
    """
    twin = Q(document__symbol_key__in=spellings(paper.symbol), document__issued_on=paper.issued_on)
    found = rows.filter(Q(document=paper) | twin & Q(document__owner_code=paper.owner_code)).select_related("document")
    alike = [row for row in found.order_by("pk") if _is_of_same_body(row.document, paper)]
    return sorted(alike, key=lambda row: row.document_id != paper.pk)


def _is_of_same_body(one: Document, other: Document) -> bool:
    """Nobody can tell them apart where one says no issuer."""
    if one.pk == other.pk or not (one.issuer_name and other.issuer_name):
        return True
    return is_one_body(one.issuer_name, other.issuer_name)


def _refuse_contrary(
    awards: Collection[Award], kind: str, paper: Document, granting: Collection[GrantDocument]
) -> None:
    """One decision may cancel some, restore others, correct and grant anew; not cancel and restore the same award, nor
    restore while it grants. One that grants does so as long as it holds itself.
    """
    contrary = {ActKind.CANCEL: ActKind.RESTORE, ActKind.RESTORE: ActKind.CANCEL}.get(kind)
    if contrary and same_paper(AwardAct.objects.filter(award__in=[each.pk for each in awards], kind=contrary), paper):
        words = _("%(paper)s đã ghi là văn bản %(other)s: nhập số của văn bản %(kind)s.")
        said = {"paper": paper, "other": _named(contrary), "kind": _named(kind)}
        raise PaperWrong(words % said, field="symbol")
    if granting and kind == ActKind.RESTORE:
        words = _("%(paper)s là quyết định khen thưởng: nhập số của văn bản %(kind)s.")
        raise PaperWrong(words % {"paper": paper, "kind": _named(kind)}, field="symbol")
    require_in_force(paper, granting)


def require_in_force(paper: Document, granting: Collection[GrantDocument]) -> None:
    """A granting decision of which nothing holds any more decides nothing. Raises PaperWrong."""
    awards = Award.objects.filter(grant__in=[grant.pk for grant in granting])
    if granting and awards.exists() and not awards.held().exists():
        raise PaperWrong(_("%(paper)s đã bị hủy bỏ: nhập số của quyết định khác.") % {"paper": paper}, field="symbol")


def _named(kind: str) -> str:
    return str(ActKind(kind).label).lower()
