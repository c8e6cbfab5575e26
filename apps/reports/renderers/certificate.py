"""Giấy khen, bằng khen as PDF: one sheet for each recipient, with its own code, its parts where the layout says."""

from collections.abc import Sequence
from functools import partial

from django.conf import settings
from django.urls import reverse

from apps.awards.certificate_enums import Part
from apps.awards.certificate_exports import CertificatesData, SheetData
from apps.awards.certificate_sheets import Sheet, sheets_pdf
from apps.awards.decision_exports import DecisionData
from apps.core.dates import official_date
from apps.core.pdf import PlaceDate, Verification
from apps.reports.registry import Printing
from apps.reports.renderers.decision import signature_of
from apps.reports.renderers.heading import place_of
from apps.reports.renderers.meeting import ILLUSTRATIVE, person
from apps.reports.volumes import Volume, shared_out

TITLE = "Giấy khen, bằng khen"


class CertificatesPdf:
    """All sheets in one file; those of a decision about thousands in volumes."""

    def __call__(self, data: CertificatesData, printing: Printing) -> bytes:
        return _print(data, data.sheets, printing)

    def cut(self, data: CertificatesData, printing: Printing) -> list[Volume]:
        parts = shared_out(data.sheets, lambda sheet: 1)
        return [Volume(partial(_print, data, part, printing), part) for part in parts]


def _print(data: CertificatesData, sheets: Sequence[SheetData], printing: Printing) -> bytes:
    decision = data.decision
    drawn = [_sheet(decision, each) for each in sheets]
    return sheets_pdf(drawn, title=f"{TITLE} – {decision.symbol}", author=decision.body, created=printing.at)


def _sheet(decision: DecisionData, sheet: SheetData) -> Sheet:
    verification = Verification(sheet.code, settings.SITE_URL + reverse("verify", args=[sheet.code]))
    return Sheet(sheet.layout, texts_of(decision, sheet, verification), verification)


def texts_of(data: DecisionData, sheet: SheetData, verification: Verification) -> dict[str, str]:
    signature = signature_of(data)
    mark = f"\n{ILLUSTRATIVE}" if data.illustrative else ""
    corrected = f"\n(đính chính theo {sheet.corrected_by})" if sheet.corrected_by else ""
    return {
        Part.NATIONAL_NAME: "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        Part.MOTTO: "Độc lập - Tự do - Hạnh phúc",
        Part.AUTHORITY: data.authority.upper(),
        Part.VERB: "TẶNG",
        Part.AWARD: short_award(sheet.award, data.authority).upper(),
        Part.RECIPIENT: sheet.recipient,
        Part.UNIT: person(sheet.post, sheet.unit_name),
        Part.REASON: reason_of(data, sheet),
        Part.DECISION: f"Quyết định số {data.symbol}\n{official_date(data.issued_on)}{corrected}",
        Part.PLACE_DATE: str(PlaceDate(place_of(data.province), data.issued_on)),
        Part.POST: "\n".join(part for part in (signature.prefix, signature.position) if part),
        Part.SIGNER: signature.name,
        Part.CODE: f"Mã tra cứu: {verification.code}\n{verification.url}{mark}",
    }


def short_award(award: str, authority: str) -> str:
    """The name of the award without who gives it: that stands above ("Bằng khen")."""
    return award.removesuffix(f"của {authority}").strip() or award


def reason_of(data: DecisionData, sheet: SheetData) -> str:
    """The year of a title, then for what, or on what occasion."""
    why = f"Dịp khen thưởng: {data.occasion.rstrip('.')}" if data.occasion else ""
    if sheet.achievement:
        why = f"Đã có thành tích: {sheet.achievement.rstrip('.')}"
    years = f"Danh hiệu {sheet.years}" if sheet.years else ""
    return "\n".join(part for part in (years, why) if part)
