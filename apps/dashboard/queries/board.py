"""The board of one ClusterYear (screen 7): members in protocol order × duties of the year, and the sheets in full."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from django.db.models import Count

from apps.clusters.enums import Line as MemberLine
from apps.clusters.models import ClusterYear, HeadTerm, Member
from apps.clusters.queries import members_in_order
from apps.core.actor import Actor
from apps.core.together import Asking, answered
from apps.dashboard.papers.kinds import Asked, Key, kind_of, left_out, order_of
from apps.dashboard.papers.lines import Line, Total, lines_of, papers_of, total_of
from apps.obligations.enums import DutyKind
from apps.obligations.models import Duty, Obligation
from apps.obligations.queries import with_requests
from apps.scoring.enums import Stage
from apps.scoring.models import ScoreLine, ScoreSheet, SheetVersion

# Owed by the head alone: lines of the head's own list, no column of the board.
HEADS_OWN = frozenset({DutyKind.PLAN, DutyKind.CONSOLIDATION})


@dataclass(frozen=True)
class BoardDuty:
    """One column: a duty of the year that members owe (``duty``), or papers that nobody was asked for yet."""

    code: str
    label: str
    duty: Duty | None
    total: Total


@dataclass(frozen=True)
class UnitRow:
    """One member with its line for each column; None where it owes nothing and has no paper."""

    member: Member
    cells: tuple[Line | None, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for line in self.cells if line is not None)

    @property
    def overdue(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.is_overdue)

    @property
    def missing(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.is_missing)

    @property
    def late_days(self) -> int:
        """The worst of its lines, arrived or not: what the board sorts and filters by."""
        return max((line.late_days for line in self.lines), default=0)

    def line(self, code: str) -> Line | None:
        return next((line for line in self.lines if line.key.code == code), None)


@dataclass(frozen=True)
class Board:
    """Columns in the order of the home lists, rows in protocol order, the lines of the cluster after one another."""

    cluster_year: ClusterYear
    duties: tuple[BoardDuty, ...]
    rows: tuple[UnitRow, ...]

    def duty(self, code: str) -> BoardDuty | None:
        return next((duty for duty in self.duties if duty.code == code), None)

    @cached_property
    def late(self) -> tuple[UnitRow, ...]:
        """Units that let a date pass and have not sent: "2 đơn vị chậm"."""
        return tuple(row for row in self.rows if row.overdue)

    @cached_property
    def bodies(self) -> tuple[tuple[str, tuple[UnitRow, ...]], ...]:
        """The rows of each line under its name; one body without name where there is one line."""
        return split_lines(self.rows)

    @property
    def is_complete(self) -> bool:
        return all(duty.total.is_complete for duty in self.duties)


def split_lines(rows: Iterable[UnitRow]) -> tuple[tuple[str, tuple[UnitRow, ...]], ...]:
    """Rows by line, with its name; what has no line stands under no name."""
    found: dict[str, list[UnitRow]] = {}
    for row in rows:
        found.setdefault(row.member.line, []).append(row)
    return tuple((str(MemberLine(line).label) if line else "", tuple(group)) for line, group in found.items())


def board_of(cluster_year: ClusterYear, actor: Actor, now: datetime) -> Board:
    """Few queries, whatever the number of units, duties and kinds of papers."""
    return answered(asking_board(cluster_year, actor, now))


def asking_board(cluster_year: ClusterYear, actor: Actor, now: datetime) -> Asking:
    """``board_of``, for a page that asks more at the same time."""
    asked_for = Duty.objects.filter(year_id=cluster_year.year_id, asked_by=None).exclude(code__in=HEADS_OWN)
    members, asked_for = yield members_in_order(cluster_year.pk), asked_for.order_by("due_on", "pk")
    ids = frozenset(member.unit_id for member in members)
    asked_for = {duty.pk: duty for duty in asked_for if not left_out(duty.code, cluster_year.year.stages_off)}
    # Units and duties by their ids: of a subquery PostgreSQL makes a walk through the duties of everybody.
    (owed,) = yield (with_requests(Obligation.objects.filter(duty_id__in=list(asked_for), unit_id__in=ids).order_by()),)
    for each in owed:
        each.duty = asked_for[each.duty_id]
        each.duty.year = cluster_year.year  # policies ask for its organiser
    owed = sorted(owed, key=lambda each: (each.duty.due_on, each.duty_id))
    duties = {each.duty.code: each.duty for each in owed}
    asked = Asked(actor, now, frozenset([cluster_year.year_id]), ids, frozenset(duties), cluster_year)
    found = yield from papers_of(asked)
    papers = {
        key: paper
        for key, paper in found.items()
        if key.code not in HEADS_OWN and not left_out(key.code, cluster_year.year.stages_off)
    }
    by_key = {Key(cluster_year.year_id, each.duty.code, each.unit_id): each for each in owed}
    codes = sorted(dict.fromkeys([*duties, *(key.code for key in papers)]), key=order_of)

    def line(code: str, unit_id: int) -> Line | None:
        key = Key(cluster_year.year_id, code, unit_id)
        obligation, paper, kind = by_key.get(key), papers.get(key), kind_of(code)
        if obligation is None and paper is None and not (kind and kind.always):
            return None
        return Line(key, obligation, paper, kind, now)

    rows = tuple(UnitRow(member, tuple(line(code, member.unit_id) for code in codes)) for member in members)
    columns = tuple(
        BoardDuty(code, label := _label(code, duties.get(code)), duties.get(code), total_of(filter(None, lines), label))
        for code, lines in zip(codes, zip(*(row.cells for row in rows), strict=True), strict=bool(rows))
    )
    return Board(cluster_year, columns, rows)


def own_lines(cluster_year: ClusterYear, actor: Actor, now: datetime) -> Asking:
    """What each unit owes as head: plan, consolidation; unit → code → Line."""
    heads = HeadTerm.objects.filter(cluster_year=cluster_year).order_by().values("unit")
    owed = Obligation.objects.filter(
        duty__year_id=cluster_year.year_id, duty__asked_by=None, duty__code__in=HEADS_OWN, unit__in=heads
    )
    owed = yield with_requests(owed).select_related("duty").order_by()
    units = frozenset(each.unit_id for each in owed)
    asked = Asked(actor, now, frozenset([cluster_year.year_id]), units, cluster_year=cluster_year)
    found: dict[int, dict[str, Line]] = {}
    for line in (yield from lines_of(asked, owed, unasked=False)):
        found.setdefault(line.key.unit_id, {})[line.key.code] = line
    return found


def _label(code: str, duty: Duty | None) -> str:
    kind = kind_of(code)
    return duty.label if duty else str(kind.task if kind else code)


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
class SheetRow:
    """One member on the page of a duty; ``points`` of its score sheet, where the duty is one."""

    member: Member
    line: Line | None
    points: Points

    @property
    def late_days(self) -> int:
        return self.line.late_days if self.line else 0

    @property
    def internal_day(self) -> date | None:
        """Hạn nội bộ as it holds for this unit."""
        owed = self.line.obligation if self.line and not self.line.is_waived else None
        return owed.internal_day if owed else None


def duty_rows(board: Board, code: str) -> list[SheetRow]:
    """The members of the board with their papers of one duty; two queries more for the points of score sheets."""
    lines = [(row.member, row.line(code)) for row in board.rows]
    sheets = [line.paper.subject for _member, line in lines if line and line.paper]
    points = points_of([sheet for sheet in sheets if isinstance(sheet, ScoreSheet)])
    return [
        SheetRow(
            member, line, points.get(line.paper.subject.pk, Points()) if points and line and line.paper else Points()
        )
        for member, line in lines
    ]


def points_of(sheets: list[ScoreSheet]) -> dict[int, Points]:
    """Points and progress by sheet: newest versions, then one count of lines; two queries, none without sheets."""
    if not sheets:
        return {}
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
