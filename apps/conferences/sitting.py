"""The frame of every paper of a meeting."""

from dataclasses import dataclass
from datetime import date

from apps.clusters.enums import HeadRole
from apps.clusters.models import HeadTerm
from apps.conferences.enums import ConferenceKind, Session
from apps.conferences.models import Conference


@dataclass(frozen=True)
class Sitting:
    """The frame of every paper: who holds the meeting, where, when, who presides.

    ``body``: name of the cluster, or of the organiser of a congress; ``superior`` stands above it. A letter of the body
    is signed under ``head_title``; ``head_name``: the person named by the decision. ``by_council``: a session of a
    council, which votes on collectives and persons.
    """

    title: str
    kind_label: str
    body: str
    superior: str
    province: str
    year: int | None
    next_year: int | None
    held_on: date
    session: str
    place: str
    chair_name: str
    chair_post: str
    secretary_name: str
    secretary_post: str
    head_title: str
    head_name: str
    illustrative: bool
    by_council: bool = False


def sitting_of(conference: Conference) -> Sitting:
    """Of a conference read with ``for_list()``."""
    closing, following, organiser = conference.cluster_year, conference.next_cluster_year, conference.organiser
    head_title = head_name = ""
    if closing:
        head_title = str(HeadTerm(cluster_year=closing, role=HeadRole.HEAD).title)
        head = closing.head_terms.filter(role=HeadRole.HEAD).valid_on(conference.held_on).first()
        head_name = head.person_name if head else ""
    return Sitting(
        title=conference.title,
        kind_label=str(ConferenceKind(conference.kind).label),
        body=closing.name if closing else organiser.name,
        superior=organiser.name if closing else "",
        province=organiser.province or "",
        year=closing.year.year if closing else None,
        next_year=following.year.year if following else None,
        held_on=conference.held_on,
        session=str(Session(conference.session).label),
        place=conference.place,
        chair_name=conference.chair_name,
        chair_post=conference.chair_post,
        secretary_name=conference.secretary_name,
        secretary_post=conference.secretary_post,
        head_title=head_title,
        head_name=head_name,
        illustrative=conference.illustrative,
    )
