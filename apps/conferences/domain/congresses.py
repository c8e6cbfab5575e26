"""The chain of congresses: whoever stands below must be done some days before the one above (S002-8)."""

from datetime import datetime

from apps.conferences.enums import ConferenceState
from apps.conferences.models import Conference
from apps.core.actor import Actor
from apps.core.dates import format_date, local
from apps.core.kept import kept_language
from apps.notifications.domain.sending import notify
from apps.units.enums import Role
from apps.units.queries import ids_of_people


def too_late(parent: Conference) -> list[Conference]:
    """Congresses below ``parent`` that are planned later than it allows now."""
    below = Conference.objects.for_list().filter(parent=parent, state=ConferenceState.PLANNED)
    return [each for each in below.order_by("held_on", "pk") if each.is_too_late]


def warn_dependents(parent: Conference, *, actor: Actor, now: datetime) -> list[Conference]:
    """Tell the offices and leaders of units whose congress is too late now; inside the caller's operation."""
    found = too_late(parent)
    with kept_language():
        for each in found:
            notify(
                "conferences.too_late",
                to=ids_of_people(
                    [each.organiser_id], [Role.OFFICER, Role.LEADER, Role.STANDING_OFFICE], local(now).date()
                ),
                about=each,
                body=(
                    f"{parent.title} chuyển sang ngày {format_date(parent.held_on)}."
                    f" {each.title} phải xong trước hết ngày {format_date(each.latest_on)}."
                ),
                actor=actor,
                now=now,
            )
    return found
