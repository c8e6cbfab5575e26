"""Invented people with accounts: an officer and a leader of every unit, staff of the ministry, an auditor."""

import os
import secrets
from datetime import date, datetime

from django.conf import settings
from django.contrib.auth.hashers import make_password

from apps.accounts.domain.users import ensure_user
from apps.accounts.models import User
from apps.core.actor import Actor
from apps.demo.loading.bodies import MINISTRY, read_cases
from apps.units.domain.roles import give_role
from apps.units.enums import Role
from apps.units.models import Unit

ORDINALS = (
    *("Một", "Hai", "Ba", "Bốn", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười"),
    *("Mười Một", "Mười Hai", "Mười Ba", "Mười Bốn", "Mười Lăm", "Mười Sáu", "Mười Bảy", "Mười Tám", "Mười Chín"),
    *("Hai Mươi", "Hai Mốt", "Hai Hai", "Hai Ba", "Hai Bốn"),
)
SINCE = date(2020, 1, 1)
KEPT_IN = "demo-password"


def demo_password() -> str:
    """One password for all invented people: made for this clone, kept in ``var/`` for its owner only."""
    path = settings.VAR_DIR / KEPT_IN
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(f"thidua-{secrets.token_hex(4)}")
    return path.read_text(encoding="utf-8").strip()


def units_of_the_case() -> list[Unit]:
    """The units of Cụm số 1 in the order of the case: who takes part has accounts, the rest of the sector does not."""
    codes = [row["code"] for row in read_cases()["units"] if row["code"] != MINISTRY]
    units = Unit.objects.in_bulk(codes, field_name="code")
    return [units[code] for code in codes]


def address(username: str) -> str:
    """An e-mail address that no server in the world delivers to (RFC 2606)."""
    return f"{username}@minhhoa.example"


def load_people(*, actor: Actor, now: datetime) -> dict[str, User]:
    """Accounts by username, with their roles. Repeating changes nothing."""
    password = make_password(demo_password())
    ministry = Unit.objects.get(code="BTP")
    people = {}
    for number, unit in enumerate(units_of_the_case()):
        ordinal = ORDINALS[number]
        since = unit.valid_from or SINCE
        for role, prefix, family, honorific, post in (
            (Role.OFFICER, "cb", "Trần Thị Thử", "Bà", "Chuyên viên"),
            (Role.LEADER, "ld", "Lê Văn Mẫu", "Ông", "Thủ trưởng đơn vị"),
        ):
            user = ensure_user(
                username=f"{prefix}.{unit.code.lower()}",
                full_name=f"{family} {ordinal}",
                honorific=honorific,
                post=f"{post} (minh họa)",
                phone=f"024 0000 {number:04d}",
                email=address(f"{prefix}.{unit.code.lower()}"),
                password_hash=password,
                is_demo=True,
                actor=actor,
                now=now,
            )
            give_role(user_id=user.pk, unit_id=unit.pk, role=role, starts_on=since, actor=actor, now=now)
            people[user.username] = user
    for username, name, honorific, role in (
        ("btp.thuongtruc", "Phạm Thị Giả Định", "Bà", Role.STANDING_OFFICE),
        ("btp.kiemtra", "Vũ Văn Giả Định", "Ông", Role.AUDITOR),
    ):
        user = ensure_user(
            username=username,
            full_name=name,
            honorific=honorific,
            post=f"{role.label} (minh họa)",
            phone="024 0000 9999",
            email=address(username),
            password_hash=password,
            is_demo=True,
            actor=actor,
            now=now,
        )
        give_role(user_id=user.pk, unit_id=ministry.pk, role=role, starts_on=SINCE, actor=actor, now=now)
        people[username] = user
    people["quantri"] = ensure_user(
        username="quantri",
        full_name="Đỗ Văn Giả Định",
        honorific="Ông",
        post="Quản trị kỹ thuật (minh họa)",
        email=address("quantri"),
        password_hash=password,
        is_demo=True,
        is_administrator=True,
        actor=actor,
        now=now,
    )
    return people
