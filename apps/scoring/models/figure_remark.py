"""What a unit says of a figure that the system filled in (Ý kiến về số liệu hệ thống điền)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.core.models import TimeStamped
from apps.scoring.models.criteria import Criterion
from apps.scoring.models.sheet import ScoreSheet


@tracked()
class FigureRemark(TimeStamped):
    """The unit objects to a filled figure; whoever checks the sheet answers. Neither changes the figure itself.

    It belongs to the line of the sheet, whatever its version. ``figure``: what stood there when it was said.
    """

    sheet = models.ForeignKey(ScoreSheet, on_delete=models.CASCADE, related_name="figure_remarks")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    figure = models.CharField(_("số liệu lúc nêu ý kiến"), max_length=500, blank=True)
    text = models.CharField(_("ý kiến của đơn vị"), max_length=1000)
    said_by_label = models.CharField(_("người nêu"), max_length=300)
    said_at = models.DateTimeField(_("nêu lúc"))
    answer = models.CharField(_("trả lời"), max_length=1000, blank=True)
    answered_by_label = models.CharField(_("người trả lời"), max_length=300, blank=True)
    answered_at = models.DateTimeField(_("trả lời lúc"), null=True)

    class Meta:
        verbose_name = _("ý kiến về số liệu")
        verbose_name_plural = _("ý kiến về số liệu")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "criterion"], condition=Q(answered_at=None), name="scoring_figure_remark_one_open"
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None) | ~Q(answer=""), name="scoring_figure_remark_answer_says_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet} – {self.criterion.printed_number}"

    def get_absolute_url(self) -> str:
        return self.sheet.get_absolute_url()
