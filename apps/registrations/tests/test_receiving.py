"""Giving back, opening again, typing for a unit: what the domain does and refuses, and what counts as late."""

from datetime import date, timedelta

import pytest

from apps.audit.models import Entry
from apps.core.components import StatusWord
from apps.core.errors import TransitionNotAllowed
from apps.notifications.models import Notice
from apps.obligations.domain.duties import DutyClosed
from apps.obligations.domain.proxies import ReceivedLater
from apps.obligations.domain.reopenings import note_reopening
from apps.obligations.models import Duty, Obligation, ProxyEntry
from apps.registrations.domain import consolidating, proxies, receiving, submissions
from apps.registrations.domain.status import status_word
from apps.registrations.filters import RegistrationFilter
from apps.registrations.queries import rows_of
from apps.registrations.tests.factories import NOW, SYSTEM, acting, build, fill, person_row, save, submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return build(3)


def test_head_returns_one_unit_and_holds_the_others(world):
    sent = [world.sent(index) for index in range(3)]
    receiving.return_registration(registration_id=sent[1].pk, remark="Thiếu chức vụ", actor=SYSTEM, now=NOW)
    states = [world.started(index).state for index in range(3)]
    assert states == ["submitted", "returned", "submitted"]
    assert [
        Obligation.objects.get(unit=unit, duty__code="registration").fulfilled_at is None for unit in world.units
    ] == [False, True, False]
    assert world.started(1).remark == "Thiếu chức vụ"


def test_lateness_of_the_first_sending_stays(world):
    registration = world.sent(1, at=NOW - timedelta(days=10))
    receiving.return_registration(registration_id=registration.pk, remark="Bổ sung", actor=SYSTEM, now=NOW)
    save(registration, person_row(world.people(1)[0]))
    submit(registration)
    assert Obligation.objects.get(unit=world.units[1]).days_late(NOW) == 0
    assert [version.number for version in registration.versions.all()] == [1, 2]
    assert registration.versions.get(is_current=True).number == 2


def test_draft_cannot_be_accepted(world):
    with pytest.raises(TransitionNotAllowed):
        receiving.accept(registration_id=world.started(1).pk, actor=SYSTEM, now=NOW)


def test_reopened_registration_stands_again_when_the_hour_passes(world):
    registration = world.sent(1)
    receiving.reopen(registration_id=registration.pk, reason="Sai chức vụ", actor=SYSTEM, now=NOW)
    begin(world)
    later = NOW + timedelta(hours=4)
    closed = receiving.close_again(registration_id=registration.pk, actor=SYSTEM, now=later)
    assert (closed.state, closed.is_proxy) == ("submitted", False)
    assert receiving.close_again(registration_id=registration.pk, actor=SYSTEM, now=later) is None


def test_reopened_and_sent_anew_stays_as_sent(world):
    registration = world.sent(1, at=NOW - timedelta(days=1))
    receiving.reopen(registration_id=registration.pk, reason="Sai chức vụ", actor=SYSTEM, now=NOW)
    submit(registration, now=NOW + timedelta(hours=1))
    assert receiving.close_again(registration_id=registration.pk, actor=SYSTEM, now=NOW) is None


def begin(world, received_on=date(2026, 3, 9), **options):
    options = {"basis": "Công văn 12/VP-TĐKT", "actor": SYSTEM, "now": NOW} | options
    return proxies.begin_proxy(member_id=world.member(1).pk, received_on=received_on, **options)


def test_paper_typed_by_the_head_counts_from_the_day_it_arrived(world):
    registration = begin(world)
    fill(registration, world.units[1], [])
    submissions.submit_proxy(registration_id=registration.pk, actor=SYSTEM, now=NOW)
    registration.refresh_from_db()
    assert Obligation.objects.get(unit=world.units[1]).days_late(NOW) == 0
    assert registration.versions.get().received_on == date(2026, 3, 9)
    assert registration.correct_until == date(2026, 3, 17)
    assert ProxyEntry.objects.get().basis == "Công văn 12/VP-TĐKT"


def test_unit_that_owes_nothing_is_told_as_well(world):
    registration = begin(world)
    fill(registration, world.units[1], [])
    Obligation.objects.filter(unit=world.units[1]).delete()
    submissions.submit_proxy(registration_id=registration.pk, actor=SYSTEM, now=NOW)
    told = Notice.objects.get(kind="obligations.proxy_entered", recipient=world.officers[1]).body
    assert "đã nhập thay đăng ký thi đua từ bản giấy nhận ngày 09/03/2026 (Công văn 12/VP-TĐKT)." in told
    assert told.endswith("sửa được đến hết ngày 17/03/2026.")


def test_paper_cannot_arrive_tomorrow(world):
    with pytest.raises(ReceivedLater):
        begin(world, date(2026, 3, 13))


@pytest.mark.parametrize(("days", "may"), [(5, True), (6, False)])
def test_unit_corrects_what_was_typed_for_it_within_the_set_days(world, days, may):
    registration = begin(world)
    fill(registration, world.units[1], [])
    submissions.submit_proxy(registration_id=registration.pk, actor=SYSTEM, now=NOW)
    at = NOW + timedelta(days=days)
    if not may:
        with pytest.raises(receiving.NoCorrection):
            receiving.correct(registration_id=registration.pk, actor=SYSTEM, now=at)
        return
    receiving.correct(registration_id=registration.pk, actor=SYSTEM, now=at)
    owed = Obligation.objects.get(unit=world.units[1])
    assert (owed.is_with_unit_again, status_word(world.started(1))) == (True, StatusWord.DRAFT)
    assert [list(RegistrationFilter({"state": word}).qs) for word in ("draft", "returned")] == [[registration], []]
    submit(registration, now=at)
    registration.refresh_from_db()
    assert (registration.state, registration.is_proxy) == ("submitted", False)
    assert Obligation.objects.get(unit=world.units[1]).days_late(at) == 0


def closing(world, at):
    """Khóa sổ of the registrations."""
    Duty.objects.filter(code="registration").update(closes_at=at)


@pytest.mark.parametrize("step", ["return", "reopen"])
def test_unit_that_sent_before_the_closing_sends_again_after_it_and_stays_in_time(world, step):
    registration = world.sent(1, at=NOW - timedelta(days=10))
    closing(world, NOW - timedelta(seconds=1))
    give_back = {"return": receiving.return_registration, "reopen": receiving.reopen}[step]
    said = {"return": {"remark": "Bổ sung chức vụ"}, "reopen": {"reason": "Bổ sung chức vụ"}}[step]
    give_back(registration_id=registration.pk, actor=SYSTEM, now=NOW, **said)
    submit(registration)
    owed = Obligation.objects.get(unit=world.units[1], duty__code="registration")
    assert (owed.fulfilled_at, owed.first_fulfilled_at) == (NOW, NOW - timedelta(days=10))
    assert owed.days_late(NOW) == 0


@pytest.mark.parametrize(("seconds", "closed"), [(0, False), (1, True)])
def test_closing_holds_to_the_second_for_who_never_sent(world, seconds, closed):
    closing(world, NOW - timedelta(seconds=seconds))
    if not closed:
        assert world.sent(1).state == "submitted"
        return
    with pytest.raises(DutyClosed):
        world.sent(1)


@pytest.mark.parametrize(("seconds", "closed"), [(0, False), (1, True)])
def test_reopened_after_the_closing_the_hour_of_reopening_holds_to_the_second(world, seconds, closed):
    registration = world.sent(1, at=NOW - timedelta(days=10))
    closing(world, NOW - timedelta(days=1))
    until = NOW + timedelta(hours=1)
    note_reopening(
        year_id=world.cluster_year.year_id,
        code="registration",
        unit_id=world.units[1].pk,
        asked_by="Lê Văn Thử",
        asked_how="telephone",
        reason="Sai chức vụ",
        until=until,
        actor=SYSTEM,
        now=NOW,
    )
    receiving.reopen(registration_id=registration.pk, reason="Sai chức vụ", actor=SYSTEM, now=NOW)
    at = until + timedelta(seconds=seconds)
    if closed:
        with pytest.raises(DutyClosed):
            submit(registration, now=at)
        return
    submit(registration, now=at)
    assert Obligation.objects.get(unit=world.units[1], duty__code="registration").days_late(at) == 0


def test_signature_of_the_unit_ends_what_somebody_began_to_type_for_it(world):
    registration = begin(world)
    fill(registration, world.units[1], [])
    submit(registration)
    registration.refresh_from_db()
    version = registration.versions.get()
    assert (registration.state, registration.is_proxy, version.proxy_by_label) == ("submitted", False, "")
    assert version.received_on == NOW.date()
    assert Obligation.objects.get(unit=world.units[1], duty__code="registration").days_late(NOW) == 2


def test_whoever_types_may_give_it_up_and_the_unit_keeps_the_rows(world):
    registration = begin(world)
    fill(registration, world.units[1], [])
    proxies.end_proxy(registration_id=registration.pk, actor=SYSTEM, now=NOW)
    with pytest.raises(proxies.NoProxy):
        submissions.submit_proxy(registration_id=registration.pk, actor=SYSTEM, now=NOW)
    assert submit(registration).rows.count() == 1


def test_typed_registration_in_a_sheet_is_corrected_within_the_set_days_and_comes_as_version_2(world):
    registration = begin(world)
    fill(registration, world.units[1], [])
    submissions.submit_proxy(registration_id=registration.pk, actor=SYSTEM, now=NOW)
    send = {"cluster_year_id": world.cluster_year.pk, "actor": SYSTEM, "now": NOW}
    first = consolidating.send_to_ministry(**send)
    receiving.correct(registration_id=registration.pk, actor=SYSTEM, now=NOW + timedelta(days=5))
    save(registration, person_row(world.people(1)[0]))
    submit(registration, now=NOW + timedelta(days=5))
    second = consolidating.send_to_ministry(**send, reason="Đơn vị sửa bản nhập thay")
    assert (second.number, len(rows_of(first)), len(rows_of(second))) == (2, 1, 2)
    assert Obligation.objects.get(unit=world.units[1], duty__code="registration").days_late(NOW) == 0


def test_leaders_remark_leaves_the_heads_remark_and_stays_in_the_unit(world, client):
    registration = world.sent(1)
    receiving.return_registration(registration_id=registration.pk, remark="Thiếu chức vụ", actor=SYSTEM, now=NOW)
    said = {"remark": "Riêng trong đơn vị", "actor": acting(world.leaders[1]), "now": NOW}
    submissions.return_to_officer(registration_id=registration.pk, **said)
    own = world.officers[1]
    for user in (own, world.head, world.office, world.auditor):
        client.force_login(user)
        text = client.get(registration.get_absolute_url()).content.decode()
        assert "Thiếu chức vụ" in text
        assert ("Riêng trong đơn vị" in text) == (user == own)
    assert not Entry.objects.filter(reason__contains="Riêng").exists()
