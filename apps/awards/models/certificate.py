"""Certificates (giấy khen, bằng khen): one sheet for each recipient with its own code, and where its parts stand."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.awards.certificate_enums import Paper
from apps.awards.models.decision import DecisionLine
from apps.core.models import Versioned
from apps.units.models import organised_for


@tracked(arrives_in_lists=True)
class Certificate(models.Model):
    """The sheet of one recipient as it is printed (Giấy khen, bằng khen); never changed after.

    ``years``: of a title, the year or period for which it is given; empty for commendations.
    ``code``: by which anybody may ask about this sheet. A correction of what stands on it makes the next ``number``,
    and so does Cấp đổi, cấp lại with the same words; the former sheet is then no more ``is_current``. Whether the award
    holds is asked of the registry.
    """

    PRINTED = ("recipient", "post", "unit_name", "achievement", "years")

    line = models.ForeignKey(DecisionLine, on_delete=models.PROTECT, related_name="certificates")
    number = models.PositiveSmallIntegerField(_("lần in"))
    code = models.CharField(_("mã tra cứu"), max_length=20, unique=True)
    recipient = models.CharField(_("tên in trên giấy"), max_length=320)
    post = models.CharField(_("chức vụ in trên giấy"), max_length=300, blank=True)
    unit_name = models.CharField(_("đơn vị in trên giấy"), max_length=300, blank=True)
    achievement = models.CharField(_("thành tích in trên giấy"), max_length=500, blank=True)
    years = models.CharField(_("năm, giai đoạn in trên giấy"), max_length=40, blank=True, default="")
    is_current = models.BooleanField(_("bản đang dùng"), default=True)
    made_at = models.DateTimeField(_("lập lúc"))

    class Meta:
        verbose_name = _("giấy khen, bằng khen")
        verbose_name_plural = _("giấy khen, bằng khen")
        ordering = ["line", "number"]
        constraints = [
            models.UniqueConstraint(fields=["line", "number"], name="awards_certificate_once"),
            models.UniqueConstraint(
                fields=["line"], condition=Q(is_current=True), name="awards_certificate_one_current"
            ),
        ]
        triggers = [pgtrigger.ReadOnly(name="frozen", exclude=["is_current"])]

    def __str__(self) -> str:
        return self.recipient

    @property
    def is_reprint(self) -> bool:
        return self.number > 1

    @property
    def printed(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in self.PRINTED}


class LayoutQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Whoever serves or audits the body that prints."""
        return self if actor.is_system else self.filter(organised_for(actor, "organiser"))

    def for_list(self):
        return self.select_related("organiser", "award")


@tracked()
class CertificateLayout(Versioned):
    """Where the parts of a certificate stand on the sheets of a body (Mẫu in giấy khen, bằng khen).

    ``award``: for this award; None for all that have no layout of their own. ``parts``: part → left, top, width in mm,
    size in pt, shown; a part that the printed blank (phôi) has already is not shown. ``shift_…``: by how many mm the
    printer draws the paper in aslant, added to every part.
    """

    organiser = models.ForeignKey(
        "units.Unit", on_delete=models.PROTECT, related_name="certificate_layouts", verbose_name=_("đơn vị")
    )
    award = models.ForeignKey(
        "catalog.AwardType",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("danh hiệu, hình thức"),
    )
    paper = models.CharField(_("khổ giấy"), max_length=2, choices=Paper, default=Paper.A4)
    parts = models.JSONField(_("vị trí các phần"))
    shift_left = models.DecimalField(_("dịch sang phải (mm)"), max_digits=4, decimal_places=1, default=0)
    shift_top = models.DecimalField(_("dịch xuống (mm)"), max_digits=4, decimal_places=1, default=0)
    saved_by_label = models.CharField(_("người lưu"), max_length=300, blank=True)
    saved_at = models.DateTimeField(_("lưu lúc"), null=True, blank=True)

    objects = LayoutQuerySet.as_manager()

    class Meta:
        verbose_name = _("mẫu in giấy khen, bằng khen")
        verbose_name_plural = _("mẫu in giấy khen, bằng khen")
        ordering = ["organiser", "award", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["organiser", "award"], nulls_distinct=False, name="awards_layout_once"),
        ]

    def __str__(self) -> str:
        return str(self.award) if self.award_id else str(_("Mọi danh hiệu, hình thức"))

    def get_absolute_url(self) -> str:
        return reverse("awards:layout-detail", args=[self.pk])
