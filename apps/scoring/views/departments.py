"""Divisions fill their part: giving out the groups, the page of a division, Báo xong."""

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.core.views import TransitionView
from apps.documents.forms import NothingForm
from apps.scoring import policies
from apps.scoring.department_forms import AssignForm
from apps.scoring.domain import departments
from apps.scoring.domain.reading import read_sheet
from apps.scoring.models import ScoreLine, ScoreSheet
from apps.scoring.views.base import SheetMixin, today
from apps.scoring.views.parts import LinesPage
from apps.scoring.views.rows import own_sums, part_rows
from apps.units.models import Unit


class DepartmentsView(SheetMixin, TransitionView):
    """Phân công tự chấm: each group of lines, who fills it, how far it is."""

    policy = staticmethod(policies.can_prepare)
    form_class = AssignForm
    template_name = "scoring/sheet_departments.html"
    success_message = _("Đã lưu phân công.")

    def get_form_kwargs(self):
        self.reading = read_sheet(self.sheet)
        self.groups = departments.groups(self.reading.table)
        self.given = {each.group: each for each in self.sheet.assignments.select_related("division")}
        below = Unit.objects.below([self.sheet.unit.path]).exclude(pk=self.sheet.unit_id)
        self.divisions = list(below.valid_on(today(self.request)).in_order())
        more = {"groups": self.groups, "given": self.given, "divisions": self.divisions}
        return super().get_form_kwargs() | more

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        form = context["form"]
        rows = [
            {
                "group": group,
                "field": form[form.name(index)],
                "assignment": self.given.get(group.key),
                "lines": len(lines),
                "complete": sum(not self.reading.is_empty(line) for line in lines),
            }
            for index, group in enumerate(self.groups)
            if (lines := [self.reading.lines[code] for code in group.codes if code in self.reading.lines])
        ]
        return context | {"sheet": self.sheet, "rows": rows, "divisions": self.divisions}

    def call(self, form):
        return departments.assign(
            sheet_id=self.sheet.pk, given=form.given(), actor=self.request.actor, now=self.request.received_at
        )

    def get_success_url(self):
        return reverse("scoring:sheet-departments", args=[self.object.pk])


class OwnPartMixin(SheetMixin):
    """Sheets of which the actor's divisions fill a part."""

    may_fill = staticmethod(policies.can_fill)

    def get_queryset(self):
        return self.queryset.all().filled_by(self.request.actor)


class OwnPartView(OwnPartMixin, LinesPage):
    """Phần việc được giao: the lines that the actor's divisions fill, and no others."""

    template_name = "scoring/own_part.html"
    queryset = ScoreSheet.objects.for_list()

    def leaves(self) -> list[ScoreLine]:
        return [line for code, line in self.reading.lines.items() if code in self.own_codes]

    @property
    def own_codes(self) -> set[str]:
        if not hasattr(self, "_own_codes"):
            keys = departments.own_keys(self.sheet, self.request.actor)
            self._own_codes = departments.codes_of(self.reading.table, keys)
        return self._own_codes

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        table, rows = self.table_context(context, kwargs.get("line_rows"))
        blocks = []
        for part in self.reading.parts:
            own = {code: row for code, row in rows.items() if self.reading.table.part_code(code) == part.code}
            if own:
                wanted = {path for code in own for path in self.reading.table.tree.nodes[code].path}
                shown = part_rows(self.reading, part.code, own)
                blocks.append((part, [row for row in shown if row.criterion.code in wanted]))
        lines = [row.line for row in rows.values()]
        mine = self.sheet.assignments.filter(division_id__in=self.request.actor.unit_ids("officer", "leader"))
        assignments = list(mine.select_related("division"))
        return (
            context
            | table
            | {
                "own_blocks": blocks,
                **own_sums(self.reading, lines),
                "divisions": sorted({each.division.name for each in assignments}),
                "done_at": max((each.done_at for each in assignments if each.done_at), default=None),
                "all_done": all(each.done_at for each in assignments),
                "may_remark": False,
                "stale_lines": [],
                "may_see_sheet": ScoreSheet.objects.visible_to(self.request.actor).filter(pk=self.sheet.pk).exists(),
            }
        )

    def next_url(self) -> str:
        return reverse("scoring:own-part", args=[self.sheet.pk])


class OwnPartDoneView(OwnPartMixin, TransitionView):
    """Báo xong: the officer of the unit is told."""

    http_method_names = ["post"]
    policy = staticmethod(policies.can_fill)
    operation = staticmethod(departments.report_done)
    id_argument = "sheet_id"
    form_class = NothingForm
    template_name = "scoring/own_part.html"
    success_url_name = "scoring:own-part"

    def call(self, form):
        count = super().call(form)
        if count:
            text = ngettext("Đã báo xong %(count)s phần việc.", "Đã báo xong %(count)s phần việc.", count)
            messages.success(self.request, text % {"count": count})
        return count
