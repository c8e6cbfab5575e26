"""Official documents (Văn bản), their files, and where they are cited."""

import re
from collections.abc import Iterable

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.core.collation import sort_key
from apps.core.models import TimeStamped, Versioned
from apps.core.search import beginning_index, trigram_index
from apps.core.text import fold
from apps.documents.enums import DocumentKind, SigningPrefix
from apps.documents.models.attachment import Attachment
from apps.documents.scope import kept_for

_NUMBER = re.compile(r"\d+")
_ZEROS = re.compile(r"\A0+(?=[1-9])")
_FIRST_NUMBER = re.compile(r"0*(?P<bare>[1-9]\d*)")
_DIGITS = 8


class DocumentQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """What the actor's units and clusters keep, and what is published to everybody who signs in."""
        if actor.is_system:
            return self
        if actor.user_id is None:
            return self.none()
        return self.filter(Q(for_everyone=True) | kept_for(actor))

    def search(self, text: str):
        """By symbol, abstract or issuer, without regard to diacritics, case and dashes: ``36/kh-kvtd``."""
        return self.filter(search_text__matches=text)

    def same_paper(self, symbol: str, year: int):
        """Papers of this symbol and year, of whatever issuer: 05/QĐ-BTP is 5/QĐ-BTP, the decree writes the zero."""
        return self.filter(symbol_key__in=spellings(symbol), issued_on__year=year)

    def of_symbols(self, symbols: Iterable[str]):
        """Papers of any of these symbols, with or without the zero; one query however many."""
        return self.filter(symbol_key__any_of=sorted({each for symbol in symbols for each in spellings(symbol)}))

    def guidance_of(self, year: int):
        """Công văn, biểu mẫu của năm: guidance letters and forms for an emulation year."""
        return self.filter(guidance_year=year)

    def for_list(self):
        """All that a row of the list shows."""
        files = DocumentFile.objects.filter(document=models.OuterRef("pk")).order_by().values("document")
        count = files.annotate(n=models.Count("pk")).values("n")
        none = models.Value(0)
        return self.annotate(file_count=models.functions.Coalesce(models.Subquery(count), none))


def number_key(symbol: str) -> str:
    """What a symbol is compared by: as searched, and without the zero that the decree writes before 1 to 9."""
    return _ZEROS.sub("", fold(symbol))


def spellings(symbol: str) -> list[str]:
    """The stored keys that are one number with this one."""
    key = fold(symbol)
    number = _FIRST_NUMBER.match(key)
    if number is None:
        return [key]
    rest = key[number.end() :]
    return sorted({key, *(f"{zeros}{number['bare']}{rest}" for zeros in ("", "0", "00"))})


@tracked()
class Document(Versioned):
    """An official paper: symbol, date, issuer, kind, abstract, signer (Văn bản).

    ``issuer_name`` is the name printed on the paper, a region or cluster too; ``issuer_code`` the code where it is one
    of ours. Free shapes of symbol are accepted (party bodies number otherwise: ``10-Ctr/BCS``). ``owner_code`` is the
    body whose register (sổ) it stands in: there a symbol of an issuer and year stands once. ``guidance_year``: the
    emulation year that it guides. ``secret_route``: the paper itself went as a secret letter; nothing of it is kept.
    """

    symbol = models.CharField(_("số, ký hiệu"), max_length=100)
    issued_on = models.DateField(_("ngày ban hành"))
    issuer_name = models.CharField(_("cơ quan ban hành"), max_length=300, blank=True)
    issuer_code = models.CharField(_("mã đơn vị ban hành"), max_length=50, blank=True)
    kind = models.CharField(_("loại văn bản"), max_length=12, choices=DocumentKind, default=DocumentKind.OTHER)
    abstract = models.TextField(_("trích yếu"), blank=True)
    signer_name = models.CharField(_("người ký"), max_length=200, blank=True)
    signer_post = models.CharField(_("chức vụ người ký"), max_length=200, blank=True)
    prefix = models.CharField(_("thẩm quyền ký"), max_length=4, choices=SigningPrefix, blank=True)
    owner_code = models.CharField(_("đơn vị lưu"), max_length=50, db_index=True)
    owner_name = models.CharField(_("tên đơn vị lưu"), max_length=300, blank=True)
    guidance_year = models.PositiveIntegerField(_("hướng dẫn của năm"), null=True, blank=True, db_index=True)
    for_everyone = models.BooleanField(_("công bố cho mọi đơn vị"), default=False)
    secret_route = models.BooleanField(_("có văn bản gửi theo đường công văn mật"), default=False)
    illustrative = models.BooleanField(_("minh họa"), default=False)
    saved_at = models.DateTimeField(_("sửa lần cuối lúc"), null=True)
    saved_by_label = models.CharField(_("người sửa"), max_length=300, blank=True)
    symbol_key = models.CharField(max_length=100, editable=False, default="")
    issuer_key = models.TextField(editable=False, blank=True)
    sort_key = models.CharField(max_length=900, db_collation="C", editable=False, default="")
    search_text = models.TextField(editable=False)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("văn bản")
        verbose_name_plural = _("văn bản")
        ordering = ["-issued_on", "sort_key", "pk"]
        indexes = [
            trigram_index("documents_document_search"),
            beginning_index("documents_document_begins"),
            models.Index(fields=["-issued_on", "-id"], name="documents_document_newest"),
            models.Index(fields=["symbol_key"], name="documents_document_symbol"),
        ]
        constraints = [
            models.UniqueConstraint(
                models.F("owner_code"),
                models.F("issuer_key"),
                models.F("symbol_key"),
                models.functions.ExtractYear("issued_on"),
                condition=~Q(issuer_key=""),
                name="documents_document_once_per_issuer",
            ),
            models.CheckConstraint(
                condition=Q(secret_route=False) | Q(abstract="", for_everyone=False),
                name="documents_document_secret_says_nothing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.symbol} ({self.issued_on:%d/%m/%Y})"

    def get_absolute_url(self) -> str:
        return reverse("documents:document-detail", args=[self.pk])

    def derive(self) -> None:
        """Fill what is found, compared and sorted by."""
        self.symbol_key = fold(self.symbol)
        self.issuer_key = fold(self.issuer_name)
        self.sort_key = symbol_sort_key(self.symbol)
        self.search_text = fold(f"{self.symbol} {self.abstract} {self.issuer_name}")

    def save(self, *args, **kwargs):
        self.derive()
        super().save(*args, **kwargs)


def symbol_sort_key(symbol: str) -> str:
    """Vietnamese order in which 9/QĐ-BTP comes before 36/QĐ-BTP."""
    return sort_key(_NUMBER.sub(lambda found: found.group().zfill(_DIGITS), symbol))[:900]


@tracked()
class DocumentFile(TimeStamped):
    """A scan or form that belongs to a document (Tệp của văn bản)."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="files")
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="document_files")
    note = models.CharField(_("ghi chú"), max_length=200, blank=True)
    added_by_label = models.CharField(_("người thêm"), max_length=300)

    class Meta:
        verbose_name = _("tệp của văn bản")
        verbose_name_plural = _("tệp của văn bản")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["document", "attachment"], name="documents_file_once")]

    def __str__(self) -> str:
        return str(self.attachment)


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
