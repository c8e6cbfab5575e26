"""What a unit has gathered from below by templates of its own: sums that its report to the next body begins with."""

from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.core.kept import kept_language
from apps.core.text import clean
from apps.periodic_reports.enums import ItemKind, ReportKind
from apps.periodic_reports.models import Consolidation, PeriodicReport, TemplateItem
from apps.periodic_reports.models.consolidation import frozen_figure


@dataclass(frozen=True)
class OwnTotal:
    """One line of the newest consolidation; ``units`` of ``asked`` units gave a figure or had nothing to tell."""

    consolidation: Consolidation
    row: dict

    @property
    def label(self) -> str:
        """What a line keeps of where its figure comes from: the name, and the gap as ``ReportLine.source_gap``."""
        name = clean(f"{self.consolidation.template.label} ({self.consolidation.number})")
        return f"{name}.\n{self.gap}" if self.gap else name

    @property
    def path(self) -> str:
        return self.consolidation.get_absolute_url()

    @property
    def is_estimate(self) -> bool:
        return self.row["estimates"] > 0

    @property
    def gap(self) -> str:
        """In words how many units the sum is made of, where some are missing; it is stored beside the figure."""
        told, asked = self.row["units"] + self.row["nothing"], self.consolidation.asked
        if told >= asked:
            return ""
        with kept_language():
            return _("Tổng của %(told)s/%(asked)s đơn vị.") % {"told": told, "asked": asked}

    def figure(self, name: str) -> Decimal | None:
        """``value`` of an amount, ``numerator`` or ``denominator`` of a rate."""
        return frozen_figure(self.row, name)

    def fits(self, item: TemplateItem) -> bool:
        """Whether the line asks for the same: its code, its kind, its unit of measure."""
        asked = (item.code, item.kind, item.unit_of_measure)
        return asked == (self.row["code"], self.row["kind"], self.row["unit"])


def _newest(report: PeriodicReport):
    """The newest consolidation of all units for each template of the same year and kind that the unit organises."""
    template = report.template
    found = Consolidation.objects.filter(
        cluster_year=None,
        template__year__organiser_id=report.unit_id,
        template__year__year=template.year.year,
        template__kind=template.kind,
    )
    if template.kind == ReportKind.THEMATIC:  # there are several a year
        found = found.filter(template__code=template.code)
    return found.order_by("template_id", "-number").distinct("template_id")


def has_own_totals(report: PeriodicReport) -> bool:
    return _newest(report).exists()


def own_totals(report: PeriodicReport) -> dict[str, OwnTotal]:
    """By code of the line; what was gathered last where two templates have it. One query."""
    found = sorted(_newest(report).select_related("template"), key=lambda made: made.made_at)
    return {row["code"]: OwnTotal(made, row) for made in found for row in made.totals if row["kind"] != ItemKind.TEXT}


def is_own_total(path: str) -> bool:
    """Whether a line was taken over from a consolidation, by its ``source_path``."""
    return path.startswith(reverse("periodic_reports:consolidation-detail", args=[0]).removesuffix("0/"))
