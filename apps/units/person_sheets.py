"""The roll of people through the forgiving sheet door: ``manage.py import_people FILE`` and the import page."""

from django.utils.translation import gettext_lazy as _

from apps.core import sheets
from apps.units import person_policies
from apps.units.domain.people_rolls import write_roll
from apps.units.person_enums import Honorific, PostingKind, RatingLevel, Sex
from apps.units.roll_checking import RollCheck

RATINGS = (
    *RatingLevel.choices,
    *(
        (level.value, text)
        for level, text in zip(
            RatingLevel, (_("Xuất sắc"), _("Tốt"), _("Hoàn thành"), _("Không hoàn thành")), strict=True
        )
    ),
)


class PeopleImport(sheets.ImportKind):
    """One row is one person in one posting; further rows of the same code are further postings."""

    name = "people"
    label = _("Cá nhân, vị trí công tác")
    columns = (
        sheets.SheetColumn(
            "code", _("Mã số cán bộ"), also=("mã", "mã cán bộ", "số hiệu", "mã CBCCVC"), example="", most=50
        ),
        sheets.SheetColumn(
            "full_name",
            _("Họ và tên"),
            required=True,
            also=("họ tên", "tên", "họ và tên khai sinh"),
            example="Trần Thị Thử",
            most=200,
        ),
        sheets.SheetColumn(
            "honorific",
            _("Danh xưng"),
            also=("ông/bà", "ông, bà"),
            kind="choice",
            choices=Honorific.choices,
            example="Bà",
        ),
        sheets.SheetColumn("sex", _("Giới tính"), also=("phái",), kind="choice", choices=Sex.choices, example="Nữ"),
        sheets.SheetColumn("birth_date", _("Ngày sinh"), also=("sinh ngày",), kind="date", example="08/04/1985"),
        sheets.SheetColumn(
            "unit",
            _("Đơn vị"),
            required=True,
            also=("mã đơn vị", "đơn vị công tác", "cơ quan", "nơi công tác"),
            example="STP-LAO-CAI",
            help=_("Mã, hoặc tên hiện nay, tên cũ, tên gọi khác."),
        ),
        sheets.SheetColumn(
            "post",
            _("Chức vụ, chức danh"),
            also=("chức vụ", "chức danh", "vị trí việc làm"),
            example="Chuyên viên",
            most=200,
        ),
        sheets.SheetColumn(
            "kind",
            _("Loại vị trí"),
            also=("loại",),
            kind="choice",
            choices=PostingKind.choices,
            example="Chính thức",
            help=_("Để trống là Chính thức."),
        ),
        sheets.SheetColumn("from", _("Từ ngày"), also=("ngày bắt đầu",), kind="date", example="01/07/2025"),
        sheets.SheetColumn("to", _("Đến ngày"), also=("ngày kết thúc",), kind="date"),
        sheets.SheetColumn(
            "phone",
            _("Điện thoại công vụ"),
            also=("điện thoại", "số điện thoại", "đt"),
            example="024 0000 0000",
            most=30,
        ),
        sheets.SheetColumn(
            "email", _("Thư điện tử công vụ"), also=("email", "thư điện tử", "e-mail"), example="", most=254
        ),
        sheets.SheetColumn("leader", _("Lãnh đạo, quản lý"), also=("lãnh đạo",), kind="bool", example="không"),
        sheets.SheetColumn("rating_year", _("Năm xếp loại"), also=("năm",), kind="integer", example="2025"),
        sheets.SheetColumn(
            "rating",
            _("Xếp loại"),
            also=("mức xếp loại", "xếp loại chất lượng"),
            kind="choice",
            choices=RATINGS,
            example="Hoàn thành tốt nhiệm vụ",
        ),
    )
    notes = (
        _("Có mã số cán bộ thì nhận ra người theo mã; ô trống giữ nguyên điều đang ghi."),
        _("Không có mã mà trùng tên trong cùng đơn vị hoặc trùng tên và ngày sinh: hệ thống hỏi, không tự gộp."),
        _("Tên đơn vị cũ dẫn đến đơn vị kế thừa; mỗi chỗ như vậy được nêu trong phần lưu ý."),
        _("Người chuyển từ đơn vị khác: nhập “Từ ngày” của vị trí mới, vị trí chính thức cũ kết thúc hôm trước."),
    )

    def may(self, actor):
        return person_policies.can_keep_people(actor)

    def check(self, table, *, actor, now, answers):
        return RollCheck(table, actor=actor, now=now).checked()

    def write(self, checked, *, actor, now, step):
        write_roll(checked.plan, source=checked.sheet, actor=actor, now=now, step=step)
        return sheets.Summary(checked.created, checked.updated, checked.unchanged)
