"""Sessions as people know them: which device, from where, since when."""

import uuid
from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from apps.accounts.enums import Way
from apps.accounts.models.user import User

SEEN_EVERY = timedelta(minutes=1)


class SignInQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Everybody sees their own sessions only."""
        return self.filter(user_id=actor.user_id)

    def open_at(self, now: datetime):
        """Sessions that still let their browser in."""
        session = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=now)
        return self.filter(Exists(session), ended_at=None)

    def last_user_id(self, *, session_key: str, device_key: uuid.UUID | None) -> int | None:
        """Whose this session was; without one, who was seen last in this browser."""
        rows = self.order_by("-last_seen_at", "-pk").values_list("user_id", flat=True)
        found = rows.filter(session_key=session_key[:40]).first() if session_key else None
        return rows.filter(device_key=device_key).first() if found is None and device_key else found

    def seen(self, pk: int, now: datetime) -> int:
        """Note that the session was used, at most once a minute."""
        return self.filter(pk=pk, last_seen_at__lte=now - SEEN_EVERY).update(last_seen_at=now)


class SignIn(models.Model):
    """One session of a person in one browser (Phiên đăng nhập). ``device_key`` is the browser's own cookie."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sign_ins", verbose_name=_("tài khoản"))
    session_key = models.CharField(max_length=40, unique=True)
    device_key = models.UUIDField()
    device = models.CharField(_("thiết bị"), max_length=100)
    address = models.GenericIPAddressField(_("địa chỉ mạng"), null=True)
    way = models.CharField(_("cách đăng nhập"), max_length=10, choices=Way)
    signed_in_at = models.DateTimeField(_("từ lúc"))
    last_seen_at = models.DateTimeField(_("lần cuối"))
    ended_at = models.DateTimeField(_("kết thúc lúc"), null=True, blank=True)

    objects = SignInQuerySet.as_manager()

    class Meta:
        verbose_name = _("phiên đăng nhập")
        verbose_name_plural = _("phiên đăng nhập")
        indexes = [models.Index(fields=["user", "-last_seen_at"], name="accounts_sign_in_recent")]

    def __str__(self) -> str:
        return self.device
