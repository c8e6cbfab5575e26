"""Lines of a report: one figure, rate or text of one version."""

from decimal import Decimal

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.core.models import Versioned
from apps.periodic_reports.enums import ItemKind
from apps.periodic_reports.models.report import ReportVersion
from apps.periodic_reports.models.template import TemplateItem

DIGITS, PLACES = 20, 4
# What was sent stays as it was sent.
FROZEN = """
IF EXISTS (
    SELECT 1 FROM periodic_reports_reportversion WHERE id = OLD.report_version_id AND locked_at IS NOT NULL
) THEN
    RAISE EXCEPTION 'The lines of a sent report are frozen';
END IF;
IF TG_OP = 'DELETE' THEN
    RETURN OLD;
END IF;
RETURN NEW;
"""


def figure_field(label):
    return models.DecimalField(label, max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True)


@tracked()
class ReportLine(Versioned):
    """What one line says (Dòng báo cáo). A rate is its numerator and denominator, never a typed percentage.

    ``nothing_arose``: the unit says that there is nothing under this heading (Không phát sinh). ``source_*``: the
    entry of Kết quả, thành tích (the list, of several) or the sum of the unit's own from which the line was taken over;
    they go with it.
    A second line of ``source_label`` says of how many units such a sum is made, where some are missing.
    """

    report_version = models.ForeignKey(ReportVersion, on_delete=models.CASCADE, related_name="lines")
    item = models.ForeignKey(TemplateItem, on_delete=models.PROTECT, related_name="lines")
    amount = figure_field(_("số liệu"))
    numerator = figure_field(_("tử số"))
    denominator = figure_field(_("mẫu số"))
    is_estimate = models.BooleanField(_("ước thực hiện"), default=False)
    nothing_arose = models.BooleanField(_("không phát sinh"), default=False)
    text = models.TextField(_("nội dung"), blank=True)
    note = models.CharField(_("ghi chú"), max_length=500, blank=True)
    source_label = models.CharField(_("lấy từ"), max_length=300, blank=True)
    source_path = models.CharField(_("đường dẫn"), max_length=300, blank=True)
    return_remark = models.CharField(_("yêu cầu bổ sung"), max_length=500, blank=True)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    saved_by_label = models.CharField(_("người lưu"), max_length=300, blank=True)
    saved_at = models.DateTimeField(_("lưu lúc"), null=True)

    class Meta:
        verbose_name = _("dòng báo cáo")
        verbose_name_plural = _("dòng báo cáo")
        ordering = ["item__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["report_version", "item"], name="periodic_reports_line_once"),
            models.CheckConstraint(
                condition=Q(nothing_arose=False) | Q(text=""), name="periodic_reports_line_nothing_has_no_text"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="frozen_with_its_version",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=FROZEN,
            )
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.report_version}"

    @property
    def is_filled(self) -> bool:
        """Whether the line says something: a figure, both parts of a rate, a text or "Không phát sinh"."""
        if self.nothing_arose:
            return True
        if self.item.kind == ItemKind.AMOUNT:
            return self.amount is not None
        if self.item.kind == ItemKind.RATE:
            return self.numerator is not None and self.denominator is not None
        return bool(self.text)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed at all; half of a rate is something. A note alone says nothing of the figure."""
        return not (self.nothing_arose or self.text) and self.amount is self.numerator is self.denominator is None

    @property
    def source_gap(self) -> str:
        """In words of how many units the figure is made, where it is a sum to which some are missing."""
        return self.source_label.partition("\n")[2]

    @property
    def whole_note(self) -> str:
        """What the next body reads beside the figure: the note, and the gap in its source."""
        return " ".join(part for part in (self.note, self.source_gap) if part)

    @property
    def percent(self) -> Decimal | None:
        """A rate in percent, exact; None while a part is missing or the denominator is 0."""
        return percent(self.numerator, self.denominator)


def percent(numerator: Decimal | None, denominator: Decimal | None) -> Decimal | None:
    if numerator is None or not denominator:
        return None
    return numerator * 100 / denominator
