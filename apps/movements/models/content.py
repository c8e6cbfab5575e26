"""What a movement asks for: the tree of its contents, and its own checklist."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.core.models import TimeStamped
from apps.movements.models.movement import Movement


@tracked()
class Content(TimeStamped):
    """One content or task: 1, 2, and under 2 the tasks (1)–(7) (Nội dung thi đua).

    ``order`` is the place in the whole list, parents before their children. ``indicator_code`` names the
    results.Indicator that measures it, or several with commas, where the text gives a measurable aim.
    """

    movement = models.ForeignKey(Movement, on_delete=models.CASCADE, related_name="contents")
    parent = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="children", verbose_name=_("thuộc")
    )
    order = models.PositiveIntegerField(_("thứ tự"))
    depth = models.PositiveSmallIntegerField(_("bậc"), default=0)
    number = models.CharField(_("số thứ tự"), max_length=20)
    text = models.TextField(_("nội dung"))
    indicator_code = models.CharField(_("mã chỉ tiêu đo"), max_length=50, blank=True)

    class Meta:
        verbose_name = _("nội dung thi đua")
        verbose_name_plural = _("nội dung thi đua")
        ordering = ["order", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="movements_content_says_something")]

    def __str__(self) -> str:
        return f"{self.number} {self.text}"[:200]

    @property
    def indicator_codes(self) -> list[str]:
        return [code for code in self.indicator_code.split(",") if code]


@tracked()
class ChecklistItem(TimeStamped):
    """One line of the movement's own checklist, met or not (Tiêu chí của phong trào: đạt / chưa đạt)."""

    movement = models.ForeignKey(Movement, on_delete=models.CASCADE, related_name="checklist")
    order = models.PositiveIntegerField(_("thứ tự"))
    text = models.CharField(_("tiêu chí"), max_length=500)

    class Meta:
        verbose_name = _("tiêu chí của phong trào")
        verbose_name_plural = _("tiêu chí của phong trào")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.text
