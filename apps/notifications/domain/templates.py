"""The ministry's own words for mails (Mẫu thư): versions with a day of force, and the way back to the shipped text."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.dates import local
from apps.core.errors import DomainError, StaleVersion
from apps.core.text import clean
from apps.notifications.models import MailTemplate, NoticeKind
from apps.notifications.placeholders import placeholders_of, unknown_names

NEEDED = "{duong_dan}"


class UnknownPlaceholder(DomainError):
    """A word in braces that nobody fills would reach people as it is."""

    def __init__(self, names: list[str], *, field: str):
        message = _("Không có chỗ điền %(names)s. Chỉ dùng các chỗ điền trong danh sách bên dưới.")
        super().__init__(message % {"names": ", ".join(names)}, field=field)


class TextMissing(DomainError):
    """A mail needs a subject of one line, a text and the address to open."""


class BeginsInThePast(DomainError):
    """Mails of past days have been sent as they were."""

    default_message = _("Ngày bắt đầu dùng không được ở trước hôm nay.")


@operation()
def save_template(
    *, kind_code: str, subject: str, body: str, starts_on: date, expected_number: int, actor: Actor, now: datetime
) -> MailTemplate:
    """Add a version. The newest version that has begun holds; saving the newest one again changes nothing.

    ``expected_number``: the newest version that the person saw, 0 for none. Raises UnknownPlaceholder, TextMissing,
    BeginsInThePast (``field``: subject, body, starts_on), StaleVersion.
    """
    kind = NoticeKind.objects.select_for_update(no_key=True).get(code=kind_code)
    subject, body = checked_subject(kind_code, subject), checked_body(kind_code, body)
    if starts_on < local(now).date():
        raise BeginsInThePast(field="starts_on")
    newest = newest_version(kind)
    wanted = (subject, body, starts_on, False)
    if newest and (newest.subject, newest.body, newest.starts_on, newest.shipped) == wanted:
        return newest
    _require_seen(newest, expected_number)
    return _add(kind, newest, subject, body, starts_on, shipped=False, verb="save", actor=actor, now=now)


@operation()
def reset_template(*, kind_code: str, expected_number: int, actor: Actor, now: datetime) -> MailTemplate | None:
    """From today on the shipped text holds again, also where a later version would have begun. Raises StaleVersion.

    Nothing changes where no version was ever made, or the newest one is the shipped text already.
    """
    kind = NoticeKind.objects.select_for_update(no_key=True).get(code=kind_code)
    newest = newest_version(kind)
    if newest is None or newest.shipped:
        return newest
    _require_seen(newest, expected_number)
    today = local(now).date()
    return _add(kind, newest, kind.subject, kind.body, today, shipped=True, verb="reset", actor=actor, now=now)


def newest_version(kind: NoticeKind) -> MailTemplate | None:
    """Begun or not."""
    return MailTemplate.objects.filter(kind=kind.code).order_by("-number").first()


def checked_subject(kind_code: str, text: str) -> str:
    """As it is stored. Raises TextMissing, UnknownPlaceholder."""
    text = text.strip()
    if len(text.splitlines()) > 1:
        raise TextMissing(_("Tiêu đề thư phải nằm trên một dòng."), field="subject")
    text = clean(text)
    if not text:
        raise TextMissing(_("Nhập tiêu đề thư."), field="subject")
    if names := unknown_names(text, placeholders_of(kind_code)):
        raise UnknownPlaceholder(names, field="subject")
    return text


def checked_body(kind_code: str, text: str) -> str:
    """As it is stored. Raises TextMissing, UnknownPlaceholder."""
    text = clean(text, multiline=True)
    if names := unknown_names(text, placeholders_of(kind_code)):
        raise UnknownPlaceholder(names, field="body")
    if NEEDED not in text:
        message = _("Nội dung thư phải có chỗ điền %(name)s, để người nhận mở được việc cần xem.")
        raise TextMissing(message % {"name": NEEDED}, field="body")
    return text


def _require_seen(newest: MailTemplate | None, expected_number: int) -> None:
    if newest and newest.number != expected_number:
        raise StaleVersion(who=newest.saved_by_label, at=newest.saved_at)


def _add(kind, newest, subject, body, starts_on, *, shipped, verb, actor, now) -> MailTemplate:
    version = MailTemplate.objects.create(
        kind=kind,
        number=newest.number + 1 if newest else 1,
        starts_on=starts_on,
        subject=subject,
        body=body,
        shipped=shipped,
        saved_at=now,
        saved_by_label=actor.label,
    )
    before = {"subject": newest.subject, "body": newest.body} if newest else None
    after = {"subject": subject, "body": body, "starts_on": starts_on.isoformat()}
    record(f"notifications.mail_template.{verb}", actor=actor, target=version, at=now, before=before, after=after)
    return version
