"""Statistics in the official layout: sentences that the figures make true, one table for each breakdown; a workbook."""

from apps.core.dates import text_date
from apps.core.numbers import format_decimal
from apps.core.pdf import DocumentTable, OfficialDocument, PlaceDate, Printed, Signature, TableColumn, TableRow
from apps.core.spreadsheets import Column, Sheet
from apps.reports.award_statistics import YEARS_BACK, AwardStatistics, detail_table, tables
from apps.reports.overview import Overview
from apps.reports.registry import Printing
from apps.reports.renderers.heading import issuing_body, marked, place_of, place_of_body
from apps.reports.renderers.summary_report import ILLUSTRATIVE, annex_sheet, printed_table
from apps.reports.renderers.workbook import workbook
from apps.reports.summary.annex import sector_table

AWARDS, OVERVIEW = "THỐNG KÊ KHEN THƯỞNG", "TỔNG QUAN CÔNG TÁC THI ĐUA, KHEN THƯỞNG"
MAKER = Signature(prefix="", position="NGƯỜI LẬP BIỂU", note="(Ký, ghi rõ họ tên)")
GAP, EVERY = "Còn thiếu", "Từng Cụm, Khu vực, Khối"


def awards_said(found: AwardStatistics) -> list[str]:
    """What the registry holds, and what is not counted."""
    collectives, individuals = found.collectives, found.individuals
    if together := collectives + individuals:
        counted = f"{format_decimal(collectives)} lượt tập thể, {format_decimal(individuals)} lượt cá nhân"
        told = f"{format_decimal(together)} lượt khen thưởng về thành tích năm {found.year}: {counted}."
        lines = [f"Sổ khen thưởng ghi nhận {told}"]
    else:
        lines = [f"Sổ khen thưởng chưa ghi nhận khen thưởng nào về thành tích năm {found.year}."]
    if found.undated:
        number = format_decimal(found.undated)
        lines.append(f"Không tính {number} khen thưởng quyết định năm {found.year} mà không ghi năm thành tích.")
    if found.cancelled:
        lines.append(f"Không tính {format_decimal(found.cancelled)} khen thưởng đã bị hủy bỏ.")
    lines.append("Chỉ tính khen thưởng đã tặng và đang có hiệu lực; hồ sơ đã trình không cộng vào số này.")
    return lines


def compose_awards(found: AwardStatistics, printing: Printing) -> Printed:
    document = OfficialDocument(
        issuing_body=issuing_body(found.unit_name),
        place_date=PlaceDate(place_of(found.province)),
        type_name=AWARDS,
        abstract=f"Năm {found.year}, {found.unit_name}",
        signatures=[MAKER],
        illustrative=marked(ILLUSTRATIVE, found),
        verification=printing.verification,
        created=printing.at,
    )
    return Printed(document, awards_said(found), [printed_table(each) for each in tables(found) if each.rows])


def awards_xlsx(found: AwardStatistics, printing: Printing) -> bytes:
    """One sheet for each breakdown, then all dimensions in one to filter."""
    notes = [f"{found.unit_name}, năm {found.year}", *awards_said(found)]
    years = f"Năm {found.year - YEARS_BACK}–{found.year}"
    sheets = [annex_sheet(each, notes) for each in tables(found) if each.rows]
    sheets.append(annex_sheet(detail_table(found), [*notes, years]))
    return workbook(sheets, printing, title=AWARDS, author=found.unit_name, mark=marked(ILLUSTRATIVE, found))


def overview_said(found: Overview, unknown: str = "ô “chưa có số liệu”") -> list[str]:
    """``unknown``: how the table shows what was not asked for yet."""
    rows = len(found.rows)
    ranked = sum(row.published == row.lines for row in found.rows)
    lines = [f"Năm {found.year} có {rows} Cụm, Khu vực, Khối thi đua với {found.total('members')} đơn vị."]
    if found.total("signers"):
        lines.append(f"Ký giao ước thi đua: {found.total('signed')}/{found.total('signers')} đơn vị đã ký.")
    for name, label in (("registrations", "Đăng ký thi đua"), ("reports", "Báo cáo định kỳ")):
        papers = found.papers(name)
        if papers.due:
            lines.append(f"{label}: {papers.in_time}/{papers.due} bản đã đến hạn được gửi đúng hạn.")
    lines.append(f"Đã công bố xếp hạng: {ranked}/{rows} Cụm, Khu vực, Khối.")
    lines.append(f"Số liệu đến ngày {text_date(found.at)}; {unknown} là việc chưa giao hoặc chưa đến hạn.")
    return lines


def compose_overview(found: Overview, printing: Printing) -> Printed:
    document = OfficialDocument(
        issuing_body=issuing_body(found.organiser_name),
        place_date=PlaceDate(place_of_body(found.organiser_name)),
        type_name=OVERVIEW,
        abstract=f"Năm {found.year}, {found.organiser_name}",
        signatures=[MAKER],
        illustrative=marked(ILLUSTRATIVE, found),
        landscape=True,
        verification=printing.verification,
        created=printing.at,
    )
    printed = [printed_table(sector_table(EVERY, found))]
    gaps = [(row.cluster_name, gap) for row in found.rows for gap in row.gaps]
    if gaps:
        columns = (TableColumn("TT", "center", "6%"), TableColumn("Cụm, Khu vực", "left", "40%"), TableColumn(GAP))
        rows = [TableRow([number, *each]) for number, each in enumerate(gaps, start=1)]
        printed.append(DocumentTable(columns, rows, caption="Số liệu còn thiếu"))
    return Printed(document, overview_said(found), printed)


def overview_xlsx(found: Overview, printing: Printing) -> bytes:
    notes = [f"{found.organiser_name}, năm {found.year}", *overview_said(found, "ô trống")]
    gaps = [[row.cluster_name, gap] for row in found.rows for gap in row.gaps]
    columns = [Column("cluster", "Cụm, Khu vực", "text", 60), Column("gap", GAP, "text", 80)]
    sheets = [
        annex_sheet(sector_table(EVERY, found), notes),
        Sheet(GAP, "Số liệu còn thiếu", columns, gaps, notes=notes),
    ]
    return workbook(sheets, printing, title=OVERVIEW, author=found.organiser_name, mark=marked(ILLUSTRATIVE, found))
