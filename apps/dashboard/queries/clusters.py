"""How far one cluster of a year is with its score sheets, for its head: đã gửi, chờ kiểm tra, kết quả."""

from collections.abc import Iterable
from dataclasses import dataclass

from apps.clusters.models import ClusterYear, HeadTerm
from apps.dashboard.papers.lines import total_of
from apps.dashboard.queries.board import Board
from apps.dashboard.queries.sheets import DUTY, Standing, step_of
from apps.ranking.enums import RunState
from apps.ranking.models import RankingRun
from apps.scoring.enums import SheetState
from apps.scoring.models import ScoreSheet


@dataclass(frozen=True)
class ClusterProgress:
    """One ClusterYear in figures. ``standings``: the sheets of its members in protocol order."""

    cluster_year: ClusterYear
    head: HeadTerm | None
    members: int
    standings: tuple[Standing, ...]
    sent: int
    overdue: int
    runs: tuple[RankingRun, ...]

    @property
    def expected(self) -> int:
        """Members but for those closed as "không nộp"."""
        return self.members - sum(s.sheet.state == SheetState.NOT_SUBMITTED for s in self.standings)

    @property
    def final(self) -> int:
        return sum(standing.sheet.state == SheetState.FINAL for standing in self.standings)

    @property
    def is_open(self) -> bool:
        return bool(self.standings)

    @property
    def is_final(self) -> bool:
        """Every expected sheet is final: the ranking can be computed."""
        return self.is_open and self.final == self.expected

    def waiting_for(self, *roles: str) -> list[Standing]:
        return [standing for standing in self.standings if standing.waits_for(*roles)]

    @property
    def published(self) -> RankingRun | None:
        return next((run for run in self.runs if run.state == RunState.PUBLISHED), None)


def progress(board: Board, head: HeadTerm | None, runs: Iterable[RankingRun]) -> ClusterProgress:
    """Read from the board, counted as there: no query. Sheets of units that left (merged ones) are none of its rows."""
    lines = [line for row in board.rows if (line := row.line(DUTY)) and line.paper]
    found = tuple(
        Standing(line.paper.subject, line.paper.word, step_of(line.paper.subject), line.obligation)
        for line in lines
        if isinstance(line.paper.subject, ScoreSheet)
    )
    total = duty.total if (duty := board.duty(DUTY)) else total_of(())
    return ClusterProgress(board.cluster_year, head, len(board.rows), found, total.sent, total.overdue, tuple(runs))
