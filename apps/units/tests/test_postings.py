"""Postings: inside the unit's life, official ones apart, transfer and secondment, ending many at once."""

import threading
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connections, transaction

from apps.audit.models import Entry
from apps.core.actor import Actor, Grant, system_actor
from apps.core.errors import DomainError, NotAllowed, StaleVersion
from apps.documents.models import Use
from apps.units.domain.ending_postings import NotOverYet, end_postings
from apps.units.domain.postings import (
    Basis,
    NoOfficialPosting,
    PostingData,
    PostingOutsideUnit,
    PostingOverlaps,
    PostingPeriodReversed,
    add_posting,
    change_posting,
    end_posting,
    second,
    transfer,
)
from apps.units.models import Posting
from apps.units.tests.factories import PersonFactory, PostingFactory, UnitFactory

NOW = datetime(2026, 11, 26, 2, tzinfo=UTC)
TODAY = date(2026, 11, 26)
SYSTEM = system_actor()
pytestmark = pytest.mark.django_db


def added(person, unit, starts_on=None, ends_on=None, **more):
    data = PostingData(unit.pk, starts_on=starts_on, ends_on=ends_on, **more)
    return add_posting(person_id=person.pk, data=data, actor=SYSTEM, now=NOW)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "field"),
    [
        (date(2019, 12, 31), date(2020, 6, 1), "starts_on"),
        (date(2020, 1, 1), date(2022, 12, 31), None),
        (date(2020, 1, 1), date(2023, 1, 1), "ends_on"),
        (date(2020, 1, 1), None, "ends_on"),
        (date(2023, 1, 1), None, "starts_on"),
        (None, date(2019, 12, 31), "ends_on"),
        (None, date(2021, 1, 1), None),
    ],
)
def test_a_posting_lies_within_the_life_of_its_unit(starts_on, ends_on, field):
    unit = UnitFactory(valid_from=date(2020, 1, 1), valid_to=date(2022, 12, 31))
    if field is None:
        assert added(PersonFactory(), unit, starts_on, ends_on).pk
        return
    with pytest.raises(PostingOutsideUnit) as error:
        added(PersonFactory(), unit, starts_on, ends_on)
    assert error.value.field == field
    assert not Posting.objects.exists()


def test_the_last_day_lies_not_before_the_first():
    with pytest.raises(PostingPeriodReversed):
        added(PersonFactory(), UnitFactory(), date(2020, 1, 2), date(2020, 1, 1))


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "overlaps"),
    [
        (date(2019, 1, 1), date(2019, 12, 31), False),
        (date(2019, 1, 1), date(2020, 1, 1), True),
        (date(2020, 6, 30), None, True),
        (date(2020, 7, 1), None, False),
        (None, date(2019, 12, 31), False),
        (None, None, True),
    ],
)
def test_official_postings_of_one_person_never_share_a_day(starts_on, ends_on, overlaps):
    first = PostingFactory(starts_on=date(2020, 1, 1), ends_on=date(2020, 6, 30))
    if overlaps:
        with pytest.raises(PostingOverlaps) as error:
            added(first.person, UnitFactory(), starts_on, ends_on)
        assert error.value.field == "starts_on"
        with pytest.raises(IntegrityError), transaction.atomic():
            PostingFactory(person=first.person, starts_on=starts_on, ends_on=ends_on)
    else:
        added(first.person, UnitFactory(), starts_on, ends_on)
    # Beside the official one anything else may be held.
    added(first.person, UnitFactory(), starts_on, ends_on, kind="concurrent")


def test_the_basis_is_filed_and_cited_and_follows_corrections():
    posting = added(PersonFactory(), UnitFactory(), date(2020, 1, 1), basis=Basis("12/QĐ-BTP", date(2019, 12, 20)))
    assert posting.basis.symbol == "12/QĐ-BTP"
    assert Use.objects.get().path == posting.get_absolute_url()
    data = PostingData(posting.unit_id, starts_on=date(2020, 1, 1))
    change_posting(posting_id=posting.pk, expected_version=1, data=data, actor=SYSTEM, now=NOW)
    assert not Use.objects.exists()
    with pytest.raises(StaleVersion):
        change_posting(posting_id=posting.pk, expected_version=1, data=data, actor=SYSTEM, now=NOW)


def test_transfer_ends_one_official_posting_the_day_before_the_next():
    old = PostingFactory(starts_on=date(2018, 1, 1))
    side = PostingFactory(person=old.person, kind="concurrent")
    unit = UnitFactory()
    new = transfer(
        person_id=old.person_id,
        unit_id=unit.pk,
        post="Phó Trưởng phòng",
        is_leader=True,
        starts_on=date(2026, 3, 1),
        reason="Điều động theo nhu cầu",
        actor=SYSTEM,
        now=NOW,
    )
    old.refresh_from_db()
    side.refresh_from_db()
    assert (old.ends_on, old.end_reason) == (date(2026, 2, 28), "Điều động theo nhu cầu")
    assert (new.starts_on, new.ends_on, new.kind, new.is_leader) == (date(2026, 3, 1), None, "official", True)
    assert side.ends_on is None
    assert Entry.objects.get().action == "units.posting.transfer"


def test_transfer_into_a_unit_that_has_ended_changes_nothing():
    old = PostingFactory()
    gone = UnitFactory(valid_to=date(2025, 6, 30))
    with pytest.raises(PostingOutsideUnit):
        transfer(person_id=old.person_id, unit_id=gone.pk, post="", starts_on=TODAY, reason="", actor=SYSTEM, now=NOW)
    old.refresh_from_db()
    assert old.ends_on is None
    assert not Entry.objects.exists()


def test_a_seconded_person_keeps_the_official_posting():
    official = PostingFactory()
    unit = UnitFactory()
    lent = second(
        person_id=official.person_id, unit_id=unit.pk, post="Chuyên viên", starts_on=TODAY, actor=SYSTEM, now=NOW
    )
    assert set(official.person.postings.valid_on(TODAY)) == {official, lent}


@pytest.mark.parametrize("call", [transfer, second])
def test_without_an_official_posting_nobody_is_moved(call):
    person = PostingFactory(kind="former").person
    more = {"reason": "x"} if call is transfer else {}
    with pytest.raises(NoOfficialPosting):
        call(person_id=person.pk, unit_id=UnitFactory().pk, post="", starts_on=TODAY, actor=SYSTEM, now=NOW, **more)


def test_nobody_is_seconded_to_the_own_unit():
    official = PostingFactory()
    with pytest.raises(DomainError) as error:
        second(person_id=official.person_id, unit_id=official.unit_id, post="", starts_on=TODAY, actor=SYSTEM, now=NOW)
    assert error.value.field == "unit"


def test_ending_twice_on_the_same_day_changes_nothing():
    posting = PostingFactory()
    for _time in range(2):
        end_posting(posting_id=posting.pk, ends_on=TODAY, reason="Nghỉ hưu theo chế độ", actor=SYSTEM, now=NOW)
    assert Entry.objects.count() == 1
    assert not Posting.objects.valid_on(date(2026, 11, 27)).exists()
    with pytest.raises(PostingPeriodReversed):
        end_posting(posting_id=posting.pk, ends_on=date(2019, 1, 1), reason="", actor=SYSTEM, now=NOW)


def officer_of(unit):
    return Actor(7, "Bà Trần Thị Thử", (Grant("officer", unit.pk, unit.path),), TODAY)


def test_many_end_together_or_none():
    unit = UnitFactory()
    mine = [PostingFactory(unit=unit) for _number in range(3)]
    foreign = PostingFactory()
    actor = officer_of(unit)
    with pytest.raises(NotAllowed, match=foreign.person.full_name):
        end_postings(ids=[foreign.person_id, mine[0].person_id], ends_on=TODAY, reason="Nghỉ hưu", actor=actor, now=NOW)
    with pytest.raises(NotOverYet):
        end_postings(ids=[mine[0].person_id], ends_on=date(2019, 1, 1), reason="Nghỉ hưu", actor=actor, now=NOW)
    assert not Posting.objects.exclude(ends_on=None).exists()
    ids = [posting.person_id for posting in mine]
    assert end_postings(ids=ids, ends_on=TODAY, reason="Nghỉ hưu", actor=actor, now=NOW) == 3
    assert end_postings(ids=ids, ends_on=TODAY, reason="Nghỉ hưu", actor=actor, now=NOW) == 0
    assert set(Posting.objects.filter(unit=unit).values_list("ends_on", "version")) == {(TODAY, 2)}
    assert Entry.objects.get().after == {"to": "2026-11-26", "postings": 3}


@pytest.mark.django_db(transaction=True)
def test_two_officers_transferring_one_person_at_once_leave_one_official_posting():
    old = PostingFactory()
    units = [UnitFactory(), UnitFactory()]
    meeting, results = threading.Barrier(2), []

    def move(unit):
        try:
            meeting.wait(timeout=10)
            transfer(
                person_id=old.person_id, unit_id=unit.pk, post="A", starts_on=TODAY, reason="x", actor=SYSTEM, now=NOW
            )
            results.append("moved")
        except DomainError as error:
            results.append(type(error).__name__)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=move, args=(unit,)) for unit in units]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # The second one waits and then finds an official posting that begins today: it cannot end the day before.
    assert sorted(results) == ["PostingOverlaps", "moved"]
    assert old.person.postings.valid_on(TODAY).count() == 1
