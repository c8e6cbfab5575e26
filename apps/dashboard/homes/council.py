"""Home of a member of a council: the sessions in which one sits that are not over."""

from datetime import datetime

from django.utils.translation import gettext as _

from apps.core.actor import Actor
from apps.core.dates import format_date
from apps.dashboard.homes.page import Home
from apps.dashboard.papers.council_sessions import own_sessions
from apps.dashboard.workplace import Workplace


def council_home(place: Workplace, actor: Actor, now: datetime) -> Home:
    """One query, whatever the number of sessions."""
    tasks = own_sessions(actor, now)
    template = "dashboard/home_division.html" if tasks else "dashboard/home_no_session.html"
    heading = _("Phiên họp ngày %(day)s") % {"day": format_date(tasks[0].due_on)} if tasks else _("Phiên họp")
    return Home(template, heading, {"tasks": tasks})
