"""Báo cáo tổng kết: what people type beside the sentences of the records, and the versions that were handed over."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.clusters.models import ClusterYear
from apps.conferences.enums import PaperState
from apps.conferences.models import PaperVersion
from apps.core.models import TimeStamped, Versioned
from apps.periods.models import EmulationYear
from apps.units.models import organised_for


class SummaryReportQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Heads, deputies (former ones too), the organiser's standing office, auditors above. Others read the official
        paper of the conference.
        """
        if actor.is_system:
            return self
        watched = ClusterYear.objects.watched_by(actor).order_by().values("pk")
        own = Q(cluster_year=None) & organised_for(actor, "year__organiser")
        return self.filter(Q(cluster_year__in=watched) | own)

    def for_list(self):
        return self.select_related("year__organiser", "cluster_year__cluster__organiser", "cluster_year__year")


@tracked()
class SummaryReport(Versioned):
    """The report that closes the year of a ClusterYear, or of a whole organiser where ``cluster_year`` is empty.

    ``texts``: typed paragraphs by part. ``omitted``: codes of sentences that are true but are left out; no sentence is
    ever edited. What is said of the records is read anew until the report is handed over.
    """

    year = models.ForeignKey(
        EmulationYear, on_delete=models.PROTECT, related_name="summaries", verbose_name=_("năm thi đua")
    )
    cluster_year = models.OneToOneField(
        ClusterYear,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="summary",
        verbose_name=_("Cụm, Khu vực"),
    )
    texts = models.JSONField(_("nội dung nhập"), default=dict, blank=True)
    omitted = models.JSONField(_("câu không đưa vào"), default=list, blank=True)
    saved_by_label = models.CharField(_("người lưu"), max_length=300, blank=True)
    saved_at = models.DateTimeField(_("lưu lúc"), null=True)

    objects = SummaryReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("báo cáo tổng kết")
        verbose_name_plural = _("báo cáo tổng kết")
        ordering = ["-year__year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["year"], condition=Q(cluster_year=None), name="reports_summary_once_of_an_organiser"
            )
        ]

    def __str__(self) -> str:
        whose = self.cluster_year.name if self.cluster_year_id else self.year.organiser.name
        return f"Báo cáo tổng kết năm {self.year.year} – {whose}"

    def get_absolute_url(self) -> str:
        return reverse("reports:summary-detail", args=[self.pk])

    @property
    def last_version(self):
        """The newest version; for rows that come with their versions (in order)."""
        return max(self.versions.all(), key=lambda version: version.number, default=None)


@tracked()
class SummaryVersion(TimeStamped):
    """The report as it was handed over: ``content`` is a SummaryContent as JSON, never changed (Bản số …).

    ``paper_version``: the draft of the conference's paper that was made of it. Of an organiser's own report, which no
    conference reads, ``finished_at`` says since when it is official.
    """

    report = models.ForeignKey(SummaryReport, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("bản số"))
    content = models.JSONField(_("nội dung"))
    data_at = models.DateTimeField(_("số liệu lúc"))
    made_by_label = models.CharField(_("người chuyển"), max_length=300)
    paper_version = models.ForeignKey(
        PaperVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("tài liệu")
    )
    finished_at = models.DateTimeField(_("chính thức lúc"), null=True)

    class Meta:
        verbose_name = _("bản báo cáo tổng kết")
        verbose_name_plural = _("bản báo cáo tổng kết")
        ordering = ["report", "number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="reports_summary_version_once"),
            models.CheckConstraint(
                condition=Q(paper_version__isnull=False) | Q(finished_at__isnull=False),
                name="reports_summary_version_went_somewhere",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report} ({self.number})"

    @property
    def is_official(self) -> bool:
        """Its own words were made official: a draft that the conference changed afterwards is another text."""
        if self.paper_version is None:
            return self.finished_at is not None
        return self.paper_version.state == PaperState.OFFICIAL and not self.is_changed

    @property
    def official_at(self):
        """Since when; of an official version."""
        return self.finished_at if self.paper_version is None else self.paper_version.official_at

    @property
    def is_changed(self) -> bool:
        """The conference's paper reads otherwise than what was handed over."""
        return self.paper_version is not None and self.paper_version.text != self.content["text"]
