"""The paper of a later act (đính chính, hủy bỏ, khôi phục): one check, whatever the act and however many awards."""

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Max
from django.utils.translation import gettext as _

from apps.core.actor import Actor
from apps.core.dates import format_date, local
from apps.core.errors import DomainError
from apps.documents.domain.citing import file_document
from apps.documents.models import Document
from apps.registry.enums import ActKind, AwardState
from apps.registry.models import Award, AwardAct
from apps.units.models import Unit


class PaperWrong(DomainError):
    """The paper stands in the register with another day, is the decision itself, or its day cannot be right."""


def file_paper(
    *, symbol: str, issued_on: date, issuer_name: str, keeper: Unit, actor: Actor, now: datetime
) -> Document:
    """The paper in the keeper's register, filed when it is not there yet. Raises PaperWrong, SymbolMissing."""
    paper = file_document(
        symbol=symbol,
        issued_on=issued_on,
        issuer_name=issuer_name,
        owner_code=keeper.code,
        owner_name=keeper.name,
        actor=actor,
        now=now,
    )
    if paper.issued_on != issued_on:
        day = format_date(paper.issued_on)
        raise PaperWrong(_("Số này đã vào sổ văn bản với ngày %(day)s.") % {"day": day}, field="issued_on")
    return paper


def require_paper(awards: Collection[Award], paper: Document, now: datetime) -> None:
    """Another paper than the decision, of a day since the last decision that granted, cancelled or restored one of the
    awards, until today. ``awards`` have ``grant``. Raises PaperWrong.
    """
    if any(paper.pk == award.grant.document_id for award in awards):
        raise PaperWrong(_("Đây là chính quyết định này: nhập số của quyết định khác."), field="symbol")
    first = max(award.granted_on for award in awards)
    if turned := [award.pk for award in awards if award.state != AwardState.GRANTED]:
        acts = AwardAct.objects.filter(award__in=turned, kind__in=[ActKind.CANCEL, ActKind.RESTORE])
        first = max(first, acts.aggregate(last=Max("document__issued_on"))["last"] or first)
    if not first <= paper.issued_on <= local(now).date():
        words = _("Ngày phải từ ngày của quyết định trước đó (%(day)s) đến hôm nay.")
        raise PaperWrong(words % {"day": format_date(first)}, field="issued_on")
