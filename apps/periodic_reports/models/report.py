"""Reports of units (Báo cáo định kỳ) and their numbered versions."""

import pgtrigger
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.clusters.enums import READING
from apps.clusters.models import Member
from apps.core.models import TimeStamped
from apps.periodic_reports.enums import IN_HAND, SENT, ReportState
from apps.periodic_reports.models.template import ReportTemplate
from apps.units.models import organised_for


def member_of(cluster_year_ids) -> Exists:
    """The report's unit is a member of one of these ClusterYears in the very year of the template."""
    members = Member.objects.standing().filter(
        cluster_year_id__in=list(cluster_year_ids), year_id=OuterRef("template__year_id"), unit_id=OuterRef("unit_id")
    )
    return Exists(members)


class PeriodicReportQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """The unit's own people; heads of its ClusterYear of that year; the organiser's standing office; auditors.

        Readers outside of the unit see sent versions only (``views`` choose the version).
        """
        if actor.is_system:
            return self
        condition = Q(unit_id__in=actor.unit_ids("officer", "leader"))
        condition |= organised_for(actor, "template__year__organiser")
        if headed := actor.cluster_year_ids(*READING):
            condition |= Q(member_of(headed))
        return self.filter(condition)

    def of_cluster(self, cluster_year_id: int):
        return self.filter(member_of([cluster_year_id]))

    def sent(self):
        return self.filter(state__in=SENT)

    def for_list(self):
        """All that a row of a list shows."""
        return self.select_related("unit", "template__year__organiser", "sent_version")

    def in_order(self):
        return self.order_by("order", "unit_id")


@tracked(exclude=["inner_remark"])
class PeriodicReport(TimeStamped):
    """The report of one unit by one template (Báo cáo định kỳ). ``unit_name`` and ``order`` as they were then.

    ``sent_version``: the version sent last, which others read and totals count while the state is a sent one.
    ``remark`` is what the receiving body asks for; ``inner_remark`` the leader's word to the officer: it stays inside
    the unit, so that no history shows it either.
    """

    template = models.ForeignKey(ReportTemplate, on_delete=models.PROTECT, related_name="reports")
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="periodic_reports")
    unit_name = models.CharField(_("tên đơn vị"), max_length=300)
    order = models.PositiveIntegerField(_("thứ tự"), default=0)
    state = models.CharField(_("trạng thái"), max_length=9, choices=ReportState, default=ReportState.DRAFT)
    sent_version = models.ForeignKey("ReportVersion", on_delete=models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(_("gửi lúc"), null=True)
    printed_at = models.DateTimeField(_("in để trình ký lúc"), null=True)
    sent_to_leader_at = models.DateTimeField(_("trình lãnh đạo lúc"), null=True)
    remark = models.TextField(_("yêu cầu bổ sung"), blank=True)
    inner_remark = models.TextField(_("lãnh đạo yêu cầu sửa"), blank=True)
    reopened_reason = models.TextField(_("lý do mở lại"), blank=True)

    objects = PeriodicReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("báo cáo định kỳ")
        verbose_name_plural = _("báo cáo định kỳ")
        ordering = ["template", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["template", "unit"], name="periodic_reports_report_once"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "returned"])
                | Q(submitted_at__isnull=False, sent_version__isnull=False),
                name="periodic_reports_report_sent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template} – {self.unit_name}"

    def get_absolute_url(self) -> str:
        return reverse("periodic_reports:report-detail", args=[self.pk])

    @property
    def is_in_hand(self) -> bool:
        """Whether the unit (or whoever types for it) may write."""
        return self.state in IN_HAND


@tracked()
class ReportVersion(TimeStamped):
    """One numbered version of a report (Phiên bản báo cáo): open while ``locked_at`` is null, frozen when sent.

    ``entered_*``: it was typed by another body from the unit's paper (Nhập thay); the day the paper came counts.
    ``correct_until``: the last day on which the unit may correct what was typed and sent for it.
    """

    report = models.ForeignKey(PeriodicReport, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("lần"), default=1)
    locked_at = models.DateTimeField(_("gửi lúc"), null=True)
    locked_by_label = models.CharField(_("người gửi"), max_length=300, blank=True)
    sha256 = models.CharField(_("mã băm SHA-256"), max_length=64, blank=True)
    receipt_number = models.CharField(_("số xác nhận"), max_length=60, unique=True, null=True)
    entered_by_label = models.CharField(_("người nhập thay"), max_length=300, blank=True)
    entered_basis = models.CharField(_("căn cứ nhập thay"), max_length=300, blank=True)
    entered_received_on = models.DateField(_("ngày nhận bản giấy"), null=True)
    correct_until = models.DateField(_("đơn vị được sửa đến"), null=True)

    class Meta:
        verbose_name = _("phiên bản báo cáo")
        verbose_name_plural = _("phiên bản báo cáo")
        ordering = ["report", "number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="periodic_reports_version_once"),
            models.UniqueConstraint(
                fields=["report"], condition=Q(locked_at=None), name="periodic_reports_version_one_open"
            ),
            models.CheckConstraint(
                condition=Q(locked_at=None) | ~Q(sha256=""), name="periodic_reports_version_locked_has_hash"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="frozen",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__locked_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.report} ({self.number})"
