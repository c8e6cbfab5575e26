"""From one state of a meeting to the next: saved as the next version, and recorded."""

from datetime import datetime

from apps.audit.trail import record
from apps.conferences.models import Conference
from apps.conferences.workflow import CONFERENCE_FLOW
from apps.core.actor import Actor


def move(
    conference: Conference,
    action: str,
    *,
    actor: Actor,
    now: datetime,
    reason: str = "",
    said: tuple[str, ...] = (),
    **fields,
) -> None:
    """``action`` of the flow on a meeting that the caller has locked (``planning.lock_conference``), with ``fields`` as
    they are then; ``said``: those of them that the trail tells beside the state. Raises TransitionNotAllowed.
    """
    before, conference.state = conference.state, CONFERENCE_FLOW.target(action, conference.state)
    for name, value in fields.items():
        setattr(conference, name, value)
    conference.version += 1
    conference.saved_by_label, conference.saved_at = actor.label, now
    conference.save()
    record(
        f"conferences.conference.{action}",
        actor=actor,
        target=conference,
        at=now,
        before={"state": before},
        after={"state": conference.state} | {name: str(getattr(conference, name)) for name in said},
        reason=reason,
    )
