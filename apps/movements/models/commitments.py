"""Personal commitments (Bản cam kết cá nhân), counted against the roll of the unit."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.core.models import TimeStamped
from apps.movements.models.participation import Participation


@tracked()
class CommitmentList(TimeStamped):
    """The scan of a list that people signed (Danh sách ký cam kết)."""

    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="commitment_lists")
    year = models.PositiveSmallIntegerField(_("năm"))
    attachment = models.ForeignKey("documents.Attachment", on_delete=models.PROTECT, related_name="+")
    signed_on = models.DateField(_("ngày ký"))
    people = models.PositiveIntegerField(_("số người trong danh sách"))
    added_by_label = models.CharField(_("người tải lên"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("danh sách ký cam kết")
        verbose_name_plural = _("danh sách ký cam kết")
        ordering = ["-signed_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.participation} – {self.year}"


@tracked()
class Commitment(TimeStamped):
    """One person has signed the commitment of a movement for one year (Bản cam kết cá nhân).

    Whoever leaves the unit keeps it and counts no longer: the roll of the day decides (commitment_queries).
    """

    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="commitments")
    person = models.ForeignKey(
        "units.Person", on_delete=models.PROTECT, related_name="commitments", verbose_name=_("cá nhân")
    )
    year = models.PositiveSmallIntegerField(_("năm"))
    signed_on = models.DateField(_("ngày ký"))
    signed_list = models.ForeignKey(
        CommitmentList,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="commitments",
        verbose_name=_("danh sách ký"),
    )
    added_by_label = models.CharField(_("người ghi"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("bản cam kết cá nhân")
        verbose_name_plural = _("bản cam kết cá nhân")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["participation", "year", "person"], name="movements_commitment_once")
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.participation}"
