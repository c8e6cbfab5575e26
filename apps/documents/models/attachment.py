"""Uploaded files (Tệp đính kèm), kept with hash and checks."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.core.models import TimeStamped


def storage_path(instance, filename: str) -> str:
    """A name that says nothing: the original name stays in the row."""
    return f"attachments/{instance.key.hex[:2]}/{instance.key.hex}"


class AttachmentQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Rows (not contents) of all files: for the technical administrator, who may have to remove a content."""
        return self if actor.is_system or actor.is_staff else self.none()


@tracked()
class Attachment(TimeStamped):
    """A checked file (Tệp đính kèm). ``used_at`` is null until something refers to it; then it is never deleted.

    ``purged_at``: the content was taken out of the storage (Gỡ bỏ nội dung tệp); row, hash and trail stay.
    PERSONAL: the name of a file may tell what was in it; the history shows only that it changed.
    """

    PERSONAL = ("name",)

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
    purged_at = models.DateTimeField(_("gỡ nội dung lúc"), null=True)
    purged_by_label = models.CharField(_("người gỡ nội dung"), max_length=300, blank=True)
    purge_reason = models.TextField(_("lý do gỡ nội dung"), blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("tệp đính kèm")
        verbose_name_plural = _("tệp đính kèm")
        constraints = [
            models.CheckConstraint(
                condition=Q(purged_at=None) | (~Q(purged_by_label="") & ~Q(purge_reason="")),
                name="documents_attachment_purged_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.name
