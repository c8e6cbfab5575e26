"""What the organiser does with the reviews that units sent: sending back, taking over."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.dates import local
from apps.core.errors import DomainError
from apps.core.text import clean
from apps.core.verdict import require_allowed
from apps.movements import policies
from apps.movements.domain.movements import touch
from apps.movements.domain.reviews import lock, tick
from apps.movements.domain.years import require_year
from apps.movements.enums import ReviewState
from apps.movements.models import MovementReview
from apps.movements.telling_queries import people_of_units
from apps.movements.workflow import REVIEW_FLOW
from apps.notifications.domain.sending import notify
from apps.obligations.domain import duties


class RemarkMissing(DomainError):
    default_message = _("Ghi rõ nội dung cần bổ sung.")


@operation()
def return_review(*, review_id: int, remark: str, actor: Actor, now: datetime) -> MovementReview:
    """Yêu cầu bổ sung: the report is owed again, with the remark. Raises NotAllowed, TransitionNotAllowed."""
    review = lock(review_id)
    require_allowed(policies.can_judge_review(actor, review))
    before = review.state
    review.state = REVIEW_FLOW.target("return", before)
    year = require_year(review.participation.movement, review.milestone.year)
    if not (remark := clean(remark, multiline=True)):
        raise RemarkMissing(field="remark")
    review.remark, review.accepted_at = remark, None
    touch(review, actor, now)
    review.save()
    _untick(review, actor, now)
    unit_id = review.participation.unit_id
    if year is not None:
        duties.unfulfil(year_id=year.pk, code=review.milestone.duty_code, unit_id=unit_id)
    record("movements.review.return", actor=actor, target=review, at=now, before=before, reason=remark)
    people = people_of_units([unit_id], local(now).date())
    notify("movements.review_returned", to=people, about=review, body=remark, actor=actor, now=now)
    return review


@operation()
def accept_review(*, review_id: int, actor: Actor, now: datetime) -> MovementReview:
    """Tiếp nhận. Raises NotAllowed, TransitionNotAllowed."""
    review = lock(review_id)
    require_allowed(policies.can_judge_review(actor, review))
    before = review.state
    review.state = REVIEW_FLOW.target("accept", before)
    require_year(review.participation.movement, review.milestone.year)
    review.accepted_at = now
    touch(review, actor, now)
    review.save()
    record("movements.review.accept", actor=actor, target=review, at=now, before=before, after=review.state)
    return review


@operation()
def accept_reviews(*, ids: Iterable[int], actor: Actor, now: datetime) -> int:
    """Tiếp nhận of many reports that have been sent; all or none. Answers how many."""
    sent = MovementReview.objects.filter(pk__in=list(ids), state=ReviewState.SUBMITTED).order_by("pk")
    found = list(sent.values_list("pk", flat=True))
    for review_id in found:
        accept_review(review_id=review_id, actor=actor, now=now)
    return len(found)


def _untick(review: MovementReview, actor: Actor, now: datetime) -> None:
    """The report that the tick tells of was given back: it tells of the one before, or is taken away."""
    participation = review.participation
    if participation.reported_on is None or participation.reported_on != local(review.submitted_at).date():
        return
    others = MovementReview.objects.filter(participation=participation).exclude(pk=review.pk)
    others = others.filter(state__in=[ReviewState.SUBMITTED, ReviewState.ACCEPTED]).select_related("document")
    last = others.order_by("-submitted_at").first()
    day, document = (local(last.submitted_at).date(), last.document) if last else (None, None)
    tick(participation, day, document, actor, now)
