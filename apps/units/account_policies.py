"""Who may make accounts and reset them."""

from django.utils.translation import gettext_lazy as _

from apps.accounts.models import SlipBatch, User
from apps.core.actor import Actor
from apps.core.verdict import ALLOWED, Verdict, in_person, refused
from apps.units.enums import Role
from apps.units.models import RoleAssignment, Unit
from apps.units.role_policies import serves


def can_make_accounts(actor: Actor, unit: Unit) -> Verdict:
    """The standing office in its own body and below, the unit's leader for the own people, technical staff."""
    if not (own := in_person(actor)):
        return own
    if actor.is_system or actor.is_staff or serves(actor, unit) or actor.holds(Role.LEADER, unit_id=unit.pk):
        return ALLOWED
    return refused(_("Chỉ Thường trực Hội đồng, lãnh đạo của đơn vị này và quản trị kỹ thuật cấp được tài khoản."))


def can_make_any(actor: Actor) -> Verdict:
    """The list of slips, and the file of accounts."""
    if actor.is_system or actor.is_staff or actor.holds(Role.STANDING_OFFICE, Role.LEADER):
        return ALLOWED
    return refused(_("Chỉ Thường trực Hội đồng, lãnh đạo đơn vị và quản trị kỹ thuật cấp được tài khoản."))


def can_print(actor: Actor, batch: SlipBatch) -> Verdict:
    """Codes are shown once: to whoever may make accounts there (``slip_batches``), in person."""
    return in_person(actor)


def slip_batches(actor: Actor):
    """Batches of the units for which the actor may make accounts; technical staff see all."""
    if actor.is_staff or actor.is_system:
        return SlipBatch.objects.all()
    below = Unit.objects.below(actor.paths(Role.STANDING_OFFICE)).values("pk")
    own = Unit.objects.filter(pk__in=actor.unit_ids(Role.LEADER)).values("pk")
    return SlipBatch.objects.filter(unit_id__in=below) | SlipBatch.objects.filter(unit_id__in=own)


def can_reset(actor: Actor, user: User) -> Verdict:
    """Whoever may make accounts in every unit where the person holds a role; never for somebody with wider rights."""
    if not (own := in_person(actor)):
        return own
    if user.pk == actor.user_id:
        return refused(_("Đổi mật khẩu của chính mình ở trang “Tài khoản của tôi”."))
    if user.is_superuser or user.is_staff:
        return refused(_("Tài khoản quản trị kỹ thuật chỉ cấp lại được ở trang quản trị."))
    if actor.is_staff or actor.is_system:
        return ALLOWED
    return _above_every_role(actor, user)


def _above_every_role(actor: Actor, user: User) -> Verdict:
    held = list(RoleAssignment.objects.filter(user=user).valid_on(actor.on).select_related("unit"))
    if not held:
        return refused(_("Người này chưa giữ vai trò nào; đề nghị quản trị kỹ thuật cấp lại."))
    for row in held:
        leads = row.role == Role.OFFICER and actor.holds(Role.LEADER, unit_id=row.unit_id)
        if not (leads or serves(actor, row.unit)):
            return refused(_("Người này còn giữ vai trò ngoài phạm vi của bạn; đề nghị Thường trực Hội đồng cấp lại."))
    return ALLOWED
