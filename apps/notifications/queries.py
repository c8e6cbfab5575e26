"""What people want by e-mail, and which text a mail has."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from apps.core.kept_queries import KeptQuery
from apps.notifications.enums import Delivery
from apps.notifications.models import MailTemplate, Notice, NoticeKind, Preference


def unread_count(user_id: int) -> int:
    """The number at the bell: one count over a partial index."""
    return next((number for (number,) in _UNREAD.rows(user_id)), 0)


def _unread_rows(user_id):
    """Nothing for a person who has read all of them."""
    mine = Notice.objects.filter(recipient_id=user_id).unread().order_by().values("recipient_id")
    return mine.annotate(n=Count("pk")).values_list("n")


_UNREAD = KeptQuery(_unread_rows)


def newest(user_id: int, count: int) -> list[Notice]:
    """The latest notices of a person, each with ``unread_total``, the number at the bell; one query for both."""
    unread = Notice.objects.filter(recipient_id=OuterRef("recipient_id")).unread().order_by().values("recipient_id")
    total = Subquery(unread.annotate(n=Count("pk")).values("n"))
    rows = Notice.objects.filter(recipient_id=user_id).annotate(unread_total=Coalesce(total, 0))
    return list(rows.order_by("-created_at", "-pk")[:count])


def deliveries(kind: NoticeKind, user_ids: Iterable[int]) -> dict[int, str]:
    """How each person gets notices of this kind by e-mail: compulsory as it is, else the own choice, the general
    choice, the default of the kind. One query, none for compulsory kinds.
    """
    user_ids = list(user_ids)
    found = dict.fromkeys(user_ids, kind.delivery)
    if kind.compulsory:
        return found
    rows = Preference.objects.filter(user_id__in=user_ids, kind_id__isnull=True) | Preference.objects.filter(
        user_id__in=user_ids, kind=kind.code
    )
    # The general choice (kind NULL) first, the own one of the kind over it.
    for row in sorted(rows, key=lambda row: row.kind_id is not None):
        found[row.user_id] = row.delivery
    return found


def unwanted(user_id: int) -> set[str]:
    """Codes of the optional kinds that the person wants in no mail at all, as chosen now."""
    chosen = dict(Preference.objects.filter(user_id=user_id).values_list("kind_id", "delivery"))
    return {
        kind.code
        for kind in NoticeKind.objects.optional()
        if chosen.get(kind.code, chosen.get(None, kind.delivery)) == Delivery.NONE
    }


@dataclass(frozen=True)
class MailText:
    """Subject and body with their placeholders."""

    subject: str
    body: str
    number: int = 0  # 0: as shipped


def mail_text(kind: NoticeKind, on: date) -> MailText:
    """The text of a kind's mail on a day: the ministry's version in force, else the shipped one."""
    version = MailTemplate.objects.filter(kind=kind.code).in_force(on).first()
    if version is None or version.shipped:
        return MailText(kind.subject, kind.body)
    return MailText(version.subject, version.body, version.number)
