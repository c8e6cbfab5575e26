"""Writing, sending, giving back, taking over: what the domain does and refuses."""

from datetime import date, timedelta

import pytest
from django.db import connection

from apps.audit.models import Entry
from apps.catalog.domain.eligibility import Group, Outcome, Rule, assess, while_the_year_runs
from apps.catalog.enums import Subject
from apps.catalog.facts import Known
from apps.core.errors import StaleVersion, TransitionNotAllowed
from apps.core.flow import Flow
from apps.documents.domain.signed_copies import ChangedMeanwhile, SignedCopyMissing
from apps.obligations.domain.duties import DutyClosed
from apps.obligations.domain.proxies import ReceivedLater
from apps.obligations.domain.reopenings import note_reopening
from apps.obligations.models import Duty, Obligation, ProxyEntry
from apps.periods.domain.years import YearClosed
from apps.periods.models import EmulationYear
from apps.registrations.domain import consolidating, proxies, receiving, rows, submissions
from apps.registrations.domain.marking import reason_of
from apps.registrations.domain.rows import NotEditable, NotOffered, RowChange, RowInput, RowsRefused, StandsTwice
from apps.registrations.domain.submissions import NothingRegistered
from apps.registrations.enums import Mark, RegistrationState
from apps.registrations.models import RegistrationRow, VersionRow
from apps.registrations.queries import rows_of
from apps.registrations.tests.factories import NOW, SYSTEM, acting, award, build, fill, load_awards, person_row, save
from apps.registrations.workflow import REGISTRATION_FLOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return build(3)


def submit(registration, **options):
    options = {"way": "screen", "actor": SYSTEM, "now": NOW} | options
    return submissions.submit_registration(registration_id=registration.pk, **options)


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


def test_what_only_the_end_of_the_year_shows_is_not_missed_at_its_beginning():
    share = Rule("SHARE", "members_share:LDTT", "ge", 70, "Có ít nhất 70% cá nhân đạt Lao động tiên tiến")
    clean = Rule("CLEAN", "disciplined_in_year", "eq", False, "Không bị kỷ luật")
    facts = {share.fact: Known(0, "0/5"), clean.fact: Known(False)}
    over = assess([share, clean], (), facts, Subject.COLLECTIVE)
    assert (over.outcome, reason_of(over)) == (Outcome.BLOCKED, f"{share.label} (0/5)")
    running = while_the_year_runs(over)
    assert (running.outcome, reason_of(running)) == (Outcome.UNKNOWN, f"Xét khi kết thúc năm: {share.label} (0/5).")
    assert reason_of(running, NOW.date()).endswith("(0/5) (theo dữ liệu ngày 12/03/2026).")
    disciplined = assess([share, clean], (), facts | {clean.fact: Known(True)}, Subject.COLLECTIVE)
    assert while_the_year_runs(disciplined).outcome == Outcome.BLOCKED


@pytest.mark.parametrize(
    ("known", "outcome", "told"),
    [
        ({}, Outcome.UNKNOWN, "Xét khi kết thúc năm: Một trong hai (Đạt LĐTT; Có sáng kiến)."),
        ({"held": Known(0)}, Outcome.UNKNOWN, "Xét khi kết thúc năm: Một trong hai (Đạt LĐTT; Có sáng kiến)."),
        ({"held": Known(1, "QĐ 1")}, Outcome.MET, "Đạt LĐTT: QĐ 1."),
        ({"rating": Known("poor", "2026: Kém")}, Outcome.BLOCKED, "Xếp loại (2026: Kém)"),
        ({"months": Known(3, "3 tháng")}, Outcome.BLOCKED, "Làm việc đủ 10 tháng (3 tháng)"),
    ],
)
def test_one_of_several_ways_is_one_condition_and_what_is_certain_is_not_put_off(known, outcome, told):
    rules = {
        "held": Rule("HELD", "held_same_year:LDTT", "ge", 1, "Đạt LĐTT", group="ONE"),
        "works": Rule("WORKS", "initiatives_in_year", "ge", 1, "Có sáng kiến", group="ONE"),
        "rating": Rule("RATING", "annual_rating", "eq", "good", "Xếp loại"),
        "months": Rule("MONTHS", "months_worked_in_year", "ge", 10, "Làm việc đủ 10 tháng"),
    }
    known = {"rating": Known("good"), "months": Known(12)} | known
    facts = {rules[name].fact: value for name, value in known.items()}
    groups = [Group("ONE", "any", "Một trong hai")]
    running = while_the_year_runs(assess(rules.values(), groups, facts, Subject.INDIVIDUAL))
    assert (running.outcome, reason_of(running)) == (outcome, told)


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


def test_head_returns_one_unit_and_holds_the_others(world):
    sent = [world.sent(index) for index in range(3)]
    receiving.return_registration(registration_id=sent[1].pk, remark="Thiếu chức vụ", actor=SYSTEM, now=NOW)
    states = [world.started(index).state for index in range(3)]
    assert states == ["submitted", "returned", "submitted"]
    assert [
        Obligation.objects.get(unit=unit, duty__code="registration").fulfilled_at is None for unit in world.units
    ] == [
        False,
        True,
        False,
    ]
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


def test_nothing_is_written_in_a_closed_year(world):
    registration = world.started(1)
    EmulationYear.objects.update(state="closed")
    with pytest.raises(YearClosed):
        save(registration, person_row(world.people(1)[0]))


def test_reopened_registration_stands_again_when_the_hour_passes(world):
    registration = world.sent(1)
    receiving.reopen(registration_id=registration.pk, reason="Sai chức vụ", actor=SYSTEM, now=NOW)
    later = NOW + timedelta(hours=4)
    assert receiving.close_again(registration_id=registration.pk, actor=SYSTEM, now=later).state == "submitted"
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
