"""What the report on the review of a movement says: plain data, in the order of protocol."""

from dataclasses import dataclass, field
from datetime import date

from apps.core.dates import local
from apps.movements.enums import ReviewState, Tick
from apps.movements.models import Milestone, Movement, MovementReview, Participation
from apps.movements.queries import cascade
from apps.movements.review_words import review_word


@dataclass(frozen=True)
class UnitReview:
    """One unit's report, empty while it has not been sent."""

    unit_name: str
    state_label: str
    sent_on: date | None
    results: str = ""
    limits: str = ""
    proposals: str = ""


@dataclass(frozen=True)
class MilestoneReport:
    label: str
    due_on: date | None
    window_text: str
    sent: int
    total: int
    missing: tuple[str, ...]
    units: tuple[UnitReview, ...]


@dataclass(frozen=True)
class MovementReport:
    """A movement whole: title and theme uncut, decision and bases, contents, four counts, its reviews."""

    title: str
    theme: str
    level: str
    organiser_name: str
    decision: str
    bases: tuple[str, ...]
    starts_on: date
    ends_on: date
    contents: tuple[tuple[int, str, str], ...]
    total: int
    year: int
    ticks: tuple[tuple[str, int], ...]
    milestones: tuple[MilestoneReport, ...] = field(default=())
    illustrative: bool = False


def movement_report(movement: Movement, year: int) -> MovementReport:
    """The whole movement as of now; the third tick is that of ``year``. Eight queries, whatever there is."""
    rows = Participation.objects.standing().filter(movement=movement)
    counts = cascade.counts(rows, year)
    decision = movement.decision
    return MovementReport(
        title=movement.title,
        theme=movement.theme,
        level=str(movement.get_level_display()),
        organiser_name=movement.organiser.name,
        decision=str(decision or ""),
        bases=tuple(str(basis) for basis in movement.bases.select_related("document")),
        starts_on=movement.starts_on,
        ends_on=movement.ends_on,
        contents=tuple((content.depth, content.number, content.text) for content in movement.contents.all()),
        total=counts.total,
        year=year,
        ticks=tuple((str(tick.label), counts.of(tick)) for tick in Tick),
        milestones=tuple(_milestone(milestone) for milestone in movement.milestones.all()),
        illustrative=bool(decision and decision.illustrative),
    )


def _milestone(milestone: Milestone) -> MilestoneReport:
    reviews = (
        MovementReview.objects.filter(milestone=milestone, participation__left_on=None)
        .select_related("participation")
        .order_by("participation__unit__protocol_order", "participation__unit__sort_key", "pk")
    )
    units = tuple(_unit(review) for review in reviews)
    missing = tuple(unit.unit_name for unit in units if unit.sent_on is None)
    return MilestoneReport(
        label=str(milestone),
        due_on=milestone.due_on,
        window_text=milestone.window_text,
        sent=len(units) - len(missing),
        total=len(units),
        missing=missing,
        units=units,
    )


def _unit(review: MovementReview) -> UnitReview:
    """What is still written belongs to the unit: only that it is missing is told."""
    label = str(review_word(review).label)
    if review.state not in {ReviewState.SUBMITTED, ReviewState.ACCEPTED}:
        return UnitReview(review.participation.unit_name, label, None)
    return UnitReview(
        review.participation.unit_name,
        label,
        local(review.submitted_at).date(),
        review.results,
        review.limits,
        review.proposals,
    )
