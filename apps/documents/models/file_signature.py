"""Digital signatures found in an uploaded file (Chữ ký số)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.documents.enums import SignatureTrust
from apps.documents.models.attachment import Attachment


@tracked()
class FileSignature(models.Model):
    """One signature as it was when the file was taken in; only files whose every signature held are taken.

    ``sha256``: of the file that was checked. ``stamped``: the time is that of a time stamp, else as the signer's
    computer told it. ``trust``: by the operator's list of that day.
    """

    attachment = models.ForeignKey(Attachment, on_delete=models.CASCADE, related_name="signatures")
    position = models.PositiveSmallIntegerField(_("thứ tự"))
    signer_name = models.CharField(_("người ký số"), max_length=200)
    signer_body = models.CharField(_("cơ quan của người ký số"), max_length=300, blank=True)
    issuer_name = models.CharField(_("nơi cấp chứng thư"), max_length=300, blank=True)
    certificate_sha256 = models.CharField(_("mã băm của chứng thư"), max_length=64)
    signed_at = models.DateTimeField(_("ký số lúc"), null=True)
    stamped = models.BooleanField(_("có dấu thời gian"), default=False)
    trust = models.CharField(_("chứng thư"), max_length=9, choices=SignatureTrust)
    sha256 = models.CharField(_("mã băm SHA-256 của tệp"), max_length=64)
    checked_at = models.DateTimeField(_("kiểm tra lúc"))

    class Meta:
        verbose_name = _("chữ ký số")
        verbose_name_plural = _("chữ ký số")
        ordering = ["attachment", "position"]
        constraints = [
            models.UniqueConstraint(fields=["attachment", "position"], name="documents_signature_once"),
        ]

    def __str__(self) -> str:
        return self.signer_name
