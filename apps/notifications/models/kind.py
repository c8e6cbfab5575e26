"""Kinds of notice: reference rows, loaded from ``data/notice_kinds.json``."""

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.notifications.enums import Delivery


class NoticeKindQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Kinds and their texts are no secret inside of the portal."""
        return self if actor.user_id else self.none()

    def listed(self):
        """Kinds that people receive and choose about, in the order of the preferences page."""
        return self.filter(listed=True, retired=False).order_by("position", "code")

    def optional(self):
        return self.listed().filter(compulsory=False)


class NoticeKind(models.Model):
    """What a notice is about (Loại thông báo): its texts, whether it may be declined, how it is sent by default.

    ``title``, ``subject`` and ``body`` are texts with placeholders (``placeholders.py``). ``subject`` and ``body`` are
    the shipped mail; the ministry's own versions are MailTemplates. ``skips_actor``: nobody is told what they did
    themselves. ``listed``: False for mails that are no notice (the daily one).

    ``group``, ``label`` and ``why_compulsory`` are ours alone (nobody changes them on a page): shown through gettext.
    """

    code = models.CharField(_("mã"), max_length=60, unique=True)
    group = models.CharField(_("nhóm"), max_length=100)
    label = models.CharField(_("tên"), max_length=200)
    title = models.CharField(_("tiêu đề"), max_length=200)
    subject = models.CharField(_("tiêu đề thư"), max_length=200)
    body = models.TextField(_("nội dung thư"))
    compulsory = models.BooleanField(_("bắt buộc"), default=False)
    why_compulsory = models.CharField(_("lý do bắt buộc"), max_length=300, blank=True)
    delivery = models.CharField(_("cách gửi mặc định"), max_length=10, choices=Delivery, default=Delivery.AT_ONCE)
    skips_actor = models.BooleanField(_("không báo cho người thực hiện"), default=True)
    listed = models.BooleanField(_("cho chọn"), default=True)
    position = models.PositiveIntegerField(_("thứ tự"), default=0)
    retired = models.BooleanField(_("thôi dùng"), default=False)

    objects = NoticeKindQuerySet.as_manager()

    class Meta:
        verbose_name = _("loại thông báo")
        verbose_name_plural = _("loại thông báo")
        ordering = ["position", "code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(compulsory=False) | ~models.Q(why_compulsory=""),
                name="notifications_kind_compulsory_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return gettext(self.label)

    @property
    def group_name(self) -> str:
        return gettext(self.group)

    @property
    def reason(self) -> str:
        """Why it is compulsory; the empty text where it is not."""
        return self.why_compulsory and gettext(self.why_compulsory)
