"""Who opened or exported whose personal data. Append-only; no foreign keys, so it outlives whom it describes."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.audit.enums import AccessKind
from apps.core.search import trigram_index


class AccessEntry(models.Model):
    """One person's data seen unmasked once (Lượt truy cập dữ liệu cá nhân).

    An export of many people is one ``occasion_id`` with ``parts`` rows, one for each person, numbered by ``part``
    from 1: "who has seen Mrs X" and "what did that export hold" are both one filter.
    """

    at = models.DateTimeField(_("lúc"), db_index=True)
    kind = models.CharField(_("cách truy cập"), max_length=40, choices=AccessKind)
    actor_id = models.CharField(_("mã người truy cập"), max_length=40, blank=True, db_index=True)
    actor_label = models.CharField(_("người truy cập"), max_length=300)
    target_key = models.CharField(_("dữ liệu của"), max_length=100, db_index=True)
    target_label = models.CharField(_("dữ liệu của"), max_length=500)
    target_path = models.CharField(_("đường dẫn"), max_length=500, blank=True)
    fields = models.JSONField(_("trường dữ liệu"), default=list)
    reason = models.TextField(_("lý do"), blank=True)
    occasion_id = models.UUIDField(db_index=True)
    part = models.PositiveIntegerField(default=1)
    parts = models.PositiveIntegerField(default=1)
    search_text = models.TextField(editable=False, default="")

    class Meta:
        verbose_name = _("lượt truy cập dữ liệu cá nhân")
        verbose_name_plural = _("truy cập dữ liệu cá nhân")
        ordering = ["-at", "-pk"]
        indexes = [trigram_index("audit_access_search")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.target_label}"
