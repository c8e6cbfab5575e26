from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from apps.accounts.grants import actor_for
from apps.core.actor import system_actor
from apps.dashboard.tests.world import NOW, SYSTEM, build
from apps.documents.models import Document, Use
from apps.obligations.audience import choices, resolve
from apps.obligations.domain.calling import NotBelow, OwnDateTooLate, set_duty, set_own_call, take_in
from apps.obligations.domain.duties import DutyClosed, fulfil
from apps.obligations.models import Duty, Obligation, last_moment
from apps.obligations.year_parts import events_of
from apps.units.tests.factories import RoleAssignmentFactory, UnitFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


@pytest.fixture
def at_now():
    with time_machine.travel(NOW, tick=False):
        yield


TYPED = {
    "kind": "report",
    "label": "Gửi báo cáo năm",
    "due_on": "15/12/2020",
    "internal_due_on": "10/12/2020",
    "closes_on": "20/12/2020",
    "closes_time": "17:00",
    "basis_symbol": "5034/BTP-TCCB",
    "basis_issued_on": "19/10/2020",
}


def test_office_asks_the_members_of_a_cluster_with_the_guidance_letter(client):
    world = build(3, sheets=False)
    client.force_login(world.standing_office)
    cluster = f"cluster:{world.cluster_year.cluster.code}"
    page = reverse("obligations:duty-create", args=[world.cluster_year.year_id])
    assert client.get(page).status_code == 200
    response = client.post(page, TYPED | {"audience": [cluster]})
    duty = Duty.objects.get()
    assert response.headers["Location"] == duty.get_absolute_url()
    assert (duty.code, duty.due_on, duty.internal_due_on, duty.audience) == (
        "report",
        date(2020, 12, 15),
        date(2020, 12, 10),
        [cluster],
    )
    assert set(duty.obligations.values_list("unit_id", flat=True)) == {unit.pk for unit in world.units}
    letter = Document.objects.get(symbol="5034/BTP-TCCB")
    assert (duty.document, letter.issued_on) == (letter, date(2020, 10, 19))
    assert Use.objects.get(document=letter).path == duty.get_absolute_url()
    edited = client.post(
        reverse("obligations:duty-edit", args=[duty.pk]), TYPED | {"audience": ["all:heads"], "due_on": "16/12/2020"}
    )
    assert edited.status_code == 302
    duty.refresh_from_db()
    assert (duty.code, duty.due_on, duty.obligations.count()) == ("report", date(2020, 12, 16), 3)


def test_second_duty_of_a_kind_gets_a_code_of_its_own():
    world = build(2, sheets=False)

    def asked(label):
        about = {"kind": "report", "label": label, "due_on": date(2020, 12, 15), "audience": ["all:members"]}
        return set_duty(year_id=world.cluster_year.year_id, actor=SYSTEM, now=NOW, **about).code

    assert [asked("Báo cáo năm"), asked("Báo cáo 6 tháng")] == ["report", "report:bao-cao-6-thang"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"internal_due_on": "16/12/2020"}, "Hạn nội bộ không ở sau hạn nộp."),
        ({"audience": []}, "Giao cho"),
        ({"basis_symbol": ""}, "Nhập số, ký hiệu của công văn."),
    ],
)
def test_bad_duty_is_refused_and_writes_nothing(client, changes, message):
    world = build(2, sheets=False)
    client.force_login(world.standing_office)
    page = reverse("obligations:duty-create", args=[world.cluster_year.year_id])
    response = client.post(page, TYPED | {"audience": ["all:members"]} | changes)
    assert response.status_code == 422
    assert message in response.content.decode()
    assert not Duty.objects.exists()


def test_audience_names_kinds_clusters_and_heads():
    world = build(2, sheets=False)
    year = world.cluster_year.year
    values = {value for _label, rows in choices(year) for value, _name in rows}
    assert {"all:members", "all:heads", f"cluster:{world.cluster_year.cluster.code}"} <= values
    assert resolve(year, ["all:heads"]) == {world.units[0].pk}
    assert resolve(year, ["nonsense:x", "kind:"]) == set()


def own_call(world, units, day=date(2020, 11, 8)):
    obligation = world.obligation(1)
    return set_own_call(
        obligation_id=obligation.pk,
        internal_due_on=day,
        unit_ids=[unit.pk for unit in units],
        actor=SYSTEM,
        now=NOW,
    )


def test_unit_calls_its_divisions_with_an_internal_date_that_is_never_lateness(client):
    world = build(3)
    division = UnitFactory(parent=world.units[1], kind="division")
    person = RoleAssignmentFactory(unit=division, role="officer").user
    own_call(world, [division])
    owed = world_obligation(world)
    assert (owed.internal_day, owed.days_late(NOW)) == (date(2020, 11, 8), 2)  # from hạn nộp, 10/11
    call = Obligation.objects.get(unit=division)
    assert (call.duty.asked_by, call.duty.parent, call.duty.due_on) == (world.units[1], owed.duty, date(2020, 11, 8))
    client.force_login(person)
    assert call.duty.label in client.get(reverse("obligations:duty-list")).content.decode()
    client.force_login(world.officers[1])
    client.post(reverse("obligations:own-call-received", args=[call.pk]))
    call.refresh_from_db()
    assert call.fulfilled_at == NOW
    take_in(obligation_id=call.pk, received=False, actor=SYSTEM, now=NOW)
    call.refresh_from_db()
    assert (call.fulfilled_at, call.first_fulfilled_at) == (None, NOW)


def world_obligation(world):
    return Obligation.objects.select_related("duty").get(duty__code="score_sheet", unit=world.units[1])


def test_own_call_after_the_due_date_or_to_strangers_is_refused():
    world = build(3)
    with pytest.raises(OwnDateTooLate):
        own_call(world, [], date(2020, 11, 11))
    with pytest.raises(NotBelow):
        own_call(world, [world.units[2]])
    assert world_obligation(world).internal_due_on is None


def test_calendar_holds_what_the_own_units_owe_with_the_hour_of_an_extension():
    world = build(3)
    world.send(2)
    Obligation.objects.filter(unit=world.units[1]).update(extended_to=datetime(2020, 11, 20, 10, tzinfo=UTC))
    year = date(2020, 1, 1), date(2020, 12, 31)
    found = [events_of(actor_for(world.officers[index], NOW.date()), *year) for index in (1, 2)]
    assert [[(each.day, each.done) for each in rows] for rows in found] == [
        [(date(2020, 11, 20), False)],
        [(date(2020, 11, 10), True)],
    ]
    assert "Được gia hạn đến 20/11/2020 17:00." in found[0][0].note


@pytest.mark.parametrize(("second", "late"), [(0, 0), (1, 1)])
def test_due_date_is_decided_to_the_second_by_the_time_received(second, late):
    world = build(2)
    at = last_moment(date(2020, 11, 10)).replace(microsecond=0) + timedelta(seconds=second)
    fulfil(year_id=world.cluster_year.year_id, code="score_sheet", unit_id=world.units[1].pk, at=at)
    assert world_obligation(world).days_late(NOW + timedelta(days=9)) == late


@pytest.mark.parametrize(("second", "received"), [(0, True), (1, False)])
def test_closing_time_is_decided_to_the_second_by_the_time_received(second, received):
    world = build(2)
    Duty.objects.update(closes_at=NOW)
    send = {"year_id": world.cluster_year.year_id, "code": "score_sheet", "unit_id": world.units[1].pk}
    if received:
        assert fulfil(at=NOW + timedelta(seconds=second), **send).fulfilled_at == NOW
    else:
        with pytest.raises(DutyClosed):
            fulfil(at=NOW + timedelta(seconds=second), **send)


def test_system_actor_sees_every_duty():
    build(2)
    assert Duty.objects.visible_to(system_actor()).count() == 1
