"""Công bố Trưởng Cụm năm sau: who leads the next year is read out, and everybody invited hears it."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.audit.trail import operation, record
from apps.clusters.enums import HeadRole
from apps.clusters.models import HeadTerm
from apps.conferences.domain.planning import lock_conference
from apps.conferences.domain.running import write_mark
from apps.conferences.enums import ConferenceState, Step
from apps.conferences.models import Conference
from apps.core.actor import Actor
from apps.core.dates import format_date, local
from apps.core.errors import DomainError, TransitionNotAllowed
from apps.core.kept import kept_language
from apps.notifications.domain.sending import notify
from apps.units.enums import Role
from apps.units.queries import ids_of_people


class NobodyNamed(DomainError):
    """No decision names the next head."""

    default_message = lazy("Chưa có quyết định giao Trưởng năm sau.")


@operation()
def announce_heads(*, conference_id: int, actor: Actor, now: datetime) -> Conference:
    """Công bố Trưởng Cụm năm sau: the step is done, everybody invited hears who leads from when.

    What was read out is kept: repeating, also after the step was undone, tells nobody again; somebody named later is
    announced alone. The caller has asked ``can_run``. Raises TransitionNotAllowed, NobodyNamed.
    """
    conference = lock_conference(conference_id)
    if conference.state != ConferenceState.IN_SESSION or conference.next_cluster_year_id is None:
        raise TransitionNotAllowed
    terms = list(HeadTerm.objects.for_list().filter(cluster_year=conference.next_cluster_year_id))
    if not any(term.role == HeadRole.HEAD for term in terms):
        raise NobodyNamed
    write_mark(conference, Step.NEXT_HEADS, done=True, actor=actor, now=now)
    said = set(conference.announced_heads)
    terms = [term for term in terms if term.pk not in said]
    if not terms:
        return conference
    conference.announced_heads = sorted(said | {term.pk for term in terms})
    conference.save()
    record("conferences.conference.announce_heads", actor=actor, target=conference, at=now, after=head_lines(terms))
    with kept_language():
        notify(
            "conferences.next_heads",
            to=ids_of_people(
                conference.attendees.values_list("unit_id", flat=True), [Role.OFFICER, Role.LEADER], local(now).date()
            ),
            about=conference.next_cluster_year,
            body="\n".join(head_lines(terms)),
            actor=actor,
            now=now,
        )
    return conference


def head_lines(terms: Iterable[HeadTerm]) -> list[str]:
    """As announced: "Trưởng Cụm: Bạch Quốc An, Vụ trưởng Vụ Pháp luật quốc tế, từ ngày 01/01/2021 (Quyết định …)"."""
    lines = []
    for term in terms:
        line = _("%(title)s: %(holder)s, từ ngày %(day)s") % {
            "title": term.title,
            "holder": term.holder,
            "day": format_date(term.starts_on),
        }
        lines.append(f"{line} ({term.decision})" if term.decision else line)
    return lines
