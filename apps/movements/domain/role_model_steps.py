"""Bồi dưỡng – tổng kết – nhân rộng: the steps taken with a role model, and each time it was told of."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.dates import local
from apps.core.errors import DomainError
from apps.core.text import clean
from apps.core.verdict import require_allowed
from apps.core.versions import require_version
from apps.movements import role_model_policies as policies
from apps.movements.domain.role_models import first_recognition, locked, save
from apps.movements.models import RoleModel, RoleModelStep, SpreadAction
from apps.movements.role_model_enums import ModelStep
from apps.movements.role_model_workflow import ROLE_MODEL_FLOW
from apps.notifications.domain.sending import notify


class DayOutOfPlace(DomainError):
    """The day lies before the deed or the suggestion, or after today."""


@operation()
def take_step(
    *, role_model_id: int, action: str, on: date, note: str, version: int, actor: Actor, now: datetime
) -> RoleModel:
    """Take one step of ROLE_MODEL_FLOW on a day, with what was done. Whoever suggested hears of it.

    Spreading shows the person to everybody with a role and counts as recognition.
    Raises NotAllowed, StaleVersion, TransitionNotAllowed, DayOutOfPlace.
    """
    role_model = locked(role_model_id)
    policy = policies.can_spread if action == "spread" else policies.can_keep
    require_allowed(policy(actor, role_model))
    require_version(role_model, version)
    before = role_model.step
    step = ROLE_MODEL_FLOW.target(action, before)
    _require_day(role_model, on, now)
    RoleModelStep.objects.create(
        role_model=role_model, step=step, on=on, by_label=actor.label, note=clean(note, multiline=True)
    )
    role_model.step = step
    role_model.recognised_on = first_recognition(role_model)
    save(role_model, actor, now)
    record(f"movements.role_model.{action}", actor=actor, target=role_model, at=now, before=before, after=step)
    if role_model.suggested_by_id:
        to, title = [role_model.suggested_by_id], f"{role_model.name}: {ModelStep(step).label}"
        notify("movements.role_model_step", to=to, about=role_model, title=title, body=note, actor=actor, now=now)
    return role_model


@operation()
def tell(
    *,
    role_model_id: int,
    way: str,
    where: str,
    on: date,
    actor: Actor,
    now: datetime,
    reached: int | None = None,
) -> SpreadAction:
    """Note once that the role model was told of (hội nghị, báo, gương …). The same again changes nothing.

    Raises NotAllowed, DayOutOfPlace.
    """
    role_model = locked(role_model_id)
    require_allowed(policies.can_keep(actor, role_model))
    _require_day(role_model, on, now, since=role_model.deed_on)
    action, created = SpreadAction.objects.get_or_create(
        role_model=role_model,
        way=way,
        where=clean(where),
        on=on,
        defaults={"reached": reached, "by_label": actor.label},
    )
    if created:
        after = {"way": way, "where": action.where, "on": str(on), "reached": reached}
        record("movements.role_model.tell", actor=actor, target=role_model, at=now, after=after)
    return action


def _require_day(role_model: RoleModel, on: date, now: datetime, *, since: date | None = None) -> None:
    if on > local(now).date():
        raise DayOutOfPlace(_("Ngày này ở sau hôm nay."), field="on")
    if on < (since or role_model.suggested_on):
        raise DayOutOfPlace(_("Ngày này ở trước khi có việc làm hoặc trước khi giới thiệu."), field="on")
