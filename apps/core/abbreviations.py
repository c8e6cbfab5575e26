"""The abbreviations of the sector, what they stand for and where they come from; a page shows the meaning on hover,
focus and tap.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Abbreviation:
    """One abbreviation; ``source``: the law, or the papers that write it so."""

    short: str
    meaning: object
    source: object


LAW = _("Luật Thi đua, khen thưởng số 06/2022/QH15")
CIRCULAR = _("Thông tư của Bộ Tư pháp hướng dẫn công tác thi đua, khen thưởng ngành Tư pháp")
COUNCIL = _("Nghị định hướng dẫn thi hành Luật Thi đua, khen thưởng")
ENFORCEMENT = _("Luật Thi hành án dân sự")
PROCEDURE = _("Luật Tố tụng hành chính")
NORMS = _("Luật Ban hành văn bản quy phạm pháp luật")
EDUCATION = _("Luật Phổ biến, giáo dục pháp luật")
AID = _("Luật Trợ giúp pháp lý")
SANCTIONS = _("Luật Xử lý vi phạm hành chính")
LOCAL = _("Luật Tổ chức chính quyền địa phương")
STYLE = _("Nghị định 30/2020/NĐ-CP về công tác văn thư, Phụ lục III")
MINISTRY = _("Cách viết trong văn bản của Bộ Tư pháp")

ABBREVIATIONS = (
    Abbreviation("BB", _("Biên bản"), STYLE),
    Abbreviation("BBKP", _("Biên bản kiểm phiếu"), MINISTRY),
    Abbreviation("BC", _("Báo cáo"), STYLE),
    Abbreviation("BKTTg", _("Bằng khen của Thủ tướng Chính phủ"), LAW),
    Abbreviation("BTTP", _("Bổ trợ tư pháp"), MINISTRY),
    Abbreviation("CCHC", _("Cải cách hành chính"), MINISTRY),
    Abbreviation("CSTĐ", _("Chiến sĩ thi đua"), LAW),
    Abbreviation("CSTĐCS", _("Chiến sĩ thi đua cơ sở"), LAW),
    Abbreviation("CSTĐTQ", _("Chiến sĩ thi đua toàn quốc"), LAW),
    Abbreviation("CTĐCP", _("Cờ thi đua của Chính phủ"), LAW),
    Abbreviation("DHTĐ", _("Danh hiệu thi đua"), LAW),
    Abbreviation("GK", _("Giấy khen"), LAW),
    Abbreviation("HCLĐ", _("Huân chương Lao động"), LAW),
    Abbreviation("HCTP", _("Hành chính tư pháp"), MINISTRY),
    Abbreviation("HTKT", _("Hình thức khen thưởng"), LAW),
    Abbreviation("HĐND", _("Hội đồng nhân dân"), LOCAL),
    Abbreviation("HĐSK", _("Hội đồng sáng kiến"), COUNCIL),
    Abbreviation("HĐTĐKT", _("Hội đồng Thi đua - Khen thưởng"), COUNCIL),
    Abbreviation("KH", _("Kế hoạch"), STYLE),
    Abbreviation("KNC", _('Kỷ niệm chương "Vì sự nghiệp Tư pháp"'), CIRCULAR),
    Abbreviation("LĐTT", _("Lao động tiên tiến"), LAW),
    Abbreviation("PBGDPL", _("Phổ biến, giáo dục pháp luật"), EDUCATION),
    Abbreviation("QPPL", _("Quy phạm pháp luật"), NORMS),
    Abbreviation("QĐ", _("Quyết định"), STYLE),
    Abbreviation("TGPL", _("Trợ giúp pháp lý"), AID),
    Abbreviation("THADS", _("Thi hành án dân sự"), ENFORCEMENT),
    Abbreviation("THAHC", _("Thi hành án hành chính"), PROCEDURE),
    Abbreviation("TTHC", _("Thủ tục hành chính"), MINISTRY),
    Abbreviation("TTLĐTT", _("Tập thể lao động tiên tiến"), LAW),
    Abbreviation("TTLĐXS", _("Tập thể lao động xuất sắc"), LAW),
    Abbreviation("TĐKT", _("Thi đua, khen thưởng"), LAW),
    Abbreviation("UBND", _("Ủy ban nhân dân"), LOCAL),
    Abbreviation("XLVPHC", _("Xử lý vi phạm hành chính"), SANCTIONS),
)
MEANINGS = {each.short: each.meaning for each in ABBREVIATIONS}
