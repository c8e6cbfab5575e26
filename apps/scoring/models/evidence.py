"""Evidence (Tài liệu minh chứng): a cited document, a file, or both."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.core.models import TimeStamped
from apps.scoring.models.line import ScoreLine


@tracked()
class EvidenceLink(TimeStamped):
    """One piece of evidence of one line (Tài liệu minh chứng)."""

    line = models.ForeignKey(ScoreLine, on_delete=models.CASCADE, related_name="evidence")
    document = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    attachment = models.ForeignKey(
        "documents.Attachment", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)
    added_by_label = models.CharField(_("người thêm"), max_length=300)

    class Meta:
        verbose_name = _("tài liệu minh chứng")
        verbose_name_plural = _("tài liệu minh chứng")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(document__isnull=False) | Q(attachment__isnull=False), name="scoring_evidence_not_empty"
            ),
            models.UniqueConstraint(
                fields=["line", "document"],
                condition=Q(document__isnull=False, attachment__isnull=True),
                name="scoring_evidence_document_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.document or self.attachment)
