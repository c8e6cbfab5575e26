"""One Entry per domain call. Append-only; no foreign keys, so it outlives what it describes."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.core.search import trigram_index


class Entry(models.Model):
    """Who did what to what, when, with the values before and after (Dòng nhật ký).

    ``operation_id`` is also carried by the history rows written in the same operation. ``search_text``: who, what and
    why, folded.
    """

    at = models.DateTimeField(_("lúc"), db_index=True)
    action = models.CharField(_("hành động"), max_length=100, db_index=True)
    actor_id = models.CharField(_("mã người thực hiện"), max_length=40, blank=True)
    actor_label = models.CharField(_("người thực hiện"), max_length=300)
    target_key = models.CharField(_("đối tượng"), max_length=100, db_index=True)
    target_label = models.CharField(_("tên đối tượng"), max_length=500)
    target_path = models.CharField(_("đường dẫn"), max_length=500, blank=True)
    before = models.JSONField(_("trước"), null=True)
    after = models.JSONField(_("sau"), null=True)
    reason = models.TextField(_("lý do"), blank=True)
    operation_id = models.UUIDField(db_index=True)
    search_text = models.TextField(editable=False, default="")

    class Meta:
        verbose_name = _("dòng nhật ký")
        verbose_name_plural = _("nhật ký")
        ordering = ["-at", "-pk"]
        indexes = [trigram_index("audit_entry_search")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.action} {self.target_key}"
