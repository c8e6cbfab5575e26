"""Names as they are common in Viet Nam, drawn together at random: nobody real is meant.

Shares of family names after the usual estimates (Nguyễn nearly two in five); the rest of the lists is our own choice.
"""

from dataclasses import dataclass
from random import Random


def words(text: str) -> list[str]:
    return text.split()


FAMILIES = {
    "Nguyễn": 380, "Trần": 110, "Lê": 95, "Phạm": 70, "Hoàng": 40, "Huỳnh": 15, "Phan": 45, "Vũ": 30, "Võ": 15,
    "Đặng": 21, "Bùi": 20, "Đỗ": 14, "Hồ": 13, "Ngô": 13, "Dương": 10, "Lý": 8, "Đinh": 8, "Đoàn": 7, "Trịnh": 7,
    "Mai": 6, "Trương": 9, "Lâm": 6, "Tạ": 4, "Phùng": 5, "Hà": 6, "Cao": 5, "Lương": 6, "Thái": 3, "Châu": 3,
    "Tô": 3, "Quách": 2, "Nông": 3, "Vàng": 2, "Giàng": 2, "Ksor": 1, "Hứa": 2, "Chu": 3, "Kiều": 2,
}  # fmt: skip
MIDDLES = {
    "male": words("Văn Hữu Đức Minh Quốc Xuân Thanh Công Đình Ngọc Tuấn Anh Trọng Việt Hoàng Mạnh Bá Thành Gia Quang"),
    "female": words("Thị Thu Ngọc Minh Thanh Phương Hồng Kim Bích Mai Thùy Lan Diệu Khánh Quỳnh Ánh Tuyết Hải Như"),
}
GIVEN = {
    "male": words(
        "An Anh Bách Bảo Bình Chiến Chính Công Cường Dũng Duy Dương Đại Đạt Đăng Đông Đức Giang Hà Hải Hạnh Hào Hậu "
        "Hiếu "
        "Hiệp Hòa Hoàng Hùng Huy Hưng Khang Khánh Khoa Kiên Lâm Linh Long Lộc Lực Mạnh Minh Nam Nghĩa Nguyên Nhân Nhật "
        "Ninh Phong Phú Phúc Phước Quân Quang Quốc Quý Sáng Sơn Tài Tâm Tân Thắng Thanh Thành Thiện Thịnh Thông Thuận "
        "Tiến Toàn Trí Trung Trường Tú Tuấn Tùng Tường Vinh Vũ Vượng Ý"
    ),
    "female": words(
        "An Anh Ánh Ân Bích Châu Chi Chinh Cúc Diễm Diệp Dung Duyên Đào Giang Hà Hạnh Hằng Hân Hiền Hoa Hòa Hoài Hồng "
        "Huệ Huyền Hương Hường Khanh Khuê Lan Lệ Liên Linh Loan Ly Lý Mai Miên Minh My Mỹ Na Nga Ngân Ngọc Nguyệt Nhàn "
        "Nhi Nhung Như Oanh Phụng Phương Phượng Quế Quyên Quỳnh Sen Tâm Thanh Thảo Thắm Thi Thoa Thơ Thu Thủy Thúy Thư "
        "Thương Trà Trang Trinh Tuyết Tươi Uyên Vân Vi Xuân Xuyến Yến"
    ),
}
PROVINCES = (
    "Hà Nội", "Cao Bằng", "Tuyên Quang", "Lào Cai", "Điện Biên", "Lai Châu", "Sơn La", "Lạng Sơn", "Quảng Ninh",
    "Thái Nguyên", "Phú Thọ", "Bắc Ninh", "Hưng Yên", "Hải Phòng", "Ninh Bình", "Thanh Hóa", "Nghệ An", "Hà Tĩnh",
    "Quảng Trị", "Huế", "Đà Nẵng", "Quảng Ngãi", "Gia Lai", "Đắk Lắk", "Khánh Hòa", "Lâm Đồng", "Đồng Nai",
    "Thành phố Hồ Chí Minh", "Tây Ninh", "Đồng Tháp", "Vĩnh Long", "An Giang", "Cần Thơ", "Cà Mau",
)  # fmt: skip


@dataclass(frozen=True)
class Drawn:
    full_name: str
    sex: str

    @property
    def honorific(self) -> str:
        return "Ông" if self.sex == "male" else "Bà"


class NameDrawer:
    """Full names in the shares above; one word of ten has two middle names."""

    def __init__(self, random: Random):
        self.random = random
        self.families = [name for name, share in FAMILIES.items() for _time in range(share)]

    def draw(self) -> Drawn:
        choice = self.random.choice
        sex = "female" if self.random.random() < 0.52 else "male"  # noqa: PLR2004 -- a little over half
        middle = choice(MIDDLES[sex])
        if self.random.random() < 0.1 and (further := choice(MIDDLES[sex])) != middle:  # noqa: PLR2004 -- one of ten
            middle = f"{middle} {further}"
        return Drawn(f"{choice(self.families)} {middle} {choice(GIVEN[sex])}", sex)
