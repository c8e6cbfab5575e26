"""Sheets of certificates as PDF: each text in its box; one file may hold sheets of several layouts and sizes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property

from apps.awards.certificate_enums import SIZES, Part
from apps.awards.certificate_layout import Layout, Place
from apps.core.pdf import Verification, render_pdf
from apps.core.pdf.fitting import fitting_size

FONTS = {"bold": "Bold", "italic": "Italic"}  # of the styles of a layout

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

    @cached_property
    def parts(self) -> list[tuple[str, str, str, str]]:
        """What is drawn: part, style, text, and the size in pt of its letters where they are smaller than the layout
        says, so that a long name does not run into what stands below.
        """
        drawn = {
            part: place
            for part, place in self.layout.places.items()
            if place.shown and (self.texts.get(part) or part == Part.QR)
        }
        return [
            (part, place.style, self.texts.get(part, ""), self._smaller(part, place, drawn))
            for part, place in drawn.items()
        ]

    def _smaller(self, part: str, place: Place, drawn: Mapping[str, Place]) -> str:
        if part == Part.QR:
            return ""
        _width, height = SIZES[self.layout.paper]
        below = [each.top for each in drawn.values() if each.top > place.top and _share_a_column(each, place)]
        room = min(below, default=Decimal(height)) - place.top
        style = FONTS.get(place.style, "Regular")
        size = fitting_size(self.texts[part], place.size, width=place.width, room=room, style=style)
        return str(size) if size < place.size else ""


def _share_a_column(one: Place, other: Place) -> bool:
    return one.left < other.left + other.width and other.left < one.left + one.width


def sheets_pdf(sheets: Iterable[Sheet], *, title: str, author: str, created: datetime) -> bytes:
    """Each layout is written once, however many sheets follow it."""
    sheets = list(sheets)
    layouts = list(dict.fromkeys(id(sheet.layout) for sheet in sheets))
    known = {id(sheet.layout): sheet.layout for sheet in sheets}
    context = {
        "layouts": [(number, known[key]) for number, key in enumerate(layouts)],
        "sheets": [(layouts.index(id(sheet.layout)), sheet) for sheet in sheets],
        "smaller_sizes": sorted({smaller for sheet in sheets for *_rest, smaller in sheet.parts if smaller}),
        "author": author,
        "created": created,
    }
    return render_pdf("pdf/certificates.html", context, title=title)
