"""Accounts through the forgiving sheet door: people of many units, one slip each."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.accounts.domain.slips import taken_usernames
from apps.core import sheets
from apps.core.dates import local
from apps.core.sheets import Checked
from apps.core.text import clean
from apps.units import account_policies as policies
from apps.units.account_forms import HONORIFICS
from apps.units.domain.accounts import NewAccount, make_accounts
from apps.units.enums import Role
from apps.units.models import RoleAssignment, Unit
from apps.units.role_policies import can_give
from apps.units.unit_reading import UnitReader

VALID_DAYS = 14


class AccountImport(sheets.ImportKind):
    """One row is one person; a person who already holds the role in the unit under the same name stays as is."""

    name = "accounts"
    label = lazy("Tài khoản, phiếu mã một lần")
    columns = (
        sheets.SheetColumn(
            "full_name", lazy("Họ và tên"), required=True, also=("họ tên", "tên"), example="Trần Thị Thử", most=200
        ),
        sheets.SheetColumn(
            "honorific", lazy("Danh xưng"), also=("ông/bà",), kind="choice", choices=HONORIFICS[1:], example="Bà"
        ),
        sheets.SheetColumn("unit", lazy("Đơn vị"), required=True, also=("mã đơn vị",), example="STP-LAO-CAI"),
        sheets.SheetColumn("role", lazy("Vai trò"), kind="choice", choices=Role.choices, example="officer"),
        sheets.SheetColumn("post", lazy("Chức vụ"), example="Chuyên viên", most=200),
        sheets.SheetColumn("phone", lazy("Điện thoại"), also=("đt", "số điện thoại"), example="024 0000 0000", most=30),
        sheets.SheetColumn("email", lazy("Thư điện tử"), also=("email",), most=254),
        sheets.SheetColumn("username", lazy("Tên đăng nhập"), also=("tài khoản",), most=150),
    )
    notes = (
        lazy("Tên đăng nhập để trống: hệ thống đặt theo tên và mã đơn vị, ví dụ thutt.vplqt."),
        lazy("Sau khi nhập, mở trang “Phiếu tài khoản” để in phiếu; mã chỉ hiện trên giấy, có hiệu lực 14 ngày."),
    )

    def may(self, actor):
        return policies.can_make_any(actor)

    def check(self, table, *, actor, now, answers):
        rows = [(row, row.read()) for row in table]
        reader = UnitReader(values["unit"] for _row, values in rows)
        taken = taken_usernames()
        on = actor.on or local(now).date()
        held = {
            (unit_id, clean(name).casefold())
            for unit_id, name in RoleAssignment.objects.valid_on(on).values_list("unit_id", "user__full_name")
        }
        plan, unchanged, seen = [], 0, set()
        for row, values in rows:
            unit = reader.unit(row, "unit", values["unit"])
            if unit is None or not values["full_name"]:
                continue
            key = (unit.pk, clean(values["full_name"]).casefold())
            if key in held:
                unchanged += 1
                continue
            if key in seen:
                row.problem("full_name", _("Người này đã có ở dòng trước, cùng đơn vị."))
            seen.add(key)
            self.require(row, values, unit, taken, actor)
            plan.append(_account(values, unit))
        return Checked(plan=plan, created=len(plan), unchanged=unchanged)

    def require(self, row, values, unit: Unit, taken: set[str], actor) -> None:
        """Whether the actor may make this account with this role, and its user name is free."""
        if not (verdict := policies.can_make_accounts(actor, unit)):
            row.problem("unit", str(verdict.reason))
        elif values["role"] and not (verdict := can_give(actor, unit, values["role"])):
            row.problem("role", str(verdict.reason))
        username = clean(values["username"] or "").lower()
        if username and username in taken:
            row.problem("username", _("Tên đăng nhập này đã thuộc tài khoản khác."))
        taken.add(username)

    def write(self, checked, *, actor, now, step):
        if checked.plan:
            make_accounts(
                title=_("Cấp tài khoản từ tệp: %(count)s người") % {"count": len(checked.plan)},
                unit_id=_common_unit(checked.plan),
                accounts=checked.plan,
                starts_on=local(now).date(),
                valid_days=VALID_DAYS,
                actor=actor,
                now=now,
                step=step,
            )
        return sheets.Summary(checked.created, checked.updated, checked.unchanged)


def _account(values, unit: Unit) -> NewAccount:
    return NewAccount(
        clean(values["full_name"]),
        unit.pk,
        values["role"] or "",
        honorific=values["honorific"] or "",
        post=values["post"] or "",
        phone=values["phone"] or "",
        email=values["email"] or "",
        username=values["username"] or "",
    )


def _common_unit(plan: list[NewAccount]) -> int:
    """The unit on whose behalf the slips are kept: the lowest one above all of the file; without one 0, nobody's:
    the maker's and technical staff's.
    """
    units = list(Unit.objects.filter(pk__in={account.unit_id for account in plan}).order_by("path"))
    shared = units[0].path
    for unit in units:
        while not unit.path.startswith(shared):
            shared = shared[: -Unit.steplen]
    above = Unit.objects.filter(path=shared).first() if shared else None
    return above.pk if above else 0
