"""Files that the system made and handed out (Tệp kết xuất)."""

import uuid
from datetime import date

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked


def storage_path(instance, filename: str) -> str:
    return f"issued/{instance.key.hex[:2]}/{instance.key.hex}"


class IssuedFileQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Whoever asked for the file; whether it may still be fetched is asked again where its objects are known."""
        return self.filter(issued_by_id=actor.user_id) if actor.user_id else self.none()


@tracked()
class IssuedFile(models.Model):
    """A rendered report, kept as it was handed out: never rendered again (Tệp kết xuất). The database refuses every
    other change of its row, and its end.

    ``verification_code`` is printed on the PDF. ``subject_key`` names what was asked for, as text;
    ``subject_ids`` are the objects whose data are in it, of the kind that ``report`` is about.
    ``batch_code``: the code of the zip file that it came in. After ``expires_on`` its content goes (``emptied_at``);
    the row, its code and its hash stay, so that a paper at hand can still be compared. Empty: kept for ever.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    report = models.CharField(_("báo cáo"), max_length=50)
    subject_key = models.CharField(_("đối tượng"), max_length=100, db_index=True)
    subject_ids = models.JSONField(_("các đối tượng có trong tệp"), default=list)
    title = models.CharField(_("tên"), max_length=300)
    file_name = models.CharField(_("tên tệp"), max_length=200)
    content_type = models.CharField(_("loại tệp"), max_length=100)
    file = models.FileField(_("tệp"), upload_to=storage_path, max_length=200)
    size = models.PositiveBigIntegerField(_("dung lượng (byte)"))
    sha256 = models.CharField(_("mã băm SHA-256"), max_length=64)
    verification_code = models.CharField(_("mã tra cứu"), max_length=20, unique=True)
    data_at = models.DateTimeField(_("số liệu lúc"))
    issued_at = models.DateTimeField(_("kết xuất lúc"))
    batch_code = models.CharField(_("mã của gói tệp"), max_length=20, blank=True, db_index=True)
    expires_on = models.DateField(_("giữ đến hết ngày"), null=True, blank=True)
    emptied_at = models.DateTimeField(_("gỡ nội dung lúc"), null=True, blank=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("người yêu cầu")
    )

    objects = IssuedFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("tệp kết xuất")
        verbose_name_plural = _("tệp kết xuất")
        ordering = ["-issued_at", "-pk"]
        triggers = [
            pgtrigger.ReadOnly(name="as_issued", exclude=["expires_on", "emptied_at"]),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.file_name

    def is_over(self, today: date) -> bool:
        """Its last day is over, or its content is gone: the night's clearing may not have come yet."""
        return self.emptied_at is not None or (self.expires_on is not None and self.expires_on < today)
