"""What a visitor must see in the demo within five minutes, per role: who, which year, which page, which words."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import strip_tags

from apps.accounts.models import User
from apps.clusters.models import ClusterYear
from apps.conferences.models import Conference
from apps.documents.enums import SigningWay
from apps.movements.models import Movement
from apps.ranking.models import RankingRun
from apps.scoring.models import SheetVersion, VerificationMinutes


@dataclass(frozen=True)
class Visit:
    """One page that somebody opens from the menu. ``role``: beginning of the chosen working role, "" for the first.

    ``url_name`` of a page about one thing comes with ``about``: its key in this demo.
    """

    username: str
    role: str
    year: int | None
    url_name: str
    words: tuple[str, ...]
    query: str = ""
    about: Callable[[], int] | None = None

    @property
    def url(self) -> str:
        address = reverse(self.url_name, args=[self.about()] if self.about else [])
        return f"{address}?{self.query}" if self.query else address


def of_office(url_name: str, about: Callable[[], int], *words: str, year: int | None = 2026) -> Visit:
    """A page that the standing office reaches in two clicks."""
    return Visit("btp.thuongtruc", "standing_office", year, url_name, words, about=about)


def _of_2020(model):
    return model.objects.get(cluster_year__cluster__code="CUM-1", cluster_year__year__year=2020).pk


SENTENCE = "9/9 đơn vị đạt và vượt 2/2 chỉ tiêu; vượt về việc 2,74%, về tiền 2,79%"
VISITS = (
    Visit(
        "cb.stp-lao-cai",
        "officer",
        2026,
        "dashboard:home",
        ("đã xong 3/7", "215/BTP-TCCB", "chậm 2 ngày", "Yêu cầu bổ sung", "năm 2025 xếp hạng", "Gia hạn: Tự chấm điểm"),
    ),
    of_office(
        "scoring:sheet-receipt",
        lambda: SheetVersion.objects.get(signing_way=SigningWay.PAPER).sheet_id,
        "KT. GIÁM ĐỐC – PHÓ GIÁM ĐỐC",
    ),
    Visit(
        "btp.thuongtruc",
        "standing_office",
        2026,
        "movements:movement-list",
        ("Đại hội XIII của Đảng",),
        "q=1860/qd-btp",
    ),
    of_office(
        "movements:movement-detail",
        lambda: Movement.objects.get(decision__symbol="1860/QĐ-BTP").pk,
        *("10-Ctr/BCS", "1116/QĐ-BTP", "giai đoạn 2022 - 2025", "trong năm 2025", "Điển hình tiên tiến"),
    ),
    of_office("results:cluster-targets", lambda: ClusterYear.objects.get(cluster__code="KV-DNB").pk, SENTENCE),
    of_office("results:sector", lambda: 2025, "83,90%", "51,90%"),
    of_office(
        "scoring:minutes-detail",
        lambda: VerificationMinutes.objects.get(sheet__cluster_year__year__year=2026).pk,
        *("kê khai", "Đã ký"),
    ),
    of_office("ranking:run-detail", lambda: _of_2020(RankingRun), "Vì sao hạng này?", "minh họa"),
    of_office("conferences:conference-detail", lambda: _of_2020(Conference), "13/13", "Đủ điều kiện tiến hành"),
    Visit("cb.stp-lao-cai", "officer", 2023, "dashboard:paper-list", ("5034/BTP-TCCB",)),
    Visit("cb.stp-lao-cai", "closing_head", 2023, "registrations:consolidation-list", ("miền núi biên giới phía Bắc",)),
    Visit("ld.ccntt", "leader", 2026, "dashboard:home", ("Việc chờ lãnh đạo", "Đã ký trên giấy?")),
    Visit("cb.stp-ha-noi", "", 2022, "dashboard:home", ("Nhiệm vụ Trưởng Khu vực năm 2022", "36/KH-KVTĐ")),
    Visit("btp.thuongtruc", "standing_office", 2026, "dashboard:home", ("Cần xử lý hôm nay", "Cụm chưa đủ số liệu")),
    Visit("btp.thuongtruc", "standing_office", 2026, "dashboard:board-list", ("34 Sở Tư pháp", "Thiếu", "Đã trình")),
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
        page = client.get(visit.url)
        text = re.sub(r"\s+", " ", strip_tags(page.content.decode().partition("<main")[2]))
        found += [(visit.username, visit.url_name, word) for word in visit.words if word not in text]
    return found


# Whose filters and forms offer what the demo holds many of.
CHOICES = (
    ("btp.thuongtruc", "ranking:run-list"),
    ("btp.thuongtruc", "units:directory"),
    ("btp.thuongtruc", "results:result-list"),
    ("btp.thuongtruc", "movements:movement-create"),
    ("btp.thuongtruc", "movements:role-model-list"),
    ("btp.kiemtra", "dashboard:trail-list"),
)

_LIST = r'<select[^>]*? name="([^"]+)".*?>(.*?)</select>'


def offered_twice(client) -> list[tuple]:
    """Two lines of one list that nobody can tell apart; a page without a list proves nothing and is found too."""
    found = []
    for username, url_name in CHOICES:
        client.force_login(User.objects.get(username=username))
        response = client.get(reverse(url_name))
        page = response.content.decode().partition("<main")[2] if response.status_code == 200 else ""
        lists = re.findall(_LIST, page, re.DOTALL)
        if not any("<option" in options for _name, options in lists):
            found.append((url_name, response.status_code, "no list"))
        for name, options in lists:
            words = [each.strip() for each in re.findall(r"<option[^>]*>(.*?)</option>", options, re.DOTALL)]
            found += [(url_name, name, each) for each, count in Counter(words).items() if count > 1]
    return found
