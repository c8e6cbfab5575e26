"""What of proposals is unfinished when a year closes: those that lie with the receiving body, undecided."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import ngettext

from apps.awards.enums import RECEIVED
from apps.awards.models import AwardProposal
from apps.periods.closing import Finding
from apps.periods.enums import Stage
from apps.periods.models import EmulationYear


def undecided(year: EmulationYear) -> Iterable[Finding]:
    """A warning; one query."""
    if not year.uses(Stage.AWARD):
        return
    count = AwardProposal.objects.filter(year=year, state__in=RECEIVED).count()
    if count:
        text = ngettext(
            "Còn %(n)d hồ sơ đề nghị khen thưởng chưa quyết định.",
            "Còn %(n)d hồ sơ đề nghị khen thưởng chưa quyết định.",
            count,
        )
        url = f"{reverse('awards:proposal-list')}?year={year.year}"
        yield Finding(text % {"n": count}, url, blocks=False)
