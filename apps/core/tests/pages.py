"""Helpers of the PDF tests: a sample document and the lines of a produced page with place, size and font."""

import dataclasses
import io
from datetime import date
from decimal import Decimal

from pypdf import PdfReader

from apps.core.pdf import (
    DocumentTable,
    IssuingBody,
    OfficialDocument,
    PlaceDate,
    Signature,
    TableColumn,
    TableRow,
    numbered,
    render_pdf,
)

REGULAR, BOLD, ITALIC, BOLD_ITALIC = (f"LiberationSerif{style}" for style in ("", "Bold", "Italic", "BoldItalic"))
MM = 72 / 25.4
MARK = "Bảng tiêu chí minh họa, không phải bảng chính thức của Bộ Tư pháp"
LETTERS = "ẤẦẨẪẬ ẮẰẲẴẶ ẾỀỂỄỆ ỐỒỔỖỘ ỚỜỞỠỢ ỨỪỬỮỰ ỲỶỸỴ Đắk Lắk, Thừa Thiên Huế, khuỷu, ễnh ương"
TEXT = "Các đơn vị thuộc Cụm thi đua số 1 triển khai phong trào thi đua kịp thời, thiết thực và hiệu quả. " * 4
DOCUMENT = OfficialDocument(
    issuing_body=IssuingBody("Bộ Tư pháp", "Vụ Tổ chức cán bộ"),
    place_date=PlaceDate("Hà Nội", date(2020, 3, 5)),
    type_name="Quyết định",
    abstract="Về việc công bố kết quả xếp hạng năm 2020",
    number=numbered(5, "QĐ-BTP"),
    bases=["Căn cứ Luật Thi đua, khen thưởng", "Theo đề nghị của Vụ trưởng"],
    recipients=["Như Điều 3", "Lưu: VT, TĐKT"],
    signatures=[Signature("KT. Bộ trưởng", "Thứ trưởng", "Nguyễn Thị Minh Thử")],
    illustrative=MARK,
)
COLUMNS = [TableColumn("STT", "center", "8%"), TableColumn("Đơn vị"), TableColumn("Điểm", "right", "15%")]


def table(rows):
    lines = [TableRow([number, "Vụ Pháp luật quốc tế", Decimal("185.750")]) for number in range(1, rows + 1)]
    return DocumentTable(COLUMNS, lines)


def made(document=DOCUMENT, **context):
    return PdfReader(io.BytesIO(render_pdf("pdf/document.html", {"document": document, **context})))


@dataclasses.dataclass
class Line:
    """A run of text as drawn: left edge and baseline from the upper left corner in mm, size in pt, font's name."""

    text: str
    x: float
    y: float
    size: float
    font: str


def lines(page):
    """The lines of a page from the top down."""
    found = []

    def visit(text, matrix, text_matrix, font, size):
        if text.strip():
            scale = matrix[0]
            x, y = text_matrix[4] * scale + matrix[4], text_matrix[5] * matrix[3] + matrix[5]
            height = float(page.mediabox.height)
            name = font["/BaseFont"].partition("+")[2].replace("-", "")
            found.append(Line(" ".join(text.split()), x / MM, (height - y) / MM, round(size * scale, 1), name))

    page.extract_text(visitor_text=visit)
    return sorted(found, key=lambda line: (round(line.y), line.x))


def line(page, start):
    return next(each for each in lines(page) if each.text.startswith(start))


def texts(page):
    return [each.text for each in lines(page)]
