"""When a paper that had gone was in hand again, as the trail tells: given back, reopened, taken up to be corrected,
withdrawn. What a file shows of that time never went.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Model

from apps.audit.models import Entry

Span = tuple[datetime, datetime | None]  # without an end: it is in hand still
Told = tuple[str, datetime, object]  # action, when, what it was afterwards

TAKEN_UP = frozenset(
    {
        "awards.proposal.return",
        "awards.proposal.reopen",
        "awards.proposal.correct",
        "awards.proposal.withdraw",
        "conferences.minutes.reopen",
        "periodic_reports.report.return",
        "periodic_reports.report.reopen",
        "periodic_reports.report.correct",
        "pledges.pledge.open",  # until the last signature of its text
        "pledges.pledge.reopen",
        "registrations.registration.return",
        "registrations.registration.reopen",
        "registrations.registration.correct",
        "scoring.consultation_reply.amend",
        "scoring.score_sheet.return",
        "scoring.score_sheet.reopen",
    }
)
STANDS_AGAIN = frozenset(  # without being sent anew
    {
        "awards.proposal.close_again",
        "periodic_reports.report.close_again",
        "pledges.pledge.close",
        "registrations.registration.close_again",
        "scoring.score_sheet.close_again",
    }
)
SIGNED = "conferences.minutes.sign"  # the meeting keeps no moment of it
STAYS = "returned"  # a proposal that was changed before its hour passed: it does not stand as it was


def read_trail(rows: Iterable[Model]) -> None:
    """What is told of many papers: one query, none where it was read already."""
    rows = [row for row in rows if not hasattr(row, "told_of_hands")]
    told = _told({_key(row) for row in rows}) if rows else {}
    for row in rows:
        row.told_of_hands = told.get(_key(row), [])


def signed_at(row: Model) -> list[datetime]:
    """Each signing of the minutes of a meeting, in order."""
    return [at for action, at, _after in _told_of(row) if action == SIGNED]


def in_hand(row: Model, moments: Iterable[datetime], *, holds: bool) -> tuple[Span, ...]:
    """From each taking up to the next of these moments, at which it went, or to that at which it stood again without.

    Of one that ``holds`` now none is without an end.
    """
    told = _told_of(row)
    ends = sorted([*moments, *(at for action, at, after in told if action in STANDS_AGAIN and after != STAYS)])
    taken = (at for action, at, _after in told if action in TAKEN_UP)
    spans = ((since, next((end for end in ends if end > since), None)) for since in taken)
    return tuple(span for span in spans if span[1] is not None or not holds)


def _told_of(row: Model) -> list[Told]:
    if hasattr(row, "told_of_hands"):
        return row.told_of_hands
    return _told({_key(row)}).get(_key(row), [])


def _told(keys: Iterable[str]) -> dict[str, list[Told]]:
    entries = Entry.objects.filter(target_key__in=keys, action__in=[*TAKEN_UP, *STANDS_AGAIN, SIGNED])
    found: dict[str, list[Told]] = {}
    for key, *told in entries.order_by("at", "pk").values_list("target_key", "action", "at", "after"):
        found.setdefault(key, []).append(tuple(told))
    return found


def _key(row: Model) -> str:
    return f"{row._meta.label_lower}:{row.pk}"
