"""What piles up with every sign-in, and how long it is kept."""

from datetime import datetime, timedelta

from axes.models import AccessAttempt, AccessLog
from django.contrib.sessions.models import Session
from django.db.models import Q

from apps.accounts.models import CodeFailures, SignIn

FAILURES_KEPT = timedelta(days=30)  # far longer than any lock-out
SESSIONS_KEPT = timedelta(days=180)  # a browser not seen for so long is told as a new one
SIGN_INS_KEPT = timedelta(days=730)  # who came in when: long enough to look into last year's affairs


def sweep(now: datetime) -> int:
    """Remove ended sessions, old failed attempts and old lines of the sign-in log; answers how many rows."""
    gone = (
        Session.objects.filter(expire_date__lt=now),
        AccessAttempt.objects.filter(attempt_time__lt=now - FAILURES_KEPT),
        SignIn.objects.filter(last_seen_at__lt=now - SESSIONS_KEPT),
        CodeFailures.objects.filter(Q(last_at=None) | Q(last_at__lt=now - FAILURES_KEPT)),
        AccessLog.objects.filter(attempt_time__lt=now - SIGN_INS_KEPT),
    )
    return sum(rows.delete()[0] for rows in gone)
