"""The consolidated sheets of a ClusterYear (Bảng tổng hợp đăng ký thi đua), numbered and frozen."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.clusters.enums import READING, Line
from apps.core.models import TimeStamped
from apps.registrations.models.registration import TitleRegistration
from apps.registrations.models.version import RegistrationVersion
from apps.units.models import organised_for


class ConsolidationQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Units whose registration is in it; heads of the ClusterYear; the standing office; auditors."""
        if actor.is_system:
            return self
        own = Q(cluster_year__members__unit_id__in=actor.unit_ids("officer", "leader"))
        headed = Q(cluster_year_id__in=actor.cluster_year_ids(*READING))
        return self.filter(own | headed | organised_for(actor, "cluster_year__cluster__organiser")).distinct()

    def for_list(self):
        return self.select_related("cluster_year__cluster__organiser", "cluster_year__year")


@tracked()
class Consolidation(TimeStamped):
    """One version of the sheet that the head sent to the ministry (Bản tổng hợp số …). Frozen.

    ``line`` empty: all lines of the ClusterYear together. ``missing``: names of the units that had not sent then.
    It copies no rows: each entry names the sending of a unit that counts.
    """

    cluster_year = models.ForeignKey(
        "clusters.ClusterYear", on_delete=models.PROTECT, related_name="consolidations", verbose_name=_("cụm thi đua")
    )
    line = models.CharField(_("khối"), max_length=12, choices=Line, blank=True)
    number = models.PositiveIntegerField(_("bản số"))
    sent_at = models.DateTimeField(_("gửi lúc"))
    sent_by_label = models.CharField(_("người gửi"), max_length=300)
    reason = models.TextField(_("lý do có bản mới"), blank=True)
    missing = models.JSONField(_("còn thiếu"), default=list, blank=True)
    sha256 = models.CharField(_("mã băm SHA-256"), max_length=64)

    objects = ConsolidationQuerySet.as_manager()

    class Meta:
        verbose_name = _("bảng tổng hợp đăng ký thi đua")
        verbose_name_plural = _("bảng tổng hợp đăng ký thi đua")
        ordering = ["cluster_year", "line", "number"]
        constraints = [
            models.UniqueConstraint(fields=["cluster_year", "line", "number"], name="registrations_consolidation_once")
        ]
        triggers = [pgtrigger.Protect(name="frozen", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.cluster_year} – {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("registrations:consolidation-detail", args=[self.pk])


@tracked()
class ConsolidationEntry(models.Model):
    """The sending of one unit that a consolidated sheet holds."""

    consolidation = models.ForeignKey(Consolidation, on_delete=models.PROTECT, related_name="entries")
    registration = models.ForeignKey(TitleRegistration, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(RegistrationVersion, on_delete=models.PROTECT, related_name="entries")

    class Meta:
        verbose_name = _("đơn vị trong bảng tổng hợp")
        verbose_name_plural = _("đơn vị trong bảng tổng hợp")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["consolidation", "registration"], name="registrations_entry_once")
        ]
        triggers = [pgtrigger.Protect(name="frozen", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.consolidation} – {self.version}"
