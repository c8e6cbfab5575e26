"""Invented people behind the accounts and beside them: postings, ratings, courses. Everything is marked minh họa.

Units of the sector take part where they are loaded; what is missing is left out. Repeating changes nothing.
"""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import cycle

from django.contrib.auth.hashers import make_password
from django.db import connection

from apps.accounts.domain.users import ensure_user
from apps.accounts.models import User
from apps.core.actor import Actor
from apps.core.dates import local
from apps.demo.loading.divisions import load_division_accounts
from apps.demo.loading.people import SINCE, demo_password
from apps.units.domain.people import PersonData, create_person
from apps.units.domain.people_rolls import PlannedPerson, PlannedPosting, write_roll
from apps.units.domain.person_records import clear_discipline, discipline, note_training
from apps.units.domain.postings import Basis, PostingData, add_posting, second
from apps.units.domain.roles import give_role
from apps.units.enums import Role, UnitKind
from apps.units.models import Person, RoleAssignment, Unit

# Who of the provinces may sign in; of the others the file and the telephone are there.
WITH_ACCOUNTS = ("STP-LAO-CAI", "STP-HA-NOI", "THADS-LAO-CAI", "THADS-HA-NOI")
GIVEN = (
    *("An", "Ánh", "Ân", "Bình", "Chi", "Cường", "Dung", "Dũng", "Đào", "Đức", "Giang", "Hà"),
    *("Hạnh", "Hiền", "Hoa", "Khánh", "Lan", "Linh", "Mai", "Minh", "Nga", "Oanh", "Phúc"),
)
FAMILIES = (("Trần Thị Thử", "Bà", "female"), ("Lê Văn Mẫu", "Ông", "male"), ("Phạm Thị Ví Dụ", "Bà", "female"))
STAFF_OF_A_UNIT = 3
LEVELS = ("good", "excellent", "good", "done")
MARK = "(minh họa)"
COURSE = "Bồi dưỡng nghiệp vụ công tác thi đua, khen thưởng (minh họa)"


def load_staff(*, actor: Actor, now: datetime) -> int:
    """Answers how many people there are in the end."""
    on = local(now).date()
    load_province_accounts(actor=actor, now=now)
    load_division_accounts(actor=actor, now=now)
    load_people_behind_accounts(actor=actor, now=now, on=on)
    load_rolls(actor=actor, now=now, on=on)
    load_special_cases(actor=actor, now=now, on=on)
    _measure_tables()
    return Person.objects.count()


def _measure_tables() -> None:
    """The database learns how much units and postings hold: filled this fast they are searched by bad plans, which cost
    the registrations seconds.
    """
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE units_unit, units_posting")


def load_province_accounts(*, actor: Actor, now: datetime) -> None:
    """Officer and leader of two Sở and two THADS."""
    password = make_password(demo_password())
    for number, unit in enumerate(Unit.objects.filter(code__in=WITH_ACCOUNTS).order_by("code")):
        for role, prefix, name, honorific, post in (
            (Role.OFFICER, "cb", "Trần Thị Thử Tỉnh", "Bà", "Chuyên viên"),
            (Role.LEADER, "ld", "Lê Văn Mẫu Tỉnh", "Ông", "Thủ trưởng đơn vị"),
        ):
            user = ensure_user(
                username=f"{prefix}.{unit.code.lower()}",
                full_name=f"{name} {GIVEN[number]}",
                honorific=honorific,
                post=f"{post} {MARK}",
                phone=f"020 0000 {number:04d}",
                password_hash=password,
                is_demo=True,
                actor=actor,
                now=now,
            )
            give_role(user_id=user.pk, unit_id=unit.pk, role=role, starts_on=SINCE, actor=actor, now=now)


def load_people_behind_accounts(*, actor: Actor, now: datetime, on: date) -> None:
    """Every account of the demo with a role belongs to a person with a posting in the unit of the role."""
    waiting = User.objects.filter(is_demo=True, person=None).order_by("pk")
    for user in waiting:
        role = RoleAssignment.objects.filter(user=user).select_related("unit").order_by("starts_on", "pk").first()
        if role is None:
            continue
        person = create_person(
            data=PersonData(
                user.full_name,
                honorific=user.honorific,
                sex="male" if user.honorific == "Ông" else "female",
                birth_date=date(1975 + user.pk % 20, 1 + user.pk % 12, 1 + user.pk % 28),
                phone=user.phone,
            ),
            posting=PostingData(
                role.unit_id,
                post=user.post,
                is_leader=role.role == Role.LEADER,
                starts_on=max(filter(None, (role.unit.valid_from, SINCE))),
                ends_on=role.unit.valid_to,
            ),
            user_id=user.pk,
            is_somebody_else=True,
            actor=actor,
            now=now,
            on=on,
        )
        if role.role in {Role.OFFICER, Role.STANDING_OFFICE}:
            note_training(
                person_id=person.pk,
                course=COURSE,
                organiser_name="Vụ Tổ chức cán bộ (minh họa)",
                held_on=date(2025 - user.pk % 3, 5, 20),
                actor=actor,
                now=now,
                on=on,
            )


def load_rolls(*, actor: Actor, now: datetime, on: date) -> None:
    """Officer, leader and staff of every Sở and THADS, staff of the ministry's units: one roll, written at once."""
    kinds = (UnitKind.JUSTICE_DEPARTMENT, UnitKind.ENFORCEMENT_PROVINCE, UnitKind.MINISTRY_UNIT)
    units = Unit.objects.filter(kind__in=kinds).valid_on(on).order_by("code")
    known = set(Person.objects.exclude(code="").values_list("code", flat=True))
    plan = [each for unit in units for each in roll_of(unit) if each.fields["code"] not in known]
    if plan:
        write_roll(plan, source="minh họa", actor=actor, now=now, step=lambda done, total: None)


def roll_of(unit: Unit) -> Iterator[PlannedPerson]:
    """The invented staff of one unit, drawn from its code, so that the next loading finds the same people."""
    draw = sum(map(ord, unit.code))
    posts = [("Chuyên viên", False)] * STAFF_OF_A_UNIT
    if unit.kind != UnitKind.MINISTRY_UNIT and unit.code not in WITH_ACCOUNTS:
        posts += [("Chuyên viên phụ trách thi đua, khen thưởng", False), ("Thủ trưởng đơn vị", True)]
    given = _shifted(GIVEN, draw)
    for number, (post, is_leader) in enumerate(posts):
        family, honorific, sex = FAMILIES[(draw + number) % len(FAMILIES)]
        began = max(filter(None, (date(2016 + (draw + number) % 9, 1 + draw % 12, 1), unit.valid_from)))
        yield PlannedPerson(
            f"{family} {next(given)}",
            fields={
                "code": f"MH-{unit.code}-{number + 1}",
                "honorific": honorific,
                "sex": sex,
                "birth_date": date(1970 + (draw * 7 + number * 5) % 28, 1 + (draw + number) % 12, 1 + draw % 28),
                "phone": f"020 0001 {draw % 10_000:04d}",
            },
            postings=[PlannedPosting(unit.pk, "official", f"{post} {MARK}", is_leader, began, None)],
            ratings={year: LEVELS[(draw + number + year) % len(LEVELS)] for year in (2024, 2025) if year > began.year},
        )


def _shifted(values: tuple[str, ...], by: int) -> Iterator[str]:
    turn = cycle(values)
    for _time in range(by % len(values)):
        next(turn)
    return turn


def load_special_cases(*, actor: Actor, now: datetime, on: date) -> None:
    """Somebody lent to another unit, an officer of two units, an old reprimand that no longer counts."""
    lent = Person.objects.filter(code="MH-STP-LAO-CAI-1").first()
    receiving = Unit.objects.filter(code="VTCCB").first()
    if lent and receiving and not lent.postings.filter(kind="seconded").exists():
        second(
            person_id=lent.pk,
            unit_id=receiving.pk,
            post=f"Chuyên viên {MARK}",
            starts_on=date(2026, 3, 1),
            ends_on=date(2027, 2, 28),
            basis=Basis("15/QĐ-MH", date(2026, 2, 20), "Sở Tư pháp tỉnh Lào Cai (minh họa)"),
            actor=actor,
            now=now,
        )
    double = Person.objects.filter(user__username="cb.stp-ha-noi").first()
    beside = Unit.objects.filter(code="THADS-HA-NOI").first()
    if double and beside and not double.postings.filter(kind="concurrent").exists():
        data = PostingData(beside.pk, kind="concurrent", post=f"Phụ trách TĐKT {MARK}", starts_on=date(2026, 1, 1))
        add_posting(person_id=double.pk, data=data, actor=actor, now=now)
    punished = Person.objects.filter(code="MH-STP-LAO-CAI-2").first()
    if punished and not punished.disciplines.exists():
        measure = discipline(
            person_id=punished.pk,
            form="reprimand",
            starts_on=date(2024, 6, 1),
            basis=Basis("31/QĐ-MH", date(2024, 5, 28), "Sở Tư pháp tỉnh Lào Cai (minh họa)"),
            note="Minh họa",
            actor=actor,
            now=now,
            on=on,
        )
        clear_discipline(
            discipline_id=measure.pk,
            cleared_on=date(2025, 6, 1),
            reason="Hết thời hạn kỷ luật (minh họa)",
            actor=actor,
            now=now,
        )
