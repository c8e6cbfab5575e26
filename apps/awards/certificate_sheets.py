"""Sheets of certificates as PDF: each text in its box; one file may hold sheets of several layouts and sizes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from apps.awards.certificate_enums import Part
from apps.awards.certificate_layout import Layout
from apps.core.pdf import Verification, render_pdf

SAMPLE = {
    Part.NATIONAL_NAME: "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    Part.MOTTO: "Độc lập - Tự do - Hạnh phúc",
    Part.AUTHORITY: "BỘ TRƯỞNG BỘ TƯ PHÁP",
    Part.VERB: "TẶNG",
    Part.AWARD: "BẰNG KHEN",
    Part.RECIPIENT: "Ông Nguyễn Văn Thử",
    Part.UNIT: "Chuyên viên, Phòng Tổng hợp, Cục Thử nghiệm",
    Part.REASON: "Đã có thành tích xuất sắc trong công tác (tờ in thử, không có giá trị)",
    Part.DECISION: "Quyết định số 00/QĐ-BTP\nngày 01 tháng 01 năm 2026",
    Part.PLACE_DATE: "Hà Nội, ngày 01 tháng 01 năm 2026",
    Part.POST: "BỘ TRƯỞNG",
    Part.SIGNER: "Trần Văn Mẫu",
    Part.CODE: "Mã tra cứu: THUU-INTH-UUUU",
}


@dataclass(frozen=True)
class Sheet:
    """One sheet: part → text; ``outlined``: a trial, with the edges of its boxes."""

    layout: Layout
    texts: Mapping[str, str]
    verification: Verification | None = None
    outlined: bool = False

    @property
    def parts(self) -> list[tuple[str, str, str]]:
        """What is drawn: part, style, text."""
        return [
            (part, place.style, self.texts.get(part, ""))
            for part, place in self.layout.places.items()
            if place.shown and (self.texts.get(part) or part == Part.QR)
        ]


def sheets_pdf(sheets: Iterable[Sheet], *, title: str, author: str, created: datetime) -> bytes:
    """Each layout is written once, however many sheets follow it."""
    sheets = list(sheets)
    layouts = list(dict.fromkeys(id(sheet.layout) for sheet in sheets))
    known = {id(sheet.layout): sheet.layout for sheet in sheets}
    context = {
        "layouts": [(number, known[key]) for number, key in enumerate(layouts)],
        "sheets": [(layouts.index(id(sheet.layout)), sheet) for sheet in sheets],
        "author": author,
        "created": created,
    }
    return render_pdf("pdf/certificates.html", context, title=title)
