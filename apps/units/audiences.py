"""Who sees units, roles and persons (accounts.audience): the other side of their ``visible_to``."""

from django.utils.translation import gettext_lazy as _

from apps.accounts import audience
from apps.accounts.audience import Audience, Circle, path_and_above
from apps.units.enums import Role, UnitKind
from apps.units.models import Person, RoleAssignment, Unit

OWN = (Role.OFFICER, Role.LEADER)
WIDE = (Role.STANDING_OFFICE, Role.AUDITOR)


def register() -> None:
    audience.register(Unit, of_unit)
    audience.register(RoleAssignment, of_role)
    audience.register(Person, of_person)


def organisers(organiser: Unit) -> tuple[Circle, ...]:
    """The other side of ``units.models.organised_for``."""
    above = path_and_above(organiser.path, Unit.steplen)
    return (
        Circle(_("Thường trực Hội đồng của đơn vị tổ chức"), (Role.STANDING_OFFICE,), frozenset({organiser.pk})),
        Circle(_("Kiểm tra, giám sát của đơn vị tổ chức hoặc cấp trên"), (Role.AUDITOR,), unit_paths=above),
    )


def of_unit(unit: Unit) -> Audience:
    """The name of a unit is seen by all; who works in it is told here."""
    own = Circle(_("Vai trò trong đơn vị"), tuple(Role), frozenset({unit.pk}))
    return Audience((own,), _("Tên, lịch sử của đơn vị: mọi người có tài khoản đều xem được."))


def of_role(assignment: RoleAssignment) -> Audience:
    above = path_and_above(assignment.unit.path, Unit.steplen)
    return Audience(
        (
            Circle(_("Cùng đơn vị"), OWN, frozenset({assignment.unit_id})),
            Circle(_("Thường trực, kiểm tra của đơn vị hoặc cấp trên"), WIDE, unit_paths=above),
        ),
        _("Chính người giữ vai trò và quản trị kỹ thuật cũng xem được."),
    )


def of_person(person: Person) -> Audience:
    """Wherever the person has or had a posting, and above; the ministry's standing office and auditors: everybody."""
    paths = person.postings.values_list("unit__path", flat=True)
    above = frozenset().union(*(path_and_above(path, Unit.steplen) for path in paths))
    ministries = frozenset(Unit.objects.filter(kind=UnitKind.MINISTRY).values_list("pk", flat=True))
    return Audience(
        (
            Circle(_("Đơn vị người này đang hoặc đã công tác, và cấp trên"), (*OWN, *WIDE), unit_paths=above),
            Circle(_("Thường trực, kiểm tra của Bộ"), WIDE, ministries),
        ),
        _("Số điện thoại, thư điện tử công vụ là công khai trong hệ thống; dữ liệu cá nhân khác được che."),
    )
