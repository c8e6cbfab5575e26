"""Questions about meetings that the pages ask."""

from django.db.models import Count, Q

from apps.clusters.models import Member
from apps.conferences.enums import OVER, PaperState
from apps.conferences.models import Conference, ConferencePaper, PaperVersion
from apps.core.actor import Actor
from apps.units.enums import Role
from apps.units.models import Unit


def own_units(actor: Actor) -> list[Unit]:
    """Units for which the actor may hold a congress."""
    ids = actor.unit_ids(Role.STANDING_OFFICE, Role.OFFICER, Role.LEADER)
    return list(Unit.objects.filter(pk__in=ids).in_order())


def congresses_above(actor: Actor) -> list[Conference]:
    """Congresses to come that a new one may stand below."""
    seen = Conference.objects.standing_above(actor)
    return list(seen.exclude(state__in=OVER).order_by("held_on", "pk"))


def units_to_add(conference: Conference) -> list[Unit]:
    """Units of the organiser's clusters around the year of the meeting, and those right below it; not listed yet."""
    years = (conference.held_on.year - 1, conference.held_on.year)
    members = Member.objects.standing().filter(
        cluster_year__cluster__organiser=conference.organiser_id, cluster_year__year__year__in=years
    )
    organiser = conference.organiser
    below = Q(path__startswith=organiser.path, depth=organiser.depth + 1)
    alive = Q(valid_to=None) | Q(valid_to__gte=conference.held_on)
    known = conference.attendees.values("unit_id")
    found = Unit.objects.filter(Q(pk__in=members.order_by().values("unit_id")) | below).filter(alive)
    return list(found.exclude(pk__in=known).in_order())


def papers_of(conference: Conference, actor: Actor, *, prepares: bool) -> list[ConferencePaper]:
    """Papers in order, each with its newest ``official`` version (and how many ``readers`` it has) and its ``draft``;
    ``is_open``: whether the actor may read one of them, as ``policies.can_read`` answers for each version.

    Three queries, whatever the number of papers.
    """
    papers = list(conference.papers.order_by("order").prefetch_related("presenters"))
    versions = PaperVersion.objects.filter(paper__in=papers).annotate(readers=Count("readings")).defer("text")
    newest = {(version.paper_id, version.state): version for version in versions.order_by("paper", "number")}
    for paper in papers:
        paper.official = newest.get((paper.pk, PaperState.OFFICIAL))
        paper.draft = newest.get((paper.pk, PaperState.DRAFT))
        presents = any(presenter.user_id == actor.user_id for presenter in paper.presenters.all())
        paper.is_open = bool(paper.official) or presents or prepares
    return papers
