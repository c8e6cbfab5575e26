"""Handover (Bàn giao): the old head writes, both sides confirm what they have read."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.clusters.models import ClusterYear
from apps.clusters.queries import ids_of_heads, ids_of_last_heads
from apps.conferences.handover_queries import open_tasks
from apps.conferences.models import Handover
from apps.core.actor import Actor
from apps.core.dates import local
from apps.core.errors import DomainError
from apps.core.kept import kept_language
from apps.core.text import clean
from apps.core.versions import require_version
from apps.notifications.domain.sending import notify
from apps.periods.domain.years import require_writable

FIELDS = ("remarks", "contacts", "files")


class WrongYears(DomainError):
    """The new year must follow the old one in the same cluster."""

    default_message = _("Bàn giao giữa hai năm liền nhau của cùng một Cụm.")


class NotGiven(DomainError):
    """The giving side signs first: what it leaves open is part of what is taken over."""

    default_message = _("Bên giao chưa ký bàn giao.")


class AlreadyConfirmed(DomainError):
    """A side confirms once."""

    default_message = _("Bên này đã ký bàn giao.")


@operation()
def write_handover(
    *, old_id: int, new_id: int, remarks: str, contacts: str, files: str, version: int, actor: Actor, now: datetime
) -> Handover:
    """Keep what is handed over; ``version`` 0 for the first time. What changes is to be confirmed anew by both.

    The caller has asked ``can_hand_over``. Raises WrongYears, StaleVersion, YearClosed.
    """
    years = ClusterYear.objects.select_related("year")
    # The first of two first saves holds the old year: there is no row of the handover to wait for yet.
    old, new = years.select_for_update(of=("self",), no_key=True).get(pk=old_id), years.get(pk=new_id)
    if old.cluster_id != new.cluster_id or new.year.year != old.year.year + 1:
        raise WrongYears
    require_writable(old.year)
    found = Handover.objects.select_for_update(no_key=True).filter(old=old).first() or Handover(
        old=old, new=new, version=0
    )
    require_version(found, version)
    typed = {"remarks": remarks, "contacts": contacts, "files": files}
    for name in FIELDS:
        setattr(found, name, clean(typed[name], multiline=True))
    found.given_at = found.taken_at = None
    found.given_by_label = found.taken_by_label = ""
    found.open_tasks = []
    found.version += 1
    found.saved_by_label, found.saved_at = actor.label, now
    found.save()
    record("conferences.handover.write", actor=actor, target=old, at=now, after={"version": found.version})
    return found


@operation()
def confirm(*, handover_id: int, giving: bool, version: int, actor: Actor, now: datetime) -> Handover:
    """One side has read this version and signs it: first the giving one, with the tasks that are open then.

    Raises StaleVersion, NotGiven, AlreadyConfirmed, YearClosed.
    """
    found = (
        Handover.objects.select_for_update(of=("self",), no_key=True)
        .select_related("old__year", "new__year")
        .get(pk=handover_id)
    )
    require_writable(found.new.year)
    require_version(found, version)
    if (found.given_at if giving else found.taken_at) is not None:
        raise AlreadyConfirmed
    if not giving and found.given_at is None:
        raise NotGiven
    if giving:
        with kept_language():
            found.open_tasks = [task.text for task in open_tasks(found.old)]
        found.given_at, found.given_by_label = now, actor.label
    else:
        found.taken_at, found.taken_by_label = now, actor.label
    found.save()
    side = "give" if giving else "take"
    record(f"conferences.handover.{side}", actor=actor, target=found.old, at=now, after={"version": found.version})
    _tell_other_side(found, side, actor, now)
    return found


def _tell_other_side(found: Handover, side: str, actor: Actor, now: datetime) -> None:
    """The new head is to read and sign; the old one hears that it was taken over."""
    on, giving = local(now).date(), side == "give"
    other = found.new_id if giving else found.old_id
    to = ids_of_heads(other, on) or ids_of_last_heads(other, on)
    with kept_language():
        body = str(_("Bên giao đã ký; mời Trưởng năm mới đọc và ký nhận.") if giving else _("Bên nhận đã ký nhận."))
        notify("conferences.handover", to=to, about=found, body=body, actor=actor, now=now)
