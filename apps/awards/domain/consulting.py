"""Hiệp y with its deadline; the list on a public page for so many working days, and what came in."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.audit.trail import operation, record
from apps.awards import comment_queries, queries
from apps.awards.domain.making import lock_proposal
from apps.awards.enums import Opinion
from apps.awards.models import AwardProposal, CommentPeriod, Consultation, PublicOpinion
from apps.awards.telling_queries import office_of
from apps.core.actor import ANONYMOUS, Actor
from apps.core.dates import format_date, local
from apps.core.errors import DomainError, TransitionNotAllowed
from apps.core.kept import kept_language
from apps.core.text import clean
from apps.documents.domain.citing import cite
from apps.documents.models import Document
from apps.notifications.domain.sending import notify
from apps.periods.domain.working_days import working_days
from apps.periods.domain.years import require_writable

ON_PAGE = "Gửi trên trang công khai"  # kept in Vietnamese: who wrote an opinion down
MOST_A_DAY = 200  # of a list; OPINIONS_PER_DAY of one sender is far below


class WrongDays(DomainError):
    """Days that do not follow each other."""


class AlreadyPublished(DomainError):
    default_message = gettext_lazy("Hồ sơ này đã công khai lấy ý kiến.")


class NoRule(DomainError):
    default_message = gettext_lazy(
        "Không có quy định lấy ý kiến công khai cho các hình thức này: ghi số ngày và căn cứ."
    )


class AlreadyAnswered(DomainError):
    default_message = gettext_lazy(
        "Cơ quan này đã trả lời; ý kiến đã ghi không thay được. Có ý kiến mới thì ghi lần hỏi mới."
    )


class TooManyOpinions(DomainError):
    """A list gets so many in a day from machines only; letters and telephone stay open."""

    default_message = gettext_lazy(
        "Danh sách này đã nhận quá nhiều ý kiến trong ngày. Gửi văn bản hoặc điện thoại đến nơi nhận ý kiến."
    )


class OutsideOfPeriod(DomainError):
    """An opinion came in after the last day, or before the first."""


def _received(proposal_id: int, *, or_reopened: bool = False) -> AwardProposal:
    """``or_reopened``: what began before Mở lại goes on, as what was sent may stand again."""
    proposal = lock_proposal(proposal_id)
    require_writable(proposal.year)
    if not (proposal.is_received_or_reopened if or_reopened else proposal.is_received):
        raise TransitionNotAllowed
    return proposal


@operation()
def ask(
    *,
    proposal_id: int,
    body_name: str,
    asked_on: date,
    due_on: date,
    actor: Actor,
    now: datetime,
    request: Document | None = None,
) -> Consultation:
    """Lấy ý kiến hiệp y. The caller has asked ``policies.can_receive``. Raises WrongDays, TransitionNotAllowed."""
    proposal = _received(proposal_id)
    if due_on < asked_on:
        raise WrongDays(_("Hạn trả lời không được trước ngày gửi hỏi."), field="due_on")
    if asked_on > local(now).date():
        raise WrongDays(_("Ngày gửi hỏi không được sau hôm nay."), field="asked_on")
    found = Consultation.objects.create(
        proposal=proposal,
        body_name=clean(body_name),
        asked_on=asked_on,
        due_on=due_on,
        request=request,
        by_label=actor.label,
    )
    _cite(found, request, "ask")
    after = {"body": found.body_name, "due_on": due_on.isoformat()}
    record("awards.consultation.ask", actor=actor, target=proposal, at=now, after=after)
    return found


@operation()
def answer(
    *,
    consultation_id: int,
    opinion: str,
    answered_on: date,
    actor: Actor,
    now: datetime,
    text: str = "",
    answer_document: Document | None = None,
) -> Consultation:
    """Ghi ý kiến trả lời, once. Raises AlreadyAnswered, WrongDays, TransitionNotAllowed."""
    proposal = _received(Consultation.objects.values_list("proposal_id", flat=True).get(pk=consultation_id))
    found = Consultation.objects.get(pk=consultation_id)
    if found.opinion:
        raise AlreadyAnswered
    if answered_on < found.asked_on or answered_on > local(now).date():
        raise WrongDays(_("Ngày trả lời nằm giữa ngày gửi hỏi và hôm nay."), field="answered_on")
    found.opinion, found.answered_on, found.text = opinion, answered_on, clean(text, multiline=True)
    found.answer = answer_document
    found.by_label = actor.label
    found.save()
    _cite(found, answer_document, "answer")
    after = {"body": found.body_name, "opinion": str(Opinion(opinion).label), "answered_on": answered_on.isoformat()}
    record("awards.consultation.answer", actor=actor, target=proposal, at=now, after=after)
    return found


def _cite(found: Consultation, document: Document | None, step: str) -> None:
    if document:
        proposal = found.proposal
        cite(
            document,
            app="awards",
            key=f"consultation-{step}:{found.pk}",
            label=str(proposal),
            path=proposal.get_absolute_url(),
        )


@operation()
def publish(
    *,
    proposal_id: int,
    starts_on: date,
    contact: str,
    actor: Actor,
    now: datetime,
    days: int | None = None,
    basis: str = "",
    whole: bool = False,
) -> CommentPeriod:
    """Công khai lấy ý kiến: from a day for as many working days as the rule in force asks, the last one included.

    ``days`` and ``basis`` only where no rule is known, or for longer than it asks. The lines are those of the newest
    sending whose awards a rule asks to publish; all of them where none does, or with ``whole``. The caller has asked
    ``policies.can_receive``. Raises AlreadyPublished, NoRule, WrongDays, TransitionNotAllowed.
    """
    proposal = _received(proposal_id)
    if not comment_queries.may_publish(proposal):
        raise AlreadyPublished
    if starts_on < local(now).date():
        raise WrongDays(_("Ngày bắt đầu công khai không được trước hôm nay."), field="starts_on")
    rule = comment_queries.comment_rule_of(proposal, starts_on)
    if rule is None and not (days and clean(basis)):
        raise NoRule(field="days")
    least = rule.working_days if rule else 0
    if days and days < least:
        raise WrongDays(
            _("Ít nhất %(n)s ngày làm việc (%(source)s).") % {"n": least, "source": rule.source}, field="days"
        )
    count = days or least
    period = CommentPeriod.objects.create(
        proposal=proposal,
        submission=queries.current_submission(proposal),
        award_codes=[] if whole else sorted(comment_queries.published_awards(proposal, starts_on)),
        starts_on=starts_on,
        ends_on=last_day(starts_on, count),
        working_days=count,
        basis=clean(basis) or rule.source,
        contact=clean(contact),
        by_label=actor.label,
    )
    after = {"starts_on": starts_on.isoformat(), "ends_on": period.ends_on.isoformat(), "working_days": count}
    record("awards.comment.publish", actor=actor, target=proposal, at=now, after=after)
    return period


def last_day(starts_on: date, count: int) -> date:
    """The last of so many working days; the first day counts where it is one."""
    return working_days(starts_on, starts_on + timedelta(days=3 * count)).after(starts_on, count - 1)


@operation()
def note_opinion(
    *,
    period_id: int,
    received_on: date,
    text: str,
    actor: Actor,
    now: datetime,
    sender: str = "",
    conclusion: str = "",
) -> PublicOpinion:
    """Ghi ý kiến nhận được. Raises OutsideOfPeriod for a day outside of the period, TransitionNotAllowed."""
    period = CommentPeriod.objects.get(pk=period_id)
    proposal = _received(period.proposal_id, or_reopened=True)
    if not period.starts_on <= received_on <= min(period.ends_on, local(now).date()):
        with kept_language():
            words = {"first": format_date(period.starts_on), "last": format_date(period.ends_on)}
        raise OutsideOfPeriod(_("Ngày nhận ý kiến từ %(first)s đến hết %(last)s.") % words, field="received_on")
    found = PublicOpinion.objects.create(
        period=period,
        received_on=received_on,
        sender=clean(sender),
        text=clean(text, multiline=True),
        conclusion=clean(conclusion, multiline=True),
        by_label=actor.label,
    )
    record("awards.comment.note", actor=actor, target=proposal, at=now, after={"received_on": received_on.isoformat()})
    return found


@operation()
def send_opinion(*, period_id: int, sender: str, contact: str, text: str, actor: Actor, now: datetime) -> PublicOpinion:
    """Gửi ý kiến on the public page, by anybody, to the last day. The body that received the dossier is told.

    Name and address stay with it and stand on no public page, in no trail. Who is signed in there stands nowhere: a
    citizen writes, and the unit that is written about reads the history. The caller has asked ``in_person``. The body
    is told once a day. Raises OutsideOfPeriod, TooManyOpinions, TransitionNotAllowed, YearClosed.
    """
    today = local(now).date()
    period = CommentPeriod.objects.get(pk=period_id)
    proposal = _received(period.proposal_id, or_reopened=True)
    if not CommentPeriod.objects.open_on(today).filter(pk=period_id).exists():
        raise OutsideOfPeriod(_("Đã hết thời gian lấy ý kiến."))
    if period.opinions.filter(on_page=True, received_on=today).count() >= MOST_A_DAY:
        raise TooManyOpinions
    found = PublicOpinion.objects.create(
        period=period,
        received_on=today,
        sender=clean(f"{sender} ({contact})"),
        text=clean(text, multiline=True),
        on_page=True,
        by_label=ON_PAGE,
    )
    record("awards.comment.send", actor=ANONYMOUS, target=proposal, at=now, after={"received_on": today.isoformat()})
    key = f"awards.opinion_sent:{period_id}:{today.isoformat()}"
    notify("awards.opinion_sent", to=office_of(proposal, now), about=proposal, actor=ANONYMOUS, now=now, key=key)
    return found


@operation()
def conclude(*, opinion_id: int, conclusion: str, actor: Actor, now: datetime) -> PublicOpinion:
    """Ghi kết luận on an opinion that came in, whenever it was looked into: also of a dossier that was given back or
    decided meanwhile. The trail keeps what stood before.

    The caller has asked ``policies.can_receive``. Raises YearClosed.
    """
    proposal = lock_proposal(PublicOpinion.objects.values_list("period__proposal_id", flat=True).get(pk=opinion_id))
    require_writable(proposal.year)
    found = PublicOpinion.objects.select_for_update(of=("self",)).get(pk=opinion_id)
    before = found.conclusion
    found.conclusion, found.concluded_by_label = clean(conclusion, multiline=True), actor.label
    found.save()
    record("awards.comment.conclude", actor=actor, target=proposal, at=now, before=before, after=found.conclusion)
    return found
