"""Real papers of the cases, by number and date as the sources print them. No scan: none is public.

Sources: press articles on the region of the centrally-run cities (07/06/2023) and on the themed movement 2022–2025
(19-09-2022) for the plan and the papers of 2021–2022; the ministry's guidance letter of 19/10/2023 for its own number.
Where a source does not print the abstract, what the paper is for is said instead.
"""

from datetime import date, datetime

from apps.core.actor import Actor
from apps.documents.domain.citing import file_document
from apps.documents.models import Document

MINISTRY = {"owner_code": "BTP", "owner_name": "Bộ Tư pháp"}
REGION_NAME = "Khu vực thi đua các thành phố trực thuộc Trung ương"
REGION = {"owner_code": "KV-TPTW", "owner_name": REGION_NAME}

PAPERS = (
    {
        "symbol": "10-Ctr/BCS",
        "issued_on": date(2021, 6, 21),
        "issuer_name": "Ban cán sự đảng Bộ Tư pháp",
        "abstract": "Chương trình, căn cứ của phong trào thi đua theo chuyên đề 2022 – 2025",
        **MINISTRY,
    },
    {
        "symbol": "1116/QĐ-BTP",
        "issued_on": date(2021, 7, 7),
        "issuer_name": "Bộ Tư pháp",
        "abstract": "Quyết định, căn cứ của phong trào thi đua theo chuyên đề 2022 – 2025",
        **MINISTRY,
    },
    {
        "symbol": "36/KH-KVTĐ",
        "issued_on": date(2022, 4, 8),
        "issuer_name": REGION_NAME,
        "abstract": "Kế hoạch của Khu vực thi đua năm 2022",
        **REGION,
    },
    {
        "symbol": "1860/QĐ-BTP",
        "issued_on": date(2022, 9, 13),
        "issuer_name": "Bộ Tư pháp",
        "signer_post": "Bộ trưởng",
        "abstract": "Ban hành Kế hoạch tổ chức phong trào thi đua theo chuyên đề giai đoạn 2022 – 2025",
        **MINISTRY,
    },
    {
        "symbol": "5034/BTP-TCCB",
        "issued_on": date(2023, 10, 19),
        "issuer_name": "Bộ Tư pháp",
        "abstract": "Công văn hướng dẫn công tác thi đua, khen thưởng năm 2023",
        "guidance_year": 2023,
        **MINISTRY,
    },
)


def load_papers(*, actor: Actor, now: datetime) -> list[Document]:
    """The papers, open to everybody. Repeating changes nothing."""
    return [file_document(**paper, for_everyone=True, actor=actor, now=now) for paper in PAPERS]
