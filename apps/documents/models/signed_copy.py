"""Scans of paper originals (Bản ký, đóng dấu)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.core.models import TimeStamped
from apps.documents.enums import SigningPrefix
from apps.documents.models.attachment import Attachment


@tracked()
class SignedCopy(TimeStamped):
    """Scan of the signed and stamped paper with what is printed on it (Bản ký, đóng dấu)."""

    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="signed_copies")
    number = models.CharField(_("số văn bản"), max_length=100)
    signed_on = models.DateField(_("ngày ký"))
    signer_name = models.CharField(_("người ký"), max_length=200)
    signer_post = models.CharField(_("chức vụ người ký"), max_length=200)
    prefix = models.CharField(_("thẩm quyền ký"), max_length=4, choices=SigningPrefix, blank=True)
    page_count = models.PositiveIntegerField(_("số trang"), null=True)
    paper_received_on = models.DateField(_("ngày nhận bản giấy"), null=True, blank=True)

    class Meta:
        verbose_name = _("bản ký, đóng dấu")
        verbose_name_plural = _("bản ký, đóng dấu")

    def __str__(self) -> str:
        return f"{self.number} {self.signer_name}"
