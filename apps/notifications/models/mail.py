"""The outbox (Thư chờ gửi): every mail is a row before it is a message."""

import uuid
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.core.search import trigram_index
from apps.core.text import fold
from apps.notifications.enums import RESENDABLE, MailState
from apps.notifications.models.kind import NoticeKind


def new_message_id() -> str:
    """The same for every attempt to send a row: whoever receives it twice can tell."""
    return f"<{uuid.uuid4().hex}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}>"


class OutboxMailQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """All mails: who may look at them at all is asked of the policy."""
        return self if actor.user_id else self.none()

    def for_list(self):
        return self.select_related("kind", "recipient").defer("text")

    def claimable(self, now: datetime):
        """Due, or taken by a worker that has not finished for long: conditions on the row itself, no subquery."""
        return self.filter(Q(state__in=[MailState.QUEUED, MailState.FAILED], next_try_at__lte=now) | abandoned(now))

    def abandoned(self, now: datetime):
        return self.filter(abandoned(now))

    def resendable(self):
        return self.filter(state__in=RESENDABLE)


def abandoned(now: datetime) -> Q:
    """Claimed long ago. A worker that still lives holds the row's lock while it sends, so it is not overtaken."""
    limit = timedelta(seconds=settings.MAIL_STALE_SECONDS)
    return Q(state=MailState.SENDING, claimed_at__lt=now - limit)


class OutboxMail(models.Model):
    """One mail to one address (Thư chờ gửi), once per ``key``.

    ``attempt`` is the fence: it rises with every claim, and only the newest one may write. ``failures`` counts the
    tries since somebody last asked for the mail. Times are those of the workers.
    """

    key = models.CharField(_("khóa"), max_length=300, unique=True)
    kind = models.ForeignKey(
        NoticeKind,
        to_field="code",
        db_column="kind_code",
        on_delete=models.PROTECT,
        related_name="mails",
        verbose_name=_("loại"),
    )
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mails", verbose_name=_("người nhận")
    )
    to = models.CharField(_("địa chỉ"), max_length=254)
    subject = models.CharField(_("tiêu đề"), max_length=300)
    text = models.TextField(_("nội dung"))
    message_id = models.CharField(_("mã thư"), max_length=200, unique=True, default=new_message_id)
    state = models.CharField(_("trạng thái"), max_length=10, choices=MailState, default=MailState.QUEUED)
    attempt = models.PositiveIntegerField(_("lần nhận việc"), default=0)
    failures = models.PositiveIntegerField(_("số lần không được"), default=0)
    created_at = models.DateTimeField(_("lập lúc"))
    next_try_at = models.DateTimeField(_("gửi sau"))
    claimed_at = models.DateTimeField(_("nhận việc lúc"), null=True, blank=True)
    sent_at = models.DateTimeField(_("gửi lúc"), null=True, blank=True)
    last_error = models.TextField(_("lỗi gần nhất"), blank=True)
    search_text = models.TextField(editable=False)

    objects = OutboxMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("thư")
        verbose_name_plural = _("thư chờ gửi")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=MailState.SENT) | Q(sent_at__isnull=False), name="notifications_mail_sent_has_time"
            ),
            models.CheckConstraint(
                condition=~Q(state=MailState.SENDING) | Q(claimed_at__isnull=False),
                name="notifications_mail_sending_is_claimed",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at", "id"],
                condition=Q(state__in=[MailState.QUEUED, MailState.FAILED, MailState.SENDING]),
                name="notifications_mail_waiting",
            ),
            models.Index(fields=["-created_at", "-id"], name="notifications_mail_newest"),
            models.Index(fields=["state"], name="notifications_mail_state"),
            trigram_index("notifications_mail_search"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.to}"

    def save(self, *args, **kwargs):
        self.search_text = self.searched()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("notifications:mail-detail", args=[self.pk])

    def searched(self) -> str:
        return fold(f"{self.to} {self.subject} {self.recipient.full_name}")
