"""Who may open the pages of the meeting as it goes and of what follows it."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from apps.clusters.domain.clusters import copy_year
from apps.clusters.models import ClusterYear
from apps.conferences.domain.calling_off import call_off
from apps.conferences.domain.handing_over import write_handover
from apps.conferences.domain.minutes import sign_minutes, write_minutes
from apps.conferences.domain.planning import Plan, hold_closing
from apps.conferences.domain.running import conclude, open_conference
from apps.conferences.minutes_content import what_is_signed
from apps.conferences.models import Conference, Handover
from apps.documents.domain.attachments import store
from apps.documents.domain.signed_copies import PaperCopy
from apps.periods.domain.years import ensure_year
from apps.pledges.domain.opening import open_for_signing
from apps.pledges.domain.texts import create_pledge, save_draft
from apps.pledges.models import Pledge
from emulation_portal.tests.matrix import Row
from emulation_portal.tests.matrix_world import NOW, PDF, SYSTEM, Subject

CALL = {"actor": SYSTEM, "now": NOW}


def two_years(subject: Subject) -> Conference:
    """The meeting that closes the year and signs the next one."""
    old = subject.cluster_year
    new = ClusterYear.objects.filter(cluster=old.cluster, year__year=old.year.year + 1).first()
    if new is None:
        ensure_year(organiser_id=old.cluster.organiser_id, year=old.year.year + 1, **CALL)
    new = new or copy_year(cluster_year_id=old.pk, year=old.year.year + 1, **CALL)
    plan = Plan("Hội nghị tổng kết", date(2020, 12, 18), "Hà Nội")
    return hold_closing(cluster_year_id=old.pk, next_cluster_year_id=new.pk, plan=plan, **CALL)


def held(subject: Subject) -> Conference:
    """The meeting that closes the year; nothing is signed there."""
    plan = Plan("Hội nghị tổng kết", date(2020, 12, 18), "Hà Nội")
    return hold_closing(cluster_year_id=subject.cluster_year.pk, plan=plan, **CALL)


def meeting(subject: Subject) -> list:
    return [held(subject).pk]


def signing(subject: Subject) -> list:
    return [two_years(subject).pk]


def opened(subject: Subject) -> list:
    return [open_conference(conference_id=held(subject).pk, **CALL).pk]


def concluded(subject: Subject) -> list:
    return [conclude(conference_id=opened(subject)[0], **CALL).pk]


def signed(subject: Subject) -> list:
    [pk] = opened(subject)
    write_minutes(conference_id=pk, opinions="", conclusion="Thông qua.", version=0, **CALL)
    scan = store(SimpleUploadedFile("bb.pdf", PDF), **CALL)
    copy = PaperCopy(scan, "12/BB", date(2020, 11, 12), "Lê Văn Thử", "Chủ trì")
    sign_minutes(conference_id=pk, copy=copy, seen=what_is_signed(Conference(pk=pk)), **CALL)
    return [pk]


def called_off(subject: Subject) -> list:
    return [call_off(conference_id=held(subject).pk, reason="Trùng lịch họp của Bộ", **CALL).pk]


def step(subject: Subject) -> list:
    return [*opened(subject), "attendance"]


def pledge(subject: Subject) -> list:
    conference = open_conference(conference_id=two_years(subject).pk, **CALL)
    known = Pledge.objects.filter(cluster_year=conference.next_cluster_year_id).first()
    if known is not None:
        return [conference.pk, known.pk]
    made = create_pledge(cluster_year_id=conference.next_cluster_year_id, line="", **CALL)
    save_draft(pledge_id=made.pk, title="Giao ước", text="Thi đua.", commitments=[], version=made.version, **CALL)
    return [conference.pk, open_for_signing(pledge_id=made.pk, due_on=date(2020, 12, 20), **CALL).pk]


def handover(subject: Subject) -> list:
    """Written once, however many rows ask for it."""
    old = subject.cluster_year
    if not Handover.objects.filter(old=old).exists():
        call = {"old_id": old.pk, "new_id": two_years(subject).next_cluster_year_id, **CALL}
        write_handover(remarks="x", contacts="", files="", version=0, **call)
    return [old.pk]


MEMBERS = "401 404 200 200 200 200 200 200 404"
RUNNING = "401 404 403 403 403 200 200 403 404"
READING = "401 404 403 403 403 200 200 200 404"
POSTED = "401 404 403 403 403 302 302 403 404"

MODE_ROWS = [
    Row("conferences:mode-start", MEMBERS.replace("200", "302"), arguments=meeting),
    Row("conferences:mode", MEMBERS, arguments=step),
    Row("conferences:open", RUNNING, arguments=meeting),
    Row("conferences:call-off", RUNNING, arguments=meeting),
    Row("conferences:plan-again", RUNNING, arguments=called_off),
    Row("conferences:conclude", POSTED, arguments=opened, method="post"),
    Row("conferences:reopen", RUNNING, arguments=concluded),
    Row("conferences:step-done", POSTED, arguments=step, method="post"),
    Row("conferences:step-undone", RUNNING, arguments=step),
    Row("conferences:minutes-detail", READING, arguments=opened),
    Row("conferences:minutes-detail", MEMBERS, arguments=signed),
    Row("conferences:minutes-edit", RUNNING, arguments=opened),
    Row("conferences:minutes-upload", RUNNING, arguments=opened),
    Row("conferences:minutes-receipt", MEMBERS, arguments=signed),
    Row("conferences:minutes-file", MEMBERS, arguments=signed),
    Row("conferences:minutes-reopen", RUNNING, arguments=signed),
    Row("conferences:hall-signing", RUNNING, "in_step", arguments=pledge),
    Row("conferences:nominations", MEMBERS, arguments=opened),
    Row("conferences:next-heads", "401 404 403 403 403 403 200 403 404", "in_step", arguments=signing),
    Row("conferences:announce-heads", RUNNING, arguments=opened),
    Row("conferences:handover-detail", READING, "in_step", arguments=handover),
    Row("conferences:handover-edit", "401 404 403 403 403 200 403 403 404", "in_step", arguments=handover),
    Row("conferences:handover-give", "401 404 403 403 403 200 403 403 404", "in_step", arguments=handover),
    Row("conferences:handover-take", "401 404 403 403 403 403 403 403 404", "in_step", arguments=handover),
]
