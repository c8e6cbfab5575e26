"""What of meetings is unfinished when a year closes: those of its clusters that are not over."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from apps.conferences.enums import OVER
from apps.conferences.models import Conference
from apps.periods.closing import Finding
from apps.periods.enums import Stage
from apps.periods.models import EmulationYear


def not_over(year: EmulationYear) -> Iterable[Finding]:
    """A warning for each meeting; one query."""
    if not year.uses(Stage.CONFERENCE):
        return
    found = Conference.objects.filter(cluster_year__year=year).exclude(state__in=OVER)
    for each in found.order_by("held_on", "pk"):
        text = _("%(meeting)s: chưa kết thúc (%(state)s).")
        values = {"meeting": each, "state": each.get_state_display()}
        yield Finding(text % values, each.get_absolute_url(), blocks=False)
