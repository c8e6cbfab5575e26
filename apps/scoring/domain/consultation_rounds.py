"""Opening, dating and closing a round of consultation (Lấy ý kiến dự thảo bảng tiêu chí)."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.dates import format_datetime, local
from apps.core.errors import DomainError
from apps.core.kept import kept_language
from apps.core.locking import hold
from apps.core.text import clean
from apps.core.versions import require_version
from apps.documents.models import Document
from apps.notifications.domain.sending import notify
from apps.obligations.domain import duties
from apps.obligations.models import Obligation
from apps.periods.domain.years import require_writable
from apps.scoring.consultation_telling import people_asked, people_who_replied
from apps.scoring.domain.arranged import arrangement_of
from apps.scoring.domain.criteria_files import write_criteria
from apps.scoring.domain.set_rows import stored_rules
from apps.scoring.models import Consultation, CriteriaSet, SentComment
from apps.scoring.workflow import SET_FLOW


class NobodyAsked(DomainError):
    """No unit at all."""

    default_message = _("Chưa chọn đơn vị nào để lấy ý kiến.")


class NothingToConsult(DomainError):
    """The draft has no criteria yet."""

    default_message = _("Dự thảo chưa có tiêu chí nào để lấy ý kiến.")


class DeadlinePassed(DomainError):
    """The deadline lies before the day on which the round is opened or changed."""

    default_message = _("Hạn góp ý không được trước hôm nay.")


class RoundClosed(DomainError):
    """The round is over: nothing is received or changed any more."""

    default_message = _("Đợt lấy ý kiến đã đóng.")


class StillRunning(DomainError):
    """Some unit may still send in time."""


class Unanswered(DomainError):
    """Some comments have neither Tiếp thu nor Giải trình."""


@operation()
def open_consultation(
    *,
    criteria_set_id: int,
    due_on: date,
    unit_ids: Iterable[int],
    actor: Actor,
    now: datetime,
    audience: Iterable[str] = (),
    note: str = "",
    letter: Document | None = None,
) -> Consultation:
    """Ask the units for comments on the draft as it stands, until the end of ``due_on``; tell their people.

    ``audience``: the sources the units came from (obligations.audience), kept with the duty. The caller has asked
    ``policies.can_consult``. Raises TransitionNotAllowed, YearClosed, NobodyAsked, NothingToConsult, DeadlinePassed.
    """
    criteria_set = (
        CriteriaSet.objects.select_related("year__organiser")
        .select_for_update(of=("self",), no_key=True)
        .get(pk=criteria_set_id)
    )
    require_writable(criteria_set.year)
    before = criteria_set.state
    criteria_set.state = SET_FLOW.target("consult", before)
    unit_ids = sorted(set(unit_ids))
    rules = stored_rules(criteria_set.pk)
    if not rules:
        raise NothingToConsult
    if not unit_ids:
        raise NobodyAsked(field="audience")
    if due_on < local(now).date():
        raise DeadlinePassed(field="due_on")
    criteria_set.save(update_fields=["state", "updated_at"])
    consultation = Consultation.objects.create(
        criteria_set=criteria_set,
        number=criteria_set.consultations.count() + 1,
        kinds=list(criteria_set.kinds),
        note=clean(note, multiline=True),
        draft_file=write_criteria(rules).decode(),
        draft_hash=criteria_set.content_hash,
        arrangement=arrangement_of(criteria_set),
        opened_at=now,
        opened_by_label=actor.label,
    )
    with kept_language():
        label = now_in_words("Góp ý dự thảo %(title)s") % {"title": criteria_set.title}
    consultation.duty = duties.ask(
        year_id=criteria_set.year_id,
        code=consultation.duty_code,
        label=label[:200],
        due_on=due_on,
        unit_ids=unit_ids,
        audience=list(audience),
        document=letter,
        actor=actor,
        now=now,
    )
    consultation.save(update_fields=["duty", "updated_at"])
    after = {"round": consultation.number, "due_on": due_on.isoformat(), "units": len(unit_ids)}
    after["content"] = consultation.draft_hash
    record("scoring.consultation.open", actor=actor, target=consultation, at=now, before=before, after=after)
    notify("scoring.consultation_opened", to=people_asked(consultation, now), about=consultation, actor=actor, now=now)
    return consultation


@operation()
def change_deadline(
    *, consultation_id: int, due_on: date, expected_version: int, actor: Actor, now: datetime
) -> Consultation:
    """Gia hạn for all units, or an earlier day. What was sent late before stays late.

    The caller has asked ``policies.can_run``. Raises RoundClosed, DeadlinePassed, StaleVersion, YearClosed.
    """
    consultation = lock_round(consultation_id)
    require_open(consultation)
    require_version(consultation, expected_version)
    if due_on < local(now).date():
        raise DeadlinePassed(field="due_on")
    duty = consultation.duty
    before = duty.due_on.isoformat()
    if due_on == duty.due_on:
        return consultation
    duties.ask(year_id=duty.year_id, code=duty.code, label=duty.label, due_on=due_on, unit_ids=[], actor=actor, now=now)
    consultation.version += 1
    consultation.saved_by_label, consultation.saved_at = actor.label, now
    consultation.save(update_fields=["version", "saved_by_label", "saved_at", "updated_at"])
    after = due_on.isoformat()
    record("scoring.consultation.change_deadline", actor=actor, target=consultation, at=now, before=before, after=after)
    told = people_asked(consultation, now)
    notify("scoring.consultation_deadline", to=told, about=consultation, actor=actor, now=now)
    return consultation


@operation()
def close_consultation(*, consultation_id: int, actor: Actor, now: datetime) -> Consultation:
    """Đóng lấy ý kiến: the answers go to the units, the draft comes back for editing. Repeating changes nothing.

    Units that never sent are owed nothing more (closed unsent). The caller has asked ``policies.can_run``.
    Raises StillRunning while a unit may send in time, Unanswered, YearClosed.
    """
    consultation = lock_round(consultation_id)
    if not consultation.is_open:
        return consultation
    criteria_set = CriteriaSet.objects.select_for_update(no_key=True).get(pk=consultation.criteria_set_id)
    require_writable(criteria_set.year)
    waiting = _waiting(consultation)
    _require_over(waiting, now)
    if left := SentComment.objects.of(consultation.pk).unanswered().count():
        message = ngettext("Còn %(n)d ý kiến chưa trả lời.", "Còn %(n)d ý kiến chưa trả lời.", left)
        raise Unanswered(message % {"n": left})
    for obligation in waiting:
        duties.close_unsent(
            year_id=obligation.duty.year_id, code=obligation.duty.code, unit_id=obligation.unit_id, now=now
        )
    criteria_set.state = SET_FLOW.target("close_consultation", criteria_set.state)
    criteria_set.save(update_fields=["state", "updated_at"])
    consultation.closed_at, consultation.closed_by_label = now, actor.label
    consultation.save(update_fields=["closed_at", "closed_by_label", "updated_at"])
    after = {"unsent": len(waiting)}
    record("scoring.consultation.close", actor=actor, target=consultation, at=now, after=after)
    told = people_who_replied(consultation, now)
    notify("scoring.consultation_answered", to=told, about=consultation, actor=actor, now=now)
    return consultation


def lock_round(consultation_id: int) -> Consultation:
    """The round under its lock, for the rest of the transaction."""
    return hold(Consultation.objects.for_list(), consultation_id)


def require_open(consultation: Consultation) -> None:
    """Raises RoundClosed, YearClosed."""
    require_writable(consultation.criteria_set.year)
    if not consultation.is_open:
        raise RoundClosed


def _waiting(consultation: Consultation) -> list[Obligation]:
    """Who never sent anything."""
    owed = Obligation.objects.open().filter(duty=consultation.duty, first_fulfilled_at=None)
    return list(owed.select_related("duty", "unit").order_by("pk"))


def _require_over(waiting: list[Obligation], now: datetime) -> None:
    in_time = [obligation.due_at for obligation in waiting if obligation.due_at >= now]
    if not in_time:
        return
    message = ngettext(
        "Còn %(n)d đơn vị chưa gửi ý kiến và còn hạn đến %(time)s.",
        "Còn %(n)d đơn vị chưa gửi ý kiến và còn hạn đến %(time)s.",
        len(in_time),
    )
    raise StillRunning(message % {"n": len(in_time), "time": format_datetime(max(in_time))})
