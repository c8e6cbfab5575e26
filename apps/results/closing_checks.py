"""What of results is unfinished when a year closes: estimates that nobody has confirmed."""

from collections.abc import Iterable

from django.utils.translation import ngettext

from apps.clusters.models import Member
from apps.periods.closing import Finding
from apps.periods.models import EmulationYear
from apps.results.models import ResultEntry


def unconfirmed(year: EmulationYear) -> Iterable[Finding]:
    """A warning: they are left out of every ranking. One query."""
    members = Member.objects.filter(cluster_year__year=year).values("unit_id")
    count = ResultEntry.objects.unconfirmed().filter(year=year.year, unit_id__in=members).count()
    if count:
        text = ngettext(
            "Còn %(n)d số liệu ước chưa được xác nhận: không dùng để xếp hạng.",
            "Còn %(n)d số liệu ước chưa được xác nhận: không dùng để xếp hạng.",
            count,
        ) % {"n": count}
        yield Finding(text, f"/results/?standing=estimate&year={year.year}", blocks=False)
