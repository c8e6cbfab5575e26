"""What a person may do and why: every grant with the paper or assignment that it comes from."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.awards.council_enums import COUNCIL_MEMBER
from apps.clusters.enums import HEAD_TITLES, AfterTerm, HeadRole
from apps.clusters.models import HeadTerm
from apps.core.actor import Actor
from apps.core.dates import format_date
from apps.units.enums import Role
from apps.units.models import Delegation, RoleAssignment, Unit

# What each role lets do, in a few words; the policies of the apps decide.
ALLOWS = {
    Role.OFFICER: (
        lazy("Nhập, sửa và gửi bảng tự chấm điểm, tài liệu minh chứng của đơn vị."),
        lazy("Xem kết quả đã công bố của Cụm mà đơn vị là thành viên."),
    ),
    Role.LEADER: (
        lazy("Xác nhận, gửi bảng tự chấm điểm của đơn vị."),
        lazy("Phân công cán bộ phụ trách của đơn vị, cấp lại mật khẩu cho người của đơn vị."),
    ),
    Role.STANDING_OFFICE: (
        lazy("Mở năm thi đua, lập Cụm, giao nhiệm vụ Trưởng, Phó; phân công vai trò trong phạm vi của mình."),
        lazy("Thẩm định, mở lại bảng điểm, tính và công bố xếp hạng của các Cụm do mình tổ chức."),
    ),
    Role.AUDITOR: (lazy("Xem mọi hồ sơ trong phạm vi của mình; không sửa gì."),),
    COUNCIL_MEMBER: (
        lazy("Đọc hồ sơ trình Hội đồng, khai báo hồ sơ có liên quan, bỏ phiếu trong phiên họp của mình."),
    ),
    HeadRole.HEAD: (
        lazy("Theo dõi, nhắc, gia hạn cho đơn vị trong Cụm của năm này."),
        lazy("Kiểm tra bảng điểm, tính xếp hạng của Cụm trong năm này; không kiểm tra bảng của đơn vị mình."),
    ),
    HeadRole.DEPUTY: (
        lazy("Theo dõi, nhắc, gia hạn và kiểm tra bảng điểm cùng Trưởng; kiểm tra bảng của đơn vị Trưởng."),
    ),
    AfterTerm.CLOSING_HEAD: (lazy("Xem lại và làm nốt việc còn lại của năm cũ, đến khi năm đó khóa sổ."),),
    AfterTerm.CLOSING_DEPUTY: (lazy("Xem lại và làm nốt việc còn lại của năm cũ, đến khi năm đó khóa sổ."),),
    AfterTerm.FORMER_HEAD: (lazy("Xem lại hồ sơ của năm đã phụ trách."),),
    AfterTerm.FORMER_DEPUTY: (lazy("Xem lại hồ sơ của năm đã phụ trách."),),
}


@dataclass(frozen=True)
class Right:
    """One grant in words."""

    title: str
    where: str
    source: str
    since: date | None
    until: date | None
    allows: tuple
    url: str = ""


def rights_of(actor: Actor) -> list[Right]:
    """Every grant of the actor, in the order of the grants; four queries, whatever the number."""
    on = actor.on
    names = dict(Unit.objects.filter(pk__in=actor.unit_ids()).values_list("pk", "name"))
    own = {
        (row.role, row.unit_id): row
        for row in RoleAssignment.objects.filter(user_id=actor.user_id).valid_on(on).for_list().order_by("-starts_on")
    }
    stands_in = {
        (row.assignment.role, row.assignment.unit_id): row
        for row in Delegation.objects.filter(user_id=actor.user_id).valid_on(on).for_list()
    }
    terms: dict[tuple[int, int], list[HeadTerm]] = {}
    for term in HeadTerm.objects.filter(cluster_year_id__in=actor.cluster_year_ids()).for_list().order_by("starts_on"):
        terms.setdefault((term.cluster_year_id, term.unit_id), []).append(term)
    return [
        _head_right(grant, terms.get((grant.cluster_year_id, grant.unit_id), []), names)
        if grant.cluster_year_id
        else _role_right(grant, own, stands_in, names)
        for grant in actor.grants
    ]


def _role_right(grant, own, stands_in, names) -> Right:
    if grant.role == COUNCIL_MEMBER:
        where, allows = names.get(grant.unit_id, ""), ALLOWS[grant.role]
        return Right(_("Ủy viên Hội đồng"), where, _("Hội đồng"), grant.starts_on, grant.ends_on, allows)
    title = str(Role(grant.role).label)
    if grant.acting_for:
        found = stands_in.get((grant.role, grant.unit_id))
        source = _("%(name)s ủy quyền trong thời gian vắng mặt") % {"name": grant.acting_for}
        if found:
            source += f": {found.reason}"
        url = found.assignment.get_absolute_url() if found else ""
        title = _("%(title)s (làm thay)") % {"title": title}
    else:
        found = own.get((grant.role, grant.unit_id))
        source = _("Phân công vai trò") + (f": {found.basis}" if found and found.basis else "")
        url = found.get_absolute_url() if found else ""
    where = names.get(grant.unit_id, "")
    return Right(title, where, source, grant.starts_on, grant.ends_on, ALLOWS.get(grant.role, ()), url)


def _head_right(grant, terms, names) -> Right:
    kept = grant.role.rpartition("_")[2]  # head or deputy
    term = next((each for each in reversed(terms) if each.role.endswith(kept)), None)
    if term is None:
        return Right(str(grant.role), names.get(grant.unit_id, ""), "", grant.starts_on, grant.ends_on, ())
    cluster_year = term.cluster_year
    decision = str(term.decision) if term.decision else _("danh sách Cụm của năm, không ghi quyết định")
    source = _("%(unit)s giữ nhiệm vụ từ %(day)s theo %(decision)s") % {
        "unit": names.get(grant.unit_id, ""),
        "day": format_date(term.starts_on),
        "decision": decision,
    }
    if grant.acting_for:
        source += "; " + _("làm thay %(name)s") % {"name": grant.acting_for}
    return Right(
        str(HEAD_TITLES[cluster_year.cluster.kind, grant.role]),
        str(cluster_year),
        source,
        grant.starts_on,
        grant.ends_on,
        ALLOWS.get(grant.role, ()),
        cluster_year.get_absolute_url(),
    )


def other_days(user_id: int, on: date) -> list[RoleAssignment]:
    """Roles that ended or are still to come, newest first."""
    valid = RoleAssignment.objects.valid_on(on).values("pk")
    return list(RoleAssignment.objects.filter(user_id=user_id).exclude(pk__in=valid).for_list().order_by("-starts_on"))


def whom_to_ask(actor: Actor, organiser_ids) -> list[RoleAssignment]:
    """People who can give what is missing: leaders of the own units, the standing offices; one query."""
    leaders = Q(role=Role.LEADER, unit_id__in=actor.unit_ids(Role.OFFICER))
    offices = Q(role=Role.STANDING_OFFICE, unit_id__in=organiser_ids)
    if not actor.grants:
        offices = Q(role=Role.STANDING_OFFICE, unit__depth=1)
    found = RoleAssignment.objects.valid_on(actor.on).filter(leaders | offices, user__is_active=True).for_list()
    return list(found.exclude(user_id=actor.user_id).order_by("role", "starts_on", "pk")[:6])
