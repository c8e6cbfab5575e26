"""Giấy khen, bằng khen as PDF: one A4 landscape sheet for each recipient, its parts where the layout says."""

from collections.abc import Iterator

from apps.awards.certificate_layout import places
from apps.awards.decision_exports import DecisionData, ListedLine
from apps.core.dates import official_date
from apps.core.pdf import PlaceDate, render_pdf
from apps.reports.registry import Printing
from apps.reports.renderers.decision import place_of_line, signature_of
from apps.reports.renderers.heading import place_of
from apps.reports.renderers.meeting import ILLUSTRATIVE

TITLE = "Giấy khen, bằng khen"
Part = tuple[str, str, str]


def pdf(decisions: list[DecisionData], printing: Printing) -> bytes:
    data = decisions[0]
    context = {
        "sheets": sheets(data, printing),
        "places": places(),
        "verification": printing.verification,
        "author": data.body,
        "created": printing.at,
    }
    return render_pdf("pdf/certificates.html", context, title=f"{TITLE} – {data.symbol}")


def sheets(data: DecisionData, printing: Printing) -> list[list[Part]]:
    """Recipients whose award holds, in the order of the list."""
    lines = [line for each in data.awards for line in (*each.collectives, *each.individuals) if line.is_held]
    return [[*_parts(data, line, printing)] for line in lines]


def _parts(data: DecisionData, line: ListedLine, printing: Printing) -> Iterator[Part]:
    where = places()
    for part, text in _texts(data, line, printing).items():
        if text and part in where:
            yield part, where[part].style, text


def _texts(data: DecisionData, line: ListedLine, printing: Printing) -> dict[str, str]:
    signature = signature_of(data)
    mark = f"\n{ILLUSTRATIVE}" if data.illustrative else ""
    return {
        "national_name": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "motto": "Độc lập - Tự do - Hạnh phúc",
        "authority": data.authority.upper(),
        "verb": "TẶNG",
        "award": short_award(line.award, data.authority).upper(),
        "recipient": line.recipient,
        "unit": place_of_line(line),
        "reason": reason_of(data, line),
        "decision": f"Quyết định số {data.symbol}\n{official_date(data.issued_on)}",
        "place_date": str(PlaceDate(place_of(data.province), data.issued_on)),
        "post": "\n".join(part for part in (signature.prefix, signature.position) if part),
        "signer": signature.name,
        "code": f"Mã tra cứu: {printing.verification.code}\n{printing.verification.url}{mark}",
        "qr": printing.verification.url,
    }


def short_award(award: str, authority: str) -> str:
    """The name of the award without who gives it: that stands above ("Bằng khen")."""
    return award.removesuffix(f"của {authority}").strip() or award


def reason_of(data: DecisionData, line: ListedLine) -> str:
    if line.achievement:
        return f"Đã có thành tích: {line.achievement.rstrip('.')}"
    return f"Dịp khen thưởng: {data.occasion.rstrip('.')}" if data.occasion else ""
