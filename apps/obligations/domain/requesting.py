"""A unit asks for more time or to have its paper back; Gia hạn and Mở lại grant it, a refusal says why."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.dates import format_datetime, local
from apps.core.errors import DomainError
from apps.core.kept import kept_language
from apps.notifications.domain.sending import notify
from apps.obligations import answerers
from apps.obligations.domain.closing_requests import close
from apps.obligations.domain.later_dates import require_later
from apps.obligations.enums import RequestKind, RequestState
from apps.obligations.models import Obligation, TimeRequest
from apps.periods.domain.years import require_writable
from apps.units.telling_queries import people_of


class NothingToAsk(DomainError):
    """The unit is excused, or the duty was closed without it."""

    default_message = _("Việc này không còn phải làm, không cần đề nghị gia hạn hay mở lại.")


class AskedAlready(DomainError):
    """One request waits for its answer."""

    default_message = _("Đơn vị đã có một đề nghị đang chờ trả lời về việc này.")


class AnsweredAlready(DomainError):
    """Somebody answered first, or the unit has sent the paper meanwhile."""

    default_message = _("Đề nghị này đã được trả lời hoặc không còn cần nữa.")


@operation()
def ask_for_time(*, obligation_id: int, until: datetime, reason: str, actor: Actor, now: datetime) -> TimeRequest:
    """Of a paper that is owed: more time until ``until``; of one that was sent: to have it back until then.

    The caller has asked ``policies.can_ask_for_time``.
    Raises NothingToAsk, AskedAlready, ExtensionTooEarly, YearClosed.
    """
    found = Obligation.objects.select_for_update(of=("self",), no_key=True).select_related("duty__year", "unit")
    obligation = found.get(pk=obligation_id)
    require_writable(obligation.duty.year)
    kind = obligation.may_be_asked
    if kind is None:
        raise NothingToAsk
    require_later(until, obligation.due_at if kind == RequestKind.EXTENSION else None, now)
    for waiting in obligation.time_requests.select_for_update(no_key=True).filter(state=RequestState.WAITING):
        if waiting.kind == kind:
            raise AskedAlready
        close(waiting, RequestState.LAPSED, "", now=now)  # asked for before the paper was sent, or came back
    made = TimeRequest.objects.create(
        obligation=obligation, kind=kind, until=until, reason=reason, asked_by=actor.label[:200]
    )
    record("obligations.time_request.make", actor=actor, target=obligation, at=now, after=_said(made), reason=reason)
    notify(
        "obligations.time_asked",
        to=answerers.people(obligation, kind, local(now).date()),
        about=obligation,
        body=_told(made),
        path=reverse("dashboard:request-list"),
        actor=actor,
        now=now,
    )
    return made


@operation()
def refuse_time(*, request_id: int, reason: str, actor: Actor, now: datetime) -> TimeRequest:
    """The dates stay as they are; the unit reads why.

    The caller has asked ``policies.can_answer``. Raises AnsweredAlready, YearClosed.
    """
    found = waiting_request(request_id)
    obligation = found.obligation
    require_writable(obligation.duty.year)
    close(found, RequestState.REFUSED, actor.label, now=now, answer=reason)
    record("obligations.time_request.refuse", actor=actor, target=obligation, at=now, after=_said(found), reason=reason)
    people, path = people_of(obligation, now), obligation.path
    notify("obligations.time_refused", to=people, about=obligation, body=reason, path=path, actor=actor, now=now)
    return found


def waiting_request(request_id: int) -> TimeRequest:
    """The request, locked after its obligation, as everywhere, as long as it waits. Raises AnsweredAlready."""
    asked = Obligation.objects.filter(pk__in=TimeRequest.objects.filter(pk=request_id).values("obligation"))
    if asked.select_for_update(no_key=True).first() is None:
        raise AnsweredAlready
    rows = TimeRequest.objects.select_for_update(of=("self",), no_key=True).for_list()
    found = rows.waiting().filter(pk=request_id).first()
    if found is None:
        raise AnsweredAlready
    return found


def _said(found: TimeRequest) -> dict:
    return {"kind": found.kind, "until": found.until.isoformat(), "state": found.state}


def _told(found: TimeRequest) -> str:
    with kept_language():
        words = now_in_words("%(who)s đề nghị %(what)s đến %(until)s. Lý do: %(reason)s")
        what = found.get_kind_display().lower()
        return words % {
            "who": found.asked_by,
            "what": what,
            "until": format_datetime(found.until),
            "reason": found.reason,
        }
