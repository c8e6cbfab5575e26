"""The abbreviations of the sector and what they stand for; a page shows the meaning on hover, focus and tap."""

from django.utils.translation import gettext_lazy as _

MEANINGS = {
    "BBKP": _("Biên bản kiểm phiếu"),
    "BKTTg": _("Bằng khen của Thủ tướng Chính phủ"),
    "BTTP": _("Bổ trợ tư pháp"),
    "CCHC": _("Cải cách hành chính"),
    "CSTĐCS": _("Chiến sĩ thi đua cơ sở"),
    "CSTĐTQ": _("Chiến sĩ thi đua toàn quốc"),
    "CTĐCP": _("Cờ thi đua của Chính phủ"),
    "DHTĐ": _("Danh hiệu thi đua"),
    "GK": _("Giấy khen"),
    "HCLĐ": _("Huân chương Lao động"),
    "HCTP": _("Hành chính tư pháp"),
    "HĐSK": _("Hội đồng sáng kiến"),
    "HĐTĐKT": _("Hội đồng Thi đua - Khen thưởng"),
    "HTKT": _("Hình thức khen thưởng"),
    "KNC": _('Kỷ niệm chương "Vì sự nghiệp Tư pháp"'),
    "LĐTT": _("Lao động tiên tiến"),
    "PBGDPL": _("Phổ biến, giáo dục pháp luật"),
    "QPPL": _("Quy phạm pháp luật"),
    "TĐKT": _("Thi đua, khen thưởng"),
    "TGPL": _("Trợ giúp pháp lý"),
    "THADS": _("Thi hành án dân sự"),
    "THAHC": _("Thi hành án hành chính"),
    "TTHC": _("Thủ tục hành chính"),
    "TTLĐTT": _("Tập thể lao động tiên tiến"),
    "TTLĐXS": _("Tập thể lao động xuất sắc"),
    "XLVPHC": _("Xử lý vi phạm hành chính"),
}
