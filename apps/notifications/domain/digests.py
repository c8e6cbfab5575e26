"""The daily mail (Thư gộp hằng ngày): one for each person and day, made from what is still unread and still wanted."""

import logging
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from apps.accounts.models import User
from apps.core.dates import format_date, format_time, local
from apps.core.kept import kept_language
from apps.core.text import clean
from apps.notifications.domain.kinds import kind_of
from apps.notifications.domain.outbox import new_mail, queue
from apps.notifications.domain.sending import common_values
from apps.notifications.models import Notice, OutboxMail
from apps.notifications.placeholders import DIGEST_KIND, fill
from apps.notifications.queries import mail_text, unwanted

logger = logging.getLogger(__name__)
MOST_LISTED = 50


def make_digests(*, now: datetime) -> int:
    """From MAIL_DIGEST_HOUR on: a mail for everybody with notices waiting for it, once a day; answers how many.

    One transaction for each person, whose fault is nobody else's. What was missed while nothing ran goes into the next
    day's mail.
    """
    if local(now).hour < settings.MAIL_DIGEST_HOUR:
        return 0
    waiting = Notice.objects.awaiting_digest().order_by().values("recipient_id").distinct()
    done = OutboxMail.objects.filter(key__startswith="digest:", key__endswith=f":{local(now):%Y-%m-%d}")
    people = User.objects.filter(pk__in=waiting).exclude(pk__in=done.values("recipient_id"))
    return sum(_made(pk, now) for pk in list(people.order_by("pk").values_list("pk", flat=True)))


def _made(user_id: int, now: datetime) -> bool:
    """The mail of one person. What goes wrong with it is logged and tried again at the next run."""
    try:
        return make_digest(user_id=user_id, now=now)
    except Exception:
        logger.exception("The digest of user %s failed.", user_id)
        return False


@transaction.atomic
def make_digest(*, user_id: int, now: datetime) -> bool:
    """Today's mail of one person; False when there is nothing to tell, or it was made before."""
    user = User.objects.select_for_update(no_key=True).get(pk=user_id)
    key = f"digest:{user.pk}:{local(now):%Y-%m-%d}"
    if OutboxMail.objects.filter(key=key).exists():
        return False
    waiting = list(Notice.objects.filter(recipient=user).awaiting_digest().order_by("created_at", "pk"))
    skipped = unwanted(user.pk)
    told = [each for each in waiting if each.read_at is None and each.kind_id not in skipped]
    ids = [each.pk for each in waiting]
    Notice.objects.filter(pk__in=ids).update(
        digested_at=now
    )  # read, declined or without an address meanwhile: not asked again tomorrow
    if not (told and user.is_active and user.email):
        return False
    with kept_language():
        text = mail_text(kind_of(DIGEST_KIND), local(now).date())
        values = common_values(user, reverse("notifications:notice-list")) | {
            "so_thong_bao": str(len(told)),
            "ngay": format_date(local(now).date()),
            "danh_sach": _listed(told),
        }
        mail = new_mail(
            key=key,
            kind_code=DIGEST_KIND,
            recipient=user,
            subject=clean(fill(text.subject, values)),
            text=fill(text.body, values),
            now=now,
        )
        queue([mail])
    return True


def _listed(notices: list[Notice]) -> str:
    site = settings.SITE_URL.rstrip("/")
    lines = []
    for notice in notices[:MOST_LISTED]:
        at = local(notice.created_at)
        lines.append(
            f"- {notice.title} ({format_time(at)} ngày {format_date(at)})\n  {site}{notice.get_absolute_url()}"
        )
    if (more := len(notices) - MOST_LISTED) > 0:
        lines.append(f"… và {more} thông báo khác")
    return "\n".join(lines)
