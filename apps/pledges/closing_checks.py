"""What of pledges is unfinished when a year closes: those that not everybody has signed."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from apps.periods.closing import Finding
from apps.periods.enums import Stage
from apps.periods.models import EmulationYear
from apps.pledges.enums import PledgeState
from apps.pledges.models import Pledge


def not_signed(year: EmulationYear) -> Iterable[Finding]:
    """A warning for each pledge; one query."""
    if not year.uses(Stage.PLEDGE):
        return
    found = Pledge.objects.filter(cluster_year__year=year, state__in=(PledgeState.DRAFT, PledgeState.OPEN))
    for each in found.select_related("cluster_year__year").order_by("cluster_year__name_key", "pk"):
        text = _("%(pledge)s: chưa ký đủ (%(state)s).")
        yield Finding(text % {"pledge": each, "state": each.get_state_display()}, each.get_absolute_url(), blocks=False)
