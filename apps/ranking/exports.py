"""Plain data of the report “Kết quả xếp hạng”: what page, PDF and workbook all show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from apps.clusters.models import HeadTerm
from apps.core.dates import local, text_date
from apps.ranking.domain.rules import class_terms
from apps.ranking.models import RankingEntry, RankingRun


@dataclass(frozen=True)
class PartHead:
    """A top row of the criteria set with standard points: one column."""

    code: str
    number: str
    label: str
    maximum: Decimal


@dataclass(frozen=True)
class RankingRow:
    """One unit. ``parts``: base points in the order of the heads; ``reason``: why it has no rank."""

    rank: int | None
    unit_name: str
    parts: tuple[Decimal | None, ...]
    bonus: Decimal
    penalty: Decimal
    total: Decimal
    percent: Decimal | None
    class_label: str
    self_total: Decimal | None
    difference: Decimal | None
    reason: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class RankingTable:
    """The result of one line of a ClusterYear.

    ``bases``: the decision that publishes it. ``distribution``: class and number of units, from the highest. ``ties``:
    sentences on units of one rank.
    """

    line_label: str
    state_label: str
    is_published: bool
    computed_at: datetime
    published_at: datetime | None
    criteria_title: str
    revision: int
    illustrative: bool
    run_hash: str
    heads: tuple[PartHead, ...]
    rows: tuple[RankingRow, ...]
    bases: tuple[str, ...] = ()
    distribution: tuple[tuple[str, int], ...] = ()
    ties: tuple[str, ...] = ()

    @property
    def by_percent(self) -> bool:
        return any(row.percent is not None for row in self.rows)


@dataclass(frozen=True)
class RankingReport:
    """All lines of one ClusterYear, with what the printed heading says."""

    cluster_name: str
    year: int
    organiser_name: str
    head_unit_name: str
    head_title: str
    tables: tuple[RankingTable, ...]

    @property
    def illustrative(self) -> bool:
        return any(table.illustrative for table in self.tables)

    @property
    def is_published(self) -> bool:
        return all(table.is_published for table in self.tables)

    @property
    def published_on(self) -> date | None:
        """The day of the newest publication, once every line is published."""
        if not self.is_published:
            return None
        return local(max(table.published_at for table in self.tables)).date()


def ranking_report(runs: Iterable[RankingRun]) -> RankingReport:
    """Data of runs of one ClusterYear, as ``RankingRun.objects.for_list()`` gives them, one per line."""
    runs = list(runs)
    cluster_year = runs[0].cluster_year
    head = (
        HeadTerm.objects.filter(cluster_year=cluster_year)
        .select_related("unit", "cluster_year__cluster")
        .order_by("role", "-starts_on")  # cluster_deputy sorts before cluster_head
        .last()
    )
    return RankingReport(
        cluster_name=cluster_year.name,
        year=cluster_year.year.year,
        organiser_name=cluster_year.cluster.organiser.name,
        head_unit_name=head.unit.name if head else "",
        head_title=str(head.title) if head else "",
        tables=tuple(_table(run) for run in runs),
    )


def _table(run: RankingRun) -> RankingTable:
    entries = list(run.entries.select_related("unit"))
    heads = part_heads(entries)
    return RankingTable(
        line_label=str(run.line_label),
        state_label=run.get_state_display(),
        is_published=run.is_published,
        computed_at=run.computed_at,
        published_at=run.published_at,
        criteria_title=run.criteria_set.title,
        revision=run.criteria_set.revision,
        illustrative=run.criteria_set.illustrative,
        run_hash=run.run_hash,
        heads=heads,
        rows=tuple(_row(entry, heads) for entry in entries),
        bases=_bases(run),
        distribution=_distribution(run, entries),
        ties=_ties(run, entries),
    )


def _bases(run: RankingRun) -> tuple[str, ...]:
    if run.decision is None:
        return ()
    decision = run.decision
    day = text_date(decision.issued_on)
    return (f"Căn cứ Quyết định số {decision.symbol} ngày {day} của {decision.issuer_name}",)


def _distribution(run: RankingRun, entries: list[RankingEntry]) -> tuple[tuple[str, int], ...]:
    labels = [terms.label for terms in class_terms(run.rule)]
    return tuple((label, sum(entry.class_label == label for entry in entries)) for label in labels)


def _ties(run: RankingRun, entries: list[RankingEntry]) -> tuple[str, ...]:
    """Units of one rank by name, and by which comparisons they are equal."""
    by_rank: dict[int, list[str]] = {}
    for entry in entries:
        if entry.rank is not None:
            by_rank.setdefault(entry.rank, []).append(entry.unit_name)
    why = "bằng tổng điểm và mọi tiêu chí phụ" if run.rule["tie_break"] else "bằng tổng điểm"
    return tuple(f"Hạng {rank}: {', '.join(names)} {why}." for rank, names in by_rank.items() if len(names) > 1)


def part_heads(entries: Iterable[RankingEntry]) -> tuple[PartHead, ...]:
    """Top rows that carry standard points; rows that only add or take off stand under Thưởng and Trừ."""
    parts = next((entry.parts for entry in entries if entry.parts), [])
    heads = (PartHead(part["code"], part["number"], part["label"], Decimal(part["max"])) for part in parts)
    return tuple(head for head in heads if head.maximum)


def part_points(entry: RankingEntry, heads: Iterable[PartHead]) -> tuple[Decimal | None, ...]:
    """Base points of the entry in each part; None where it has no sheet."""
    found = {part["code"]: Decimal(part["base"]) for part in entry.parts}
    return tuple(found.get(head.code) for head in heads)


def _row(entry: RankingEntry, heads: tuple[PartHead, ...]) -> RankingRow:
    return RankingRow(
        rank=entry.rank,
        unit_name=entry.unit_name,
        parts=part_points(entry, heads),
        bonus=entry.bonus,
        penalty=entry.penalty,
        total=entry.total,
        percent=entry.percent,
        class_label=entry.class_label,
        self_total=entry.self_total,
        difference=entry.difference,
        reason=(entry.reason or str(entry.get_disqualifier_display())) if entry.disqualifier else "",
        notes=tuple(entry.notes),
    )
