"""The board of one ClusterYear (screen 7): each member's sheet with status, lateness, points and progress."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count

from apps.accounts.models import User
from apps.clusters.models import ClusterYear, Member
from apps.clusters.queries import members_in_order
from apps.core.actor import Actor
from apps.core.components import StatusWord
from apps.dashboard.queries.sheets import DUTY, Standing, days_left, standings
from apps.obligations.models import Obligation
from apps.obligations.queries import by_unit
from apps.scoring.enums import Stage
from apps.scoring.models import ScoreLine, ScoreSheet, SheetVersion
from apps.scoring.review_queries import for_review
from apps.units.enums import Role
from apps.units.models import RoleAssignment


@dataclass(frozen=True)
class Points:
    """Points of a sheet: of the newest version that the unit sent, and of the newest that a step ended.

    ``done`` of ``lines``: typed by the unit while it has the sheet, checked while a step has it.
    """

    own: Decimal | None = None
    checked: Decimal | None = None
    done: int = 0
    lines: int = 0
    in_step: bool = False


@dataclass(frozen=True)
class BoardRow:
    """One member of the cluster on the board. ``standing`` is None where no sheet was opened."""

    member: Member
    standing: Standing | None
    obligation: Obligation | None
    points: Points
    days_late: int
    days_left: int | None

    @property
    def word(self) -> StatusWord:
        return self.standing.word if self.standing else StatusWord.NOT_OPEN

    @property
    def is_sent(self) -> bool:
        return self.standing is not None and self.standing.is_sent

    @property
    def is_missing(self) -> bool:
        """Still owed, opened or not."""
        return self.standing is None or self.standing.is_missing

    @property
    def is_overdue(self) -> bool:
        return self.is_missing and self.days_left is not None and self.days_left < 0

    @property
    def late_days(self) -> int:
        """Days late, arrived or not: what the board sorts and filters by."""
        return self.days_late or max(0, -(self.days_left or 0))


def board_rows(cluster_year: ClusterYear, actor: Actor, now: datetime) -> list[BoardRow]:
    """Members in protocol order with all that the board shows; seven queries, whatever the number of units."""
    members = list(members_in_order(cluster_year.pk))
    sheets = list(for_review(actor).filter(cluster_year=cluster_year))
    owed = by_unit(cluster_year.year_id, DUTY, [member.unit_id for member in members])
    found = {standing.sheet.unit_id: standing for standing in standings(sheets, owed.values())}
    points = _points(sheets)
    rows = []
    for member in members:
        standing, obligation = found.get(member.unit_id), owed.get(member.unit_id)
        rows.append(
            BoardRow(
                member,
                standing,
                obligation,
                points.get(standing.sheet.pk, Points()) if standing else Points(),
                standing.days_late(now) if standing else 0,
                days_left(obligation, now),
            )
        )
    return rows


def _points(sheets: list[ScoreSheet]) -> dict[int, Points]:
    """Points and progress by sheet: newest versions, then one count of their lines; two queries."""
    versions = SheetVersion.objects.filter(sheet__in=sheets).defer("canonical").order_by("pk")
    own, checked, current = {}, {}, {}
    for version in versions:
        if version.locked_at is None:
            current[version.sheet_id] = version
        if version.stage == Stage.SELF:
            checked.pop(version.sheet_id, None)  # sent back or reopened since: what was checked is of the past
            own[version.sheet_id] = version.total if version.locked_at else own.get(version.sheet_id)
        elif version.locked_at:
            checked[version.sheet_id] = version.total
    lines = {
        row["sheet_version_id"]: row
        for row in ScoreLine.objects.filter(sheet_version__in=list(current.values()))
        .order_by()
        .values("sheet_version_id")
        .annotate(lines=Count("pk"), typed=Count("saved_at"), checked=Count("checked_at"))
    }
    found = {}
    for sheet in sheets:
        version = current.get(sheet.pk)
        row = lines.get(version.pk, {}) if version else {}
        in_step = version is not None and version.stage == Stage.STEP
        found[sheet.pk] = Points(
            own=own.get(sheet.pk),
            checked=checked.get(sheet.pk),
            done=row.get("checked" if in_step else "typed", 0),
            lines=row.get("lines", 0),
            in_step=in_step,
        )
    return found


def officers(unit_ids, on: date) -> dict[int, list[User]]:
    """Officers of the units with their telephone numbers, by unit; one query."""
    found: dict[int, list[User]] = {}
    people = (
        RoleAssignment.objects.filter(role=Role.OFFICER, unit_id__in=unit_ids, user__is_active=True)
        .valid_on(on)
        .select_related("user")
        .order_by("starts_on", "pk")
    )
    for person in people:
        found.setdefault(person.unit_id, []).append(person.user)
    return found
