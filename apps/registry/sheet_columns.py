"""Columns of a list of awards, with the headings that people write."""

from django.utils.translation import gettext_lazy as _

from apps.catalog.enums import CommendationType, Level, Subject
from apps.core.sheets import SheetColumn
from apps.registry.enums import Standing

SUBJECTS = tuple((value, Subject(value).label) for value in (Subject.INDIVIDUAL, Subject.COLLECTIVE))

COLUMNS = (
    SheetColumn(
        "symbol", _("Số quyết định"), required=True, also=("số, ký hiệu", "quyết định số"), example="1234/QĐ-UBND"
    ),
    SheetColumn(
        "issued_on",
        _("Ngày quyết định"),
        required=True,
        kind="date",
        also=("ngày ký", "ngày ban hành"),
        example="15/12/2022",
    ),
    SheetColumn(
        "authority",
        _("Người, cơ quan quyết định"),
        required=True,
        also=("cấp quyết định", "cơ quan ban hành"),
        example="Chủ tịch UBND thành phố Hà Nội",
    ),
    SheetColumn("level", _("Cấp"), kind="choice", choices=tuple(Level.choices), example="Cấp tỉnh"),
    SheetColumn(
        "award",
        _("Danh hiệu, hình thức"),
        required=True,
        also=("hình thức khen thưởng", "danh hiệu thi đua", "khen thưởng"),
        example="Bằng khen của Chủ tịch UBND cấp tỉnh",
    ),
    SheetColumn("subject", _("Đối tượng"), kind="choice", choices=SUBJECTS, example="Cá nhân"),
    SheetColumn(
        "name",
        _("Họ và tên, tên tập thể"),
        required=True,
        also=("họ và tên", "họ tên", "tên tập thể", "tên", "người được khen thưởng"),
        example="Trần Thị Thử",
    ),
    SheetColumn("honorific", _("Ông, Bà"), kind="choice", choices=(("Ông", "Ông"), ("Bà", "Bà")), example="Bà"),
    SheetColumn("post", _("Chức vụ"), also=("chức vụ, chức danh", "chức danh"), example="Chuyên viên"),
    SheetColumn("unit", _("Đơn vị"), also=("đơn vị công tác", "nơi công tác"), example="Sở Tư pháp thành phố Hà Nội"),
    SheetColumn("person_code", _("Mã số cán bộ"), also=("mã cán bộ", "mã số")),
    SheetColumn("standing", _("Tư cách"), kind="choice", choices=tuple(Standing.choices)),
    SheetColumn("standing_reason", _("Lý do"), also=("lý do tư cách",)),
    SheetColumn("year", _("Năm thành tích"), kind="integer", also=("năm",), example="2022"),
    SheetColumn("period_from", _("Từ năm"), kind="integer", example="2017"),
    SheetColumn("period_to", _("Đến năm"), kind="integer", example="2022"),
    SheetColumn("type", _("Loại hình khen thưởng"), kind="choice", choices=tuple(CommendationType.choices)),
    SheetColumn(
        "occasion",
        _("Dịp khen thưởng"),
        also=("nội dung khen thưởng",),
        example="25 năm thành lập tổ chức trợ giúp pháp lý",
    ),
    SheetColumn("achievement", _("Thành tích")),
    SheetColumn("declared_collectives", _("Số tập thể theo quyết định"), kind="integer", example="35"),
    SheetColumn("declared_individuals", _("Số cá nhân theo quyết định"), kind="integer", example="32"),
)
