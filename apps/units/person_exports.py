"""Columns of the XLSX files about people."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from apps.core.spreadsheets import Column
from apps.units.masking import masked
from apps.units.models import Person, RoleAssignment
from apps.units.person_queries import main_posting

PERSON_COLUMNS = (
    Column("name", _("Họ và tên")),
    Column("honorific", _("Danh xưng"), width=10),
    Column("sex", _("Giới tính"), width=10),
    Column("birth_date", _("Ngày sinh"), width=12),
    Column("code", _("Mã số cán bộ"), width=14),
    Column("post", _("Chức vụ, chức danh")),
    Column("unit", _("Đơn vị"), width=40),
    Column("kind", _("Loại vị trí"), width=14),
    Column("from", _("Từ ngày"), kind="date"),
    Column("to", _("Đến ngày"), kind="date"),
    Column("phone", _("Điện thoại công vụ"), width=18),
    Column("email", _("Thư điện tử công vụ")),
    Column("private_phone", _("Điện thoại riêng"), width=18),
    Column("rating_year", _("Năm xếp loại"), kind="year"),
    Column("rating", _("Xếp loại")),
)
DIRECTORY_COLUMNS = (
    Column("name", _("Họ và tên")),
    Column("role", _("Vai trò")),
    Column("unit", _("Đơn vị"), width=40),
    Column("post", _("Chức vụ")),
    Column("phone", _("Điện thoại"), width=18),
    Column("email", _("Thư điện tử")),
    Column("trained_on", _("Bồi dưỡng gần nhất"), kind="date", width=18),
    Column("course", _("Nội dung bồi dưỡng"), width=40),
)


def person_row(person: Person, on: date, *, opened: bool = False) -> dict:
    """A row of the list; personal data are masked unless ``opened``."""
    posting = main_posting(person.all_postings, on)
    rating = person.all_ratings[0] if person.all_ratings else None
    show = (lambda value: value) if opened else masked
    return {
        "name": person.full_name,
        "honorific": person.honorific,
        "sex": person.get_sex_display(),
        "birth_date": show(f"{person.birth_date:%d/%m/%Y}" if person.birth_date else ""),
        "code": show(person.code),
        "post": posting.post if posting else "",
        "unit": posting.unit.name if posting else "",
        "kind": posting.get_kind_display() if posting else "",
        "from": posting.starts_on if posting else None,
        "to": posting.ends_on if posting else None,
        "phone": person.phone,
        "email": person.email,
        "private_phone": show(person.private_phone),
        "rating_year": rating.year if rating else None,
        "rating": rating.get_level_display() if rating else "",
    }


def directory_row(assignment: RoleAssignment) -> dict:
    return {
        "name": assignment.name,
        "role": assignment.get_role_display(),
        "unit": assignment.unit.name,
        "post": assignment.post,
        "phone": assignment.phone,
        "email": assignment.email,
        "trained_on": assignment.trained_on,
        "course": assignment.course or "",
    }
