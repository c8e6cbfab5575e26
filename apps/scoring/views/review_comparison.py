"""Self-score beside each step and the final points, line by line, for everybody who sees the sheet."""

from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from apps.core.lists import PageExportMixin
from apps.core.spreadsheets import Column
from apps.core.views import ScopedObjectMixin
from apps.scoring import review_policies, review_queries
from apps.scoring.domain.remarks import version_to_remark
from apps.scoring.domain.review_settings import readable
from apps.scoring.domain.status import status_word
from apps.scoring.domain.tables import load_table
from apps.scoring.enums import StepRole
from apps.scoring.models import SheetVersion, VerificationMinutes
from apps.scoring.review_comparing import compare
from apps.scoring.review_policies import reads_as_unit
from apps.scoring.workflow import SHEET_FLOW


class SheetComparisonView(PageExportMixin, ScopedObjectMixin, TemplateView):
    """Seeing the sheet is enough. Only locked versions are shown: what is in work belongs to its author."""

    template_name = "scoring/sheet_comparison.html"
    export_title = _("So sánh điểm qua các bước")
    export_file = "so-sanh-diem"

    @property
    def export_columns(self):
        """Two columns for each version: its points, and why they differ from those before."""
        found = [Column("number", _("Số")), Column("label", _("Tiêu chí"), width=60)]
        found.append(Column("maximum", _("Điểm chuẩn"), "points"))
        for number, heading in enumerate(self.headings):
            found.append(Column(f"points{number}", heading.label, "points"))
            found.append(Column(f"reason{number}", _("Lý do chênh lệch"), width=36))
        return found

    def export_notes(self):
        return [self.object.unit_name, str(self.object.cluster_year)]

    def export_row(self, row):
        told = [value for cell in row.cells for value in (cell.points, str(cell.reason or cell.remark))]
        return (row.criterion.printed_number, row.criterion.label, row.criterion.max_points, *told)

    def get_queryset(self):
        return review_queries.for_review(self.request.actor)

    def get_context_data(self, **kwargs):
        sheet, actor = self.object, self.request.actor
        only_different = self.request.GET.get("show") == "different"
        comparison = compare(
            load_table(sheet.criteria_set_id),
            self.versions(),
            {step.order: step.name for step in review_queries.steps_of(sheet)},
            only_different=only_different,
        )
        self.headings = comparison.headings
        self.exported = [row for part in comparison.parts for row in part.rows]
        return super().get_context_data(**kwargs) | {
            "comparison": comparison,
            "only_different": only_different,
            "word": status_word(sheet, started=True),
            "points_hidden": self.points_hidden,
            "outside_step": any(step.role == StepRole.OUTSIDE for step in review_queries.steps_of(sheet)),
            "may_remark": self.may_remark(),
            "minutes": VerificationMinutes.objects.visible_to(actor).filter(sheet=sheet),
            "may_review": bool(review_policies.can_review(actor, sheet)),
            "may_reopen": SHEET_FLOW.allows("reopen", sheet.state) and bool(review_policies.can_reopen(actor, sheet)),
            "may_close": SHEET_FLOW.allows("close_unsent", sheet.state)
            and bool(review_policies.can_close_unsent(actor, sheet)),
        }

    def versions(self) -> list[SheetVersion]:
        """Locked versions; of those of others the unit reads what the ClusterYear's setting lets it read."""
        found = review_queries.locked_versions(self.object.pk)
        self.points_hidden = False
        if not reads_as_unit(self.request.actor, self.object):
            return found
        shown = readable(self.object, found)
        self.points_hidden = len(shown) < len(found)
        return shown

    def may_remark(self) -> bool:
        """Whether the button leads anywhere: who, and whether there are points of others to read."""
        sheet = self.object
        return bool(review_policies.can_remark(self.request.actor, sheet)) and version_to_remark(sheet) is not None
