"""What a unit did (Kết quả, thành tích): typed once, read by reports, movements, scores and proposals."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.core.models import TimeStamped, Versioned
from apps.core.search import trigram_index
from apps.core.text import fold
from apps.results.enums import Period, Standing
from apps.results.models.scope import seen_by

AMOUNT = {"max_digits": 24, "decimal_places": 4, "null": True, "blank": True}


class ResultQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Results of units in the actor's reach, and of the members of ClusterYears that the actor leads."""
        return seen_by(self, actor)

    def figures(self):
        return self.filter(indicator__isnull=False)

    def unconfirmed(self):
        """Estimates that nobody has confirmed yet."""
        return self.filter(standing=Standing.ESTIMATE)

    def for_list(self):
        return self.select_related("unit", "indicator", "document").order_by("-year", "-happened_on", "-pk")


@tracked()
class ResultEntry(Versioned):
    """One result of one unit in one year (Kết quả, thành tích).

    A figure of an indicator stands once per unit, year and period: an amount in ``value``; a rate in ``numerator`` and
    ``denominator``, or, where only the percentage is known, in ``value`` (percent). Without an indicator ``text`` tells
    what was achieved. The figures of an estimate stay in ``estimated_*`` when it is confirmed, so that ước and thực
    hiện stand beside each other. ``index_*``: the rank in an index that an outside body publishes.
    """

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="results", verbose_name=_("đơn vị"))
    year = models.PositiveSmallIntegerField(_("năm"))
    period = models.CharField(_("kỳ số liệu"), max_length=4, choices=Period, default=Period.YEAR)
    field_code = models.CharField(_("lĩnh vực công tác"), max_length=40, blank=True)
    indicator = models.ForeignKey(
        "results.Indicator",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="results",
        verbose_name=_("chỉ số"),
    )
    text = models.TextField(_("kết quả, thành tích"), blank=True)
    value = models.DecimalField(_("số liệu"), **AMOUNT)
    numerator = models.DecimalField(_("tử số"), **AMOUNT)
    denominator = models.DecimalField(_("mẫu số"), **AMOUNT)
    standing = models.CharField(_("thực hiện hay ước"), max_length=8, choices=Standing, default=Standing.ACTUAL)
    happened_on = models.DateField(_("ngày"))
    as_of = models.DateField(_("số liệu đến ngày"), null=True, blank=True)
    document = models.ForeignKey(
        "documents.Document",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("văn bản"),
    )
    index_name = models.CharField(_("chỉ số do cơ quan khác công bố"), max_length=200, blank=True)
    index_issuer = models.CharField(_("cơ quan công bố"), max_length=200, blank=True)
    index_year = models.PositiveSmallIntegerField(_("năm của chỉ số"), null=True, blank=True)
    index_rank = models.PositiveIntegerField(_("thứ hạng"), null=True, blank=True)
    index_of = models.PositiveIntegerField(_("trên tổng số"), null=True, blank=True)
    index_link = models.URLField(_("liên kết"), max_length=500, blank=True)
    estimated_value = models.DecimalField(_("số ước"), **AMOUNT)
    estimated_numerator = models.DecimalField(_("tử số ước"), **AMOUNT)
    estimated_denominator = models.DecimalField(_("mẫu số ước"), **AMOUNT)
    confirmed_at = models.DateTimeField(_("xác nhận lúc"), null=True, blank=True)
    confirmed_by_label = models.CharField(_("người xác nhận"), max_length=300, blank=True)
    illustrative = models.BooleanField(_("minh họa"), default=False)
    search_text = models.TextField(editable=False)
    saved_by_label = models.CharField(_("người sửa"), max_length=300, blank=True)
    saved_at = models.DateTimeField(_("sửa lúc"), null=True, blank=True)

    objects = ResultQuerySet.as_manager()

    class Meta:
        verbose_name = _("kết quả, thành tích")
        verbose_name_plural = _("kết quả, thành tích")
        ordering = ["-year", "-happened_on", "-pk"]
        indexes = [
            trigram_index("results_entry_search"),
            models.Index(fields=["year", "indicator", "unit"], name="results_entry_figures"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year", "indicator", "period"],
                condition=Q(indicator__isnull=False),
                name="results_entry_figure_once",
            ),
            models.CheckConstraint(
                condition=Q(indicator=None) | Q(value__isnull=False) | Q(denominator__isnull=False),
                name="results_entry_has_figure",
            ),
            models.CheckConstraint(
                condition=Q(indicator__isnull=False) | ~Q(text="") | ~Q(index_name=""),
                name="results_entry_says_something",
            ),
            models.CheckConstraint(
                condition=Q(numerator=None, denominator=None)
                | Q(numerator__gte=0, denominator__gt=0, numerator__isnull=False, denominator__isnull=False),
                name="results_entry_whole_rate",
            ),
            models.CheckConstraint(
                condition=Q(index_rank=None) | Q(index_of=None) | Q(index_of__gte=models.F("index_rank")),
                name="results_entry_rank_within",
            ),
        ]

    def __str__(self) -> str:
        what = self.indicator.label if self.indicator_id else (self.index_name or self.text)
        return f"{what[:120]} – {self.year}"

    def save(self, *args, **kwargs):
        label = self.indicator.label if self.indicator_id else ""
        self.search_text = fold(f"{label} {self.text} {self.index_name} {self.index_issuer}")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("results:result-detail", args=[self.pk])

    @property
    def is_estimate(self) -> bool:
        """Printed with "(ước)" and unusable for ranking until confirmed."""
        return self.standing == Standing.ESTIMATE


@tracked()
class ResultFile(TimeStamped):
    """A photo or file of a result."""

    entry = models.ForeignKey(ResultEntry, on_delete=models.CASCADE, related_name="files")
    attachment = models.ForeignKey("documents.Attachment", on_delete=models.PROTECT, related_name="+")
    caption = models.CharField(_("chú thích"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("ảnh, tệp của kết quả")
        verbose_name_plural = _("ảnh, tệp của kết quả")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.caption or self.attachment.name
