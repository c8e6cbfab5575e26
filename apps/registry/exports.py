"""The letter of eligibility as a paper in the official layout."""

from datetime import datetime

from apps.core.dates import format_date
from apps.core.pdf import (
    DocumentTable,
    IssuingBody,
    OfficialDocument,
    PlaceDate,
    Signature,
    TableColumn,
    TableRow,
    Verification,
    render_pdf,
)
from apps.registry.letter_reading import CONFIDENTIAL, lines
from apps.registry.models import EligibilityLetter

COLUMNS = [
    TableColumn("Điều kiện, tiêu chuẩn", "left", "38%"),
    TableColumn("Căn cứ", "left", "20%"),
    TableColumn("Kiểm tra thấy", "left", "24%"),
    TableColumn("Kết quả", "left", "18%"),
]
INDENT = "\u00a0\u00a0\u00a0"


def letter_pdf(letter: EligibilityLetter, *, keeper_name: str, verification: Verification, now: datetime) -> bytes:
    """PHIẾU KIỂM TRA ĐIỀU KIỆN, TIÊU CHUẨN: one table for each version of the law that was tried.

    One file for everybody who may open the letter: what is confidential is never in it.
    """
    document = OfficialDocument(
        issuing_body=IssuingBody("", keeper_name),
        place_date=PlaceDate(""),
        type_name="PHIẾU KIỂM TRA ĐIỀU KIỆN, TIÊU CHUẨN",
        abstract=f"{letter.award_type.name} – {letter.nominee}, năm {letter.year}",
        signatures=[Signature(prefix="", position="NGƯỜI KIỂM TRA", note="(Ký, ghi rõ họ tên)")],
        verification=verification,
        created=now,
    )
    counted = letter.findings[0]
    paragraphs = [
        f"Hồ sơ nhận ngày {format_date(letter.received_on)}. Áp dụng: {counted['version_label']}.",
        f"Kết quả: {letter.get_outcome_display()}.",
    ]
    paragraphs += [f"Lưu ý: {each['note']}." for each in letter.findings if each["note"]]
    if len(letter.findings) > 1:
        paragraphs.append(
            "Đã kiểm tra theo cả hai phiên bản quy định; bảng thứ nhất là phiên bản có lợi hơn, được áp dụng."
        )
    tables = [_table(each["parts"]) for each in letter.findings]
    return render_pdf(
        "pdf/document.html", {"document": document, "paragraphs": paragraphs, "tables": tables, "closing": []}
    )


def _table(parts: list[dict]) -> DocumentTable:
    rows = []
    for line in lines(parts, CONFIDENTIAL):
        result = line.word + (f". {line.cure}" if line.cure else "")
        source = line.provision + (" (chưa đối chiếu)" if line.unverified else "")
        rows.append(TableRow([INDENT * line.depth + line.label, source, line.found, result], emphasis=line.is_group))
    return DocumentTable(COLUMNS, rows)
