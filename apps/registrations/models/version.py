"""What a unit sent, frozen: the signed registration and its rows."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.core.models import TimeStamped
from apps.documents.enums import SigningWay
from apps.registrations.models.registration import NomineeColumns, TitleRegistration
from apps.units.models import organised_for


@tracked()
class RegistrationVersion(TimeStamped):
    """One sending of a registration (Lần gửi). Never changed after; only ``is_current`` moves to the next one.

    ``received_on``: the day that counts, for a paper typed by another body the day on which it arrived.
    """

    registration = models.ForeignKey(TitleRegistration, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("lần"))
    is_current = models.BooleanField(_("lần gửi mới nhất"), default=True)
    sent_at = models.DateTimeField(_("gửi lúc"))
    sent_by_label = models.CharField(_("người gửi"), max_length=300)
    received_on = models.DateField(_("ngày tính"))
    proxy_by_label = models.CharField(_("người nhập thay"), max_length=300, blank=True)
    signing_way = models.CharField(_("cách ký"), max_length=8, choices=SigningWay)
    signed_by_label = models.CharField(_("người ký"), max_length=300, blank=True)
    signed_copy = models.ForeignKey("documents.SignedCopy", on_delete=models.PROTECT, null=True, related_name="+")
    receipt_number = models.CharField(_("số xác nhận"), max_length=60, unique=True, null=True)
    sha256 = models.CharField(_("mã băm SHA-256"), max_length=64)

    class Meta:
        verbose_name = _("lần gửi đăng ký")
        verbose_name_plural = _("lần gửi đăng ký")
        ordering = ["registration", "number"]
        constraints = [
            models.UniqueConstraint(fields=["registration", "number"], name="registrations_version_once"),
            models.UniqueConstraint(
                fields=["registration"], condition=Q(is_current=True), name="registrations_version_one_current"
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="frozen", fields=["registration", "number", "sent_at", "received_on", "signing_way", "sha256"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.registration} – {self.number}"


class VersionRowQuerySet(models.QuerySet):
    def current(self):
        """Rows of the newest sending of each unit that stands (not sent back)."""
        return self.filter(version__is_current=True).exclude(version__registration__state="returned")

    def visible_to(self, actor):
        """By the organiser: the standing office and the auditor; heads and units through their own pages."""
        if actor.is_system:
            return self
        return self.filter(organised_for(actor, "version__registration__cluster_year__cluster__organiser"))

    def in_order(self):
        """Collectives first, then persons, each as typed."""
        return self.order_by("-is_collective", "position", "pk")

    def for_list(self):
        return self.select_related(
            "award", "version__registration__cluster_year__cluster", "version__registration__cluster_year__year"
        )


@tracked()
class VersionRow(NomineeColumns):
    """A row as it was sent (Dòng đã gửi). What is printed never changes; only a joined file of a person moves."""

    version = models.ForeignKey(RegistrationVersion, on_delete=models.PROTECT, related_name="rows")

    objects = VersionRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("dòng đăng ký đã gửi")
        verbose_name_plural = _("dòng đăng ký đã gửi")
        ordering = ["version", "-is_collective", "position", "pk"]
        indexes = [models.Index(fields=["award", "version"], name="registrations_sent_award")]
        triggers = [
            pgtrigger.ReadOnly(
                name="frozen",
                fields=["version", "is_collective", "name", "post", "award", "note", "mark", "mark_reason"],
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} – {self.award}"

    @property
    def key(self) -> tuple:
        """Who is meant, in whatever version: our own file, else the printed name."""
        if self.is_collective:
            return ("unit", self.unit_id or self.name)
        return ("person", self.person_id or self.name)
