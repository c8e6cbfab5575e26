"""What stands on the public pages; every part is shown by the organiser's own choice."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from apps.awards.models import CommentPeriod
from apps.movements.models import Movement
from apps.ranking.models import RankingEntry, RankingRun
from apps.registry.models import GrantDocument

SHOWN = 5


@dataclass(frozen=True)
class Part:
    """One part of the landing: how many there are, the newest few."""

    count: int
    rows: list


def comment_periods(on: date) -> QuerySet[CommentPeriod]:
    return CommentPeriod.objects.open_on(on).select_related("proposal").order_by("ends_on", "pk")


def grants(on: date) -> QuerySet[GrantDocument]:
    return GrantDocument.objects.public(on).for_list()


def movements(on: date) -> QuerySet[Movement]:
    return Movement.objects.public(on).for_list().order_by("-starts_on", "pk")


def runs() -> QuerySet[RankingRun]:
    return RankingRun.objects.public().for_list().order_by("-cluster_year__year__year", "-published_at", "pk")


def ranked(run: RankingRun) -> QuerySet[RankingEntry]:
    """Rank, unit, points, class. Why a unit has no rank is told to it and to its overseers, not to the public."""
    return run.entries.exclude(rank=None).order_by("rank", "order", "pk")


def landing(on: date) -> dict[str, Part]:
    """Two queries for each part."""
    parts = {
        "comments": comment_periods(on),
        "awards": grants(on),
        "movements": movements(on),
        "rankings": runs(),
    }
    return {name: Part(rows.count(), list(rows[:SHOWN])) for name, rows in parts.items()}
