"""The board of a cluster (screen 7): units × duties, one duty, one unit, and Nhắc đơn vị."""

from datetime import date

from django.forms import Form
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.clusters.models import ClusterYear, Member
from apps.core.components import Tab
from apps.core.kept import kept_language
from apps.core.lists import EXPORT_PARAMETER, DefaultLookMixin, PageExportMixin, asks_for_file
from apps.core.presentation import changed_query
from apps.core.views import ScopedPageView, TransitionView
from apps.core.whole_numbers import number_in
from apps.dashboard import exports, policies
from apps.dashboard.boards import (
    RECIPIENT_COLUMNS,
    directory,
    duty_columns,
    in_one_line,
    mail_address,
    matrix_columns,
    names_of,
    not_open_words,
    present_rows,
    reminder,
    total_sentence,
    what_is_missing,
)
from apps.dashboard.filters import BoardFilter, DutyFilter
from apps.dashboard.queries.board import Board, BoardDuty, SheetRow, UnitRow, board_of, duty_rows, split_lines
from apps.dashboard.queries.places import contacts
from apps.obligations.domain.reminding import NobodyToRemind, reach, remind
from apps.scoring.models import ScoreSheet
from apps.units.queries import officers

# Columns of duties that fit beside the unit at 1280 px; a wider table scrolls in its region and its head with it.
MOST_WITHOUT_SCROLLING = 8


class BoardMixin:
    """Pages below one ClusterYear that the actor may see; else 404."""

    queryset = ClusterYear.objects.for_list()

    def board(self) -> Board:
        return board_of(self.object, self.request.actor, self.request.received_at)


class BoardView(BoardMixin, DefaultLookMixin, ScopedPageView):
    """Units × duties, totals per duty, who is late and what is missing; ``format=`` gives the same as a file."""

    policy = staticmethod(policies.can_watch)
    template_name = "dashboard/board_detail.html"

    def get(self, request, *args, **kwargs):
        if asks_for_file(request):
            board = self.board()
            asked = BoardFilter(request.GET, queryset=Member.objects.none())
            rows = asked.kept(board.rows)
            return exports.board_file(board, rows, request.received_at, request.GET[EXPORT_PARAMETER], asked)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        actor, board = self.request.actor, self.board()
        board_filter = BoardFilter(self.request.GET or None, queryset=Member.objects.none())
        rows = board_filter.kept(board.rows)
        names = names_of(board)
        sheets = [line.paper.subject for row in board.rows for line in row.lines if line.paper]
        return super().get_context_data(
            board=board,
            totals=[(duty, total_sentence(duty.total, names, most=99)) for duty in board.duties],
            late=[(row, what_is_missing(row.overdue)) for row in board.late],
            rows=rows,
            bodies=self.bodies(board, rows),
            span=len(board.duties) + 2,
            heads_stick=len(board.duties) <= MOST_WITHOUT_SCROLLING,
            illustrative=any(isinstance(s, ScoreSheet) and s.criteria_set.illustrative for s in sheets),
            may_act=policies.can_act_on_board(actor, self.object),
            directory=directory(board, officers([row.member.unit_id for row in board.rows], actor.on)),
            filter=board_filter,
            columns=matrix_columns(board),
            export_url=changed_query(self.request, format="xlsx"),
            csv_url=changed_query(self.request, format="csv"),
            **kwargs,
        )

    def bodies(self, board: Board, rows: list[UnitRow]) -> list[tuple]:
        """(line of the cluster, [(row, [(duty, its cell)])]); in another order than the protocol the lines mix."""
        groups = (("", rows),) if self.request.GET.get("o") else split_lines(rows)
        return [
            (name, [(row, list(zip(board.duties, row.cells, strict=True))) for row in group]) for name, group in groups
        ]


def internal_days(rows: list[SheetRow]) -> set[date | None]:
    """Hạn nội bộ of those who owe the duty: one day (or None) where it is the same for all."""
    return {row.internal_day for row in rows if row.line and row.line.obligation and not row.line.is_waived}


class DutyBoardView(BoardMixin, PageExportMixin, ScopedPageView):
    """One duty of the board: every unit with its paper, who has it in hand, and the buttons."""

    policy = staticmethod(policies.can_watch)
    template_name = "dashboard/board_duty.html"

    def get_context_data(self, **kwargs):
        actor, board = self.request.actor, self.board()
        duty = board.duty(self.kwargs["code"])
        if duty is None:
            raise Http404
        rows = duty_rows(board, duty.code)
        duty_filter = DutyFilter(self.request.GET or None, queryset=Member.objects.none())
        sheets = [r.line.paper.subject for r in rows if r.line and r.line.paper]
        with_points = any(isinstance(sheet, ScoreSheet) for sheet in sheets)
        kept = duty_filter.kept(rows)
        may_act = bool(policies.can_act_on_board(actor, self.object))
        self.export_title, self.exported, self.with_points = duty.label, kept, with_points
        days = internal_days(rows)
        self.with_days = len(days) > 1
        return super().get_context_data(
            board_duty=duty,
            total=total_sentence(duty.total, names_of(board), most=99),
            late_count=duty.total.overdue,
            may_set_date=duty.duty is not None
            and duty.duty.due_on >= actor.on
            and policies.can_set_members_date(actor, self.object),
            internal_day=None if self.with_days else next(iter(days), None),
            with_days=self.with_days,
            rows=present_rows(kept, self.object, actor),
            with_points=with_points,
            illustrative=any(isinstance(s, ScoreSheet) and s.criteria_set.illustrative for s in sheets),
            may_act=may_act,
            filter=duty_filter,
            columns=duty_columns(with_points=with_points, with_days=self.with_days),
            **kwargs,
        )

    export_file = "theo-doi-viec"

    @property
    def export_columns(self):
        return exports.duty_columns(with_points=self.with_points, with_days=self.with_days)

    def export_notes(self):
        return [f"{self.object.name}, {self.object.year.year}"]

    def export_row(self, row):
        return exports.duty_row(row, with_points=self.with_points, with_days=self.with_days)


class ReminderView(BoardMixin, TransitionView):
    """Nhắc đơn vị: sent to the officers of the late units, and as a text ready for Zalo or an official letter.

    The address says about what: ``duty`` (none: all), ``unit`` (none: every member), ``all=1`` (not the late only).
    """

    policy = staticmethod(policies.can_act_on_board)
    form_class = Form
    template_name = "dashboard/board_reminder.html"

    @property
    def everyone(self) -> bool:
        """Every unit that has not sent, late or not."""
        return self.request.GET.get("all") == "1"

    def asked_duties(self, board: Board) -> list[BoardDuty]:
        wanted = set(self.request.GET.getlist("duty"))
        return [each for each in board.duties if not wanted or each.code in wanted]

    def chosen_duties(self, board: Board) -> list[BoardDuty]:
        """Those asked for; of what is not open yet nobody is reminded."""
        today = self.request.actor.on
        return [each for each in self.asked_duties(board) if each.duty is None or each.duty.is_open_on(today)]

    def unit_ids(self, board: Board) -> set[int]:
        ids = {row.member.unit_id for row in board.rows}
        asked = number_in(self.request.GET, "unit")
        return ids if asked is None else ids & {asked}

    def call(self, form):
        actor, now, board = self.request.actor, self.request.received_at, self.board()
        duties = [duty.duty.pk for duty in self.chosen_duties(board) if duty.duty is not None]
        if not duties:
            raise NobodyToRemind
        told = remind(
            duty_ids=duties,
            unit_ids=self.unit_ids(board),
            late_only=not self.everyone,
            help_from=in_one_line(contacts({self.object.cluster.organiser_id}, actor.on)),
            actor=actor,
            now=now,
        )
        words = _("Đã gửi nhắc tới %(people)s cán bộ của %(units)s đơn vị.")
        self.success_message = words % {"people": told.people, "units": told.units}
        return told

    def get_success_url(self):
        query = self.request.GET.urlencode()
        address = reverse("dashboard:board-reminder", args=[self.object.pk])
        return f"{address}?{query}" if query else address

    def named(self, board: Board, *, everyone: bool) -> list[tuple[UnitRow, tuple]]:
        """Units with what they owe of the chosen duties, in protocol order."""
        codes, ids = {duty.code for duty in self.chosen_duties(board)}, self.unit_ids(board)
        found = []
        for row in board.rows:
            lines = tuple(line for line in (row.missing if everyone else row.overdue) if line.key.code in codes)
            if lines and row.member.unit_id in ids:
                found.append((row, lines))
        return found

    def get_context_data(self, **kwargs):
        actor, now, board = self.request.actor, self.request.received_at, self.board()
        late, missing = self.named(board, everyone=False), self.named(board, everyone=True)
        named = missing if self.everyone else late
        people = officers([row.member.unit_id for row, _lines in named], actor.on)
        owed = [(line.obligation.pk, row.member.unit_id) for row, lines in named for line in lines if line.obligation]
        chosen = self.chosen_duties(board)
        with kept_language():  # it leaves the portal
            text = reminder(
                board,
                chosen,
                named,
                now=now,
                address=self.request.build_absolute_uri("/"),
                contacts=contacts({self.object.cluster.organiser_id}, actor.on),
            )
            mail_url = mail_address(self.object, people, text)
        return super().get_context_data(
            text=text,
            line_count=text.count("\n") + 2,
            mail_url=mail_url,
            recipients=[(row, what_is_missing(lines), people.get(row.member.unit_id, [])) for row, lines in named],
            count=len(reach(owed, actor, now).to_tell),
            nobody=str(NobodyToRemind().message),
            columns=RECIPIENT_COLUMNS,
            missing_count=len(missing),
            not_open=not_open_words(self.asked_duties(board)),
            duties=[(duty, duty in chosen) for duty in board.duties],
            chosen_unit=self.request.GET.get("unit", ""),
            everyone=self.everyone,
            tabs=[
                Tab(
                    _("Chỉ đơn vị quá hạn"),
                    changed_query(self.request, all=None),
                    active=not self.everyone,
                    count=len(late),
                ),
                Tab(
                    _("Mọi đơn vị chưa gửi"),
                    changed_query(self.request, all=1),
                    active=self.everyone,
                    count=len(missing),
                ),
            ],
            **kwargs,
        )
