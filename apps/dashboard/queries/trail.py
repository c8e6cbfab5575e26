"""The trail read for people: what happened to some papers, and how much of each kind."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from apps.audit.models import Entry
from apps.core.components import TimelineEntry
from apps.core.dates import format_datetime
from apps.core.together import Asking
from apps.dashboard.actions import ACTIONS, EXCEPTIONAL, GROUPS, TOLD_TO_UNIT, actions_of, look

MOST_CHANGES = 6
UNTIL = frozenset({"obligations.obligation.extend", "obligations.obligation.reopen"})


def key(target) -> str:
    """How the trail names a row."""
    return f"{target._meta.label_lower}:{target.pk}"


def asking_changes(named: Mapping[str, str], limit: int = MOST_CHANGES) -> Asking:
    """Vừa thay đổi: the newest steps of others on these papers. ``named``: key of each → what the unit calls it."""
    entries = Entry.objects.filter(target_key__in=list(named), action__in=TOLD_TO_UNIT).order_by("-at", "-pk")[:limit]
    return [timeline_entry(entry, named[entry.target_key]) for entry in (yield entries)]


def timeline_entry(entry: Entry, about: str) -> TimelineEntry:
    """One step as a unit reads it: what was done to which paper, by whom, until when, why."""
    found = look(entry.action)
    return TimelineEntry(
        at=entry.at,
        title=f"{found.label}: {about}" if about else str(found.label),
        body=_new_date(entry) or entry.reason,
        who=entry.actor_label,
        url=entry.target_path,
        tone=found.tone,
    )


def _new_date(entry: Entry) -> str:
    """The date that an extension gave, or the hour until which a paper is open again, with the reason."""
    until = entry.after.get("until") if entry.action in UNTIL and isinstance(entry.after, dict) else ""
    words = _("Thời hạn mới: %(until)s. Lý do: %(reason)s")
    return words % {"until": format_datetime(datetime.fromisoformat(until)), "reason": entry.reason} if until else ""


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
