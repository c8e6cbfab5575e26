"""Tables of the annex of a summary report: the figures behind its sentences, typed for the workbook."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from apps.reports.overview import Overview, OverviewRow, Punctuality
from apps.reports.summary.facts import ClusterFacts, MemberFact
from apps.reports.summary.sector_sentences import SectorFacts
from apps.results.exports import TargetsReport, cells
from apps.results.target_tables import UNITS, unit_rows


@dataclass(frozen=True)
class AnnexColumn:
    """``kind`` as core.spreadsheets knows it; ``total``: added up below."""

    header: str
    kind: str = "text"
    total: bool = False


@dataclass(frozen=True)
class AnnexTable:
    """Rows of texts and numbers; None where nothing is known.

    ``in_workbook``: the same with a cell for each number, where a printed cell says more than one ("16/20", "83,90%").
    Numbers in rows are int or float: they are frozen as JSON, which would make a Decimal a text.
    """

    caption: str
    columns: tuple[AnnexColumn, ...]
    rows: tuple[tuple[object, ...], ...]
    in_workbook: "AnnexTable | None" = None


def numbers(*headers: str) -> tuple[AnnexColumn, ...]:
    return tuple(AnnexColumn(header, "integer", total=True) for header in headers)


UNIT, INDICATOR, EXCESS = AnnexColumn("Đơn vị"), AnnexColumn("Chỉ số"), AnnexColumn("Vượt chỉ tiêu")
TARGETS = "Chỉ tiêu và kết quả thực hiện"
# What the printed table says, of the columns that the workbook of targets has.
TARGET_COLUMNS = [each for each in UNITS if each.key not in {"issuer", "estimated"}]


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
    columns = (UNIT, INDICATOR, AnnexColumn("Chỉ tiêu giao"), AnnexColumn("Kết quả"), EXCESS)
    found = [cells(row) for line in facts.targets.lines for row in line.rows]
    rows = tuple((each.unit, each.indicator, each.target, each.result, each.excess) for each in found)
    return AnnexTable(TARGETS, columns, rows, in_workbook=_target_amounts(facts.targets))


def _target_amounts(targets: TargetsReport) -> AnnexTable:
    columns = tuple(AnnexColumn(str(each.header), each.kind) for each in TARGET_COLUMNS)
    rows = tuple(tuple(_as_json(row[each.key]) for each in TARGET_COLUMNS) for row in unit_rows(targets))
    return AnnexTable(TARGETS, columns, rows)


def _as_json(value: object) -> object:
    return float(value) if isinstance(value, Decimal) else value


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
        yield sector_table("Cụm, Khu vực thi đua", facts.overview)
    yield from _awards(facts)


PLEDGES = (AnnexColumn("Cụm, Khu vực"), *numbers("Đơn vị", "Đã ký giao ước", "Phải ký"))
AWARDS = numbers("Đã trình", "Tập thể được tặng", "Cá nhân được tặng")
PRINTED = (AnnexColumn("Đăng ký đúng hạn"), AnnexColumn("Báo cáo đúng hạn"), AnnexColumn("Xếp hạng đã công bố"))
COUNTED = numbers("Đăng ký đúng hạn", "Đăng ký đã đến hạn", "Báo cáo đúng hạn", "Báo cáo đã đến hạn",
                  "Xếp hạng đã công bố", "Xếp hạng phải công bố")  # fmt: skip


def sector_table(caption: str, found: Overview) -> AnnexTable:
    """All clusters of a year."""

    def rows(middle: Callable[[OverviewRow], tuple[object, ...]]) -> tuple[tuple[object, ...], ...]:
        return tuple((*_pledges(row), *middle(row), row.asked, row.collectives, row.individuals) for row in found.rows)

    counted = AnnexTable(caption, (*PLEDGES, *COUNTED, *AWARDS), rows(_counted))
    return AnnexTable(caption, (*PLEDGES, *PRINTED, *AWARDS), rows(_printed), in_workbook=counted)


def _pledges(row: OverviewRow) -> tuple[object, ...]:
    return row.cluster_name, row.members, row.signed if row.signers else None, row.signers or None


def _printed(row: OverviewRow) -> tuple[object, ...]:
    return papers_text(row.registrations), papers_text(row.reports), f"{row.published}/{row.lines}"


def _counted(row: OverviewRow) -> tuple[object, ...]:
    papers = (row.registrations, row.reports)
    known = ((each.in_time, each.due) if each.is_known else (None, None) for each in papers)
    return *(number for pair in known for number in pair), row.published, row.lines


def papers_text(found: Punctuality) -> str:
    """“16/20”, or that nothing is known."""
    return f"{found.in_time}/{found.due}" if found.is_known else "chưa có số liệu"
