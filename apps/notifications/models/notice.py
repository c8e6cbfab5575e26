"""Notices (Thông báo): what a person finds under the bell."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.core.search import trigram_index
from apps.core.text import fold
from apps.notifications.enums import Delivery
from apps.notifications.models.kind import NoticeKind


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """A person sees the own notices only."""
        return self.filter(recipient_id=actor.user_id) if actor.user_id else self.none()

    def unread(self):
        return self.filter(read_at=None)

    def for_list(self):
        return self.select_related("kind")

    def awaiting_digest(self):
        """Wanted in the daily mail and not yet in one."""
        return self.filter(delivery=Delivery.DIGEST, digested_at=None)


class Notice(models.Model):
    """Something a person is told, once per ``key`` (Thông báo).

    What it is about is kept as text: notices outlive what they point to. ``delivery``: how it went by e-mail when it
    was made. ``batch``: the call of ``notify`` that made it.
    """

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notices", verbose_name=_("người nhận")
    )
    kind = models.ForeignKey(
        NoticeKind,
        to_field="code",
        db_column="kind_code",
        on_delete=models.PROTECT,
        related_name="notices",
        verbose_name=_("loại"),
    )
    key = models.CharField(_("khóa"), max_length=200)
    title = models.CharField(_("tiêu đề"), max_length=300)
    body = models.TextField(_("nội dung"), blank=True)
    path = models.CharField(_("đường dẫn"), max_length=500, blank=True)
    about_key = models.CharField(_("mã đối tượng"), max_length=100, blank=True)
    about_label = models.CharField(_("đối tượng"), max_length=500, blank=True)
    actor_label = models.CharField(_("người thực hiện"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("lúc"))
    read_at = models.DateTimeField(_("đọc lúc"), null=True, blank=True)
    delivery = models.CharField(_("gửi thư"), max_length=10, choices=Delivery)
    digested_at = models.DateTimeField(_("vào thư hằng ngày lúc"), null=True, blank=True)
    batch = models.UUIDField(_("lần báo"), default=uuid.uuid4)
    search_text = models.TextField(editable=False)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("thông báo")
        verbose_name_plural = _("thông báo")
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["recipient", "key"], name="notifications_notice_once")]
        indexes = [
            models.Index(fields=["recipient", "-created_at", "-id"], name="notifications_notice_newest"),
            models.Index(fields=["recipient"], condition=Q(read_at=None), name="notifications_notice_unread"),
            models.Index(
                fields=["recipient"],
                condition=Q(delivery=Delivery.DIGEST, digested_at=None),
                name="notifications_notice_digest",
            ),
            trigram_index("notifications_notice_search"),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args, **kwargs):
        self.search_text = self.searched()
        super().save(*args, **kwargs)

    def searched(self) -> str:
        """What the search box finds it by."""
        return fold(f"{self.title} {self.about_label} {self.actor_label} {self.body}")

    def get_absolute_url(self) -> str:
        """Opening it: read, and on to the page it is about."""
        return reverse("notifications:notice-open", args=[self.pk])
