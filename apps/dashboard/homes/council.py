"""Home of a member of a council: what is to be done for the next session, then for those after it."""

from datetime import datetime

from django.utils.translation import gettext as _

from apps.core.actor import Actor
from apps.core.dates import format_date
from apps.core.together import answered
from apps.dashboard.homes.page import Home, Section
from apps.dashboard.papers.council_steps import Sitting, own_sittings
from apps.dashboard.workplace import Workplace


def council_home(place: Workplace, actor: Actor, now: datetime) -> Home:
    """One query, whatever the number of sessions."""
    sittings = answered(own_sittings(actor, now))
    if not sittings:
        return Home("dashboard/home_no_session.html", _("Phiên họp"))
    first, *later = sittings
    sections = [Section(f"{_heading(each)}: {each.seat.session.title}", each.tasks) for each in later]
    context = {"session": first.seat.session, "tasks": first.tasks, "sections": sections}
    return Home("dashboard/home_council.html", _heading(first), context)


def _heading(sitting: Sitting) -> str:
    return _("Phiên họp ngày %(day)s") % {"day": format_date(sitting.seat.session.held_on)}
