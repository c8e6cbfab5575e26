"""Báo cáo sơ kết, tổng kết phong trào: PDF to sign, Word to edit further, a workbook of all units."""

from collections.abc import Iterator

from apps.core.dates import format_date, text_date
from apps.core.pdf import (
    Annex,
    DocumentTable,
    Heading,
    OfficialDocument,
    PlaceDate,
    Printed,
    TableColumn,
    TableRow,
    numbered,
)
from apps.core.spreadsheets import Column, Sheet
from apps.movements.exports import MilestoneReport, MovementReport
from apps.reports.registry import Printing
from apps.reports.renderers.heading import issuing_body, marked, place_of_body
from apps.reports.renderers.signing import signature
from apps.reports.renderers.workbook import workbook
from apps.units.posts import post_of_head

TYPE_NAME = "BÁO CÁO"
ILLUSTRATIVE = "Số liệu minh họa"
MOST_NAMED = 20  # units in a sentence; more stand in an annex
NAME = 31  # most characters of the name of a worksheet


def compose(reports: list[MovementReport], printing: Printing) -> Printed:
    """One movement, or several of a body one after the other."""
    first = reports[0]
    what = f"phong trào thi đua “{first.title}”" if len(reports) == 1 else f"các phong trào thi đua năm {first.year}"
    document = OfficialDocument(
        issuing_body=issuing_body(first.organiser_name),
        place_date=PlaceDate(place_of_body(first.organiser_name)),
        number=numbered(None, "BC"),
        type_name=TYPE_NAME,
        abstract=f"Kết quả thực hiện {what}",
        signatures=[signature("", post_of_head(first.organiser_name), "", "")],
        recipients=["Lưu: VT"],
        annexes=_annexes(reports),
        illustrative=marked(ILLUSTRATIVE, *reports),
        verification=printing.verification,
        created=printing.at,
    )
    paragraphs = list(_text(first)) if len(reports) == 1 else [line for each in reports for line in _one_of(each)]
    tables = [table for report in reports for table in _tables(report)]
    return Printed(document, paragraphs=paragraphs, tables=tables)


def _one_of(report: MovementReport) -> Iterator[str]:
    """One of several: under its name, which otherwise stands in the title."""
    yield Heading(f"Phong trào thi đua “{report.title}”")
    yield from _text(report)


def _text(report: MovementReport) -> Iterator[str]:
    if report.theme:
        yield f"Chủ đề: “{report.theme}”."
    if report.decision:
        bases = f"; căn cứ: {'; '.join(report.bases)}" if report.bases else ""
        yield f"Phát động theo {report.decision}{bases}."
    yield f"Thời gian thực hiện: từ {text_date(report.starts_on)} đến {text_date(report.ends_on)}."
    if report.contents:
        yield "Nội dung:"
    for _depth, number, text in report.contents:
        yield f"{number}{'.' if number[-1:].isalnum() else ''} {text}"
    ticks = "; ".join(f"{label.lower()}: {number}/{report.total} đơn vị" for label, number in report.ticks)
    yield f"Tình hình thực hiện (chương trình năm {report.year}): {ticks}."
    for milestone in report.milestones:
        yield from _milestone_text(milestone)


def _milestone_text(milestone: MilestoneReport) -> Iterator[str]:
    yield Heading(milestone.label)
    if milestone.due_on is None:
        yield f"Thời gian: {milestone.window_text}."
        return
    missing = ""
    if len(milestone.missing) > MOST_NAMED:
        missing = f" Còn thiếu {len(milestone.missing)} đơn vị (danh sách tại Phụ lục)."
    elif milestone.missing:
        missing = f" Còn thiếu: {'; '.join(milestone.missing)}."
    yield f"Hạn báo cáo {text_date(milestone.due_on)}. Đã gửi {milestone.sent}/{milestone.total} đơn vị.{missing}"


def _annexes(reports: list[MovementReport]) -> list[Annex]:
    """Units that owe a report, where they are too many for a sentence."""
    long = [
        (report, milestone)
        for report in reports
        for milestone in report.milestones
        if milestone.due_on and len(milestone.missing) > MOST_NAMED
    ]
    columns = [TableColumn("TT", "center", "10%"), TableColumn("Đơn vị")]
    return [
        Annex(
            f"Đơn vị chưa gửi báo cáo: {milestone.label}",
            number=number if len(long) > 1 else None,
            reference=f"Phong trào thi đua “{report.title}”",
            tables=[DocumentTable(columns, [TableRow([n, name]) for n, name in enumerate(milestone.missing, start=1)])],
        )
        for number, (report, milestone) in enumerate(long, start=1)
    ]


def _tables(report: MovementReport) -> Iterator[DocumentTable]:
    columns = [
        TableColumn("TT", "center", "6%"),
        TableColumn("Đơn vị", "left", "22%"),
        TableColumn("Ngày gửi", "center", "12%"),
        TableColumn("Kết quả đạt được"),
        TableColumn("Hạn chế, kiến nghị", "left", "24%", optional=True),
    ]
    for milestone in report.milestones:
        sent = [unit for unit in milestone.units if unit.sent_on]
        rows = [
            TableRow(
                [
                    number,
                    unit.unit_name,
                    format_date(unit.sent_on),
                    unit.results,
                    "\n".join(filter(None, [unit.limits, unit.proposals])),
                ]
            )
            for number, unit in enumerate(sent, start=1)
        ]
        if rows:
            yield DocumentTable(columns, rows, caption=f"{milestone.label}: báo cáo của các đơn vị")


def xlsx(reports: list[MovementReport], printing: Printing) -> bytes:
    """The movements on one sheet, the units of each milestone on its own."""
    columns = [
        Column("title", "Tên phong trào", "text", 80),
        Column("theme", "Chủ đề", "text", 60),
        Column("level", "Cấp", "text", 14),
        Column("decision", "Quyết định, kế hoạch", "text", 30),
        Column("starts_on", "Từ ngày", "date"),
        Column("ends_on", "Đến ngày", "date"),
        Column("total", "Số đơn vị", "integer"),
        *(Column(f"tick{place}", label, "integer", 16) for place, (label, _n) in enumerate(reports[0].ticks)),
    ]
    rows = [
        {
            "title": report.title,
            "theme": f"“{report.theme}”" if report.theme else "",
            "level": report.level,
            "decision": report.decision,
            "starts_on": report.starts_on,
            "ends_on": report.ends_on,
            "total": report.total,
            **{f"tick{place}": number for place, (_label, number) in enumerate(report.ticks)},
        }
        for report in reports
    ]
    title = "Tình hình thực hiện phong trào thi đua"
    about = f"{reports[0].organiser_name}, năm {reports[0].year}"
    sheets = [Sheet("Phong trào", title, columns, rows, notes=[about])]
    for place, report in enumerate(reports, start=1):
        sheets += [
            _units(f"{place}. {milestone.label}"[:NAME], report, milestone)
            for milestone in report.milestones
            if milestone.units
        ]
    return workbook(
        sheets, printing, title=title, author=reports[0].organiser_name, mark=marked(ILLUSTRATIVE, *reports)
    )


def _units(name: str, report: MovementReport, milestone: MilestoneReport) -> Sheet:
    columns = [
        Column("unit", "Đơn vị", "text", 50),
        Column("state", "Tình trạng", "text", 18),
        Column("sent_on", "Ngày gửi", "date"),
        Column("results", "Kết quả đạt được", "text", 80),
        Column("limits", "Hạn chế, nguyên nhân", "text", 60),
        Column("proposals", "Phương hướng, kiến nghị", "text", 60),
    ]
    rows = [
        [unit.unit_name, unit.state_label, unit.sent_on, unit.results, unit.limits, unit.proposals]
        for unit in milestone.units
    ]
    return Sheet(name, f"{milestone.label}: {report.title}", columns, rows)
