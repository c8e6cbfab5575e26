"""Reviews of the units: opened filled in beforehand, saved, sent. What the organiser does with them: ``judging``."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.dates import local
from apps.core.errors import DomainError
from apps.core.text import clean
from apps.core.verdict import require_allowed
from apps.core.versions import require_version
from apps.movements import policies
from apps.movements.domain import duties as movement_duties
from apps.movements.domain import papers
from apps.movements.domain.movements import touch
from apps.movements.domain.papers import PaperFacts
from apps.movements.domain.ticks import BasisMissing
from apps.movements.domain.years import require_year, year_of
from apps.movements.enums import ReviewState, Tick
from apps.movements.models import Milestone, MovementReview, Participation
from apps.movements.prefilling import entries_of, in_words
from apps.movements.telling_queries import heads_of_unit, people_of_units, runners
from apps.movements.workflow import REVIEW_FLOW
from apps.notifications.domain.sending import notify
from apps.obligations.domain import duties, proxies
from apps.obligations.models import ProxyEntry

TEXTS = ("results", "limits", "proposals")


class NothingReported(DomainError):
    default_message = _("Chưa có kết quả nào để gửi. Hãy ghi kết quả đạt được.")


@dataclass(frozen=True)
class ReviewTexts:
    results: str = ""
    limits: str = ""
    proposals: str = ""


def correctable(review: MovementReview, today: date) -> bool:
    """Typed by others for the unit, which may still correct it. One query for such a report, else none."""
    if review.state != ReviewState.SUBMITTED or not review.basis:
        return False
    year = year_of(review.participation.movement, review.milestone.year)
    typed = ProxyEntry.objects.filter(
        obligation__duty__year=year,
        obligation__duty__code=review.milestone.duty_code,
        obligation__unit=review.participation.unit_id,
        correct_until__gte=today,
    )
    return year is not None and typed.exists()


def _sent(review: MovementReview, now: datetime) -> str:
    """The state after sending. Raises TransitionNotAllowed unless the report is open or may be corrected."""
    if correctable(review, local(now).date()):
        return ReviewState.SUBMITTED
    return REVIEW_FLOW.target("submit", review.state)


def open_for(milestone: Milestone, participations: Iterable[Participation], *, actor: Actor, now: datetime) -> int:
    """A report for each unit, filled with what it has entered of the years covered, and the duty to send it.

    Inside of an operation. Repeating changes nothing; answers how many are new.
    """
    rows = list(participations)
    known = set(MovementReview.objects.filter(milestone=milestone).values_list("participation_id", flat=True))
    fresh = [row for row in rows if row.pk not in known]
    found = entries_of([row.pk for row in fresh], milestone.covers_from, milestone.covers_to)
    MovementReview.objects.bulk_create(
        [
            MovementReview(
                participation=row,
                milestone=milestone,
                results=in_words(found.get(row.pk, [])),
                entries=[entry.as_json() for entry in found.get(row.pk, [])],
                saved_by_label=actor.label,
                saved_at=now,
            )
            for row in fresh
        ],
        batch_size=1000,
    )
    movement_duties.ask_review(milestone, [row.unit_id for row in rows], actor=actor, now=now)
    return len(fresh)


def lock(review_id: int) -> MovementReview:
    rows = MovementReview.objects.for_list().select_related("document", "participation__report_document")
    both = MovementReview.objects.select_related("participation").order_by()
    both.select_for_update(of=("self", "participation"), no_key=True).get(pk=review_id)  # locked first, read afterwards
    return rows.get(pk=review_id)


@operation()
def save_review(*, review_id: int, version: int, texts: ReviewTexts, actor: Actor, now: datetime) -> MovementReview:
    """Save the draft or returned report. Raises NotAllowed, StaleVersion, TransitionNotAllowed, YearClosed."""
    review = lock(review_id)
    require_allowed(policies.can_write_review(actor, review))
    _sent(review, now)  # what may not be sent may not be changed either
    require_year(review.participation.movement, review.milestone.year)
    require_version(review, version)
    before = {name: getattr(review, name) for name in TEXTS}
    for name in TEXTS:
        setattr(review, name, clean(getattr(texts, name), multiline=True))
    if before != {name: getattr(review, name) for name in TEXTS}:
        touch(review, actor, now)
        review.save()
        record("movements.review.save", actor=actor, target=review, at=now)
    return review


@operation()
def refill(*, review_id: int, actor: Actor, now: datetime) -> MovementReview:
    """Put what has been entered since into the report: new lines are added below, nothing typed is lost."""
    review = lock(review_id)
    require_allowed(policies.can_write_review(actor, review))
    _sent(review, now)
    require_year(review.participation.movement, review.milestone.year)
    milestone = review.milestone
    found = entries_of([review.participation_id], milestone.covers_from, milestone.covers_to)
    entries = found.get(review.participation_id, [])
    known = {entry["key"] for entry in review.entries}
    fresh = [entry for entry in entries if entry.key not in known]
    if fresh:
        review.entries = [entry.as_json() for entry in entries]
        review.results = "\n".join(filter(None, [review.results, in_words(fresh)]))
        touch(review, actor, now)
        review.save()
        record("movements.review.refill", actor=actor, target=review, at=now, after={"lines": len(fresh)})
    return review


@operation()
def submit_review(
    *, review_id: int, actor: Actor, now: datetime, version: int | None = None, paper: PaperFacts | None = None
) -> MovementReview:
    """Send the report: the duty is fulfilled, the tick "đã báo cáo" is set with the date and the paper.

    What was typed for the unit before is its own report from now on, the first day received stays on record.
    ``version``: the one that was read before sending. Raises NotAllowed, StaleVersion, TransitionNotAllowed,
    NothingReported, YearClosed, DutyClosed.
    """
    review = lock(review_id)
    require_allowed(policies.can_send_review(actor, review))
    if version is not None:
        require_version(review, version)
    state = _sent(review, now)
    review.received_on, review.basis = None, ""
    return _send(review, state, at=now, paper=paper, action="movements.review.submit", actor=actor, now=now)


@operation()
def enter_review_instead(
    *,
    review_id: int,
    texts: ReviewTexts,
    received_on: date,
    basis: str,
    actor: Actor,
    now: datetime,
    paper: PaperFacts | None = None,
) -> MovementReview:
    """Nhập thay: typed from the paper that the unit sent; the day received counts, the unit is told and may correct.

    Raises NotAllowed, TransitionNotAllowed, BasisMissing, ReceivedLater, ReceivedBeforeYear, NothingReported,
    YearClosed.
    """
    review = lock(review_id)
    require_allowed(policies.can_enter_review_instead(actor, review))
    if not clean(basis):
        raise BasisMissing(field="basis")
    year = require_year(review.participation.movement, review.milestone.year)
    proxies.require_received(received_on, year, now)
    for name in TEXTS:
        setattr(review, name, clean(getattr(texts, name), multiline=True))
    review.received_on, review.basis = received_on, clean(basis)[:300]
    at, state = proxies.received_at(received_on), REVIEW_FLOW.target("submit", review.state)
    return _send(review, state, at=at, paper=paper, action="movements.review.enter_instead", actor=actor, now=now)


def _send(review, state: str, *, at: datetime, paper, action: str, actor: Actor, now: datetime) -> MovementReview:
    participation, milestone = review.participation, review.milestone
    before, review.state = review.state, state
    year = require_year(participation.movement, milestone.year)
    if not review.results:
        raise NothingReported(field="results")
    document = papers.filed(paper, participation.unit, actor=actor, now=now)
    if document is not None:
        papers.let_go(review.document, review, "report")
        papers.use(document, review, "report", str(review))
        review.document = document
    review.first_submitted_at = review.first_submitted_at or at
    review.submitted_at, review.submitted_by_label, review.remark = at, actor.label_for(participation), ""
    touch(review, actor, now)
    review.save()
    tick(participation, local(at).date(), review.document, actor, now)
    _fulfil(review, year, at, actor, now)
    after = {"state": review.state, "receipt": receipt_number(review)}
    record(action, actor=actor, target=review, at=now, before=before, after=after, reason=review.basis)
    on = local(now).date()
    people = runners(participation.movement, on) | heads_of_unit(participation.unit_id, milestone.year, on)
    notify("movements.review_sent", to=people, about=review, actor=actor, now=now)
    return review


def _fulfil(review: MovementReview, year, at: datetime, actor: Actor, now: datetime) -> None:
    """The duty is done; of a report that was typed by others the unit is told until when it may correct."""
    unit_id, path = review.participation.unit_id, review.get_absolute_url()
    owed = {"year_id": year and year.pk, "code": review.milestone.duty_code, "unit_id": unit_id, "path": path}
    if not review.basis:
        if year is not None:
            duties.fulfil(**owed, at=at)
        return
    typed = {"received_on": review.received_on, "basis": review.basis, "actor": actor, "now": now}
    if year is None or proxies.enter_for(**owed, **typed) is None:
        people = people_of_units([unit_id], local(now).date())
        notify("obligations.proxy_entered", to=people, about=review, body=review.basis, actor=actor, now=now)


def tick(participation: Participation, day: date | None, document, actor: Actor, now: datetime) -> None:
    """The fourth tick follows the newest report."""
    papers.let_go(participation.report_document, participation, Tick.REPORTED)
    participation.reported_on, participation.report_document = day, document
    papers.use(document, participation, Tick.REPORTED, str(participation))
    touch(participation, actor, now)
    participation.save()


def receipt_number(review: MovementReview) -> str:
    """Số xác nhận of what was sent."""
    return f"PT-{review.milestone.year}-{review.pk:06d}"
