"""Case 004: the themed movement of the ministry 2022–2025, and the theme of case 001."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from apps.audit.models import Entry
from apps.core.errors import NotAllowed
from apps.documents.models import Document, Use
from apps.movements.content_reading import read_contents
from apps.movements.domain import (
    audiences,
    confirming,
    contents,
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
from apps.movements.domain.plans import NoReason, PlanLine
from apps.movements.domain.reviews import ReviewTexts
from apps.movements.enums import Level, MovementState, ReviewKind, ReviewState, Tick
from apps.movements.models import Movement, MovementReview, Participation
from apps.movements.queries import cascade
from apps.movements.queries.audience import Audience, missing_units, units_meant
from apps.movements.tests.factories import (
    CONTENTS,
    KINDS,
    LAUNCH_DAY,
    SYSTEM,
    THEME,
    TITLE,
    at,
    decision_1860,
    launched,
    sector,
)
from apps.notifications.models import Notice
from apps.obligations.domain.date_reminders import remind_by_dates
from apps.obligations.domain.duties import fulfil
from apps.obligations.models import Duty, Obligation
from apps.units.enums import UnitKind
from apps.units.tests.factories import UnitFactory

pytestmark = pytest.mark.django_db


def participation(movement, unit) -> Participation:
    return Participation.objects.get(movement=movement, unit=unit)


def test_s004_1_created_from_its_decision_lives_until_2025_with_its_whole_title():
    found = sector()
    movement = launched(found)
    movement.refresh_from_db()
    assert (len(movement.title), movement.title) == (208, TITLE)
    assert movement.short_name == "Thực hiện Nghị quyết Đại hội XIII"
    assert (movement.starts_on, movement.ends_on, movement.stage) == (
        date(2022, 9, 13),
        date(2025, 12, 31),
        "2022–2025",
    )
    assert str(movement.decision) == "1860/QĐ-BTP (13/09/2022)"
    assert movement.state == MovementState.LAUNCHED
    live = {day: movement in Movement.objects.running(day) for day in (date(2022, 9, 12), date(2022, 9, 13))}
    assert live == {date(2022, 9, 12): False, date(2022, 9, 13): True}
    assert movement in Movement.objects.running(date(2025, 12, 31))
    assert movement not in Movement.objects.running(date(2026, 1, 1))


def test_s004_2_symbols_of_any_shape_are_basis_and_know_where_they_are_used():
    movement = launched(sector())
    symbols = [basis.document.symbol for basis in movement.bases.select_related("document")]
    assert symbols == ["10-Ctr/BCS", "1116/QĐ-BTP"]
    uses = Use.objects.filter(app="movements").order_by("document__issued_on")
    assert [use.document.symbol for use in uses] == ["10-Ctr/BCS", "1116/QĐ-BTP", "1860/QĐ-BTP"]
    assert {use.path for use in uses} == {movement.get_absolute_url()}


def test_s004_3_audience_is_counted_frozen_and_a_later_unit_comes_with_a_note():
    found = sector()
    UnitFactory(kind=UnitKind.DIVISION)  # of another kind
    UnitFactory(kind=UnitKind.JUSTICE_DEPARTMENT, valid_to=date(2021, 12, 31))  # has ended before
    movement = launched(found)
    assert movement.participations.count() == 8

    founded = UnitFactory(name="Cục Thử nghiệm mới", kind=UnitKind.MINISTRY_UNIT, valid_from=date(2024, 3, 1))
    assert movement.participations.count() == 8, "nobody is added silently"
    assert list(missing_units(movement, date(2024, 2, 29))) == []
    assert list(missing_units(movement, date(2024, 3, 1))) == [founded]
    with pytest.raises(launching.ReasonMissing):
        launching.add_units(
            movement_id=movement.pk, unit_ids=[founded.pk], note=" ", actor=found.office, now=at(2024, 3, 5)
        )
    note = "Thành lập theo quyết định năm 2024"
    launching.add_units(
        movement_id=movement.pk, unit_ids=[founded.pk], note=note, actor=found.office, now=at(2024, 3, 5)
    )
    row = participation(movement, founded)
    assert (row.added_late, row.added_on, row.note) == (True, date(2024, 3, 5), note)
    with pytest.raises(launching.AlreadyThere):
        launching.add_units(
            movement_id=movement.pk, unit_ids=[founded.pk], note=note, actor=found.office, now=at(2024, 3, 6)
        )


def test_s004_3_list_that_changed_since_the_preview_is_not_launched():
    found = sector()
    movement = movements.create_movement(
        organiser_id=found.ministry.pk, data=decision_1860(), actor=found.office, now=LAUNCH_DAY
    )
    with pytest.raises(launching.NobodyMeant):
        launching.launch(movement_id=movement.pk, actor=found.office, now=LAUNCH_DAY)
    audiences.set_audience(movement_id=movement.pk, audience=Audience(kinds=KINDS), actor=found.office, now=LAUNCH_DAY)
    assert units_meant(Audience(kinds=KINDS), found.ministry, LAUNCH_DAY.date()).count() == 8
    UnitFactory(kind=UnitKind.MINISTRY_UNIT)
    with pytest.raises(launching.ListChanged):
        launching.launch(movement_id=movement.pk, seen=8, actor=found.office, now=LAUNCH_DAY)
    assert launching.launch(movement_id=movement.pk, seen=9, actor=found.office, now=LAUNCH_DAY).is_live


def test_s004_4_two_contents_and_seven_tasks_one_of_them_not_our_function(client):
    found = sector()
    movement = launched(found)
    tree = [(content.number, content.parent and content.parent.number) for content in movement.contents.all()]
    assert tree == [("1", None), ("2", None), *((f"({n})", "2") for n in range(1, 8))]
    assert movement.contents.get(number="(3)").indicator_code == "THADS-VIEC"

    unit = found.of_kind(UnitKind.JUSTICE_DEPARTMENT)[0]
    row = participation(movement, unit)
    speaker = found.speaker(unit, date(2022, 10, 1))
    task = {content.number: content.pk for content in movement.contents.all()}
    with pytest.raises(NoReason):
        plans.save_plan(
            participation_id=row.pk,
            version=row.version,
            lines=[PlanLine(task["(3)"], not_our_function=True)],
            actor=speaker,
            now=at(2022, 10, 1),
        )
    plans.save_plan(
        participation_id=row.pk,
        version=row.version,
        lines=[
            PlanLine(task["1"], plan="Học tập, quán triệt trong toàn Sở"),
            PlanLine(task["(3)"], not_our_function=True, reason="Thi hành án do Cục THADS thực hiện"),
        ],
        actor=speaker,
        now=at(2022, 10, 1),
    )
    client.force_login(found.officers[unit.pk])
    with time_machine.travel(at(2022, 10, 2), tick=False):
        shown = client.get(reverse("movements:plan-edit", args=[row.pk]))
    assert [content.number for content in shown.context["form"].contents] == [number for number, _parent in tree]
    assert "Thi hành án do Cục THADS thực hiện" in shown.content.decode()
    done = cascade.with_completeness(Participation.objects.filter(pk=row.pk)).get()
    assert (done.leaves, done.not_ours, done.applicable, done.covered) == (8, 1, 7, 1)
    with pytest.raises(contents.ContentInUse):
        contents.set_contents(
            movement_id=movement.pk,
            lines=[line for line in read_contents(CONTENTS) if line.number != "(3)"],
            actor=found.office,
            now=at(2022, 10, 2),
        )


def test_s004_5_after_sixty_days_the_ministry_counts_four_columns_and_opens_the_list_behind_each(client):
    found = sector()
    movement = launched(found)
    first, second, third = found.units[:3]
    for unit, month in ((first, 9), (second, 10)):
        row, day = participation(movement, unit), date(2022, month, 20)
        actor, now = found.speaker(unit, day), at(2022, month, 20)
        ticks.set_tick(participation_id=row.pk, tick=Tick.LAUNCHED, on=day, actor=actor, now=now)
    row, actor = participation(movement, third), found.speaker(third, date(2022, 10, 5))
    paper = PaperFacts("12/KH-VPL", date(2022, 10, 4))
    ticks.set_tick(
        participation_id=row.pk, tick=Tick.PLANNED, on=paper.issued_on, paper=paper, actor=actor, now=at(2022, 10, 5)
    )
    confirming.confirm_year(participation_id=row.pk, year=2022, included=True, actor=actor, now=at(2022, 10, 5))

    client.force_login(found.ministry.roles.get().user)
    with time_machine.travel(at(2022, 11, 12), tick=False):  # 60 days after the launch
        page = client.get(reverse("movements:movement-units", args=[movement.pk]))
        counted = {str(each["label"]): each["value"] for each in page.context["counts"]}
        behind = [client.get(each["url"]).context["rows"] for each in page.context["counts"]]
    assert page.context["total"] == 8
    assert counted == {
        "Đã phát động": 2,
        "Đã có kế hoạch": 1,
        "Đã đưa vào chương trình năm": 1,
        "Đã báo cáo": 0,
    }
    lists = [{each["row"].unit for each in rows} for rows in behind]
    assert lists == [{first, second}, {third}, {third}, set()]
    row.refresh_from_db()
    assert (row.planned_on, row.plan_document.symbol) == (date(2022, 10, 4), "12/KH-VPL")


def test_s004_5_the_ministry_ticks_from_the_units_paper_and_the_unit_is_told():
    found = sector()
    movement, unit = launched(found), found.units[0]
    row = participation(movement, unit)
    told = {"participation_id": row.pk, "tick": Tick.PLANNED, "actor": found.office, "now": at(2022, 10, 5)}
    told |= {"on": date(2022, 10, 4), "basis": "Kế hoạch giấy gửi qua bưu điện"}
    ticks.set_tick_instead(**told, paper=PaperFacts("12/KH-VPL", date(2022, 10, 4)))
    row.refresh_from_db()
    assert (row.planned_on, row.plan_document.symbol) == (date(2022, 10, 4), "12/KH-VPL")
    assert Entry.objects.get(action="movements.participation.tick_instead").reason == told["basis"]
    assert Notice.objects.filter(body__contains=told["basis"]).exists()
    with pytest.raises(ticks.AlreadyTicked):
        ticks.set_tick_instead(**told)
    with pytest.raises(NotAllowed):
        ticks.set_tick_instead(**told | {"actor": found.speaker(unit, date(2022, 10, 5)), "tick": Tick.LAUNCHED})


def test_s004_5_one_page_confirms_all_and_one_plan_serves_several_movements():
    found = sector()
    unit = found.units[0]
    first = launched(found)
    second = movements.create_movement(
        organiser_id=found.ministry.pk,
        data=MovementData(
            Level.MINISTRY,
            "Thi đua thực hiện văn hóa công sở",
            date(2022, 1, 1),
            date(2025, 12, 31),
            decision=PaperFacts("111/QĐ-BTP", date(2022, 1, 10)),
        ),
        actor=found.office,
        now=LAUNCH_DAY,
    )
    audiences.set_audience(movement_id=second.pk, audience=Audience(kinds=KINDS), actor=found.office, now=LAUNCH_DAY)
    launching.launch(movement_id=second.pk, actor=found.office, now=LAUNCH_DAY)
    rows = [participation(movement, unit) for movement in (first, second)]
    duty = Obligation.objects.get(duty__code="movement_launch", unit=unit)
    assert (duty.fulfilled_at, duty.duty.year.year) == (None, 2022)

    day, now = date(2022, 10, 3), at(2022, 10, 3)
    changed = confirming.confirm_all(
        unit_id=unit.pk,
        year=2022,
        confirmations=[Confirmation(row.pk, launched_on=day, planned_on=day, included=True) for row in rows],
        paper=PaperFacts("05/KH-VPB", date(2022, 10, 1)),
        actor=found.speaker(unit, day),
        now=now,
    )
    assert changed == 2
    plan = Document.objects.get(symbol="05/KH-VPB")
    assert {row.plan_document for row in Participation.objects.filter(unit=unit)} == {plan}
    assert plan.uses.count() == 2
    duty.refresh_from_db()
    assert duty.fulfilled_at == now
    ticks.clear_tick(
        participation_id=rows[0].pk, tick=Tick.LAUNCHED, reason="Ghi nhầm", actor=found.speaker(unit, day), now=now
    )
    duty.refresh_from_db()
    assert (duty.fulfilled_at, duty.first_fulfilled_at) == (None, now)


def test_s004_6_first_review_is_open_for_each_unit_and_the_total_says_who_has_sent():
    found = sector()
    movement = launched(found)
    milestone = milestones.add_milestone(
        movement_id=movement.pk,
        kind=ReviewKind.FIRST,
        year=2023,
        window_text="Cuối năm 2023",
        actor=found.office,
        now=LAUNCH_DAY,
    )
    assert MovementReview.objects.count() == 0, "without a day nobody is asked"
    milestones.set_day(milestone_id=milestone.pk, due_on=date(2023, 12, 31), actor=found.office, now=at(2023, 11, 1))
    every = MovementReview.objects.filter(milestone=milestone)
    assert (every.count(), set(every.values_list("state", flat=True))) == (8, {ReviewState.DRAFT})
    assert (milestone.covers_from, milestone.covers_to) == (2022, 2023)

    unit = found.units[0]
    review = every.get(participation__unit=unit)
    speaker, now = found.speaker(unit, date(2023, 12, 20)), at(2023, 12, 20)
    with pytest.raises(reviews.NothingReported):
        reviews.submit_review(review_id=review.pk, actor=speaker, now=now)
    reviews.save_review(
        review_id=review.pk,
        version=review.version,
        texts=ReviewTexts(results="Đã quán triệt đến 100% công chức"),
        actor=speaker,
        now=now,
    )
    sent = reviews.submit_review(review_id=review.pk, actor=speaker, now=now)
    assert reviews.receipt_number(sent) == f"PT-2023-{review.pk:06d}"
    assert cascade.review_counts(every) == (1, 8)
    assert participation(movement, unit).reported_on == date(2023, 12, 20)
    owed = Obligation.objects.filter(duty__code=milestone.duty_code)
    assert (owed.count(), owed.filter(fulfilled_at=now).get().unit) == (8, unit)
    judging.return_review(review_id=review.pk, remark="Bổ sung số liệu", actor=found.office, now=at(2023, 12, 22))
    assert cascade.review_counts(every) == (0, 8)
    assert not owed.exclude(fulfilled_at=None).exists()
    reviews.submit_review(review_id=review.pk, actor=speaker, now=at(2023, 12, 23))
    assert judging.accept_reviews(ids=[review.pk], actor=found.office, now=at(2023, 12, 24)) == 1
    assert cascade.review_counts(every) == (1, 8)
    assert owed.get(unit=unit).first_fulfilled_at == now, "the first sending counts for lateness"


def test_s004_7_final_review_stands_without_an_invented_day_and_reminds_from_the_day_that_is_set():
    found = sector()
    movement = launched(found)
    text = "trong năm 2025, gắn với tổng kết Nghị quyết"
    milestone = milestones.add_milestone(
        movement_id=movement.pk, kind=ReviewKind.FINAL, year=2025, window_text=text, actor=found.office, now=LAUNCH_DAY
    )
    assert (milestone.window_text, milestone.due_on, milestone.asked_at) == (text, None, None)
    assert not Duty.objects.filter(code=milestone.duty_code).exists()
    milestones.set_day(milestone_id=milestone.pk, due_on=date(2025, 10, 15), actor=found.office, now=at(2025, 6, 2))
    duty = Duty.objects.get(code=milestone.duty_code)
    assert (duty.due_on, duty.obligations.count()) == (date(2025, 10, 15), 8)
    told = Notice.objects.filter(kind__code="movements.review_asked")
    assert told.count() == 8
    assert "15/10/2025" in told.first().body
    milestones.set_day(milestone_id=milestone.pk, due_on=date(2025, 11, 20), actor=found.office, now=at(2025, 7, 1))
    for month, day in ((10, 15), (11, 20)):
        moved_at = at(2025, 7, month)
        milestones.set_day(milestone_id=milestone.pk, due_on=date(2025, month, day), actor=found.office, now=moved_at)
    assert told.count() == 4 * 8, "set back to a day of before, it is told again"
    duty.refresh_from_db()
    assert (duty.due_on, Duty.objects.filter(code=milestone.duty_code).count()) == (date(2025, 11, 20), 1)
    reminded = [remind_by_dates(now=at(2025, *day)) for day in ((10, 8), (10, 15), (10, 16), (11, 12))]
    assert reminded == [0, 0, 0, 0], "nothing of the day that was moved"
    assert [remind_by_dates(now=at(2025, 11, day)) for day in (13, 13, 20)] == [8, 0, 8], "before and on the day, once"
    first = duty.obligations.earliest("pk")
    fulfil(year_id=duty.year_id, code=duty.code, unit_id=first.unit_id, at=at(2025, 11, 20))
    assert [remind_by_dates(now=at(2025, 11, day)) for day in (21, 22)] == [7, 0], "after it, who has not sent"
    bodies = Notice.objects.filter(kind__code="obligations.date_near").order_by("pk").values_list("body", flat=True)
    assert [body.splitlines()[0] for body in dict.fromkeys(bodies)] == [
        f"Hạn nộp: 20/11/2025 ({left})." for left in ("còn 7 ngày", "hạn hôm nay", "quá hạn 1 ngày")
    ]


def test_s004_10_each_january_units_are_asked_anew_and_silence_shows(client):
    found = sector()
    movement = launched(found)
    unit, silent = found.units[:2]
    speaker = found.speaker(unit, date(2022, 12, 1))
    row = participation(movement, unit)
    confirming.confirm_year(
        participation_id=row.pk,
        year=2022,
        included=True,
        text="Mục 3 chương trình năm",
        actor=speaker,
        now=at(2022, 12, 1),
    )
    year = found.ministry.emulation_years.get(year=2023)
    assert renewal.ask_for_year(year_id=year.pk, actor=SYSTEM, now=at(2023, 1, 1)) == 8
    assert renewal.ask_for_year(year_id=year.pk, actor=SYSTEM, now=at(2023, 1, 2)) == 0, "asked once"
    assert Obligation.objects.filter(duty__year=year, duty__code="movement_launch").count() == 8
    assert Notice.objects.filter(kind__code="movements.renewal").count() == 8

    (mine,) = cascade.live_of_unit(unit.pk, 2023)
    assert (mine.answered, mine.said, mine.said_before[0].text) == (False, [], "Mục 3 chương trình năm")
    with time_machine.travel(at(2023, 1, 9), tick=False):
        client.force_login(found.officers[unit.pk])
        page = client.get(reverse("movements:confirmation", args=[unit.pk]))
        assert page.context["form"][f"text_{row.pk}"].initial == "Mục 3 chương trình năm"
        assert "1 phong trào chưa cập nhật chương trình năm." in page.content.decode()
    actor, now = found.speaker(unit, date(2023, 1, 9)), at(2023, 1, 9)
    ticks.set_tick(participation_id=row.pk, tick=Tick.LAUNCHED, on=date(2022, 9, 20), actor=actor, now=now)
    confirming.confirm_year(participation_id=row.pk, year=2023, included=True, text="Mục 2", actor=actor, now=now)
    (mine,) = cascade.live_of_unit(unit.pk, 2023)
    assert (mine.programmed, mine.said[0].text) == (True, "Mục 2")
    (theirs,) = cascade.live_of_unit(silent.pk, 2023)
    assert (theirs.answered, theirs.programmed) == (False, False)
    owed = Obligation.objects.filter(duty__year=year, duty__code="movement_launch")
    assert set(owed.exclude(fulfilled_at=None).values_list("unit_id", flat=True)) == {unit.pk}


def test_s001_10_theme_is_kept_whole():
    found = sector()
    data = MovementData(
        Level.MINISTRY, "Phong trào thi đua năm 2023", date(2023, 1, 1), date(2023, 12, 31), theme=THEME
    )
    movement = movements.create_movement(
        organiser_id=found.ministry.pk, data=data, actor=found.office, now=at(2023, 1, 5)
    )
    movement.refresh_from_db()
    assert movement.theme == THEME
    assert len(THEME.replace(",", "").split()) == 18
