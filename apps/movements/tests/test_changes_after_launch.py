"""What happens to duties, papers and lists when something changes after the launch."""

from datetime import date, timedelta

import pytest

from apps.clusters.tests.factories import ClusterYearFactory, MemberFactory
from apps.core.errors import DomainError
from apps.movements.domain import (
    audiences,
    confirming,
    judging,
    launching,
    milestones,
    movements,
    plans,
    renewal,
    reviews,
    ticks,
)
from apps.movements.domain.confirming import Confirmation
from apps.movements.domain.movements import MovementData
from apps.movements.domain.papers import PaperFacts
from apps.movements.domain.reviews import ReviewTexts
from apps.movements.enums import Level, ReviewKind, ReviewState, Tick
from apps.movements.merging import _move_places
from apps.movements.models import ActivityEntry, ChecklistMark, Commitment, MovementReview, Participation
from apps.movements.prefilling import entries_of
from apps.movements.queries.audience import Audience
from apps.movements.tests.factories import KINDS, SYSTEM, MovementFactory, ParticipationFactory, at, launched, sector
from apps.notifications.models import Notice
from apps.obligations.domain.withdrawing import ask_no_more
from apps.obligations.models import Obligation, ProxyEntry
from apps.periods.enums import YearState
from apps.units.enums import UnitKind
from apps.units.merging import Merge
from apps.units.tests.factories import PersonFactory, UnitFactory

pytestmark = pytest.mark.django_db


def another(found, on: date, due_on: date | None = None, title="Phong trào nữa"):
    """A further movement of the ministry for the same units, launched on a day."""
    now = at(on.year, on.month, on.day)
    movement = movements.create_movement(
        organiser_id=found.ministry.pk,
        data=MovementData(
            Level.MINISTRY,
            title,
            on,
            date(2025, 12, 31),
            launch_due_on=due_on,
            decision=PaperFacts(f"{on.month}{on.day}/QĐ-BTP", on),
        ),
        actor=found.office,
        now=now,
    )
    audiences.set_audience(movement_id=movement.pk, audience=Audience(kinds=KINDS), actor=found.office, now=now)
    return launching.launch(movement_id=movement.pk, actor=found.office, now=now)


def confirm(found, unit, movement, on: date):
    row = Participation.objects.get(movement=movement, unit=unit)
    confirming.confirm_all(
        unit_id=unit.pk,
        year=on.year,
        confirmations=[Confirmation(row.pk, launched_on=on, included=True)],
        actor=found.speaker(unit, on),
        now=at(on.year, on.month, on.day),
    )


def owed(unit, code="movement_launch") -> Obligation:
    return Obligation.objects.select_related("duty").get(duty__code=code, unit=unit)


def asked(movement, found, due_on=date(2023, 12, 31)):
    milestone = milestones.add_milestone(
        movement_id=movement.pk,
        kind=ReviewKind.FIRST,
        year=2023,
        window_text="Cuối năm",
        actor=found.office,
        now=at(2022, 9, 13),
    )
    return milestones.set_day(milestone_id=milestone.pk, due_on=due_on, actor=found.office, now=at(2023, 11, 1))


def report(found, milestone, unit, on=date(2023, 12, 20)):
    review = MovementReview.objects.get(milestone=milestone, participation__unit=unit)
    now, speaker = at(on.year, on.month, on.day), found.speaker(unit, on)
    texts = ReviewTexts(results="Đã làm")
    reviews.save_review(review_id=review.pk, version=review.version, texts=texts, actor=speaker, now=now)
    return reviews.submit_review(review_id=review.pk, actor=speaker, now=now)


def test_movement_launched_after_units_answered_has_a_duty_of_its_own_and_no_lateness_vanishes():
    found = sector()
    first = launched(found)  # 13/9/2022, until 13/10
    ready, silent = found.units[:2]
    confirm(found, ready, first, date(2022, 9, 20))
    second = another(found, date(2022, 11, 15))
    code = f"movement_launch:{second.pk}"
    assert owed(ready).fulfilled_at == at(2022, 9, 20)
    assert owed(silent).days_late(at(2022, 11, 20)) == 38, "what was late before stays late"
    assert owed(ready, code).days_late(at(2022, 12, 20)) == 5, "who had answered before can be late with the new one"
    confirm(found, ready, second, date(2022, 12, 1))
    assert owed(ready, code).fulfilled_at == at(2022, 12, 1)
    confirm(found, silent, second, date(2022, 12, 1))
    assert (owed(silent).fulfilled_at, owed(silent, code).fulfilled_at) == (None, at(2022, 12, 1))
    assert renewal.ask_for_year(year_id=owed(ready).duty.year_id, actor=SYSTEM, now=at(2022, 12, 2)) == 0


def test_movement_launched_while_nobody_has_answered_extends_with_an_entry_in_the_trail():
    found = sector()
    launched(found)
    second = another(found, date(2022, 10, 1))
    mine = owed(found.units[0])
    assert mine.last_day == date(2022, 10, 31)
    assert mine.extensions.get().reason == f"Phát động thêm: {second.short_name}"
    assert not Obligation.objects.filter(duty__code=f"movement_launch:{second.pk}").exists()


def test_units_asked_late_in_the_year_get_thirty_days():
    found = sector()
    movement = launched(found)
    year = found.ministry.emulation_years.get(year=2023)
    renewal.ask_for_year(year_id=year.pk, actor=SYSTEM, now=at(2023, 5, 10))
    due = Obligation.objects.get(duty__year=year, unit=found.units[0])
    assert due.last_day == date(2023, 6, 9)
    unit = UnitFactory(kind=UnitKind.MINISTRY_UNIT)
    ParticipationFactory(movement=movement, unit=unit)
    renewal.ask_for_year(year_id=year.pk, actor=SYSTEM, now=at(2023, 8, 1))
    assert Obligation.objects.get(duty__year=year, unit=unit).last_day == date(2023, 8, 31)


def test_concluding_asks_for_no_confirmation_any_more():
    found = sector()
    first = launched(found)
    second = another(found, date(2022, 9, 14), date(2022, 10, 13))
    half, silent = found.units[:2]
    confirm(found, half, second, date(2022, 9, 20))
    assert owed(half).fulfilled_at is None
    launching.move_on(movement_id=first.pk, action="conclude", actor=found.office, now=at(2022, 10, 1))
    assert owed(half).fulfilled_at == at(2022, 10, 1)
    assert owed(silent).fulfilled_at is None
    launching.move_on(movement_id=second.pk, action="conclude", actor=found.office, now=at(2022, 10, 2))
    assert (owed(silent).fulfilled_at, owed(silent).closed_unsent_at) == (None, at(2022, 10, 2))
    year = found.ministry.emulation_years.get(year=2023)
    assert renewal.ask_for_year(year_id=year.pk, actor=SYSTEM, now=at(2023, 1, 1)) == 0


def test_unit_that_leaves_owes_neither_report_nor_confirmation_and_comes_back_owing():
    found = sector()
    movement = launched(found)
    milestone = asked(movement, found)
    unit = found.units[0]
    row = Participation.objects.get(movement=movement, unit=unit)
    launching.drop_unit(participation_id=row.pk, reason="Giải thể", actor=found.office, now=at(2023, 11, 5))
    assert owed(unit, milestone.duty_code).waived_reason == "Giải thể"
    assert Notice.objects.filter(kind__code="movements.unit_dropped").count() == 1
    again = {"movement_id": movement.pk, "unit_ids": [unit.pk], "note": "Trở lại", "actor": found.office}
    launching.add_units(**again, now=at(2023, 11, 20))
    assert owed(unit, milestone.duty_code).waived_at is None


def test_dropping_a_unit_in_a_closed_year_is_refused():
    found = sector()
    row = Participation.objects.get(movement=launched(found), unit=found.units[0])
    found.ministry.emulation_years.filter(year=2023).update(state=YearState.CLOSED)
    with pytest.raises(DomainError):
        launching.drop_unit(participation_id=row.pk, reason="Giải thể", actor=found.office, now=at(2023, 11, 5))


def test_correcting_a_line_of_the_checklist_keeps_what_units_said_and_marked_lines_stay():
    found = sector()
    movement = launched(found)
    lines = {"movement_id": movement.pk, "actor": found.office, "now": at(2022, 9, 14)}
    movements.set_checklist(**lines, texts=["Có kế hoach thực hiện", "Có sơ kết"])
    row = Participation.objects.get(movement=movement, unit=found.units[0])
    item = movement.checklist.first()
    speaker = found.speaker(found.units[0], date(2022, 9, 15))
    plans.save_checks(participation_id=row.pk, met={item.pk: True}, actor=speaker, now=at(2022, 9, 15))
    movements.set_checklist(**lines, texts=["Có sơ kết", "Có kế hoạch thực hiện"])
    assert ChecklistMark.objects.get().item.text == "Có kế hoạch thực hiện"
    with pytest.raises(movements.ChecklistInUse):
        movements.set_checklist(**lines, texts=["Có sơ kết"])


def test_an_office_asks_its_own_units_only_and_at_its_own_level():
    found = sector()
    office, foreign = found.of_kind(UnitKind.JUSTICE_DEPARTMENT)
    own = UnitFactory(parent=office, kind=UnitKind.COMMUNE_OFFICE)
    speaker, now = found.speaker(office, date(2022, 9, 14)), at(2022, 9, 14)
    data = {"title": "Hòa giải", "starts_on": date(2022, 9, 14), "ends_on": date(2022, 12, 31)}
    with pytest.raises(movements.LevelNotOurs):
        movements.create_movement(
            organiser_id=office.pk, data=MovementData(level=Level.MINISTRY, **data), actor=speaker, now=now
        )
    decision = PaperFacts("1/KH-STP", now.date())
    movement = movements.create_movement(
        organiser_id=office.pk,
        data=MovementData(level=Level.LOCAL, **data, decision=decision),
        actor=speaker,
        now=now,
    )
    place = MemberFactory(unit=foreign, cluster_year=ClusterYearFactory())
    for audience in (Audience(unit_ids=(foreign.pk,)), Audience(cluster_year_ids=(place.cluster_year_id,))):
        with pytest.raises(audiences.NotBelow):
            audiences.set_audience(movement_id=movement.pk, audience=audience, actor=speaker, now=now)
    audiences.set_audience(movement_id=movement.pk, audience=Audience(unit_ids=(own.pk,)), actor=speaker, now=now)
    launching.launch(movement_id=movement.pk, actor=speaker, now=now)
    with pytest.raises(audiences.NotBelow):
        launching.add_units(movement_id=movement.pk, unit_ids=[foreign.pk], note="Thêm nữa", actor=speaker, now=now)


def test_report_typed_for_a_unit_is_a_proxy_entry_that_the_unit_corrects_for_five_days():
    found = sector()
    milestone = asked(launched(found), found)
    unit = found.units[0]
    review = MovementReview.objects.get(milestone=milestone, participation__unit=unit)
    reviews.enter_review_instead(
        review_id=review.pk,
        texts=ReviewTexts(results="Theo bản giấy"),
        received_on=date(2023, 12, 30),
        basis="Báo cáo 12/BC",
        actor=found.office,
        now=at(2024, 1, 2),
    )
    assert ProxyEntry.objects.get().correct_until == date(2024, 1, 7)
    assert owed(unit, milestone.duty_code).days_late(at(2024, 1, 3)) == 0
    review.refresh_from_db()
    speaker, now = found.speaker(unit, date(2024, 1, 7)), at(2024, 1, 7)
    texts = ReviewTexts(results="Sửa lại")
    reviews.save_review(review_id=review.pk, version=review.version, texts=texts, actor=speaker, now=now)
    sent = reviews.submit_review(review_id=review.pk, actor=speaker, now=now)
    assert (sent.state, sent.basis, sent.received_on, sent.results) == (ReviewState.SUBMITTED, "", None, "Sửa lại")
    assert owed(unit, milestone.duty_code).days_late(now) == 0
    with pytest.raises(DomainError):
        reviews.submit_review(review_id=review.pk, actor=speaker, now=at(2024, 1, 8))


def test_returned_report_takes_its_tick_away():
    found = sector()
    milestone = asked(launched(found), found)
    sent = report(found, milestone, found.units[0])
    assert sent.participation.reported_on == date(2023, 12, 20)
    judging.return_review(review_id=sent.pk, remark="Bổ sung", actor=found.office, now=at(2023, 12, 22))
    sent.participation.refresh_from_db()
    assert (sent.participation.reported_on, sent.participation.report_document) == (None, None)


def test_after_the_launch_days_change_with_a_reason_only_and_nothing_once_it_is_concluded():
    found = sector()
    movement = launched(found)
    data = MovementData(Level.MINISTRY, movement.title, date(2022, 9, 13), date(2024, 12, 31))
    change = {"movement_id": movement.pk, "data": data, "actor": found.office, "now": at(2023, 2, 1)}
    with pytest.raises(movements.ReasonMissing):
        movements.change_movement(**change, version=movement.version)
    movement = movements.change_movement(**change, version=movement.version, reason="Theo quyết định sửa đổi")
    found.ministry.emulation_years.filter(year=2024).update(state=YearState.CLOSED)
    with pytest.raises(DomainError):
        launching.move_on(movement_id=movement.pk, action="review", actor=found.office, now=at(2024, 2, 1))
    launching.move_on(movement_id=movement.pk, action="conclude", actor=found.office, now=at(2023, 12, 1))
    with pytest.raises(movements.Concluded):
        movements.set_checklist(movement_id=movement.pk, texts=["Mới"], actor=found.office, now=at(2023, 12, 2))


def test_successor_owes_the_reports_that_were_asked_and_keeps_commitments_and_activities():
    found = sector()
    movement = launched(found)
    milestone = asked(movement, found)
    old, other = found.units[:2]
    new = UnitFactory(kind=UnitKind.MINISTRY_UNIT)
    left = ParticipationFactory(movement=movement, unit=new, left_on=date(2023, 1, 1), left_reason="Đã thôi")
    place = Participation.objects.get(movement=movement, unit=old)
    person = PersonFactory()
    Commitment.objects.create(participation=place, person=person, year=2023, signed_on=date(2023, 2, 1))
    ActivityEntry.objects.create(participation=place, on=date(2023, 3, 1), text="Ra quân")
    report(found, milestone, other, date(2023, 11, 20))
    year_id = found.ministry.emulation_years.get(year=2023).pk
    ask_no_more(year_id=year_id, codes=["none"], actor=SYSTEM, now=at(2023, 12, 1))
    assert _move_places(Merge((old, other), new, date(2023, 12, 1)), actor=SYSTEM, now=at(2023, 12, 1)) == 2
    left.refresh_from_db()
    assert (left.left_on, left.added_on) == (None, date(2023, 12, 1)), "the row that had left is the one"
    review = MovementReview.objects.get(milestone=milestone, participation=left)
    assert "Ra quân" in review.results
    assert left.commitments.get().person == person
    assert set(entries_of([left.pk], 2023, 2023)) == {left.pk}
    assert owed(new, milestone.duty_code).duty.due_on == date(2023, 12, 31)


def test_the_list_shows_what_is_not_concluded_and_all_on_demand(client):
    found = sector()
    MovementFactory(organiser=found.ministry, title="Đang làm", short_name="Đang làm nhé")
    MovementFactory(organiser=found.ministry, title="Đã xong", short_name="Đã xong nhé", state="concluded")
    client.force_login(found.ministry.roles.get().user)
    page = client.get("/movements/").content.decode()
    assert ("Đang làm nhé" in page, "Đã xong nhé" in page) == (True, False)
    assert "Đã xong nhé" in client.get("/movements/?state=all").content.decode()


def test_ticks_of_units_settle_both_kinds_of_duty():
    found = sector()
    first = launched(found)
    unit = found.units[0]
    confirm(found, unit, first, date(2022, 9, 20))
    second = another(found, date(2022, 11, 15))
    confirm(found, unit, second, date(2022, 12, 1))
    row = Participation.objects.get(movement=second, unit=unit)
    day = date(2022, 12, 2)
    ticks.clear_tick(
        participation_id=row.pk,
        tick=Tick.LAUNCHED,
        reason="Nhầm",
        actor=found.speaker(unit, day),
        now=at(2022, 12, 2) + timedelta(hours=1),
    )
    assert owed(unit).fulfilled_at is not None
    assert owed(unit, f"movement_launch:{second.pk}").fulfilled_at is None
