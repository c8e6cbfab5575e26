"""Writing and sending: what the domain does and refuses."""

import pytest
from django.db import connection

from apps.audit.models import Entry
from apps.core.errors import StaleVersion
from apps.core.flow import Flow
from apps.documents.domain.signed_copies import ChangedMeanwhile, SignedCopyMissing
from apps.obligations.models import Obligation
from apps.periods.domain.years import YearClosed
from apps.periods.models import EmulationYear
from apps.registrations.domain import rows, submissions
from apps.registrations.domain.rows import NotEditable, NotOffered, RowChange, RowInput, RowsRefused, StandsTwice
from apps.registrations.domain.submissions import NothingRegistered
from apps.registrations.enums import Mark, RegistrationState
from apps.registrations.models import RegistrationRow, VersionRow
from apps.registrations.tests.factories import NOW, SYSTEM, award, build, fill, load_awards, person_row, save, submit
from apps.registrations.workflow import REGISTRATION_FLOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return build(3)


@pytest.mark.parametrize("state", RegistrationState.values)
def test_flow_is_the_table_of_the_design(state):
    flow: Flow = REGISTRATION_FLOW
    allowed = {step.action: step.target for step in flow.actions(state)}
    assert (
        allowed
        == {
            "draft": {"submit": "submitted"},
            "returned": {"submit": "submitted"},
            "submitted": {
                "return": "returned",
                "accept": "accepted",
                "consolidate": "consolidated",
                "reopen": "returned",
                "correct": "returned",
            },
            "accepted": {
                "return": "returned",
                "consolidate": "consolidated",
                "reopen": "returned",
                "correct": "returned",
            },
            "consolidated": {"consolidate": "consolidated", "reopen": "returned", "correct": "returned"},
        }[state]
    )


def test_starting_twice_answers_the_same(world):
    assert world.started(1).pk == world.started(1).pk
    assert world.started(1).unit_name == world.units[1].name
    assert Entry.objects.filter(action="registrations.registration.start").count() == 1


def test_rows_are_saved_with_a_mark_and_raise_the_version(world):
    registration, (person,) = world.started(1), world.people(1)
    fill(registration, world.units[1], [person])
    registration.refresh_from_db()
    found = list(registration.rows.in_order())
    assert [(row.name, row.is_collective, row.position) for row in found] == [
        (world.units[1].name, True, 1),
        (person.full_name, False, 2),
    ]
    assert found[1].mark == Mark.MET  # the small catalogue has no conditions
    assert registration.version == 2


def test_saving_the_same_again_changes_nothing(world):
    registration, (person,) = world.started(1), world.people(1)
    save(registration, person_row(person))
    row = registration.rows.get()
    rows.save_rows(
        registration_id=registration.pk,
        changes=[RowChange(row.pk, person_row(person), row.version)],
        actor=SYSTEM,
        now=NOW,
    )
    registration.refresh_from_db()
    assert (registration.version, registration.rows.get().version) == (2, 1)


def test_award_outside_of_the_units_own_ways_is_refused(world):
    load_awards(kind="justice_department", left_out=("LDTT",))
    unit = world.units[1]
    unit.kind = "justice_department"
    unit.save()
    (person,) = world.people(1)
    with pytest.raises(RowsRefused) as refused:
        save(world.started(1), person_row(person))
    assert isinstance(refused.value.errors[0], NotOffered)
    save(world.started(1), person_row(person, "CSTDCS"))
    assert world.started(1).rows.count() == 1


def test_same_person_and_award_twice_is_refused_and_nothing_saved(world):
    (person,) = world.people(1)
    with pytest.raises(RowsRefused) as refused:
        save(world.started(1), person_row(person), person_row(person))
    assert {place: type(error) for place, error in refused.value.errors.items()} == {1: StandsTwice}
    assert not RegistrationRow.objects.exists()


def test_second_writer_of_a_row_is_told(world):
    registration, (person,) = world.started(1), world.people(1)
    save(registration, person_row(person))
    row = registration.rows.get()
    first = [RowChange(row.pk, person_row(person, "CSTDCS"), 1)]
    rows.save_rows(registration_id=registration.pk, changes=first, actor=SYSTEM, now=NOW)
    second = [RowChange(row.pk, person_row(person, "BKB"), 1)]
    with pytest.raises(RowsRefused) as refused:
        rows.save_rows(registration_id=registration.pk, changes=second, actor=SYSTEM, now=NOW)
    assert isinstance(refused.value.errors[0], StaleVersion)
    assert registration.rows.get().award == award("CSTDCS")


def test_outside_person_is_registered_with_the_words_that_nothing_is_known(world):
    save(world.started(1), RowInput(is_collective=False, award_id=award("LDTT").pk, name="Nguyễn Văn Ngoài"))
    row = RegistrationRow.objects.get()
    assert (row.mark, row.person_id) == (Mark.UNKNOWN, None)
    assert "Không có trong hồ sơ" in row.mark_reason


def test_sending_freezes_rows_with_receipt_and_hash(world):
    registration = world.sent(1, persons=2)
    version = registration.versions.get()
    assert registration.state == RegistrationState.SUBMITTED
    assert version.receipt_number == f"XN-DK-2026-{version.pk:06d}"
    assert len(version.sha256) == 64
    assert VersionRow.objects.filter(version=version).count() == 3
    obligation = Obligation.objects.get(unit=world.units[1])
    assert (obligation.fulfilled_at, obligation.days_late(NOW)) == (NOW, 2)


def test_what_was_sent_cannot_be_changed_even_in_the_database(world):
    row = VersionRow.objects.filter(version__registration=world.sent(1)).first()
    with pytest.raises(Exception, match="Cannot update rows"):
        VersionRow.objects.filter(pk=row.pk).update(name="Khác")


def test_empty_registration_is_not_sent(world):
    with pytest.raises(NothingRegistered):
        submit(world.started(1))


def test_paper_way_needs_the_scan(world):
    registration = world.started(1)
    fill(registration, world.units[1], [])
    with pytest.raises(SignedCopyMissing):
        submit(registration, way="paper")


def test_what_was_changed_after_reading_is_not_sent(world):
    registration = world.started(1)
    fill(registration, world.units[1], [])
    registration.refresh_from_db()
    seen = submissions.fingerprint(registration)
    save(registration, person_row(world.people(1)[0]))
    with pytest.raises(ChangedMeanwhile):
        submit(registration, seen=seen)


def test_sent_registration_is_not_edited(world):
    with pytest.raises(NotEditable):
        save(world.sent(1), person_row(world.people(1)[0]))


def test_nothing_is_written_in_a_closed_year(world):
    registration = world.started(1)
    EmulationYear.objects.update(state="closed")
    with pytest.raises(YearClosed):
        save(registration, person_row(world.people(1)[0]))


def test_two_people_of_one_award_change_places(world):
    registration, (one, two) = world.started(1), world.people(1, 2)
    save(registration, person_row(one), person_row(two))
    first, second = registration.rows.in_order()
    changes = [RowChange(first.pk, person_row(two), 1), RowChange(second.pk, person_row(one), 1)]
    rows.save_rows(registration_id=registration.pk, changes=changes, actor=SYSTEM, now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert list(registration.rows.in_order().values_list("person_id", flat=True)) == [two.pk, one.pk]


def test_row_is_overwritten_and_its_person_added_on_a_new_line(world):
    registration, (one, two) = world.started(1), world.people(1, 2)
    save(registration, person_row(one))
    changes = [RowChange(registration.rows.get().pk, person_row(two), 1), RowChange(None, person_row(one))]
    rows.save_rows(registration_id=registration.pk, changes=changes, actor=SYSTEM, now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert list(registration.rows.in_order().values_list("person_id", flat=True)) == [two.pk, one.pk]
