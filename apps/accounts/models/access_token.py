"""Personal access tokens: how a program reads with a person's rights."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.accounts.token_scopes import labels
from apps.audit.history import tracked
from apps.core.dates import local
from apps.core.models import TimeStamped

SEEN_EVERY = timedelta(minutes=1)


class AccessTokenQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Everybody sees their own tokens only."""
        return self.filter(user_id=actor.user_id)

    def live_at(self, now: datetime):
        """Neither revoked nor expired, of an account that is not locked."""
        return self.filter(revoked_at=None, expires_at__gt=now, user__is_active=True)

    def revoke_live(self, now: datetime) -> int:
        """None of these reads anything any more; answers how many were live. Part of an operation."""
        return self.filter(revoked_at=None, expires_at__gt=now).update(revoked_at=now, updated_at=now)

    def seen(self, pk: int, now: datetime, address: str | None) -> int:
        """Note that the token was used, at most once a minute."""
        due = Q(last_used_at=None) | Q(last_used_at__lte=now - SEEN_EVERY)
        return self.filter(due, pk=pk).update(last_used_at=now, last_used_from=address)


@tracked(exclude=["secret_hash", "last_used_at", "last_used_from"])
class AccessToken(TimeStamped):
    """A token with which a program reads in a person's name (Mã truy cập API): less than the person, never more.

    Only the SHA-256 of the secret is kept (256 random bits need no salt); ``hint`` are its first characters, by which
    people tell their tokens apart. ``scopes``: codes of ``token_scopes``. ``expires_at``: the first moment without it.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="access_tokens")
    name = models.CharField(_("tên"), max_length=100)
    hint = models.CharField(_("bắt đầu bằng"), max_length=20)
    secret_hash = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=30), verbose_name=_("phạm vi"))
    expires_at = models.DateTimeField(_("hết hạn"))
    last_used_at = models.DateTimeField(_("dùng lần cuối"), null=True)
    last_used_from = models.GenericIPAddressField(_("địa chỉ mạng"), null=True)
    revoked_at = models.DateTimeField(_("thu hồi lúc"), null=True)

    objects = AccessTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("mã truy cập API")
        verbose_name_plural = _("mã truy cập API")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.name} ({self.hint}…)"

    @property
    def last_day(self) -> date:
        """The last day on which it reads."""
        return local(self.expires_at - timedelta(microseconds=1)).date()

    @property
    def scope_labels(self) -> list:
        return labels(self.scopes)
