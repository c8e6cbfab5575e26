"""Who may open which page of pledges.

The pledge of the cluster is open for signing; the second unit has signed on paper, the third one has not.
"""

from datetime import date

from apps.documents.domain.signed_copies import PaperCopy
from apps.pledges.domain import opening, signing, texts
from apps.pledges.models import Pledge
from emulation_portal.tests.matrix import Row, cluster
from emulation_portal.tests.matrix_world import NOW, SYSTEM, Subject, scan


def draft(subject: Subject) -> Pledge:
    found = Pledge.objects.filter(cluster_year=subject.cluster_year).first()
    if found is None:
        found = texts.create_pledge(cluster_year_id=subject.cluster_year.pk, line="", actor=SYSTEM, now=NOW)
        found = texts.save_draft(
            pledge_id=found.pk,
            title="Giao ước thi đua",
            text="Thi đua hoàn thành nhiệm vụ.",
            commitments=[texts.Promised("Gửi báo cáo đúng hạn", due_on=date(2020, 12, 1))],
            version=found.version,
            actor=SYSTEM,
            now=NOW,
        )
    return found


def open_one(subject: Subject) -> Pledge:
    found = draft(subject)
    if found.state == "draft" and found.in_force_id is None:
        found = opening.open_for_signing(pledge_id=found.pk, due_on=date(2020, 11, 20), actor=SYSTEM, now=NOW)
    return Pledge.objects.select_related("in_force").get(pk=found.pk)


def signature(subject: Subject) -> list:
    pledge = open_one(subject)
    known = pledge.in_force.signatures.filter(unit=subject.sheet.unit).first()
    if known is None:
        known = signing.sign(
            pledge_id=pledge.pk,
            unit_id=subject.sheet.unit_id,
            way="paper",
            seen=signing.what_is_signed(pledge),
            signed_copy=PaperCopy(scan("giao-uoc.pdf"), "1/GU", date(2020, 11, 11), "Lê Văn Thử", "Thủ trưởng"),
            actor=SYSTEM,
            now=NOW,
        )
    return [known.pk]


def drafted(subject: Subject) -> list:
    return [draft(subject).pk]


def pledge(subject: Subject) -> list:
    return [open_one(subject).pk]


def unit(subject: Subject) -> list:
    return [open_one(subject).pk, subject.sheet.unit_id]


def commitment(subject: Subject) -> list:
    found = open_one(subject)
    return [found.pk, subject.sheet.unit_id, found.in_force.commitments.earliest("pk").pk]


def revised(subject: Subject) -> list:
    found = open_one(subject)
    if found.state != "draft":
        opening.revise(pledge_id=found.pk, reason="Sửa câu chữ", actor=SYSTEM, now=NOW)
    return [found.pk]


EVERYBODY = "401 200 200 200 200 200 200 200 200"

ROWS = [
    Row("pledges:pledge-create", "401 404 403 403 403 200 200 403 404", arguments=cluster),
    Row("pledges:pledge-detail", "401 404 404 404 404 200 200 200 404", arguments=drafted),
    Row("pledges:pledge-edit", "401 404 404 404 404 200 200 403 404", arguments=drafted),
    Row("pledges:pledge-open", "401 404 404 404 404 200 200 403 404", arguments=drafted),
    Row("pledges:pledge-list", EVERYBODY),
    Row("pledges:pledge-list", EVERYBODY, query="?format=xlsx"),
    Row("pledges:commitment-list", EVERYBODY),
    Row("pledges:commitment-list", EVERYBODY, query="?format=xlsx"),
    Row("pledges:pledge-detail", "401 404 200 200 200 200 200 200 404", arguments=pledge),
    Row("pledges:pledge-versions", "401 404 200 200 200 200 200 200 404", arguments=pledge),
    Row("pledges:pledge-revise", "401 404 403 403 403 200 200 403 404", arguments=pledge),
    Row("pledges:pledge-close", "401 404 403 403 403 200 200 403 404", arguments=pledge),
    Row("pledges:pledge-reopen", "401 404 403 403 403 200 200 403 404", arguments=pledge),
    Row("pledges:pledge-commitments", "401 404 200 200 200 200 200 200 404", arguments=pledge),
    Row("pledges:pledge-commitments", "401 404 200 200 200 200 200 200 404", arguments=pledge, query="?format=xlsx"),
    Row("pledges:pledge-sign", "401 404 403 200 200 403 403 403 404", arguments=unit),
    Row("pledges:pledge-confirm", "401 404 403 403 302 403 403 403 404", arguments=unit),
    Row("pledges:pledge-paper", "401 404 403 200 200 403 403 403 404", arguments=unit),
    Row("pledges:pledge-proxy", "401 404 403 403 403 200 200 403 404", arguments=unit),
    Row("pledges:pledge-remind", "401 404 403 403 403 200 200 403 404", arguments=unit),
    Row("pledges:pledge-print", "401 404 403 200 200 200 200 403 404", arguments=unit),
    Row("pledges:commitment-done", "401 404 403 200 200 200 200 403 404", arguments=commitment),
    Row("pledges:commitment-undone", "401 404 403 200 200 200 200 403 404", arguments=commitment),
    Row("pledges:signature-receipt", "401 404 403 200 200 200 200 200 404", arguments=signature),
    Row("pledges:signature-file", "401 404 403 200 200 200 200 200 404", arguments=signature),
    Row("pledges:signature-received", "401 404 403 403 403 200 200 403 404", arguments=signature),
    Row("pledges:signature-withdraw", "401 404 403 403 403 200 200 403 404", arguments=signature),
    Row("pledges:pledge-discard", "401 404 403 403 403 200 200 403 404", arguments=revised),
]
