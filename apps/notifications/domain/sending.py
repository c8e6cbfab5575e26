"""Telling people something: the one door for the other apps."""

import uuid
from collections.abc import Iterable
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from apps.accounts.models import User
from apps.core.actor import Actor
from apps.core.dates import format_date, format_time, local
from apps.core.kept import kept_language
from apps.core.text import clean
from apps.notifications.domain.kinds import kind_of
from apps.notifications.domain.outbox import new_mail, queue
from apps.notifications.enums import Delivery
from apps.notifications.models import Notice, NoticeKind
from apps.notifications.placeholders import fill
from apps.notifications.queries import MailText, deliveries, mail_text

SYSTEM_NAME = "Cổng thi đua, khen thưởng ngành Tư pháp"


_silent: ContextVar[bool] = ContextVar("nobody_is_told", default=False)


@contextmanager
def nobody_is_told():
    """While the body runs ``notify`` tells nobody: for loading what happened in past years."""
    token = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(token)


def notify(
    kind: str,
    *,
    to: Iterable[int],
    now: datetime,
    about=None,
    title: str = "",
    body: str = "",
    path: str = "",
    actor: Actor | None = None,
    key: str | None = None,
) -> int:
    """Tell the people ``to`` (ids of users) something; answers how many were told now.

    Inside the transaction of the caller: rolled back with it, nobody hears. Everybody finds it under the bell; an
    e-mail goes into the outbox for those who get this kind by mail at once, and leaves after the commit.
    ``kind``: a code of ``data/notice_kinds.json``. ``about``: the object meant, kept as text; its address is the
    default of ``path``. ``title``: the kind's own with its placeholders filled when empty. ``key``: with the same key
    nobody is told twice. Locked accounts are left out; so is ``actor``, unless the kind tells people about themselves.
    Raises UnknownKind.
    """
    if _silent.get():
        return 0
    known = kind_of(kind)
    wanted = {user_id for user_id in to if not (known.skips_actor and actor and user_id == actor.user_id)}
    people = list(User.objects.filter(pk__in=wanted, is_active=True).order_by("pk"))
    if not people:
        return 0
    with transaction.atomic(), kept_language():
        how = deliveries(known, [person.pk for person in people])
        made = _new_notices(known, people, how, about, title, body, path, actor, key, now)
        text = mail_text(known, local(now).date())
        queue(
            [
                notice_mail(notice, known, text, now=now)
                for notice in made
                if notice.delivery == Delivery.AT_ONCE and notice.recipient.email
            ]
        )
    return len(made)


def _new_notices(known, people, how, about, title, body, path, actor, key, now) -> list[Notice]:
    """Rows that did not exist under this key; whoever told the same at the same moment has told the others."""
    label = clean(str(about)) if about is not None else ""
    actor_label = actor.label if actor else ""
    shown = clean(title or fill(known.title, {"doi_tuong": label, "nguoi_thuc_hien": actor_label}))
    if not path and hasattr(about, "get_absolute_url"):
        path = about.get_absolute_url()
    batch, once = uuid.uuid4(), key or uuid.uuid4().hex
    rows = [
        Notice(
            recipient=person,
            kind=known,
            key=once,
            title=shown[:300],
            body=clean(body, multiline=True),
            path=path[:500],
            about_key=f"{about._meta.label_lower}:{about.pk}" if about is not None else "",
            about_label=label[:500],
            actor_label=actor_label[:300],
            created_at=now,
            delivery=how[person.pk],
            batch=batch,
        )
        for person in people
    ]
    for row in rows:
        row.search_text = row.searched()
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    made = Notice.objects.filter(recipient__in=people, key=once, batch=batch)
    return list(made.select_related("recipient").order_by("recipient_id"))


def notice_mail(notice: Notice, kind: NoticeKind, text: MailText, *, now: datetime):
    """The mail of one notice, in the text in force."""
    at = local(notice.created_at)
    values = common_values(notice.recipient, notice.get_absolute_url()) | {
        "tieu_de": notice.title,
        "noi_dung": notice.body,
        "doi_tuong": notice.about_label,
        "nguoi_thuc_hien": notice.actor_label,
        "thoi_gian": f"{format_time(at)} ngày {format_date(at)}",
    }
    return new_mail(
        key=f"notice:{notice.pk}",
        kind_code=kind.code,
        recipient=notice.recipient,
        subject=clean(fill(text.subject, values)),  # one line, whatever names stand in it
        text=fill(text.body, values),
        now=now,
    )


def common_values(recipient, path: str) -> dict[str, str]:
    """Placeholders of every mail."""
    site = settings.SITE_URL.rstrip("/")
    return {
        "nguoi_nhan": recipient.label,
        "ten_he_thong": SYSTEM_NAME,
        "duong_dan": f"{site}{path}",
        "chon_cach_nhan": site + reverse("notifications:preference-edit"),
    }
