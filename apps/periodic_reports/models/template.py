"""What a report of a year asks for (Mẫu báo cáo): lines in fixed order, for some kinds of unit."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.clusters.enums import READING
from apps.clusters.models import ClusterYear
from apps.core.models import TimeStamped, Versioned
from apps.periodic_reports.enums import ItemKind, ReportKind, TemplateState
from apps.units.models import organised_for

CODE_LENGTH = 30  # with "report:" before it, it is the code of the duty


class ReportTemplateQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """All of an organiser's to its standing office and auditors; what is issued to whoever reports or heads."""
        if actor.is_system:
            return self
        reports = self.model._meta.get_field("reports").related_model
        own = reports.objects.filter(template=OuterRef("pk"), unit_id__in=actor.unit_ids("officer", "leader"))
        headed = ClusterYear.objects.filter(year_id=OuterRef("year_id"), pk__in=actor.cluster_year_ids(*READING))
        issued = Q(state=TemplateState.ISSUED) & (Exists(own) | Exists(headed))
        return self.filter(organised_for(actor, "year__organiser") | issued)

    def for_list(self):
        return self.select_related("year__organiser")

    def newest_first(self):
        return self.order_by("-year__year", "due_on", "code", "pk")


@tracked()
class ReportTemplate(Versioned):
    """One report that an organiser asks for in one year (Mẫu báo cáo).

    ``kinds``: kinds of unit that owe it. Frozen when issued; only dates move then. ``source``: where the lines come
    from; what no source names is marked (``illustrative``).
    """

    year = models.ForeignKey(
        "periods.EmulationYear", on_delete=models.PROTECT, related_name="report_templates", verbose_name=_("năm")
    )
    code = models.SlugField(_("mã"), max_length=CODE_LENGTH)
    label = models.CharField(_("tên báo cáo"), max_length=200)
    kind = models.CharField(_("loại báo cáo"), max_length=10, choices=ReportKind)
    kinds = models.JSONField(_("loại đơn vị phải báo cáo"), default=list)
    starts_on = models.DateField(_("số liệu từ ngày"))
    ends_on = models.DateField(_("số liệu đến ngày"))
    due_on = models.DateField(_("hạn nộp"))
    internal_due_on = models.DateField(_("hạn nội bộ"), null=True, blank=True)
    basis = models.CharField(_("căn cứ"), max_length=300, blank=True)
    source = models.CharField(_("nguồn của mẫu"), max_length=300, blank=True)
    illustrative = models.BooleanField(_("minh họa"), default=False)
    state = models.CharField(_("trạng thái"), max_length=6, choices=TemplateState, default=TemplateState.DRAFT)
    issued_at = models.DateTimeField(_("ban hành lúc"), null=True)
    saved_by_label = models.CharField(_("người lưu"), max_length=300, blank=True)
    saved_at = models.DateTimeField(_("lưu lúc"), null=True)

    objects = ReportTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("mẫu báo cáo")
        verbose_name_plural = _("mẫu báo cáo")
        ordering = ["-year__year", "due_on", "code"]
        constraints = [
            models.UniqueConstraint(fields=["year", "code"], name="periodic_reports_template_once"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")), name="periodic_reports_template_period"
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(issued_at__isnull=False), name="periodic_reports_template_issued_at"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.year}" if str(self.year) not in self.label else self.label

    def get_absolute_url(self) -> str:
        return reverse("periodic_reports:template-detail", args=[self.pk])

    @property
    def duty_code(self) -> str:
        """Code of the duty in obligations."""
        return f"report:{self.code}"


@tracked()
class TemplateItem(TimeStamped):
    """One line asked for (Chỉ tiêu, nội dung của mẫu).

    ``section``: the printed heading above it, the same for lines that stand together. ``field_code``: the work field
    of a text, ``indicator_code``: the indicator of a figure; by them what stands in results is taken over. ``code`` is
    kept from year to year: by it last year's line is found.
    """

    template = models.ForeignKey(ReportTemplate, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveIntegerField(_("thứ tự"))
    kind = models.CharField(_("dạng"), max_length=6, choices=ItemKind)
    code = models.SlugField(_("mã"), max_length=60)
    section = models.CharField(_("mục"), max_length=200, blank=True)
    label = models.CharField(_("tên chỉ tiêu, nội dung"), max_length=300)
    unit_of_measure = models.CharField(_("đơn vị tính"), max_length=50, blank=True)
    numerator_label = models.CharField(_("tử số là"), max_length=200, blank=True)
    denominator_label = models.CharField(_("mẫu số là"), max_length=200, blank=True)
    field_code = models.CharField(_("lĩnh vực công tác"), max_length=60, blank=True)
    indicator_code = models.CharField(_("chỉ tiêu ở Kết quả, thành tích"), max_length=60, blank=True)
    hint = models.CharField(_("hướng dẫn"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("dòng của mẫu báo cáo")
        verbose_name_plural = _("dòng của mẫu báo cáo")
        ordering = ["template", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["template", "code"], name="periodic_reports_item_once")]

    def __str__(self) -> str:
        return self.label

    @property
    def is_text(self) -> bool:
        return self.kind == ItemKind.TEXT

    @property
    def is_rate(self) -> bool:
        return self.kind == ItemKind.RATE
