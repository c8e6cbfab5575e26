"""Scans of paper originals (Bản ký, đóng dấu)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.core.models import TimeStamped
from apps.documents.enums import SigningPrefix
from apps.documents.models.attachment import Attachment


@tracked()
class SignedCopy(TimeStamped):
    """Scan of the signed and stamped paper with what is printed on it (Bản ký, đóng dấu).

    ``page_count`` and ``sha256`` are taken from the file when it is kept; no count where the file does not tell it.
    ``paper_received_…``: the receiving body ticked that the original has arrived (Đã nhận bản giấy).
    """

    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="signed_copies")
    number = models.CharField(_("số văn bản"), max_length=100)
    signed_on = models.DateField(_("ngày ký"))
    signer_name = models.CharField(_("người ký"), max_length=200)
    signer_post = models.CharField(_("chức vụ người ký"), max_length=200)
    prefix = models.CharField(_("thẩm quyền ký"), max_length=4, choices=SigningPrefix, blank=True)
    page_count = models.PositiveIntegerField(_("số trang"), null=True)
    sha256 = models.CharField(_("mã băm SHA-256"), max_length=64, blank=True)
    paper_received_on = models.DateField(_("ngày nhận bản giấy"), null=True, blank=True)
    paper_received_by_label = models.CharField(_("người nhận bản giấy"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("bản ký, đóng dấu")
        verbose_name_plural = _("bản ký, đóng dấu")
        constraints = [
            models.CheckConstraint(
                condition=Q(paper_received_on=None) | ~Q(paper_received_by_label=""),
                name="documents_paper_received_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.signer_name}"
