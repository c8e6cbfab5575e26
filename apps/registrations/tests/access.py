"""Who may open which page of registrations. The registration is that of the second unit of the matrix's cluster."""

from datetime import date

from apps.core.actor import system_actor
from apps.documents.domain.signed_copies import PaperCopy
from apps.registrations.domain import consolidating, rows, submissions
from apps.registrations.domain.proxies import begin_proxy
from apps.registrations.domain.rows import RowChange, RowInput
from apps.registrations.models import TitleRegistration
from apps.registrations.tests.factories import award, load_awards
from emulation_portal.tests.matrix import Row
from emulation_portal.tests.matrix_world import NOW, scan

SYSTEM = system_actor()


def begun(subject) -> TitleRegistration:
    load_awards()
    member = subject.cluster_year.members.get(unit=subject.sheet.unit)
    registration = rows.start(member_id=member.pk, actor=SYSTEM, now=NOW)
    if not registration.rows.exists():
        row = RowInput(is_collective=True, award_id=award("TTLDXS").pk, name=subject.sheet.unit_name)
        rows.save_rows(registration_id=registration.pk, changes=[RowChange(None, row)], actor=SYSTEM, now=NOW)
    return registration


def draft(subject) -> list:
    return [begun(subject).pk]


def sent(subject) -> list:
    registration = begun(subject)
    if registration.state == "draft":
        copy = PaperCopy(scan(), "12/ĐK-T", date(2020, 11, 12), "Lê Văn Thử", "Thủ trưởng đơn vị")
        submissions.submit_registration(
            registration_id=registration.pk, way="paper", signed_copy=copy, actor=SYSTEM, now=NOW
        )
    return [registration.pk]


def consolidated(subject) -> list:
    sent(subject)
    if sheet := subject.cluster_year.consolidations.first():
        return [sheet.pk]
    sheet = consolidating.send_to_ministry(cluster_year_id=subject.cluster_year.pk, actor=SYSTEM, now=NOW)
    return [sheet.pk]


def closed(subject) -> list:
    consolidated(subject)
    return [begun(subject).pk]


def proxy(subject) -> list:
    member = subject.cluster_year.members.get(unit=subject.sheet.unit)
    registration = begun(subject)
    begin_proxy(member_id=member.pk, received_on=NOW.date(), basis="128/STP-VP", actor=SYSTEM, now=NOW)
    return [registration.pk]


def proxy_sent(subject) -> list:
    (pk,) = proxy(subject)
    submissions.submit_proxy(registration_id=pk, actor=SYSTEM, now=NOW)
    return [pk]


def cluster(subject) -> list:
    sent(subject)
    return [subject.cluster_year.pk]


def member(subject) -> list:
    return [subject.cluster_year.pk, subject.sheet.unit_id]


# In this order: what a later row is about has come further.
ROWS = [
    Row("registrations:registration-list", "401 200 200 200 200 200 200 200 200"),
    Row("registrations:consolidation-list", "401 200 200 200 200 200 200 200 200"),
    Row("registrations:row-list", "401 403 403 403 403 403 200 200 403"),
    Row("registrations:registration-start", "401 404 403 200 200 403 403 403 404", arguments=member),
    Row("registrations:proxy-begin", "401 404 403 403 403 200 200 403 404", arguments=member),
    Row("registrations:registration-detail", "401 404 404 200 200 200 200 200 404", arguments=draft),
    Row("registrations:row-paste", "401 404 404 200 200 403 403 403 404", arguments=draft),
    Row("registrations:row-template", "401 404 404 200 200 403 403 403 404", arguments=draft),
    Row("registrations:row-pick", "401 404 404 200 200 403 403 403 404", arguments=draft),
    Row("registrations:row-carry", "401 404 404 200 200 403 403 403 404", arguments=draft),
    Row("registrations:registration-check", "401 404 404 200 200 200 200 200 404", arguments=draft),
    Row("registrations:registration-confirm", "401 404 404 403 302 403 403 403 404", arguments=draft, method="post"),
    Row("registrations:registration-to-leader", "401 404 404 302 302 403 403 403 404", arguments=draft, method="post"),
    Row("registrations:registration-to-officer", "401 404 404 403 422 403 403 403 404", arguments=draft, method="post"),
    Row("registrations:registration-printed", "401 404 404 302 302 403 403 403 404", arguments=draft, method="post"),
    Row("registrations:registration-print", "401 404 404 200 200 200 200 200 404", arguments=draft),
    Row("registrations:registration-sign", "401 404 404 200 200 403 403 403 404", arguments=draft),
    Row("registrations:cluster-year", "401 404 403 403 403 200 200 200 404", arguments=cluster),
    Row("registrations:public-list", "401 404 200 200 200 200 200 200 404", arguments=cluster),
    Row("registrations:consolidation-send", "401 404 403 403 403 200 200 403 404", arguments=cluster),
    Row("registrations:registration-signed-copy", "401 404 404 200 200 200 200 200 404", arguments=sent),
    Row("registrations:registration-receipt", "401 404 404 200 200 200 200 200 404", arguments=sent),
    Row("registrations:paper-receive", "401 404 404 403 403 200 200 403 404", arguments=sent),
    Row("registrations:registration-accept", "401 404 404 403 403 200 200 403 404", arguments=sent),
    Row("registrations:registration-return", "401 404 404 403 403 200 200 403 404", arguments=sent),
    Row("registrations:consolidation-detail", "401 404 200 200 200 200 200 200 404", arguments=consolidated),
    Row("registrations:registration-reopen", "401 404 404 403 403 200 200 403 404", arguments=closed),
    Row("registrations:proxy-end", "401 404 404 403 403 200 200 403 404", "in_step", arguments=proxy),
    Row("registrations:proxy-send", "401 404 404 403 403 302 302 403 404", "in_step", arguments=proxy, method="post"),
    Row("registrations:registration-correct", "401 404 404 200 200 403 403 403 404", "in_step", arguments=proxy_sent),
]
