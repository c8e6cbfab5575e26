"""What a merge does to the rows of this app: names and history stay, what lies below moves, officers go along."""

from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.units import merging
from apps.units.domain.tree import replant
from apps.units.enums import Role
from apps.units.merging import Line, Merge
from apps.units.models import Posting, RoleAssignment, SuccessionPair, Unit, UnitAlias, UnitName
from apps.units.person_enums import PostingKind

ONE_DAY = timedelta(days=1)


def register() -> None:
    names = _("Giữ nguyên; tìm tên cũ vẫn ra đơn vị kế thừa.")
    merging.register("units.UnitName.unit", **merging.stays(_("Tên cũ"), UnitName, "unit", names))
    merging.register("units.UnitAlias.unit", **merging.stays(_("Tên gọi khác"), UnitAlias, "unit", names))
    history = _("Giữ nguyên trong lịch sử đơn vị.")
    for field in ("predecessor", "successor"):
        merging.register(
            f"units.SuccessionPair.{field}",
            **merging.stays(_("Lần sắp xếp trước"), SuccessionPair, field, history),
        )
    merging.register("units.Unit", preview=_preview_children, apply=_move_children)
    merging.register("units.RoleAssignment.unit", preview=_preview_roles, apply=_move_roles)
    merging.register("units.Posting.unit", preview=_preview_postings, apply=_move_postings)


# --- What lies below --------------------------------------------------------------------------------


def _children(merge: Merge):
    """Units directly below a predecessor and still at work; what has ended stays where it was."""
    condition = Q(pk__in=[])
    for unit in merge.units:
        condition |= Q(path__startswith=unit.path, depth=unit.depth + 1)
    return Unit.objects.filter(condition).valid_on(merge.on).exclude(pk__in=merge.unit_ids)


def _preview_children(merge: Merge) -> list[Line]:
    return [Line(_("Đơn vị trực thuộc"), _children(merge).count(), _("Chuyển sang trực thuộc đơn vị kế thừa."))]


def _move_children(merge: Merge, *, actor, now) -> int:
    children = list(_children(merge).order_by("path"))
    for child in children:
        replant(child, merge.into)
    return len(children)


# --- Roles ------------------------------------------------------------------------------------------


def _roles(merge: Merge):
    return RoleAssignment.objects.filter(unit_id__in=merge.unit_ids).filter(Q(ends_on=None) | Q(ends_on__gte=merge.on))


def _goes_along(merge: Merge) -> set[str]:
    """Roles that the successor's people get without a new decision: nobody becomes its leader by a merge.

    A standing office goes along where the successor has none: what was organised must not be left alone.
    """
    has_office = (
        merge.into_id
        and RoleAssignment.objects.filter(unit_id=merge.into_id, role=Role.STANDING_OFFICE).valid_on(merge.on).exists()
    )
    return {Role.OFFICER} if has_office else {Role.OFFICER, Role.STANDING_OFFICE}


def _preview_roles(merge: Merge) -> list[Line]:
    along = _goes_along(merge)
    roles = _roles(merge)
    return [
        Line(
            _("Phân công cán bộ"),
            roles.filter(role__in=along).count(),
            _("Có thêm vai trò ở đơn vị kế thừa; ở đơn vị cũ chỉ còn xem, in đến hết năm."),
        ),
        Line(
            _("Phân công lãnh đạo, kiểm tra, thường trực"),
            roles.exclude(role__in=along).count(),
            _("Kết thúc vào ngày trước khi sáp nhập; phân công mới theo quyết định."),
        ),
    ]


def _move_roles(merge: Merge, *, actor, now) -> int:
    along = _goes_along(merge)
    last_day = date(merge.on.year, 12, 31)
    roles = list(_roles(merge).order_by("pk").select_for_update(no_key=True))
    known = set(
        RoleAssignment.objects.filter(unit_id=merge.into_id).overlapping(merge.on, None).values_list("user_id", "role")
    )
    for role in roles:
        if role.role in along and (role.user_id, role.role) not in known:
            known.add((role.user_id, role.role))
            RoleAssignment.objects.get_or_create(
                user_id=role.user_id,
                unit_id=merge.into_id,
                role=role.role,
                starts_on=max(role.starts_on, merge.on),
                defaults={"ends_on": role.ends_on},
            )
        # Officers keep reading, for the rest of the year, what their unit sent.
        ends_on = last_day if role.role in along else merge.on - ONE_DAY
        role.ends_on = max(role.starts_on, min(role.ends_on or ends_on, ends_on))
        role.save(update_fields=["ends_on", "updated_at"])
    return len(roles)


# --- Postings ---------------------------------------------------------------------------------------


def _postings(merge: Merge):
    """Postings held on the day of the merge or later; "Nguyên" stays with the unit the person left."""
    found = Posting.objects.filter(unit_id__in=merge.unit_ids).exclude(kind=PostingKind.FORMER)
    return found.filter(Q(ends_on=None) | Q(ends_on__gte=merge.on))


def _preview_postings(merge: Merge) -> list[Line]:
    held = _postings(merge)
    past = Posting.objects.filter(unit_id__in=merge.unit_ids).exclude(pk__in=held.values("pk")).count()
    label = _("Vị trí công tác")
    return [
        Line(label, held.count(), _("Công tác tiếp ở đơn vị kế thừa từ ngày sáp nhập, giữ chức vụ đang ghi.")),
        Line(label, past, _("Đã kết thúc: giữ nguyên ở đơn vị cũ.")),
    ]


def _move_postings(merge: Merge, *, actor, now) -> int:
    held = list(_postings(merge).order_by("pk").select_for_update(no_key=True))
    further = []
    for posting in held:
        posting.version += 1
        posting.saved_by_label, posting.saved_at = actor.label, now
        if posting.starts_on is not None and posting.starts_on >= merge.on:
            posting.unit_id = merge.into_id
            continue
        further.append(
            Posting(
                person_id=posting.person_id,
                unit_id=merge.into_id,
                kind=posting.kind,
                post=posting.post,
                is_leader=posting.is_leader,
                starts_on=merge.on,
                ends_on=posting.ends_on,
                saved_by_label=actor.label,
                saved_at=now,
            )
        )
        posting.ends_on = merge.on - ONE_DAY
        posting.end_reason = str(_("Sáp nhập vào %(unit)s") % {"unit": merge.into.name})[:300]
    # The old ones end before the new ones begin: nobody holds two official postings on one day.
    Posting.objects.bulk_update(
        held, ["unit", "ends_on", "end_reason", "version", "saved_by_label", "saved_at", "updated_at"], batch_size=500
    )
    Posting.objects.bulk_create(further, batch_size=500)
    return len(held)
