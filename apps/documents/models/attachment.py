"""Uploaded files (Tệp đính kèm), kept with hash and checks."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.core.models import TimeStamped


def storage_path(instance, filename: str) -> str:
    """A name that says nothing: the original name stays in the row."""
    return f"attachments/{instance.key.hex[:2]}/{instance.key.hex}"


@tracked()
class Attachment(TimeStamped):
    """A checked file (Tệp đính kèm). ``used_at`` is null until something refers to it; then it is never deleted."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = models.FileField(_("tệp"), upload_to=storage_path, max_length=200)
    name = models.CharField(_("tên tệp"), max_length=255)
    content_type = models.CharField(_("loại tệp"), max_length=100)
    size = models.PositiveBigIntegerField(_("dung lượng (byte)"))
    sha256 = models.CharField(_("mã băm SHA-256"), max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("người tải lên")
    )
    used_at = models.DateTimeField(_("được dẫn từ"), null=True, db_index=True)

    class Meta:
        verbose_name = _("tệp đính kèm")
        verbose_name_plural = _("tệp đính kèm")

    def __str__(self) -> str:
        return self.name
