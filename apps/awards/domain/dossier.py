"""Papers behind the lines of the checklist, with where-used; Đã nhận bản giấy."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.awards.domain.making import lock_proposal, require_editable, touch
from apps.awards.enums import ASKED
from apps.awards.models import AwardProposal, DossierPaper, Nominee
from apps.awards.queries import asked_by
from apps.core.actor import Actor
from apps.core.dates import local
from apps.core.errors import DomainError, TransitionNotAllowed
from apps.core.text import clean
from apps.documents.domain.citing import cite, uncite
from apps.documents.domain.secrecy import refuse_marks
from apps.documents.domain.signed_copies import ReceivedInFuture
from apps.documents.models import Document
from apps.periods.domain.years import require_writable

APP = "awards"


class PaperTwice(DomainError):
    default_message = _("Văn bản này đã có ở thành phần hồ sơ này.")


class PaperOfAnother(DomainError):
    """The line of the law is not for the award, or the kind, of the nominee."""

    default_message = _("Thành phần hồ sơ này không dành cho tập thể, cá nhân đã chọn. Thêm văn bản ở đúng thành phần.")


class PaperMissing(DomainError):
    default_message = _("Ghi số, ngày của văn bản, hoặc chọn “gửi theo đường công văn mật”.")


def file_paper(
    *,
    proposal: AwardProposal,
    item_code: str,
    label: str,
    actor: Actor,
    now: datetime,
    document: Document | None = None,
    nominee: Nominee | None = None,
    secret_route: bool = False,
    note: str = "",
) -> DossierPaper:
    """Put a paper into a locked proposal and note where it is used. Raises PaperTwice, PaperMissing, SecretMark."""
    if document is None and not secret_route:
        raise PaperMissing(field="symbol")
    refuse_marks(label, note, field="note")
    paper, created = DossierPaper.objects.get_or_create(
        proposal=proposal,
        nominee=nominee,
        item_code=item_code,
        document=None if secret_route else document,
        defaults={
            "label": clean(label)[:300],
            "note": clean(note),
            "secret_route": secret_route,
            "saved_by_label": actor.label,
        },
    )
    if not created:
        raise PaperTwice(field="symbol")
    if paper.document:
        cite(paper.document, app=APP, key=key_of(paper), label=str(proposal), path=proposal.get_absolute_url())
    after = {"paper": paper.label, "document": str(paper.document or "")}
    record("awards.paper.add", actor=actor, target=proposal, at=now, after=after)
    return paper


def key_of(paper: DossierPaper) -> str:
    return f"paper:{paper.pk}"


def let_go_papers(nominee: Nominee) -> None:
    """Papers of a nominee that leaves the list are no longer used here; called inside the operation."""
    for paper in nominee.papers.exclude(document=None).select_related("document"):
        uncite(paper.document, app=APP, key=key_of(paper))


@operation()
def add_paper(
    *,
    proposal_id: int,
    item_code: str,
    label: str,
    actor: Actor,
    now: datetime,
    document: Document | None = None,
    nominee_id: int | None = None,
    secret_route: bool = False,
    note: str = "",
) -> DossierPaper:
    """Thêm văn bản vào hồ sơ. The caller has asked ``policies.can_edit``.

    Raises PaperTwice, PaperMissing, PaperOfAnother, SecretMark, NotEditable, YearClosed.
    """
    proposal = lock_proposal(proposal_id)
    require_editable(proposal)
    nominee = proposal.nominees.get(pk=nominee_id) if nominee_id else None
    if nominee and item_code and not proposal.nominees.filter(asked_by(item_code), pk=nominee.pk).exists():
        raise PaperOfAnother(field="nominee")
    paper = file_paper(
        proposal=proposal,
        item_code=item_code,
        label=label,
        document=document,
        nominee=nominee,
        secret_route=secret_route,
        note=note,
        actor=actor,
        now=now,
    )
    touch(proposal, actor, now)
    return paper


@operation()
def remove_paper(*, paper_id: int, actor: Actor, now: datetime) -> None:
    """Bỏ văn bản khỏi hồ sơ; what somebody took out meanwhile is no fault. Raises NotEditable, YearClosed."""
    found = DossierPaper.objects.filter(pk=paper_id).values_list("proposal_id", flat=True).first()
    if found is None:
        return
    proposal = lock_proposal(found)
    require_editable(proposal)
    paper = DossierPaper.objects.select_related("document").filter(pk=paper_id).first()
    if paper is None:
        return
    if paper.document:
        uncite(paper.document, app=APP, key=key_of(paper))
    before = {"paper": paper.label, "document": str(paper.document or "")}
    paper.delete()
    touch(proposal, actor, now)
    record("awards.paper.remove", actor=actor, target=proposal, at=now, before=before)


@operation()
def receive_papers(
    *, proposal_id: int, paper_ids: tuple[int, ...], received_on: date, actor: Actor, now: datetime
) -> int:
    """Đã nhận bản giấy: the receiving body ticks the papers whose originals arrived; answers how many were new.

    The caller has asked ``policies.can_receive``. Raises ReceivedInFuture, TransitionNotAllowed, YearClosed.
    """
    proposal = lock_proposal(proposal_id)
    require_writable(proposal.year)
    if proposal.state not in ASKED:
        raise TransitionNotAllowed
    if received_on > local(now).date():
        raise ReceivedInFuture(field="received_on")
    papers = DossierPaper.objects.filter(proposal=proposal, pk__in=paper_ids, paper_received_on=None)
    labels = list(papers.order_by("pk").values_list("label", flat=True))
    papers.update(paper_received_on=received_on, paper_received_by_label=actor.label)
    if labels:
        after = {"papers": labels, "received_on": received_on.isoformat()}
        record("awards.paper.receive", actor=actor, target=proposal, at=now, after=after)
    return len(labels)
