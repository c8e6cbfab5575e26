"""What became of units: mergers, splits, renamings, dissolutions, moves, by decision and date."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.core.models import TimeStamped
from apps.units.enums import SuccessionKind
from apps.units.models.unit import Unit


@tracked()
class UnitSuccession(TimeStamped):
    """One rearrangement of units (Thừa kế, sắp xếp đơn vị).

    ``counts_achievements``: what the predecessors achieved counts for the successors (titles in a row, flags).
    ``basis`` is the filed document; ``basis_text`` names it where no copy is filed. ``verified`` False: not yet
    compared with the decision.
    """

    kind = models.CharField(_("hình thức sắp xếp"), max_length=10, choices=SuccessionKind)
    effective_on = models.DateField(_("có hiệu lực từ"))
    basis = models.ForeignKey(
        "documents.Document",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("căn cứ"),
    )
    basis_text = models.CharField(_("văn bản căn cứ"), max_length=300, blank=True)
    counts_achievements = models.BooleanField(_("tính thành tích của đơn vị cũ cho đơn vị kế thừa"), default=True)
    verified = models.BooleanField(_("đã đối chiếu văn bản"), default=True)
    note = models.CharField(_("ghi chú"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("sắp xếp đơn vị")
        verbose_name_plural = _("sắp xếp đơn vị")
        ordering = ["effective_on", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.effective_on:%d/%m/%Y}"


@tracked()
class SuccessionPair(models.Model):
    """One predecessor → successor of a rearrangement (Đơn vị cũ, đơn vị kế thừa).

    Renaming and moving lead a unit to itself; a dissolution leads to nothing.
    """

    succession = models.ForeignKey(UnitSuccession, on_delete=models.CASCADE, related_name="pairs")
    predecessor = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="successions_out", verbose_name=_("đơn vị cũ")
    )
    successor = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, related_name="successions_in", verbose_name=_("đơn vị kế thừa")
    )

    class Meta:
        verbose_name = _("đơn vị cũ và đơn vị kế thừa")
        verbose_name_plural = _("đơn vị cũ và đơn vị kế thừa")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["succession", "predecessor", "successor"],
                name="units_pair_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor or '–'}"

    @property
    def leads_elsewhere(self) -> bool:
        return self.successor_id is not None and self.successor_id != self.predecessor_id
