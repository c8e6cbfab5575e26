"""The organiser's office reminds all units that owe one duty, in whatever cluster they stand."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.accounts.grants import actor_for
from apps.accounts.models import User
from apps.audit.models import Entry
from apps.dashboard.papers.kinds import STAGES
from apps.dashboard.policies import can_set_members_date
from apps.dashboard.tasks import remind_of_dates
from apps.dashboard.tests.world import NOW, SYSTEM, build
from apps.jobs.models import Job
from apps.notifications.models import Notice
from apps.obligations.domain import reminding
from apps.obligations.domain.duties import ask, fulfil
from apps.obligations.models import Duty, Obligation, last_moment
from apps.obligations.tasks import remind_task
from apps.obligations.tests.factories import ObligationFactory
from apps.units.enums import Role
from apps.units.models import RoleAssignment
from apps.units.tests.factories import RoleAssignmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(client):
    """A duty of four units of which one stands in no cluster: one has sent, one has more time, two are late."""
    world = build(3, sheets=False)
    outside = RoleAssignmentFactory()
    ids = [*(unit.pk for unit in world.units), outside.unit_id]
    about = {"year_id": world.cluster_year.year_id, "code": "other:anh"}
    duty = ask(**about, label="Gửi ảnh", due_on=date(2020, 11, 10), unit_ids=ids, actor=SYSTEM, now=NOW)
    fulfil(**about, unit_id=world.units[0].pk, at=NOW - timedelta(days=5))
    Obligation.objects.filter(duty=duty, unit=world.units[1]).update(extended_to=NOW + timedelta(days=3))
    client.force_login(world.standing_office)
    with time_machine.travel(NOW, tick=False):
        yield world, duty, outside


def told() -> set[int]:
    return set(Notice.objects.filter(kind="obligations.reminder").values_list("recipient_id", flat=True))


def test_late_units_are_named_with_telephone_and_reminded_alone(client, place):
    world, duty, outside = place
    late = f"{world.units[2].name}; {outside.unit.name}"
    total = client.get(duty.get_absolute_url())
    assert total.context["total"] == f"Đã gửi 1/4 đơn vị. Còn thiếu: {world.units[1].name}; {late}."
    address = reverse("obligations:duty-reminder", args=[duty.pk])
    assert address in total.content.decode()
    page = client.get(address)
    assert page.context["text"].splitlines()[0] == f"Kính gửi: {late}."
    assert f"1. {world.units[2].name} (quá hạn 2 ngày)" in page.context["text"]
    assert [unit for unit, _late, _people in page.context["recipients"]] == [world.units[2], outside.unit]
    assert len(client.get(address, {"all": 1}).context["recipients"]) == 3

    fulfil(year_id=duty.year_id, code=duty.code, unit_id=world.units[2].pk, at=NOW)  # while the page was read
    sent = client.post(address, follow=True)
    assert "Đã gửi nhắc tới 1 cán bộ của 1 đơn vị." in sent.content.decode()
    assert told() == {outside.user_id}
    assert "Gửi nhắc tới" not in client.get(address).content.decode()  # nobody is left today
    assert client.post(address).status_code == 422  # once a day


@pytest.mark.parametrize("locked", [False, True])
def test_unit_without_officer_is_not_counted_on_the_button_and_is_named_after(client, place, locked):
    world, duty, outside = place
    if locked:  # nor is anybody whose account is locked named as the one to ring up
        User.objects.filter(pk__in=[outside.user_id, world.standing_office.pk]).update(is_active=False)
        client.force_login(RoleAssignmentFactory(unit=world.ministry, role=Role.STANDING_OFFICE).user)
    else:
        RoleAssignment.objects.filter(pk=outside.pk).update(ends_on=date(2020, 11, 1), starts_on=date(2020, 1, 1))
    address = reverse("obligations:duty-reminder", args=[duty.pk])
    page = client.get(address)
    assert "Gửi nhắc tới 1 đơn vị" in page.content.decode()
    assert (world.standing_office.label in page.context["text"]) != locked
    sent = client.post(address, follow=True).content.decode()
    assert f"Chưa nhắc được vì chưa phân công cán bộ TĐKT: {outside.unit.name}." in sent


def test_reminding_holds_up_nobody_who_sends_and_asks_for_the_officers_of_all_units_at_once(place):
    world, duty, _outside = place
    about = {"duty_ids": [duty.pk], "late_only": True, "actor": SYSTEM, "now": NOW}
    with CaptureQueriesContext(connection) as found:
        told = reminding.remind(unit_ids=duty.obligations.values_list("unit_id", flat=True), **about)
    assert (told.units, told.people) == (2, 2)
    queries = [each["sql"] for each in found]
    assert not [sql for sql in queries if "FOR NO KEY UPDATE" in sql or "FOR UPDATE" in sql]
    assert len([sql for sql in queries if '"units_roleassignment"' in sql]) == 1
    with pytest.raises(reminding.NobodyToRemind):
        reminding.remind(unit_ids=[world.units[2].pk], **about)


@pytest.mark.parametrize(
    ("changes", "total", "reminds"),
    [
        ({"opens_on": date(2020, 11, 13)}, "Đã gửi 1/4 đơn vị. Chưa mở. Mở từ ngày 13/11/2020.", False),
        ({"opens_on": date(2020, 11, 12)}, "Đã gửi 1/4 đơn vị. Còn thiếu: ", True),
        ({}, "Đã gửi 1/1 đơn vị.", False),
    ],
)
def test_nobody_is_reminded_before_the_first_day_nor_of_what_is_closed_unsent(client, place, changes, total, reminds):
    world, duty, _outside = place
    Duty.objects.filter(pk=duty.pk).update(**changes)
    if not changes:
        Obligation.objects.filter(duty=duty, fulfilled_at=None).update(closed_unsent_at=NOW)
    page = client.get(duty.get_absolute_url())
    assert page.context["total"].startswith(total)
    assert page.context["may_remind"] == reminds
    board = client.get(reverse("dashboard:board-list"))
    assert [bool(line.reminder_url) for line in board.context["duties"]] == [reminds]
    address = reverse("dashboard:board-reminder", args=[world.cluster_year.pk])
    of_cluster = client.get(reverse("dashboard:board-detail", args=[world.cluster_year.pk])).content.decode()
    assert (f"{address}?duty=" in of_cluster) == reminds
    for page in (address, reverse("obligations:duty-reminder", args=[duty.pk])):
        shown = client.get(page, {"all": 1})
        assert bool(shown.context["text"]) == reminds
        said = shown.content.decode()
        assert ("Chưa mở. Mở từ ngày 13/11/2020." in said) == ("Chưa mở" in total)
        assert not ("Mọi đơn vị đã gửi." in said and "Chưa mở" in total)
    assert client.post(f"{address}?all=1").status_code == (302 if reminds else 422)


def test_many_units_are_reminded_by_a_job(client, place, monkeypatch):
    world, duty, outside = place
    monkeypatch.setattr(reminding, "MOST_AT_ONCE", 1)
    address = reverse("obligations:duty-reminder", args=[duty.pk])
    assert client.post(address).url == Job.objects.get().get_absolute_url()
    assert told() == set()
    remind_task(job_id=Job.objects.get().pk)
    assert told() == {world.officers[2].pk, outside.user_id}
    job = Job.objects.get()
    assert (job.state, job.result, job.result_url) == ("done", {"units": 2, "people": 2}, duty.get_absolute_url())


def test_head_sets_an_internal_date_for_its_members_that_is_never_lateness(client):
    world = build(2)
    client.force_login(world.head)
    address = reverse("dashboard:board-internal-date", args=[world.cluster_year.pk, "score_sheet"])
    with time_machine.travel(NOW - timedelta(days=9), tick=False):
        for day in ("11/11/2020", "02/11/2020"):  # after the due date; yesterday
            assert client.post(address, {"internal_due_on": day}).status_code == 422
        assert address in client.get(address.removesuffix("internal-date/")).content.decode()
        with CaptureQueriesContext(connection) as queries:
            page = client.post(address, {"internal_due_on": "05/11/2020"}, follow=True)
    assert sum('UPDATE "obligations_obligation"' in each["sql"] for each in queries) == 1  # for all members
    assert "Hạn nội bộ: 05/11/2020." in page.content.decode()
    owed = world.obligation(1)
    assert (owed.internal_day, owed.last_day) == (date(2020, 11, 5), date(2020, 11, 10))
    assert owed.days_late(NOW - timedelta(days=4)) == 0
    notice = Notice.objects.get(kind="obligations.internal_date", recipient=world.officers[1])
    assert "trước hết ngày 05/11/2020. Hạn nộp 10/11/2020 giữ nguyên." in notice.body
    with time_machine.travel(NOW - timedelta(days=9), tick=False):  # whom it concerns read it wherever dates stand
        client.force_login(world.officers[1])
        asked = "Trưởng đề nghị gửi trước hết ngày 05/11/2020."
        assert asked in client.get(reverse("obligations:own-call", args=[owed.pk])).content.decode()
        pages = (world.sheet(1).get_absolute_url(), owed.duty.get_absolute_url())
        assert all("05/11/2020" in client.get(page).content.decode() for page in pages)
        client.force_login(world.head)
    Obligation.objects.filter(pk=owed.pk).update(internal_due_on=date(2020, 11, 3))
    assert world.obligation(1).internal_day == date(2020, 11, 3)  # what the unit set itself stays its own

    Obligation.objects.filter(pk=world.obligation(0).pk).update(head_due_on=None)  # it joined later
    with time_machine.travel(NOW - timedelta(days=5), tick=False):
        client.force_login(world.head)
        assert client.post(address, {"internal_due_on": "06/11/2020"}).status_code == 422  # yesterday, and another day
        page = client.post(address, {"internal_due_on": "05/11/2020"}, follow=True)  # what stands is saved as it is
        assert [shown.row.internal_day for shown in page.context["rows"]] == [None, date(2020, 11, 3)]
        assert 'data-label="Hạn nội bộ">03/11/2020' in page.content.decode()
        assert client.post(address, {"internal_due_on": "08/11/2020"}).status_code == 302
    actor = actor_for(world.head, NOW.date())
    assert can_set_members_date(actor, world.cluster_year)
    assert not can_set_members_date(replace(actor, impersonated_by=2), world.cluster_year)
    entry = Entry.objects.filter(action="obligations.duty.set_members_date").latest("pk")
    assert entry.before == {"internal_due_on": {world.units[1].code: "2020-11-05"}}


def test_what_is_still_to_be_sent_is_sorted_and_reminded_of_by_the_internal_date(place, client):
    world, _duty, _outside = place
    units = [unit.pk for unit in world.units[1:]]
    asked = {"year_id": world.cluster_year.year_id, "unit_ids": units, "actor": SYSTEM, "now": NOW}
    for code, due, internal in (
        ("other:b", 20, None),
        ("other:c", 25, date(2020, 11, 16)),
        ("registration", 27, None),
        ("pledge", 27, None),
    ):
        ask(**asked, code=code, label=code, due_on=date(2020, 11, due), internal_due_on=internal)
    for code, day in (("registration", 17), ("pledge", 18)):
        Obligation.objects.filter(duty__code=code, unit=units[1]).update(head_due_on=date(2020, 11, day))
    client.force_login(world.officers[2])
    titles = [task.title for task in client.get("/").context["tasks"]]
    assert [title for title in titles if title.startswith(("Gửi ảnh", "other"))] == ["Gửi ảnh", "other:c", "other:b"]
    client.force_login(world.head)  # the day that the head set itself
    shown = [task.internal_due_on for task in client.get("/").context["tasks"]]
    assert [day for day in shown if day] == [date(2020, 11, 18), date(2020, 11, 17)]
    late = Duty.objects.get(code="other:c")
    reminding.remind(duty_ids=[late.pk], unit_ids=units, late_only=False, actor=SYSTEM, now=NOW)
    assert "\nHạn nội bộ: 16/11/2020." in Notice.objects.latest("pk").body


INTERNAL, OFFICIAL = "Hạn nội bộ: 10/11/2020", "Hạn nộp: 15/11/2020"  # a Tuesday and a Sunday


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, {6: [INTERNAL, OFFICIAL], 10: [INTERNAL], 13: [OFFICIAL], 16: [OFFICIAL]}),  # days off: the Friday before
        ({"internal_due_on": date(2020, 11, 12)}, {6: [OFFICIAL], 10: ["Hạn nội bộ: 12"], 12: ["Hạn nội bộ: 12"]}),
        ({"extended_to": last_moment(date(2020, 11, 18))}, {11: ["Hạn nộp: 18"], 13: [], 18: ["Hạn nộp: 18"]}),
        ({"first_fulfilled_at": NOW}, {13: [OFFICIAL], 16: ["Đã gửi, nay chưa gửi lại."]}),  # in time, given back
        ({"waived_at": NOW}, {13: [], 16: []}),
        ({"duty__opens_on": date(2020, 11, 14)}, {6: [], 13: [], 16: [OFFICIAL]}),
        ({"duty__year__state": "closed"}, {13: []}),
        ({"duty__year__stages_off": [STAGES["score_sheet"]]}, {13: []}),  # the year does without it
    ],
)
def test_dates_remind_by_themselves_before_on_and_after_them(changes, told):
    obligation = ObligationFactory(**({"duty__internal_due_on": date(2020, 11, 10)} | changes))
    RoleAssignmentFactory(unit=obligation.unit, role="officer")
    for day, texts in told.items():
        moment = datetime(2020, 11, day, tzinfo=UTC)
        with time_machine.travel(moment, tick=False):
            assert [remind_of_dates(), remind_of_dates()] == [len(texts), 0]
        bodies = sorted(Notice.objects.filter(created_at=moment).values_list("body", flat=True))
        assert all(body.startswith(text) for body, text in zip(bodies, texts, strict=True)), bodies
