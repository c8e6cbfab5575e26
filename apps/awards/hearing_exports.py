"""Plain data of whom a proposal was put before: bodies that were asked (hiệp y), and the public."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from apps.awards.models import AwardProposal


@dataclass(frozen=True)
class AskedBody:
    """``opinion``: empty while it has not answered, by ``due_on``."""

    name: str
    due_on: date
    opinion: str
    answered_on: date | None


@dataclass(frozen=True)
class CommentDays:
    """A list that stood on the public page, or stands there, and what came in."""

    starts_on: date
    ends_on: date
    working_days: int
    basis: str
    opinions: int
    concluded: int


@dataclass(frozen=True)
class Heard:
    unit_name: str
    bodies: tuple[AskedBody, ...]
    comments: tuple[CommentDays, ...]


def heard(proposal: AwardProposal) -> Heard:
    """Two queries. Days that were broken off are none: what was sent anew needed its own."""
    opinions, concluded = Count("opinions"), Count("opinions", filter=Q(opinions__conclusion__gt=""))
    periods = proposal.comment_periods.standing().annotate(received=opinions, concluded=concluded)
    return Heard(
        unit_name=proposal.unit_name,
        bodies=tuple(
            AskedBody(
                each.body_name, each.due_on, str(each.get_opinion_display()) if each.opinion else "", each.answered_on
            )
            for each in proposal.consultations.all()
        ),
        comments=tuple(
            CommentDays(each.starts_on, each.ends_on, each.working_days, each.basis, each.received, each.concluded)
            for each in periods.order_by("starts_on", "pk")
        ),
    )
