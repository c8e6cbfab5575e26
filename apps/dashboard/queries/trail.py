"""The trail read for people: what happened to some papers, and how much of each kind."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Q

from apps.audit.models import Entry
from apps.core.components import TimelineEntry
from apps.core.together import Asking, answered
from apps.dashboard.actions import ACTIONS, EXCEPTIONAL, GROUPS, TOLD_TO_UNIT, actions_of, look

MOST_CHANGES = 6


def key(target) -> str:
    """How the trail names a row."""
    return f"{target._meta.label_lower}:{target.pk}"


def changes(targets: Iterable, limit: int = MOST_CHANGES) -> list[TimelineEntry]:
    """Vừa thay đổi: the newest steps of others on these papers; one query, none without papers."""
    return answered(asking_changes(targets, limit))


def asking_changes(targets: Iterable, limit: int = MOST_CHANGES) -> Asking:
    """``changes``, for a page that asks more at the same time."""
    keys = [key(target) for target in targets]
    entries = Entry.objects.filter(target_key__in=keys, action__in=TOLD_TO_UNIT).order_by("-at", "-pk")[:limit]
    return [timeline_entry(entry) for entry in (yield entries)]


def timeline_entry(entry: Entry) -> TimelineEntry:
    """One step as a unit reads it: what was done, by whom, why; the paper is its own, so it is not named."""
    found = look(entry.action)
    return TimelineEntry(
        at=entry.at,
        title=str(found.label),
        body=entry.reason,
        who=entry.actor_label,
        url=entry.target_path,
        tone=found.tone,
    )


def in_group(group: str) -> Q:
    """Entries of a group of ``actions.GROUPS``; "after_final": a sheet opened again after its points were final."""
    if group == "after_final":
        return Q(action="scoring.score_sheet.reopen", before="final")
    if group == "other":
        return ~Q(action__in=[action for action, found in ACTIONS.items() if found.group != "other"])
    return Q(action__in=actions_of(group))


def exceptional() -> Q:
    """Steps outside of the usual way, of all groups of ``actions.EXCEPTIONAL``."""
    condition = Q()
    for group in EXCEPTIONAL:
        condition |= in_group(group)
    return condition


def counts_since(since: datetime, groups: Iterable[str] = GROUPS) -> dict[str, int]:
    """How many entries of each of the groups there are since a moment; one query."""
    counted = {group: Count("pk", filter=in_group(group)) for group in groups}
    return Entry.objects.filter(at__gte=since).aggregate(**counted)
