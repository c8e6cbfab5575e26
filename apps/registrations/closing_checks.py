"""What of registrations is unfinished when a year closes: lists that were sent and stand in no Bảng tổng hợp."""

from collections.abc import Iterable

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import ngettext

from apps.periods.closing import Finding
from apps.periods.enums import Stage
from apps.periods.models import EmulationYear
from apps.registrations.enums import RegistrationState
from apps.registrations.models import TitleRegistration

WAITING = (RegistrationState.SUBMITTED, RegistrationState.RETURNED, RegistrationState.ACCEPTED)


def not_consolidated(year: EmulationYear) -> Iterable[Finding]:
    """A warning for each cluster; one query."""
    if not year.uses(Stage.REGISTRATION):
        return
    waiting = TitleRegistration.objects.filter(cluster_year__year=year, state__in=WAITING)
    rows = waiting.order_by().values_list("cluster_year_id", "cluster_year__name").annotate(n=Count("pk"))
    for pk, name, count in rows.order_by("cluster_year__name_key", "cluster_year_id"):
        text = ngettext(
            "%(cluster)s: còn %(n)d đăng ký đã gửi, chưa có trong bảng tổng hợp.",
            "%(cluster)s: còn %(n)d đăng ký đã gửi, chưa có trong bảng tổng hợp.",
            count,
        )
        url = reverse("registrations:cluster-year", args=[pk])
        yield Finding(text % {"cluster": name, "n": count}, url, blocks=False)
