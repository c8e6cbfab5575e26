"""Lịch năm: the page, its address for calendar programs, who sees what in it."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from apps.audit.models import Entry
from apps.clusters.enums import HeadRole
from apps.clusters.models import Inspection
from apps.clusters.tests.factories import ClusterYearFactory, HeadTermFactory, MemberFactory
from apps.conferences.models import Conference
from apps.obligations.models import Obligation
from apps.obligations.tests.factories import DutyFactory, ObligationFactory
from apps.periods.models import CalendarAddress
from apps.pledges.models import Pledge
from apps.units.enums import Role
from apps.units.tests.factories import RoleAssignmentFactory

NOW = datetime(2026, 11, 12, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def owed() -> Obligation:
    duty = DutyFactory(year__year=2026, due_on=date(2026, 11, 15), label="Gửi báo cáo, sơ kết", basis="Công văn 12")
    return ObligationFactory(duty=duty)


@pytest.fixture
def officer(owed):
    return RoleAssignmentFactory(unit=owed.unit, role=Role.OFFICER).user


def made(client) -> str:
    """The secret address, as the page shows it once."""
    url = reverse("periods:calendar-address")
    client.post(url, {"make": "1"})
    return client.get(url).context["address"]


def test_address_is_shown_once_and_only_its_hash_is_kept(client, officer):
    client.force_login(officer)
    address = made(client)
    secret = address.rsplit("/", 1)[1].removesuffix(".ics")
    assert len(secret) >= 40
    row = CalendarAddress.objects.get()
    assert secret not in str(row.__dict__)
    assert secret not in client.get(reverse("periods:calendar-address")).content.decode()
    assert Entry.objects.filter(action="periods.calendar_address.make").count() == 1


def test_calendar_program_reads_the_duties_without_signing_in(client, officer):
    client.force_login(officer)
    response = Client().get(made(client))
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    text = response.content.decode().replace("\r\n ", "")
    assert r"SUMMARY:Hạn nộp: Gửi báo cáo\, sơ kết" in text
    assert "DTSTART;VALUE=DATE:20261115" in text
    assert CalendarAddress.objects.get().last_read_at == NOW


def test_unchanged_calendar_is_answered_with_304_and_a_change_is_seen(client, officer, owed):
    client.force_login(officer)
    address, program = made(client), Client()
    etag = program.get(address).headers["ETag"]
    again = program.get(address, headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")
    owed.duty.label = "Việc khác"
    owed.duty.save()
    changed = program.get(address, headers={"if-none-match": etag})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != etag


def test_revoked_replaced_or_invented_address_is_not_found(client, officer):
    client.force_login(officer)
    first = made(client)
    second = made(client)
    assert [Client().get(address).status_code for address in (first, second)] == [404, 200]
    client.post(reverse("periods:calendar-address"), {"revoke": "1"})
    assert Client().get(second).status_code == 404
    assert Client().get(reverse("periods:calendar-feed", args=["x" * 43])).status_code == 404
    assert Client().post(second).status_code == 405


def test_address_of_who_left_is_empty_and_of_a_locked_account_gone(client, officer):
    client.force_login(officer)
    address = made(client)
    officer.roles.update(ends_on=date(2026, 11, 1))
    assert "BEGIN:VEVENT" not in Client().get(address).content.decode()
    officer.is_active = False
    officer.save()
    assert Client().get(address).status_code == 404


def test_nobody_makes_an_address_in_another_ones_name(client, officer):
    client.force_login(officer)
    assert CalendarAddress.objects.count() == 0
    made(client)
    assert CalendarAddress.objects.get().user == officer


def test_page_shows_own_duties_by_month_with_the_day_off(client, officer):
    client.force_login(officer)
    text = client.get(reverse("periods:calendar")).content.decode()
    assert "Tháng 11" in text
    assert "15/11/2026" in text
    assert "Chủ nhật" in text
    assert "Chưa có thời hạn nào" in client.get(reverse("periods:calendar"), {"year": "2030"}).content.decode()


def dated(cluster_year, unit, day: date) -> None:
    """What other apps know of that day: an inspection, a finding, a meeting with its invitation, a commitment."""
    about = {"year": cluster_year.year, "organiser": cluster_year.year.organiser, "cluster_year": cluster_year}
    inspection = Inspection.objects.create(unit=unit, unit_name=unit.name, planned_on=day, **about)
    inspection.findings.create(number=1, text="Chưa mở sổ", due_on=day)
    del about["year"]
    saved = {"saved_by_label": "Thử", "saved_at": NOW}
    meeting = Conference.objects.create(title="Hội nghị tổng kết", held_on=day, answer_by=day, **about, **saved)
    meeting.attendees.create(unit=unit, unit_name=unit.name, order=1, invited_at=NOW)
    pledge = Pledge.objects.get_or_create(cluster_year=cluster_year)[0]
    pledge.in_force = pledge.versions.get_or_create(number=1, title="Giao ước")[0]
    pledge.in_force.commitments.create(position=1, text="Gửi tin bài", due_on=day)
    pledge.save()


def test_each_role_sees_its_own_calendar(client, officer, owed):
    year = owed.duty.year
    cluster_year = ClusterYearFactory(year=year)
    head = MemberFactory(cluster_year=cluster_year).unit
    MemberFactory(cluster_year=cluster_year, unit=owed.unit)
    dated(cluster_year, owed.unit, date(2026, 11, 20))
    HeadTermFactory(cluster_year=cluster_year, unit=head, role=HeadRole.HEAD, starts_on=date(2026, 1, 1))
    of_units, meeting, invitation = "Hạn nộp của các đơn vị", "Hội nghị tổng kết</a>", "Trả lời giấy mời"
    inspected = ["Kiểm tra công tác thi đua, khen thưởng: ", f"Hạn khắc phục: Chưa mở sổ – {owed.unit.name}"]
    promised = "Cam kết trong giao ước: Gửi tin bài"  # the head's own unit has promised the same
    people = {
        RoleAssignmentFactory(unit=head, role=Role.OFFICER).user: {of_units, meeting, *inspected, promised},
        RoleAssignmentFactory(unit=year.organiser, role=Role.STANDING_OFFICE).user: {of_units, meeting},
        officer: {"Hạn nộp: Gửi báo cáo", meeting, invitation, *inspected, promised},
        RoleAssignmentFactory(role=Role.OFFICER).user: set(),
    }
    every = set().union(*people.values())
    for user, words in people.items():
        client.force_login(user)
        text = client.get(reverse("periods:calendar")).content.decode()
        assert {each for each in every if each in text} == words


@pytest.mark.parametrize("count", [1, 5])
def test_query_count_of_the_calendar_does_not_grow(client, officer, owed, count, django_assert_max_num_queries):
    cluster_year = MemberFactory(unit=owed.unit, cluster_year__year=owed.duty.year).cluster_year
    for number in range(count):
        duty = DutyFactory(year=owed.duty.year, code=f"report:{number}", due_on=date(2026, 6, 1 + number))
        ObligationFactory(duty=duty, unit=owed.unit)
        dated(cluster_year, owed.unit, date(2026, 11, 1 + number))
    client.force_login(officer)
    with django_assert_max_num_queries(18):
        client.get(reverse("periods:calendar"))


def test_extension_into_the_next_year_stands_in_its_own_month(client, officer, owed):
    Obligation.objects.update(extended_to=datetime(2027, 1, 10, 10, tzinfo=UTC))
    client.force_login(officer)
    text = client.get(reverse("periods:calendar")).content.decode()
    assert "Tháng 1/2027" in text
    assert "Được gia hạn đến 10/01/2027 17:00." in text
