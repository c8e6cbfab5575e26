"""Home of the auditor: "Cần xem", as counts of the trail that lead into it, and how the last check ended."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.audit.models import AccessEntry, IntegrityCheck
from apps.core.dates import end_of_day, format_date, local
from apps.dashboard.homes.page import Home
from apps.dashboard.policies import can_read_trail
from apps.dashboard.queries.trail import counts_since
from apps.dashboard.workplace import Workplace

WEEK, ONE_DAY = timedelta(days=7), timedelta(days=1)
SHOWN = ("exception", "after_final", "right")  # groups of the trail


@dataclass(frozen=True)
class Count:
    """One line of "Cần xem": how much (or another word), and where it is listed."""

    title: str
    count: int
    url: str
    word: str = ""
    tone: str = ""

    @property
    def text(self) -> str:
        return self.word or _("%(count)s việc") % {"count": self.count}

    @property
    def shown_tone(self) -> str:
        return self.tone or ("draft" if self.count else "muted")


def auditor_home(place: Workplace, actor, now: datetime) -> Home:
    """Counts of today and the seven days before. The auditor of a body below another one reads no trail: no counts."""
    since = end_of_day(local(now - WEEK).date() - ONE_DAY)  # whole days, as the lists behind the counts
    if not can_read_trail(actor):
        return Home("dashboard/home_auditor.html", _("Cần xem"), {"lines": [], "since": since})
    counts = counts_since(since, SHOWN)
    from_day = format_date(local(since).date())
    listed = {name: reverse(f"dashboard:{name}-list") for name in ("trail", "exception", "personal-data")}
    seen = AccessEntry.objects.filter(at__gte=since, part=1).count()
    lines = [
        integrity_line(),
        Count(
            _("Nhập thay, mở lại, gia hạn trong tuần"),
            counts["exception"],
            f"{listed['exception']}?group=exception&since={from_day}",
        ),
        Count(
            _("Sửa điểm sau khi chốt"),
            counts["after_final"],
            f"{listed['exception']}?group=after_final&since={from_day}",
        ),
        Count(_("Quyền được cấp mới"), counts["right"], f"{listed['trail']}?group=right&since={from_day}"),
        Count(
            _("Truy cập dữ liệu cá nhân"),
            seen,
            f"{listed['personal-data']}?since={from_day}",
            word=_("%(count)s lượt") % {"count": seen},
        ),
    ]
    return Home("dashboard/home_auditor.html", _("Cần xem"), {"lines": lines, "since": since})


def integrity_line() -> Count:
    """Kiểm tra tính toàn vẹn: what the last run found, and when."""
    last = IntegrityCheck.objects.first()
    title, url = _("Kiểm tra tính toàn vẹn"), reverse("dashboard:integrity")
    if last is None:
        return Count(title, 0, url, word=_("Chưa kiểm tra"), tone="draft")
    day = format_date(local(last.finished_at).date())
    if last.fault_count:
        word = _("%(count)s sai lệch, %(day)s") % {"count": last.fault_count, "day": day}
        return Count(title, last.fault_count, url, word=word, tone="alert")
    return Count(title, 0, url, word=_("Đúng, %(day)s") % {"day": day}, tone="done")
