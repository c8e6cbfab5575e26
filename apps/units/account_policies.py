"""Who may make accounts, print their slips and reset them."""

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import SlipBatch, User
from apps.core.actor import Actor
from apps.core.verdict import ALLOWED, Verdict, in_person, refused
from apps.units.enums import Role
from apps.units.models import Delegation, RoleAssignment, Unit, reach_of
from apps.units.role_policies import of_own_right, serves


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


def slip_batches(actor: Actor):
    """One's own batches and those of the units for which the actor may make accounts; technical staff see all."""
    reach = reach_of(actor, Role.STANDING_OFFICE)
    if actor.is_staff or reach.everybody:
        return SlipBatch.objects.all()
    below = Unit.objects.filter(reach.condition() | Q(pk__in=actor.unit_ids(Role.LEADER))).values("pk")
    return SlipBatch.objects.filter(Q(unit_id__in=below) | Q(made_by_id=actor.user_id))


def can_print(actor: Actor, batch: SlipBatch) -> Verdict:
    """The codes open the accounts: whoever made the batch, technical staff, else who serves every account on it."""
    if not (verdict := in_person(actor)):
        return verdict
    if actor.is_system or actor.is_staff or (actor.user_id and batch.made_by_id == actor.user_id):
        return ALLOWED
    users = User.objects.filter(slips__batch=batch)
    own = of_own_right(actor)
    if users.filter(Q(is_staff=True) | Q(is_superuser=True)).exists() or not all(
        can_make_accounts(own, unit) for unit in {unit.pk: unit for _role, unit in held_by(users, actor.on)}.values()
    ):
        return refused(_("Đợt này có người giữ vai trò ngoài phạm vi của bạn; người lập đợt phiếu hoặc quản trị in."))
    return ALLOWED


def can_reset(actor: Actor, user: User) -> Verdict:
    """Whoever may make accounts in every unit where the person holds a role; never for somebody with wider rights.

    The actor's own rights count, not delegated ones; of the person everything, also what only begins later.
    """
    if not (verdict := in_person(actor)):
        return verdict
    if user.pk == actor.user_id:
        return refused(_("Đổi mật khẩu của chính mình ở trang “Tài khoản của tôi”."))
    if user.is_superuser or user.is_staff:
        return refused(_("Tài khoản quản trị kỹ thuật chỉ cấp lại được ở trang quản trị."))
    if actor.is_staff or actor.is_system:
        return ALLOWED
    return _above_every_role(actor, user)


def _above_every_role(actor: Actor, user: User) -> Verdict:
    held = held_by([user], actor.on)
    if not held:
        return refused(_("Người này chưa giữ vai trò nào; đề nghị quản trị kỹ thuật cấp lại."))
    own = of_own_right(actor)
    for role, unit in held:
        leads = role == Role.OFFICER and own.holds(Role.LEADER, unit_id=unit.pk)
        if not (leads or serves(own, unit)):
            return refused(_("Người này còn giữ vai trò ngoài phạm vi của bạn; đề nghị Thường trực Hội đồng cấp lại."))
    return ALLOWED


def held_by(users, on: date) -> list[tuple[str, Unit]]:
    """Roles and units of the users today and later, those of delegations too; two queries."""
    rows = RoleAssignment.objects.filter(Q(ends_on=None) | Q(ends_on__gte=on), user__in=users).for_list()
    standing_in = Delegation.objects.filter(
        Q(assignment__ends_on=None) | Q(assignment__ends_on__gte=on), user__in=users, ends_on__gte=on
    )
    return [(row.role, row.unit) for row in (*rows, *(each.assignment for each in standing_in.for_list()))]
