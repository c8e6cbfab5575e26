"""Official documents (Văn bản) and where they are cited."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.core.models import TimeStamped
from apps.core.text import fold
from apps.documents.enums import DocumentKind


class DocumentQuerySet(models.QuerySet):
    def search(self, text: str):
        """By symbol or abstract, without regard to diacritics, case and dashes: ``36/kh-kvtd`` finds ``36/KH-KVTĐ``."""
        return self.filter(search_text__contains=fold(text)) if fold(text) else self


@tracked()
class Document(TimeStamped):
    """An official paper as cited: symbol, date, issuer, kind, abstract (Văn bản).

    ``issuer_name`` is the name printed on the paper; ``issuer_code`` the unit's code where it is one of ours.
    Free shapes of symbol are accepted (party bodies number otherwise: ``10-Ctr/BCS``).
    """

    symbol = models.CharField(_("số, ký hiệu"), max_length=100)
    issued_on = models.DateField(_("ngày ban hành"))
    issuer_name = models.CharField(_("cơ quan ban hành"), max_length=300)
    issuer_code = models.CharField(_("mã đơn vị ban hành"), max_length=50, blank=True)
    kind = models.CharField(_("loại văn bản"), max_length=12, choices=DocumentKind, default=DocumentKind.OTHER)
    abstract = models.TextField(_("trích yếu"), blank=True)
    owner_code = models.CharField(_("đơn vị lưu"), max_length=50, db_index=True)
    search_text = models.TextField(editable=False)
    illustrative = models.BooleanField(_("minh họa"), default=False)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("văn bản")
        verbose_name_plural = _("văn bản")
        ordering = ["-issued_on", "symbol", "pk"]
        constraints = [
            models.UniqueConstraint(
                models.F("owner_code"),
                models.functions.Lower("symbol"),
                models.functions.ExtractYear("issued_on"),
                name="documents_document_once_a_year",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.symbol} ({self.issued_on:%d/%m/%Y})"

    def save(self, *args, **kwargs):
        self.search_text = fold(f"{self.symbol} {self.abstract} {self.issuer_name}")
        super().save(*args, **kwargs)


@tracked()
class Use(models.Model):
    """One citation of a Document (Nơi sử dụng): written and removed by the domain function of the citing app."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="uses", verbose_name=_("văn bản"))
    app = models.CharField(_("phần"), max_length=30)
    key = models.CharField(_("khóa"), max_length=100)
    label = models.CharField(_("nơi dẫn"), max_length=300)
    path = models.CharField(_("đường dẫn"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("nơi sử dụng")
        verbose_name_plural = _("nơi sử dụng")
        constraints = [
            models.UniqueConstraint(fields=["document", "app", "key"], name="documents_use_once"),
        ]

    def __str__(self) -> str:
        return self.label
