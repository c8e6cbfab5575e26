"""Base models, and the one table of core: one-time form tokens."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TimeStamped(models.Model):
    """When a row was made and last changed."""

    created_at = models.DateTimeField(_("tạo lúc"), auto_now_add=True)
    updated_at = models.DateTimeField(_("sửa lúc"), auto_now=True)

    class Meta:
        abstract = True


class Versioned(TimeStamped):
    """A row that two people may edit: the save names the version it was based on (core.versions)."""

    version = models.PositiveIntegerField(_("phiên bản"), default=1)

    class Meta:
        abstract = True


class FormToken(models.Model):
    """A one-time token of a form that creates something: sent twice, done once (core.tokens)."""

    token = models.UUIDField(primary_key=True)
    user_id = models.BigIntegerField(null=True)
    used_at = models.DateTimeField(db_index=True)
    result_url = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("mã biểu mẫu")
        verbose_name_plural = _("mã biểu mẫu")

    def __str__(self) -> str:
        return str(self.token)
