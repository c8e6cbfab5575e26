"""Who may open which page of proposals. The proposal is that of the second unit of the matrix's cluster."""

from datetime import date

from apps.awards.domain import consulting, dossier, making, nominees, proxies, receiving, submitting
from apps.awards.domain.nominees import NomineeInput
from apps.awards.domain.receiving import Remark
from apps.awards.models import AwardProposal, CommentPeriod, Consultation, ProposalSubmission, PublicOpinion
from apps.awards.tests import council_access
from apps.conferences.tests.access import conference
from apps.core.actor import system_actor
from apps.documents.domain.signed_copies import PaperCopy
from apps.registrations.tests.access import sent as sent_registration
from apps.registrations.tests.factories import award, load_awards
from emulation_portal.tests.matrix import Row
from emulation_portal.tests.matrix_world import NOW, scan

MORE = {"actor": system_actor(), "now": NOW}


def begun(subject) -> AwardProposal:
    load_awards()
    unit, year = subject.sheet.unit, subject.cluster_year.year
    if found := AwardProposal.objects.filter(unit=unit, registration=None).first():
        return found
    batch = making.yearly_batch(year.year)
    proposal = making.open_proposal(unit_id=unit.pk, year_id=year.pk, batch=batch, **MORE)
    line = NomineeInput(award("TTLDXS").pk, "collective", unit_id=unit.pk)
    nominees.add_nominees(proposal_id=proposal.pk, lines=[line], **MORE)
    return proposal


def draft(subject) -> list:
    return [begun(subject).pk]


def sent(subject) -> list:
    proposal = begun(subject)
    if proposal.state == "draft":
        submitting.submit_proposal(proposal_id=proposal.pk, way="screen", **MORE)
    return [proposal.pk]


def sending(subject) -> list:
    (pk,) = sent(subject)
    return [ProposalSubmission.objects.get(proposal_id=pk).pk]


def returned(subject) -> AwardProposal:
    sent(subject)
    proposal = begun(subject)
    if not proposal.remarks.exists():
        said = [Remark("Bổ sung.", nominee_id=proposal.nominees.get().pk)]
        receiving.return_proposal(proposal_id=proposal.pk, remarks=said, **MORE)
    return proposal


def remark(subject) -> list:
    return [returned(subject).remarks.get().pk]


def paper(subject) -> list:
    proposal = begun(subject)
    call = {"item_code": "", "label": "Văn bản khác", "secret_route": True}
    found = proposal.papers.first() or dossier.add_paper(proposal_id=proposal.pk, **call, **MORE)
    return [found.pk]


def member(subject) -> list:
    return [subject.cluster_year.pk, subject.sheet.unit_id]


def proxied(subject) -> list:
    """Typed from the paper, from the board of the matrix's cluster."""
    (pk,) = draft(subject)
    proposal = AwardProposal.objects.get(pk=pk)
    if not proposal.is_proxy:
        proposal.proxy_cluster_year = subject.cluster_year
        proposal.save()
        proxies.type_again(proposal_id=pk, received_on=NOW.date(), basis="128/STP-VP", **MORE)
    return [pk]


def proxy_sent(subject) -> list:
    (pk,) = proxied(subject)
    submitting.submit_proxy(proposal_id=pk, **MORE)
    return [pk]


def proxy_returned(subject) -> list:
    (pk,) = proxied(subject)
    proposal = AwardProposal.objects.get(pk=pk)
    proposal.forget_proxy(taken_over=False)
    proposal.save()
    return [pk]


def signed(subject) -> list:
    """Sent on paper: a scan is there."""
    proposal = begun(subject)
    copy = PaperCopy(scan(), "12/TTr-T", date(2020, 11, 12), "Lê Văn Thử", "Thủ trưởng đơn vị")
    if proposal.state == "draft":
        submitting.submit_proposal(proposal_id=proposal.pk, way="paper", signed_copy=copy, **MORE)
    return [proposal.pk]


def asked(subject) -> list:
    (pk,) = sent(subject)
    if found := Consultation.objects.filter(proposal_id=pk).first():
        return [found.pk]
    body = {"body_name": "Công an tỉnh", "asked_on": NOW.date(), "due_on": NOW.date()}
    return [consulting.ask(proposal_id=pk, **body, **MORE).pk]


def published(subject) -> list:
    (pk,) = sent(subject)
    if found := CommentPeriod.objects.filter(proposal_id=pk).first():
        return [found.pk]
    call = {"starts_on": NOW.date(), "contact": "Vụ Tổ chức cán bộ", "days": 5, "basis": "Thông báo minh họa"}
    return [consulting.publish(proposal_id=pk, **call, **MORE).pk]


def opinion(subject) -> list:
    (pk,) = published(subject)
    found = PublicOpinion.objects.filter(period_id=pk).first()
    return [(found or consulting.note_opinion(period_id=pk, received_on=NOW.date(), text="Có ý kiến.", **MORE)).pk]


def line(subject) -> list:
    return [begun(subject).nominees.get().pk]


SENT = "401 404 404 200 200 404 200 200 404"
RECEIVING = "401 404 404 403 403 404 200 403 404"
OWN = "401 404 404 200 200 404 404 404 404"
TYPING = "401 404 404 403 403 200 200 404 404"

# In this order: what a later row is about has come further.
ROWS = [
    Row("awards:proposal-list", "401 200 200 200 200 200 200 200 200"),
    Row("awards:proposal-create", "401 200 200 200 200 200 403 403 403"),
    Row("awards:proposal-from-registration", "401 404 404 200 200 403 403 403 404", arguments=sent_registration),
    Row("awards:proposal-detail", OWN, arguments=draft),
    Row("awards:proposal-change", OWN, arguments=draft),
    Row("awards:proposal-assess", OWN, arguments=draft),
    Row("awards:nominee-list", OWN, arguments=draft),
    Row("awards:nominee-add", OWN, arguments=draft),
    Row("awards:nominee-paste", OWN, arguments=draft),
    Row("awards:nominee-template", OWN, arguments=draft),
    Row("awards:nominee-detail", OWN, arguments=line),
    Row("awards:nominee-change", OWN, arguments=line),
    Row("awards:nominee-remove", OWN, arguments=line),
    Row("awards:report-write", OWN, arguments=line),
    Row("awards:proposal-checklist", OWN, arguments=draft),
    Row("awards:paper-add", OWN, arguments=draft),
    Row("awards:paper-remove", OWN, arguments=paper),
    Row("awards:papers-receive", "401 404 404 403 403 404 404 404 404", arguments=draft),
    Row("awards:proposal-meeting", OWN, arguments=draft),
    Row("awards:proposal-votes", OWN, arguments=draft),
    Row("awards:proposal-check", OWN, arguments=draft),
    Row("awards:proposal-to-leader", "401 404 404 302 302 404 404 404 404", arguments=draft, method="post"),
    Row("awards:proposal-to-officer", "401 404 404 403 422 404 404 404 404", arguments=draft, method="post"),
    Row("awards:proposal-printed", "401 404 404 302 302 404 404 404 404", arguments=draft, method="post"),
    Row("awards:proposal-print", OWN, arguments=draft),
    Row("awards:proposal-sign", OWN, arguments=draft),
    Row("awards:proposal-confirm", "401 404 404 403 302 404 404 404 404", arguments=draft, method="post"),
    Row("awards:proposal-withdraw", OWN, arguments=draft),
    Row("awards:proposal-signed-copy", SENT, arguments=signed),
    Row("awards:signed-paper-receive", RECEIVING, arguments=signed),
    Row("awards:proposal-receipt", SENT, arguments=sent),
    Row("awards:submission-detail", SENT, arguments=sending),
    Row("awards:proposal-verify", RECEIVING, arguments=sent),
    Row("awards:decision-simplified", RECEIVING, arguments=sent),
    Row("awards:upward-unvoted", RECEIVING, arguments=sent),
    Row("awards:proposal-return", RECEIVING, arguments=sent),
    Row("awards:consultation-ask", RECEIVING, arguments=sent),
    Row("awards:consultation-answer", RECEIVING, arguments=asked),
    Row("awards:comment-publish", RECEIVING, arguments=sent),
    Row("awards:opinion-note", RECEIVING, arguments=published),
    Row("awards:opinion-conclude", RECEIVING, arguments=opinion),
    Row("awards:public-comment-list", "200 200 200 200 200 200 200 200 200"),
    Row("awards:public-comment", "200 200 200 200 200 200 200 200 200", arguments=published),
    Row("awards:public-opinion-send", "200 200 200 200 200 200 200 200 200", arguments=published),
    Row("awards:proposal-from-meeting", "401 404 403 403 403 200 403 403 404", arguments=conference),
    Row("awards:remark-answer", "401 404 404 200 200 404 403 403 404", arguments=remark),
    Row("awards:proposal-proxy-begin", "401 404 403 403 403 200 200 403 404", arguments=member),
    Row("awards:proposal-proxy-again", TYPING, "in_step", arguments=proxy_returned),
    Row("awards:proposal-proxy-end", TYPING, "in_step", arguments=proxied),
    Row("awards:proposal-proxy-send", TYPING.replace("200", "302"), "in_step", arguments=proxied, method="post"),
    Row("awards:proposal-correct", "401 404 404 200 200 403 403 403 404", "in_step", arguments=proxy_sent),
    *council_access.ROWS,
]
