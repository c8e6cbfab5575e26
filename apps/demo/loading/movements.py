"""Movements: Decision 1860 (case 5), the region of Lào Cai in 2023, and the running year with uneven ticks.

Repeating changes nothing.
"""

import json
from datetime import date, datetime, timedelta
from pathlib import Path

from apps.clusters.models import ClusterYear
from apps.core.actor import Actor
from apps.core.dates import local
from apps.demo.loading.cases import moment
from apps.demo.loading.past import MOVEMENTS, call_nobody_late
from apps.movements.content_reading import read_contents
from apps.movements.domain import (
    audiences,
    confirming,
    contents,
    launching,
    milestones,
    movements,
    plans,
    reviews,
    ticks,
)
from apps.movements.domain.confirming import Confirmation
from apps.movements.domain.movements import MovementData
from apps.movements.domain.papers import PaperFacts
from apps.movements.domain.plans import PlanLine
from apps.movements.domain.reviews import ReviewTexts
from apps.movements.enums import LIVE, Level, MovementState, ReviewKind, Tick
from apps.movements.models import Movement, MovementReview, Participation
from apps.movements.queries.audience import Audience, missing_units
from apps.notifications.domain.sending import nobody_is_told
from apps.periods.domain.years import ensure_year
from apps.units.enums import UnitKind
from apps.units.models import Unit

DATA = Path(__file__).resolve().parent.parent / "data" / "movements.json"
MINISTRY = "BTP"
# Every n-th unit speaks, or reports; the others are silent.
SPEAKING = 12
REPORTING = 21
COMMUNES_OF = "STP-LAO-CAI"


def load_movements(*, actor: Actor, now: datetime) -> int:
    """Answers how many movements there are in the end."""
    found = json.loads(DATA.read_text(encoding="utf-8"))
    ministry = Unit.objects.get(code=MINISTRY)
    with nobody_is_told():
        load_themed(found["themed"], found["reports"], ministry, actor)
        load_region(found["region_2023"], ministry, actor)
        load_this_year(found["this_year"], found["plan_symbol"], ministry, actor, now)
        load_of_cluster_and_office(actor, now)
        call_nobody_late(MOVEMENTS, actor, now)
        conclude_past(actor, now)
    return Movement.objects.count()


def conclude_past(actor: Actor, now: datetime) -> None:
    """What has passed its last day is summed up on that day; the others run."""
    past = Movement.objects.filter(state__in=LIVE, ends_on__lt=local(now).date()).order_by("pk")
    for pk, day in past.values_list("pk", "ends_on"):
        launching.move_on(movement_id=pk, action="conclude", actor=actor, now=moment(day))


def known(organiser: Unit, title: str) -> bool:
    return Movement.objects.filter(organiser=organiser, title=title).exclude(state=MovementState.DRAFT).exists()


def start(
    organiser: Unit, data: MovementData, audience: Audience, *, on: date, actor: Actor, texts=(), checks=()
) -> Movement:
    """Made and launched on a day."""
    at = moment(on)
    movement = movements.create_movement(organiser_id=organiser.pk, data=data, actor=actor, now=at)
    if texts:
        lines = read_contents("\n".join(texts))
        contents.set_contents(movement_id=movement.pk, lines=lines, actor=actor, now=at)
    if checks:
        movements.set_checklist(movement_id=movement.pk, texts=checks, actor=actor, now=at)
    audiences.set_audience(movement_id=movement.pk, audience=audience, actor=actor, now=at)
    return launching.launch(movement_id=movement.pk, on=on, actor=actor, now=at)


# --- Case 5 ---------------------------------------------------------------------------------------------


def load_themed(row: dict, texts: list[str], ministry: Unit, actor: Actor) -> None:
    """Decision 1860 of 13/9/2022: first review at the end of 2023, the final one without an invented day."""
    if known(ministry, row["title"]):
        return
    data = MovementData(
        level=Level.MINISTRY,
        title=row["title"],
        short_name=row["short_name"],
        themed=True,
        persons=row["persons"],
        starts_on=date(2022, 9, 13),
        ends_on=date(2025, 12, 31),
        decision=PaperFacts("1860/QĐ-BTP", date(2022, 9, 13), "Bộ Tư pháp"),
        bases=(
            PaperFacts("10-Ctr/BCS", date(2021, 6, 21), "Ban cán sự đảng Bộ Tư pháp"),
            PaperFacts("1116/QĐ-BTP", date(2021, 7, 7), "Bộ Tư pháp"),
        ),
    )
    day = data.starts_on
    movement = start(ministry, data, Audience(kinds=tuple(row["kinds"])), on=day, actor=actor, texts=row["contents"])
    first = milestones.add_milestone(
        movement_id=movement.pk,
        kind=ReviewKind.FIRST,
        year=2023,
        window_text=row["first"],
        actor=actor,
        now=moment(day),
    )
    milestones.add_milestone(
        movement_id=movement.pk,
        kind=ReviewKind.FINAL,
        year=2025,
        window_text=row["final"],
        actor=actor,
        now=moment(day),
    )
    tick_themed(movement, actor)
    milestones.set_day(milestone_id=first.pk, due_on=date(2023, 12, 31), actor=actor, now=moment(date(2023, 11, 15)))
    report(first, texts, actor)
    launching.move_on(movement_id=movement.pk, action="review", actor=actor, now=moment(date(2024, 1, 20)))
    later = list(missing_units(movement, date(2025, 7, 1)))
    if later:
        launching.add_units(
            movement_id=movement.pk,
            unit_ids=[unit.pk for unit in later],
            note="Thành lập, sắp xếp sau khi phát động (từ 01/7/2025)",
            actor=actor,
            now=moment(date(2025, 7, 1)),
        )


def tick_themed(movement: Movement, actor: Actor) -> None:
    """Some of the units launched within sixty days; Lào Cai says what is not its function."""
    rows = list(movement.participations.select_related("unit").order_by("unit__protocol_order", "pk"))
    for number, row in enumerate(rows):
        if number % REPORTING:
            continue
        day = movement.starts_on + timedelta(days=5 + number % 50)
        ticks.set_tick(participation_id=row.pk, tick=Tick.LAUNCHED, on=day, actor=actor, now=moment(day))
    own = next(row for row in rows if row.unit.code == COMMUNES_OF)
    task = {content.number: content.pk for content in movement.contents.all()}
    day = date(2022, 10, 5)
    own.refresh_from_db()
    plans.save_plan(
        participation_id=own.pk,
        version=own.version,
        lines=[
            PlanLine(task["1"], plan="Hội nghị quán triệt trong quý IV năm 2022 (minh họa)"),
            PlanLine(task["(3)"], not_our_function=True, reason="Thi hành án dân sự do Cục THADS tỉnh thực hiện"),
            PlanLine(task["(4)"], plan="Phổ biến Nghị quyết trên cổng thông tin của Sở (minh họa)"),
        ],
        planned_on=day,
        paper=PaperFacts("118/KH-STP", day, illustrative=True),
        actor=actor,
        now=moment(day),
    )
    confirming.confirm_year(
        participation_id=own.pk, year=2022, included=True, text="Mục 4 (minh họa)", actor=actor, now=moment(day)
    )


def report(milestone, texts: list[str], actor: Actor) -> None:
    """Some of the units sent their first review; the others are missing from the total."""
    waiting = MovementReview.objects.filter(milestone=milestone).order_by("participation__unit__protocol_order", "pk")
    for number, review in enumerate(waiting):
        if number % REPORTING:
            continue
        at = moment(date(2023, 12, 10) + timedelta(days=number % 24))
        saved = reviews.save_review(
            review_id=review.pk,
            version=review.version,
            texts=ReviewTexts(results=texts[number % len(texts)]),
            actor=actor,
            now=at,
        )
        reviews.submit_review(review_id=review.pk, version=saved.version, actor=actor, now=at)


# --- Lào Cai's region, 2023 ---------------------------------------------------------------------------------


def load_region(rows: list[dict], ministry: Unit, actor: Actor) -> None:
    """S001 P6–P10: four live movements in the region of 2023."""
    region = ClusterYear.objects.filter(cluster__code="KV-MNBG", year__year=2023).first()
    if region is None:
        return
    for row in rows:
        if known(ministry, row["title"]):
            continue
        first, last = date.fromisoformat(row["starts_on"]), date.fromisoformat(row["ends_on"])
        data = MovementData(
            level=row["level"],
            title=row["title"],
            short_name=row["short_name"],
            theme=row["theme"],
            themed=row["themed"],
            starts_on=first,
            ends_on=last,
            decision=PaperFacts(row["symbol"], max(first, date(2023, 1, 5)), "Bộ Tư pháp", illustrative=True),
        )
        audience = Audience(cluster_year_ids=(region.pk,))
        movement = start(ministry, data, audience, on=date(2023, 1, 10), actor=actor, checks=row.get("checklist", ()))
        own = movement.participations.filter(unit__code="STP-LAO-CAI").first()
        if own is not None:
            speak([own], year=2023, on=date(2023, 2, 6), symbol="", actor=actor)


# --- The running year --------------------------------------------------------------------------------------


def load_this_year(rows: list[dict], symbol: str, ministry: Unit, actor: Actor, now: datetime) -> None:
    """Four movements for the units of the ministry, Sở and THADS; some have spoken, each a little less."""
    today = local(now).date()
    year = today.year
    titles = [row["title"].format(year=year) for row in rows]
    if known(ministry, titles[0]):
        return
    ensure_year(organiser_id=ministry.pk, year=year, actor=actor, now=now)
    day = max(date(year, 1, 1), min(date(year, 1, 20), today - timedelta(days=1)))
    kinds = (UnitKind.MINISTRY_UNIT, UnitKind.JUSTICE_DEPARTMENT, UnitKind.ENFORCEMENT_PROVINCE)
    made = []
    for row, title in zip(rows, titles, strict=True):
        data = MovementData(
            level=row["level"],
            title=title,
            short_name=row["short_name"].format(year=year),
            theme=row["theme"],
            themed=row["themed"],
            starts_on=date(year, 1, 1),
            ends_on=date(year + row["years"] - 1, 12, 31),
            decision=PaperFacts(row["symbol"], day, "Bộ Tư pháp", illustrative=True),
            launch_due_on=max(day + timedelta(days=45), today - timedelta(days=12)),
        )
        made.append(
            start(
                ministry,
                data,
                Audience(kinds=kinds),
                on=day,
                actor=actor,
                texts=row["contents"],
                checks=row.get("checklist", ()),
            )
        )
    half = milestones.add_milestone(
        movement_id=made[0].pk,
        kind=ReviewKind.FIRST,
        year=year,
        window_text=f"tháng 12/{year}",  # no day yet: nobody owes it, and Lào Cai has seven tasks
        actor=actor,
        now=moment(min(today, date(year, 11, 1))),
    )
    by_unit: dict[int, list[Participation]] = {}
    for row in Participation.objects.filter(movement__in=made).select_related("unit").order_by("movement_id"):
        by_unit.setdefault(row.unit_id, []).append(row)
    order = Unit.objects.filter(pk__in=by_unit).in_order()
    for number, unit in enumerate(order):
        wanted = len(made) if unit.code == COMMUNES_OF else (len(made) - number % 3 if not number % SPEAKING else 0)
        if wanted:
            on = min(today, day + timedelta(days=3 + number % 60))
            speak(by_unit[unit.pk][:wanted], year=year, on=on, symbol=f"{symbol}-{unit.code}", actor=actor)
    own = MovementReview.objects.filter(milestone=half, participation__unit__code=COMMUNES_OF).first()
    if own is not None and today > date(year, 11, 2):
        texts = ReviewTexts(results="- Đã phát động, ký cam kết trong toàn Sở (minh họa)")
        reviews.save_review(review_id=own.pk, version=own.version, texts=texts, actor=actor, now=moment(today))


def speak(rows: list[Participation], *, year: int, on: date, symbol: str, actor: Actor) -> None:
    """One unit confirms its movements at once; one plan serves them all."""
    confirming.confirm_all(
        unit_id=rows[0].unit_id,
        year=year,
        confirmations=[
            Confirmation(
                row.pk,
                launched_on=on,
                planned_on=on if symbol else None,
                included=True,
                text="Đưa vào chương trình công tác năm (minh họa)",
            )
            for row in rows
        ],
        paper=PaperFacts(symbol, on, illustrative=True) if symbol else None,
        actor=actor,
        now=moment(on),
    )


def load_of_cluster_and_office(actor: Actor, now: datetime) -> None:
    """One movement of a cluster of this year, one that a Sở runs for its own communes: the cycle is recursive."""
    today = local(now).date()
    year = today.year
    day = max(date(year, 1, 1), min(date(year, 2, 3), today - timedelta(days=1)))
    cluster = ClusterYear.objects.filter(cluster__code="CUM-1", year__year=year).select_related("cluster").first()
    if cluster is not None:
        organiser = Unit.objects.get(pk=cluster.cluster.organiser_id)
        title = f"Các đơn vị trong Cụm thi đua chuyển đổi số, cải cách hành chính năm {year} (minh họa)"
        if not known(organiser, title):
            data = MovementData(
                level=Level.CLUSTER,
                title=title,
                short_name=f"Chuyển đổi số trong Cụm {year}",
                themed=True,
                starts_on=day,
                ends_on=date(year, 12, 31),
                cluster_year_id=cluster.pk,
                decision=PaperFacts(f"MH-02/KH-CTĐ-{year}", day, cluster.name, illustrative=True),
                launch_due_on=max(day + timedelta(days=30), today - timedelta(days=6)),
            )
            made = start(organiser, data, Audience(cluster_year_ids=(cluster.pk,)), on=day, actor=actor)
            for number, row in enumerate(made.participations.order_by("unit__protocol_order", "pk")):
                if number % 4:
                    on = min(today, day + timedelta(days=5 + number))
                    speak([row], year=year, on=on, symbol="", actor=actor)
    office = Unit.objects.get(code=COMMUNES_OF)
    title = f"Tư pháp cơ sở thi đua hòa giải ở cơ sở, tiếp cận pháp luật năm {year} (minh họa)"
    if not known(office, title):
        data = MovementData(
            level=Level.LOCAL,
            title=title,
            short_name=f"Hòa giải ở cơ sở {year}",
            themed=True,
            starts_on=day,
            ends_on=date(year, 12, 31),
            decision=PaperFacts("MH-15/KH-STP", day, office.name, illustrative=True),
        )
        start(office, data, Audience(kinds=(UnitKind.COMMUNE_OFFICE,)), on=day, actor=actor)
