"""Which chapters the guide has, for whom, and which section explains which pages."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from apps.awards.council_enums import COUNCIL_MEMBER

FOLDER = Path(settings.BASE_DIR) / "docs" / "guide"
SCREENSHOTS = Path(settings.BASE_DIR) / "docs" / "screenshots"


@dataclass(frozen=True)
class Chapter:
    """One file of the guide. ``menus``: for whom of the working roles it is the first help."""

    slug: str
    title: object
    text: object
    menus: tuple[str, ...] = ()

    @property
    def path(self) -> Path:
        return FOLDER / f"{self.slug}.md"


CHAPTERS = {
    each.slug: each
    for each in (
        Chapter("start", _("Bắt đầu sử dụng"), _("Đăng nhập, chọn năm và vai trò, tìm, in, hai cách ký.")),
        Chapter(
            "officer",
            _("Cán bộ phụ trách thi đua, khen thưởng"),
            _("Đăng ký, giao ước, phong trào, báo cáo, tự chấm điểm, hồ sơ khen thưởng."),
            ("officer",),
        ),
        Chapter("leader", _("Lãnh đạo đơn vị"), _("Ký, duyệt, bỏ phiếu, xem tình hình đơn vị."), ("leader",)),
        Chapter(
            "cluster-head",
            _("Trưởng, Phó Trưởng Cụm thi đua"),
            _("Theo dõi đơn vị, tổng hợp, kiểm tra điểm, xếp hạng, hội nghị, bàn giao."),
            ("cluster_head", "former_head"),
        ),
        Chapter(
            "standing-office",
            _("Thường trực Hội đồng"),
            _("Mở năm, bảng tiêu chí, thẩm định, công bố, khen thưởng, báo cáo, danh mục."),
            ("standing_office", "organiser_office", "organiser_body"),
        ),
        Chapter(
            "council",
            _("Ủy viên Hội đồng, Tổ kiểm phiếu"),
            _("Đọc hồ sơ, bỏ phiếu, giữ khóa, kiểm phiếu, biên bản."),
            (COUNCIL_MEMBER,),
        ),
        Chapter(
            "auditor",
            _("Cán bộ kiểm tra, giám sát"),
            _("Nhật ký, việc ngoài lệ, dữ liệu cá nhân, phân quyền, tính toàn vẹn."),
            ("auditor",),
        ),
        Chapter("administrator", _("Quản trị kỹ thuật"), _("Tài khoản, việc chạy nền, tệp tải nhầm, vận hành.")),
        Chapter("glossary", _("Thuật ngữ, chữ viết tắt"), _("Từ ngữ dùng trong cổng và chữ viết tắt của ngành.")),
    )
}
START = "start"
BY_MENU = {menu: chapter.slug for chapter in CHAPTERS.values() for menu in chapter.menus}

# Beginning of a page's name → the headings that explain it, by their anchors; the first one that a chapter has counts.
TOPICS = (
    ("dashboard:home", ("viec-can-lam",)),
    ("dashboard:unit-situation", ("viec-can-lam",)),
    ("dashboard:lateness", ("theo-doi-dung-han",)),
    ("dashboard:request", ("theo-doi-dung-han", "toan-nganh")),
    ("dashboard:board-list", ("toan-nganh", "theo-doi-don-vi")),
    ("dashboard:board", ("theo-doi-don-vi", "toan-nganh")),
    ("dashboard:unit-trend", ("xep-hang",)),
    ("dashboard:cluster-trend", ("xep-hang",)),
    ("dashboard:trail", ("nhat-ky",)),
    ("dashboard:exception", ("viec-ngoai-le",)),
    ("dashboard:personal-data", ("du-lieu-ca-nhan",)),
    ("dashboard:grant", ("phan-quyen",)),
    ("dashboard:integrity", ("tinh-toan-ven",)),
    ("dashboard:seal", ("tinh-toan-ven",)),
    ("dashboard:my-rights", ("nam-thi-dua-va-vai-tro",)),
    ("dashboard:search", ("tim-kiem",)),
    ("dashboard:catalogue", ("danh-muc",)),
    ("dashboard:cluster-paper", ("van-ban-mat",)),
    ("dashboard:paper", ("van-ban-mat", "viec-can-lam")),
    ("registrations:", ("dang-ky-thi-dua",)),
    ("pledges:", ("giao-uoc-thi-dua",)),
    ("movements:", ("phong-trao-thi-dua",)),
    ("periodic_reports:", ("bao-cao-chi-tieu",)),
    ("results:", ("bao-cao-chi-tieu",)),
    ("scoring:review", ("kiem-tra-diem", "cham-diem", "tu-cham-diem")),
    ("scoring:", ("tu-cham-diem", "kiem-tra-diem", "cham-diem")),
    ("criteria:", ("cham-diem", "kiem-tra-diem", "tu-cham-diem")),
    ("consultations:", ("cham-diem", "kiem-tra-diem", "tu-cham-diem")),
    ("ranking:", ("xep-hang",)),
    ("conferences:", ("hoi-nghi",)),
    ("ballots:", ("bo-phieu", "hoi-nghi")),
    ("awards:", ("khen-thuong",)),
    ("registry:", ("khen-thuong",)),
    ("catalog:", ("khen-thuong",)),
    ("reports:", ("ket-xuat", "in")),
    ("clusters:plan", ("giao-uoc-thi-dua",)),
    ("clusters:", ("danh-muc", "theo-doi-don-vi")),
    ("units:", ("danh-muc", "tai-khoan")),
    ("periods:calendar", ("tai-khoan",)),
    ("periods:", ("nam-thi-dua", "nam-thi-dua-va-vai-tro")),
    ("obligations:", ("theo-doi-dung-han", "toan-nganh", "viec-can-lam")),
    ("notifications:", ("thong-bao",)),
    ("documents:", ("van-ban", "van-ban-mat")),
    ("jobs:", ("viec-chay-nen", "ket-xuat", "in")),
    ("accounts:sign-in", ("dang-nhap",)),
    ("accounts:", ("tai-khoan",)),
    ("api:", ("tai-khoan",)),
)
