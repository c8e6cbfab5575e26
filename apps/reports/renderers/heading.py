"""Heading of printed reports: issuing body, place, signature; by Nghị định 30/2020/NĐ-CP."""

from apps.core.pdf import IssuingBody, OfficialDocument, PlaceDate, Signature, SmallPrint
from apps.core.text import clean
from apps.reports.registry import Printing
from apps.units.posts import DEPARTMENT

ILLUSTRATIVE = "Bảng tiêu chí minh họa, không phải bảng chính thức của Bộ Tư pháp"
CAPITAL = "Hà Nội"


def issuing_body(name: str, superior: str = "") -> IssuingBody:
    """Box 2 in capitals. A department of justice stands under its province: UBND TỈNH …, SỞ TƯ PHÁP."""
    name = clean(name)
    if name.startswith(f"{DEPARTMENT} "):
        place = name.removeprefix(DEPARTMENT).strip()
        if not place.startswith(("tỉnh", "thành phố")):
            place = f"tỉnh {place}"
        return IssuingBody(f"UBND {place}".upper(), DEPARTMENT.upper())
    return IssuingBody(clean(superior).upper(), name.upper())


def cluster_subject(report) -> str:
    return f"{report.cluster_name}, năm {report.year}"


def cluster_statement(
    report, type_name: str, printing: Printing, *, maker="NGƯỜI LẬP BẢNG", note="(Ký, ghi rõ họ tên)", **more
) -> OfficialDocument:
    """Frame of a table about one ClusterYear, signed by whoever made it."""
    return OfficialDocument(
        issuing_body=issuing_body(report.organiser_name),
        place_date=PlaceDate(place_of_body(report.organiser_name)),
        type_name=type_name,
        abstract=cluster_subject(report),
        signatures=[Signature(prefix="", position=maker, note=note)],
        verification=printing.verification,
        created=printing.at,
        **more,
    )


def signer_of(label: str) -> str:
    """Under a signature a name stands without Ông, Bà."""
    return label.removeprefix("Ông ").removeprefix("Bà ")


def receipt_lines(receipt: str, sha256: str) -> list[str]:
    """What was received, and the fingerprint of it by which the content can be checked."""
    return [SmallPrint(f"{receipt}."), SmallPrint(f"Mã băm SHA-256: {sha256}.")]


def place_of(province: str) -> str:
    """Box 4: the province, else the capital, where the ministry's units sit."""
    return province or CAPITAL


def place_of_body(name: str) -> str:
    """Box 4 by the name of the body that issues: the province of a Sở, else the capital."""
    if not name.startswith(DEPARTMENT):
        return CAPITAL
    return name.removeprefix(DEPARTMENT).strip().removeprefix("tỉnh ").removeprefix("thành phố ") or CAPITAL


def marked(words: str, *papers) -> str:
    """``words`` at the foot of every page and above every sheet, or none where no paper is illustrative."""
    return words if any(paper.illustrative for paper in papers) else ""
