"""Home of the auditor: "Cần xem", as counts of the trail that lead into it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.core.dates import format_date, local
from apps.dashboard.homes.page import Home
from apps.dashboard.queries.trail import counts_since
from apps.dashboard.workplace import Workplace

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Count:
    """One line of "Cần xem": how many entries, and where they are listed."""

    title: str
    count: int
    url: str


def auditor_home(place: Workplace, actor, now: datetime) -> Home:
    since = now - WEEK
    counts = counts_since(since)
    trail, from_day = reverse("dashboard:trail-list"), format_date(local(since).date())
    lines = [
        Count(title, counts[group], f"{trail}?group={group}&since={from_day}")
        for title, group in (
            (_("Nhập thay, mở lại, gia hạn trong tuần"), "exception"),
            (_("Sửa điểm sau khi chốt"), "after_final"),
            (_("Quyền được cấp mới"), "right"),
        )
    ]
    return Home("dashboard/home_auditor.html", _("Cần xem"), {"lines": lines, "since": since})
