"""Three divisions of one Cục, each with somebody who fills a part of its sheet (invented, marked minh họa)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password

from apps.accounts.domain.users import ensure_user
from apps.accounts.grants import actor_for
from apps.accounts.models import User
from apps.core.actor import Actor
from apps.core.dates import local
from apps.demo.loading.people import SINCE, demo_password
from apps.demo.loading.scores import fill_sheet
from apps.scoring.domain import departments
from apps.scoring.domain.tables import CriteriaTable
from apps.scoring.models import ScoreSheet
from apps.units.domain.roles import give_role
from apps.units.enums import Role, UnitKind
from apps.units.models import Unit

CUC = "CCNTT"
# Division → the part that it fills, and of how many of its lines it has filled the first ones: all, half, none.
PARTS = {"CCNTT-VP": ("4", 1.0), "CCNTT-CDS": ("3", 0.5), "CCNTT-KHTC": ("2", 0.0)}
NAMES = ("An", "Bình", "Chi")


def load_division_accounts(*, actor: Actor, now: datetime) -> None:
    """One officer of each division; repeating changes nothing."""
    password = make_password(demo_password())
    for number, unit in enumerate(_divisions()):
        user = ensure_user(
            username=f"cb.{unit.code.lower()}",
            full_name=f"Trần Thị Thử Phòng {NAMES[number]}",
            honorific="Bà",
            post="Chuyên viên (minh họa)",
            phone=f"024 0000 10{number:02d}",
            password_hash=password,
            is_demo=True,
            actor=actor,
            now=now,
        )
        give_role(user_id=user.pk, unit_id=unit.pk, role=Role.OFFICER, starts_on=SINCE, actor=actor, now=now)


def fill_parts(sheet: ScoreSheet, table: CriteriaTable, *, year: int, officer: Actor, now: datetime) -> None:
    """The officer gives out three parts; one division is done, one half-way, one has not begun."""
    codes = {group.key: group.codes for group in departments.groups(table)}
    given = {f"{departments.PART}{PARTS[unit.code][0]}": unit for unit in _divisions()}
    departments.assign(
        sheet_id=sheet.pk,
        given={key: unit.pk for key, unit in given.items()},
        actor=officer,
        now=now - timedelta(days=5),
    )
    places = {node.code: place for place, node in enumerate(table.tree.leaves)}
    for key, unit in given.items():
        share = PARTS[unit.code][1]
        wanted = {places[code] for code in codes[key][: int(len(codes[key]) * share)]}
        if not wanted:
            continue
        filler = actor_for(User.objects.get(username=f"cb.{unit.code.lower()}"), local(now).date())
        fill_sheet(sheet, table, year=year, actor=filler, now=now, wanted=wanted.__contains__, cited=False)
        if share == 1:
            departments.report_done(sheet_id=sheet.pk, actor=filler, now=now)


def left_to_officer(table: CriteriaTable) -> set[int]:
    """Places, in reading order, of the leaves that no division was given."""
    given = {f"{departments.PART}{part}" for part, _share in PARTS.values()}
    own = departments.codes_of(table, {group.key for group in departments.groups(table)} - given)
    return {place for place, node in enumerate(table.tree.leaves) if node.code in own}


def _divisions() -> Iterable[Unit]:
    return Unit.objects.filter(code__in=PARTS, kind=UnitKind.DIVISION).in_order()
