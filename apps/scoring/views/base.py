"""What every page of a score sheet shares."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from apps.core.components import StatusWord
from apps.core.views import ScopedObjectMixin
from apps.documents.models import Document
from apps.periods.enums import YearState
from apps.scoring import policies, queries
from apps.scoring.domain.departments import codes_of, own_keys
from apps.scoring.domain.reading import SheetReading
from apps.scoring.domain.status import status_word
from apps.scoring.domain.tables import CriteriaTable
from apps.scoring.models import ScoreLine, ScoreSheet


class SheetMixin(ScopedObjectMixin):
    """Finds the sheet among those the actor may see."""

    queryset = ScoreSheet.objects.for_list()
    may_fill = staticmethod(policies.can_edit)

    @property
    def sheet(self) -> ScoreSheet:
        return self.object

    def documents_to_cite(self) -> list[Document]:
        """The unit's own; of these, whoever types from its paper reads only what the sheet cites."""
        if policies.types_for(self.request.actor, self.sheet):
            return queries.cited_documents(self.sheet.pk)
        return queries.suggested_documents(self.sheet.unit.code)

    @property
    def open_year(self) -> bool:
        """Whether anything of the year may still be written: asked before a step is offered."""
        return self.sheet.cluster_year.year.state != YearState.CLOSED

    def may_edit(self, reading: SheetReading) -> bool:
        """Whether inputs are shown: who, state and year together (the domain checks again on locked rows)."""
        return reading.is_open and self.open_year and bool(self.may_fill(self.request.actor, self.sheet))

    def word(self, reading: SheetReading) -> StatusWord:
        return status_word(self.sheet, started=any(line.saved_at for line in reading.lines.values()))


class LineMixin(SheetMixin):
    """Finds a line in the address: its sheet is ``object``, so that scope and policy are those of the sheet.

    Divisions of the unit come in for the lines that they fill (``require_own``).
    """

    may_fill = staticmethod(policies.can_fill)

    def get_queryset(self):
        return self.queryset.all().lines_open_to(self.request.actor)

    def require_own(self, table: CriteriaTable, code: str) -> None:
        """Raises Http404 for a line that the actor's divisions do not fill; the unit's officers have them all."""
        if policies.can_edit(self.request.actor, self.sheet) or code in self.own_codes(table):
            return
        raise Http404

    def own_codes(self, table: CriteriaTable) -> set[str]:
        """Leaves that the actor's divisions fill; asked for once."""
        if not hasattr(self, "_own_codes"):
            self._own_codes = codes_of(table, own_keys(self.sheet, self.request.actor))
        return self._own_codes

    def get_object(self):
        line = get_object_or_404(ScoreLine.objects.select_related("sheet_version"), pk=self.kwargs["pk"])
        return get_object_or_404(self.get_queryset(), pk=line.sheet_version.sheet_id)


def today(request):
    return timezone.localtime(request.received_at).date()


def part_url(sheet: ScoreSheet, number: int) -> str:
    """Address of the part with this place in the table (1, 2, …)."""
    return reverse("scoring:sheet-part", args=[sheet.pk, number])
