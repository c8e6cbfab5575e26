"""What the head does with the registration of one unit, while the others stay as they are."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.dates import local
from apps.core.errors import DomainError
from apps.notifications.domain.sending import notify
from apps.obligations.domain import duties
from apps.periods.domain.years import require_writable
from apps.registrations.domain.rows import lock_registration
from apps.registrations.enums import RegistrationState
from apps.registrations.models import TitleRegistration
from apps.registrations.queries import DUTY
from apps.registrations.workflow import REGISTRATION_FLOW
from apps.units.telling_queries import people_of


class NoCorrection(DomainError):
    """Nobody typed for the unit, or the days to correct are over."""

    default_message = _("Đã hết hạn sửa bản nhập thay. Cần sửa thì đề nghị nơi nhận mở lại.")


@operation()
def accept(*, registration_id: int, actor: Actor, now: datetime) -> TitleRegistration:
    """Tiếp nhận. Raises TransitionNotAllowed, YearClosed."""
    registration = _move(registration_id, "accept")
    record("registrations.registration.accept", actor=actor, target=registration, at=now)
    return registration


@operation()
def return_registration(*, registration_id: int, remark: str, actor: Actor, now: datetime) -> TitleRegistration:
    """Yêu cầu bổ sung: one unit gets its registration back with a remark; it owes it again, the others are held.

    The caller has asked ``policies.can_receive``. Raises TransitionNotAllowed, YearClosed.
    """
    return _give_back(registration_id, "return", remark, actor, now)


@operation()
def reopen(*, registration_id: int, reason: str, actor: Actor, now: datetime) -> TitleRegistration:
    """Mở lại cho đơn vị sửa. What went to the ministry stays there until the next version.

    The caller has asked ``policies.can_reopen``. Raises TransitionNotAllowed, YearClosed.
    """
    return _give_back(registration_id, "reopen", reason, actor, now)


@operation()
def close_again(*, registration_id: int, actor: Actor, now: datetime) -> TitleRegistration | None:
    """The hour of Mở lại has passed: what was sent before stands, and Nhập thay begun meanwhile ends. None when it is
    not open by Mở lại any more: sent anew, sent back. Safe to repeat.
    """
    registration = lock_registration(registration_id)
    if registration.state != RegistrationState.RETURNED or not registration.reopened_from:
        return None
    registration.state, registration.reopened_from = registration.reopened_from, ""
    registration.remark, registration.remark_by_label, registration.remark_at = "", "", None
    registration.forget_proxy()
    registration.save()
    record("registrations.registration.close_again", actor=actor, target=registration, at=now, after=registration.state)
    return registration


def _give_back(registration_id: int, action: str, remark: str, actor: Actor, now: datetime) -> TitleRegistration:
    registration = _move(registration_id, action)
    registration.reopened_from = registration.state_before if action == "reopen" else ""
    registration.remark, registration.remark_by_label, registration.remark_at = remark, actor.label, now
    registration.forget_proxy()
    registration.save()
    _owe_again(registration)
    record(f"registrations.registration.{action}", actor=actor, target=registration, at=now, reason=remark)
    told = people_of(registration, now)
    notify("registrations.returned", to=told, about=registration, body=remark, actor=actor, now=now)
    return registration


def _owe_again(registration: TitleRegistration) -> None:
    duties.unfulfil(year_id=registration.cluster_year.year_id, code=DUTY, unit_id=registration.unit_id)


def _move(registration_id: int, action: str) -> TitleRegistration:
    registration = lock_registration(registration_id)
    require_writable(registration.cluster_year.year)
    registration.state_before = registration.state
    registration.state = REGISTRATION_FLOW.target(action, registration.state)
    registration.save(update_fields=["state", "updated_at"])
    return registration


@operation()
def correct(*, registration_id: int, actor: Actor, now: datetime) -> TitleRegistration:
    """The unit takes what was typed for it in hand, and owes it again; it stays in time, the day of the paper counts.

    What went into a sheet stays there, the change comes with its next version. The caller has asked
    ``policies.can_correct``. Raises NoCorrection, TransitionNotAllowed, YearClosed.
    """
    registration = lock_registration(registration_id)
    require_writable(registration.cluster_year.year)
    until = registration.correct_until
    if not registration.is_proxy or until is None or local(now).date() > until:
        raise NoCorrection
    registration.state = REGISTRATION_FLOW.target("correct", registration.state)
    registration.forget_proxy()
    registration.save()
    _owe_again(registration)
    record("registrations.registration.correct", actor=actor, target=registration, at=now)
    return registration
