"""What the units promise, by whom and until when, and how far it is done."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.core.models import TimeStamped
from apps.pledges.models.pledge import PledgeVersion

FROZEN = """
IF EXISTS (
    SELECT 1 FROM pledges_pledgeversion
    WHERE id = COALESCE(NEW.version_id, OLD.version_id) AND frozen_at IS NOT NULL
) THEN
    RAISE EXCEPTION 'commitments of a frozen version do not change';
END IF;
RETURN COALESCE(NEW, OLD);
"""


@tracked()
class Commitment(TimeStamped):
    """One commitment of a version (Nội dung cam kết). Without ``unit`` every member owes it."""

    version = models.ForeignKey(PledgeVersion, on_delete=models.PROTECT, related_name="commitments")
    position = models.PositiveSmallIntegerField(_("thứ tự"))
    text = models.CharField(_("nội dung cam kết"), max_length=1000)
    unit = models.ForeignKey(
        "units.Unit",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="pledge_commitments",
        verbose_name=_("đơn vị thực hiện"),
    )
    due_on = models.DateField(_("thời hạn"), null=True, blank=True)
    source = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("nội dung cam kết")
        verbose_name_plural = _("nội dung cam kết")
        ordering = ["position", "pk"]
        triggers = [
            pgtrigger.Trigger(
                name="frozen_with_its_version",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=FROZEN,
            )
        ]

    def __str__(self) -> str:
        return self.text


@tracked()
class CommitmentProgress(TimeStamped):
    """A unit has done a commitment (Đã thực hiện)."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="progress")
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("đơn vị"))
    done_on = models.DateField(_("ngày hoàn thành"))
    note = models.CharField(_("kết quả"), max_length=500, blank=True)
    told_by_label = models.CharField(_("người báo"), max_length=300)

    class Meta:
        verbose_name = _("kết quả cam kết")
        verbose_name_plural = _("kết quả cam kết")
        constraints = [
            models.UniqueConstraint(fields=["commitment", "unit"], name="pledges_progress_once"),
        ]

    def __str__(self) -> str:
        return f"{self.commitment} – {self.unit}"
