"""Báo cáo thành tích of one nominee, as the unit wrote it; part of the dossier that goes upwards."""

from apps.awards.models import AchievementReport, AwardProposal
from apps.core.pdf import Heading, OfficialDocument, PlaceDate, Printed, Signature, roman
from apps.reports.registry import Printing
from apps.reports.renderers.heading import issuing_body, marked, place_of
from apps.reports.renderers.meeting import HAND, ILLUSTRATIVE, person

PARTS = (
    ("situation", "Sơ lược đặc điểm, tình hình"),
    ("achievements", "Thành tích đạt được"),
    ("awards_held", "Các hình thức đã được khen thưởng"),
)


def compose(report: AchievementReport, proposal: AwardProposal, superior: str, printing: Printing) -> Printed:
    """The decree's form: its own headings, the author's signature, the unit's confirmation.

    ``superior``: of the unit.
    """
    nominee = report.nominee
    document = OfficialDocument(
        issuing_body=issuing_body(proposal.unit_name, superior),
        place_date=PlaceDate(place_of(proposal.unit.province)),
        type_name="BÁO CÁO THÀNH TÍCH",
        abstract=f"Đề nghị tặng {nominee.award.name}",
        signatures=[
            Signature("", "NGƯỜI BÁO CÁO", "", HAND),
            Signature("", "XÁC NHẬN CỦA THỦ TRƯỞNG ĐƠN VỊ", "", "(Ký, đóng dấu)"),
        ],
        illustrative=marked(ILLUSTRATIVE, proposal),
        verification=printing.verification,
        created=printing.at,
    )
    lines = [person(nominee.recipient, person(nominee.post, nominee.unit_name)) + "."]
    number = 0
    for name, heading in PARTS:
        if text := getattr(report, name).strip():
            number += 1
            lines.append(Heading(f"{roman(number)}. {heading.upper()}"))
            lines += [line.strip() for line in text.split("\n") if line.strip()]
    return Printed(document, lines)
