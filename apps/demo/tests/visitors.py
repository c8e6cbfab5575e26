"""What a visitor must see in the demo within five minutes, per role: who, which year, which page, which words."""

import re
from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import strip_tags

from apps.accounts.models import User


@dataclass(frozen=True)
class Visit:
    """One page that somebody opens from the menu. ``role``: beginning of the chosen working role, "" for the first."""

    username: str
    role: str
    year: int | None
    url_name: str
    words: tuple[str, ...]
    query: str = ""


VISITS = (
    Visit("cb.stp-lao-cai", "officer", 2026, "dashboard:home", ("đã xong 3/7", "chậm 2 ngày", "Yêu cầu bổ sung")),
    Visit("cb.stp-lao-cai", "officer", 2023, "dashboard:paper-list", ("5034/BTP-TCCB",)),
    Visit("cb.stp-lao-cai", "closing_head", 2023, "registrations:consolidation-list", ("miền núi biên giới phía Bắc",)),
    Visit("ld.ccntt", "leader", 2026, "dashboard:home", ("Việc chờ lãnh đạo", "Đã ký trên giấy?")),
    Visit("cb.stp-ha-noi", "", 2022, "dashboard:home", ("Nhiệm vụ Trưởng Khu vực năm 2022", "36/KH-KVTĐ")),
    Visit("btp.thuongtruc", "standing_office", 2026, "dashboard:home", ("Cần xử lý hôm nay", "Cụm chưa đủ số liệu")),
    Visit("btp.thuongtruc", "standing_office", 2026, "dashboard:board-list", ("Toàn ngành năm 2026", "Thiếu")),
    Visit("btp.thuongtruc", "standing_office", 2026, "units:unit-list", ("Sở Tư pháp tỉnh Lào Cai",), "q=yen+bai"),
    Visit("btp.thuongtruc", "standing_office", 2026, "registry:grant-list", ("Hà Nội",)),
    Visit("btp.thuongtruc", "standing_office", 2026, "registry:statistics", ("Kỷ niệm chương", "minh họa")),
    Visit("btp.kiemtra", "auditor", 2026, "dashboard:home", ("Cần xem", "Quyền được cấp mới", "Thay đổi gần đây")),
    Visit("quantri", "", None, "dashboard:home", ("Quản trị kỹ thuật",)),
)


def missed(client) -> list[tuple]:
    """What the visits did not find."""
    found = []
    for visit in VISITS:
        client.force_login(User.objects.get(username=visit.username))
        if visit.year:
            client.post(reverse("dashboard:working-year-choose"), {"year": visit.year})
        if visit.role:
            roles = client.get("/").context["shell"].role_choices
            chosen = next((each.value for each in roles if each.value.startswith(f"{visit.role}:")), None)
            if chosen:
                client.post(reverse("dashboard:working-role-choose"), {"role": chosen})
        page = client.get(f"{reverse(visit.url_name)}?{visit.query}" if visit.query else reverse(visit.url_name))
        text = re.sub(r"\s+", " ", strip_tags(page.content.decode().partition("<main")[2]))
        found += [(visit.username, visit.url_name, word) for word in visit.words if word not in text]
    return found
