"""Home of a technical administrator: the first steps of an empty portal, then whom to give accounts."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.core.components import StatusWord, TaskRow
from apps.dashboard.homes.page import Home
from apps.periods.models import EmulationYear
from apps.units.enums import Role, UnitKind
from apps.units.models import RoleAssignment, Unit


def technical_home(actor, now: datetime) -> Home:
    """Three steps, each with what is done and who does it; three queries."""
    ministry = Unit.objects.filter(depth=1).order_by("-kind", "path")
    ministry = ministry.filter(kind=UnitKind.MINISTRY).first() or ministry.first()
    offices = RoleAssignment.objects.valid_on(actor.on).filter(role=Role.STANDING_OFFICE, user__is_active=True)
    office = offices.select_related("user", "unit").order_by("unit__depth", "starts_on", "pk").first()
    year = EmulationYear.objects.order_by("-year", "pk").first()
    tasks = [
        TaskRow(
            _("Nạp danh mục đơn vị"),
            reverse("units:unit-list"),  # an empty list has the button there
            StatusWord.FINAL if ministry else StatusWord.NOT_STARTED,
            holder="" if ministry else _("Quản trị kỹ thuật"),
            note=_("Bộ, các đơn vị thuộc Bộ, Sở Tư pháp, THADS của hai thời kỳ, kèm tên cũ."),
            action_label="" if ministry else _("Nạp danh mục"),
        ),
        TaskRow(
            _("Cấp tài khoản Thường trực Hội đồng đầu tiên"),
            reverse("units:unit-accounts", args=[ministry.pk]) if ministry else "",
            StatusWord.FINAL if office else StatusWord.NOT_STARTED if ministry else StatusWord.NOT_OPEN,
            holder="" if office else _("Quản trị kỹ thuật"),
            note=_("%(name)s, %(unit)s.") % {"name": office.user.label, "unit": office.unit}
            if office
            else _("Nhập họ tên, chọn vai trò Thường trực Hội đồng, in phiếu mã một lần và giao tận tay."),
            action_label=_("Cấp tài khoản") if ministry and not office else "",
        ),
        TaskRow(
            _("Mở năm thi đua, lập Cụm, phân công cán bộ"),
            "",
            StatusWord.FINAL if year else StatusWord.NOT_OPEN,
            holder="" if year else _("Thường trực HĐ"),
            note=_("Năm thi đua %(year)s đã mở.") % {"year": year.year}
            if year
            else _(
                "Thường trực Hội đồng đăng nhập bằng phiếu, nhập danh sách Cụm từ tệp (năm tự mở) hoặc lập từng Cụm."
            ),
        ),
    ]
    context = {"tasks": tasks, "ministry": ministry, "empty": not office}
    return Home("dashboard/home_technical.html", _("Quản trị kỹ thuật"), context)
