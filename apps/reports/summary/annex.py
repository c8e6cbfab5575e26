"""Tables of the annex of a summary report: the figures behind its sentences, typed for the workbook."""

from collections.abc import Iterator
from dataclasses import dataclass

from apps.reports.overview import OverviewRow, Punctuality
from apps.reports.summary.facts import ClusterFacts, MemberFact
from apps.reports.summary.sector_sentences import SectorFacts
from apps.results.exports import cells


@dataclass(frozen=True)
class AnnexColumn:
    """``kind`` as core.spreadsheets knows it; ``total``: added up below."""

    header: str
    kind: str = "text"
    total: bool = False


@dataclass(frozen=True)
class AnnexTable:
    """Rows of texts and numbers; None where nothing is known."""

    caption: str
    columns: tuple[AnnexColumn, ...]
    rows: tuple[tuple[object, ...], ...]


def numbers(*headers: str) -> tuple[AnnexColumn, ...]:
    return tuple(AnnexColumn(header, "integer", total=True) for header in headers)


UNIT = AnnexColumn("Đơn vị")


def cluster_tables(facts: ClusterFacts) -> Iterator[AnnexTable]:
    """Only tables with something in them."""
    yield _members(facts)
    if any(line.rows for line in facts.targets.lines):
        yield _targets(facts)
    yield from _rankings(facts)
    if rows := _votes(facts):
        columns = (AnnexColumn("Đề nghị tặng"), UNIT, AnnexColumn("Số phiếu", "integer"),
                   AnnexColumn("Số đại biểu bỏ phiếu", "integer"))  # fmt: skip
        yield AnnexTable("Kết quả bỏ phiếu bình xét, suy tôn", columns, rows)
    if facts.duties:
        columns = (AnnexColumn("Việc có thời hạn"), *numbers("Được giao", "Đã đến hạn", "Đúng hạn", "Chậm"))
        rows = tuple((each.label, each.owed, each.due, each.in_time, each.due - each.in_time) for each in facts.duties)
        yield AnnexTable("Thực hiện đúng hạn", columns, rows)
    yield from _awards(facts)


def _members(facts: ClusterFacts) -> AnnexTable:
    columns = (UNIT, AnnexColumn("Khối"), *numbers("Biên chế", "Số việc"))
    rows = tuple((member.name, member.line, *_work(member)) for member in facts.members)
    return AnnexTable("Đơn vị thành viên", columns, rows)


def _work(member: MemberFact) -> tuple[int | None, int | None]:
    """Both or none: a staff roll without cases may be half empty."""
    known = member.staff and member.cases is not None
    return (member.staff, member.cases) if known else (None, None)


def _targets(facts: ClusterFacts) -> AnnexTable:
    columns = (UNIT, *(AnnexColumn(each) for each in ("Chỉ số", "Chỉ tiêu giao", "Kết quả", "Vượt chỉ tiêu")))
    found = [cells(row) for line in facts.targets.lines for row in line.rows]
    rows = tuple((each.unit, each.indicator, each.target, each.result, each.excess) for each in found)
    return AnnexTable("Chỉ tiêu và kết quả thực hiện", columns, rows)


def _rankings(facts: ClusterFacts) -> Iterator[AnnexTable]:
    columns = (
        AnnexColumn("Hạng", "integer"),
        UNIT,
        AnnexColumn("Tổng điểm", "points"),
        AnnexColumn("Xếp loại"),
        AnnexColumn("Ghi chú"),
    )
    for table in facts.published:
        line = f" {table.line_label}" if table.line_label else ""
        rows = tuple((row.rank, row.unit_name, float(row.total), row.class_label, row.reason) for row in table.rows)
        yield AnnexTable(f"Kết quả xếp hạng{line}", columns, rows)


def _votes(facts: ClusterFacts) -> tuple[tuple[object, ...], ...]:
    return tuple(
        (found.award.name if found.award else found.question.text, each.unit_name, each.votes, found.voters)
        for found in facts.nominations
        if not found.is_pending
        for each in found.nominees
    )


def _awards(facts: ClusterFacts | SectorFacts) -> Iterator[AnnexTable]:
    """Trình and tặng in two tables."""
    columns = (AnnexColumn("Danh hiệu, hình thức khen thưởng"), *numbers("Tập thể", "Cá nhân", "Cộng"))
    for caption, found in (("Đã trình khen thưởng", facts.asked), ("Đã được tặng", facts.granted)):
        if found:
            rows = tuple((each.name, each.collectives, each.individuals, each.together) for each in found)
            yield AnnexTable(caption, columns, rows)


def sector_tables(facts: SectorFacts) -> Iterator[AnnexTable]:
    if facts.overview:
        yield AnnexTable("Cụm, Khu vực thi đua", SECTOR_COLUMNS, tuple(map(sector_row, facts.overview.rows)))
    yield from _awards(facts)


SECTOR_COLUMNS = (
    AnnexColumn("Cụm, Khu vực"),
    *numbers("Đơn vị", "Đã ký giao ước", "Phải ký"),
    AnnexColumn("Đăng ký đúng hạn"),
    AnnexColumn("Báo cáo đúng hạn"),
    AnnexColumn("Xếp hạng đã công bố"),
    *numbers("Đã trình", "Tập thể được tặng", "Cá nhân được tặng"),
)


def sector_row(row: OverviewRow) -> tuple[object, ...]:
    return (
        row.cluster_name,
        row.members,
        row.signed if row.signers else None,
        row.signers or None,
        papers_text(row.registrations),
        papers_text(row.reports),
        f"{row.published}/{row.lines}",
        row.asked,
        row.collectives,
        row.individuals,
    )


def papers_text(found: Punctuality) -> str:
    """“16/20”, or that nothing is known."""
    return f"{found.in_time}/{found.due}" if found.is_known else "chưa có số liệu"
