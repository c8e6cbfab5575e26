"""Questions that the pages of criteria sets ask."""

from collections import Counter
from collections.abc import Iterable

from django.db.models import Count, Q, Sum

from apps.core.actor import Actor
from apps.periods.enums import YearState
from apps.periods.models import EmulationYear
from apps.scoring.enums import Method, SetState
from apps.scoring.models import CriteriaSet, ScoreSheet
from apps.units.enums import Role

EXTRA = (Method.BONUS, Method.PENALTY)


def with_figures(sets):
    """Sets with ``leaves`` (criteria that are scored) and ``points`` (sum of standards without bonus, penalty)."""
    leaf = Q(criteria__is_leaf=True)
    return sets.annotate(
        leaves=Count("criteria", filter=leaf),
        points=Sum("criteria__max_points", filter=leaf & ~Q(criteria__method__in=EXTRA)),
    )


def years_of(actor: Actor):
    """Years for which the actor may make sets, the newest first."""
    years = EmulationYear.objects.filter(organiser_id__in=actor.unit_ids(Role.STANDING_OFFICE))
    return years.exclude(state=YearState.CLOSED).select_related("organiser").order_by("-year", "organiser__path")


def sources_for(actor: Actor):
    """Sets that may be copied: those of the actor's own bodies, newest year first."""
    own = CriteriaSet.objects.filter(year__organiser_id__in=actor.unit_ids(Role.STANDING_OFFICE))
    return own.exclude(state=SetState.SUPERSEDED).for_list().order_by("-year__year", "code", "-revision")


def versions_of(criteria_set: CriteriaSet, actor: Actor) -> list[CriteriaSet]:
    """All versions of a set that the actor may see, oldest first."""
    seen = CriteriaSet.objects.visible_to(actor).filter(code=criteria_set.code)
    return list(seen.for_list().order_by("revision"))


def comparable_with(criteria_set: CriteriaSet, actor: Actor):
    """Other sets of the same organiser: versions first, then by year."""
    seen = CriteriaSet.objects.visible_to(actor).filter(year__organiser_id=criteria_set.year.organiser_id)
    return seen.exclude(pk=criteria_set.pk).for_list().order_by("-year__year", "code", "-revision")


def sheets_by_set(set_ids: Iterable[int]) -> Counter[int]:
    """How many sheets were opened by each set; one query."""
    rows = ScoreSheet.objects.filter(criteria_set__in=list(set_ids)).order_by().values_list("criteria_set_id")
    return Counter(dict(rows.annotate(n=Count("pk"))))
